"""Whether somebody has proved lately who they are: sensitive acts ask for it, so that an open browser is not enough."""

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

from redis.exceptions import RedisError
from sqlalchemy import text

from backend.auth.sign_in import confirm_password
from backend.auth.views import Client, WebSession
from backend.core.clock import now
from backend.core.db import redis, system_transaction
from backend.core.errors import Unavailable

LATELY: Final = timedelta(minutes=10)
_REDIS_SECONDS: Final = 1.5
_OPENED: Final = text("SELECT created_at FROM auth_session WHERE id = :id AND ended_at IS NULL")


async def confirm(web: WebSession, password: str, client: Client) -> None:
    """Take the password as the proof for the next ten minutes of this session. Raises `SignInRefused`, `TooMany`, `Unavailable`."""
    await confirm_password(web.user_id, password, client)
    try:
        await asyncio.wait_for(redis().set(_key(web.id), b"1", ex=int(LATELY.total_seconds())), _REDIS_SECONDS)
    except (RedisError, TimeoutError) as error:
        raise Unavailable("This is paused for a moment. Nothing was lost; please try again shortly.") from error


async def confirmed_lately(web: WebSession) -> bool:
    """Whether the session was opened, or its person's password entered, within ten minutes."""
    return await _opened_lately(web.id) or await _confirmed(web.id)


async def _opened_lately(session_id: UUID) -> bool:
    async with system_transaction("identity") as session:
        opened = (await session.execute(_OPENED, {"id": session_id})).scalar_one_or_none()
    return opened is not None and now() - opened < LATELY


async def _confirmed(session_id: UUID) -> bool:
    """What is forgotten with Redis has to be confirmed again: nothing is allowed by its absence."""
    try:
        return bool(await asyncio.wait_for(redis().exists(_key(session_id)), _REDIS_SECONDS))
    except (RedisError, TimeoutError):
        return False


def _key(session_id: UUID) -> str:
    return f"confirmed:{session_id}"
