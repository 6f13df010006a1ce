"""The API as a client with a bearer token sees it, without the cost of a password."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from backend import auth
from backend.api.app import create_api
from backend.core.actor import Actor
from backend.core.db import system_transaction


@asynccontextmanager
async def client_of(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    """A client whose addresses begin at `/api/v1`, for the actor in their workspace."""
    assert actor.user_id is not None
    async with system_transaction("identity") as session:
        tokens = await auth.issue_tokens(session, actor.user_id, auth.Client("127.0.0.1", "tests"))
    transport = httpx.ASGITransport(create_api())
    headers = {"Authorization": f"Bearer {tokens.access_token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver/api/v1", headers=headers) as client:
        yield client
