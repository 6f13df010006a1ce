"""The browser's own routes for push messages: for its pages and its worker, which have a cookie and no token.

They stand beside signing in and out because they belong to the session: it ends, and so does what they add.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints

from backend import auth, notifications
from backend.api.credentials import OriginRefused, web_session
from backend.api.push import PushKeyShown, PushSubscriptionSent
from backend.api.requests import address_of, only, same_site_page
from backend.api.routing import ApiRoute
from backend.api.schemas import Sent
from backend.core.actor import Actor
from backend.core.db import transaction

router = APIRouter(prefix="/session/push", tags=["Browser"], route_class=ApiRoute, include_in_schema=False)


class EndpointSent(Sent):
    """A subscription, by its address."""

    endpoint: Annotated[str, StringConstraints(max_length=2000)]


@router.get("")
async def get_key() -> PushKeyShown:
    """The key to subscribe with; it is public."""
    return PushKeyShown(public_key=notifications.push_public_key())


@router.post("", status_code=204, response_class=Response)
async def subscribe(sent: PushSubscriptionSent, request: Request) -> None:
    """Send push messages to this browser until its session ends."""
    actor, found = await _sender(request)
    await notifications.subscribe(actor, found.id, sent.asked())


@router.post("/forget", status_code=204, response_class=Response)
async def forget(sent: EndpointSent, request: Request) -> None:
    """Send nothing to this browser any more; a second time changes nothing."""
    actor, _ = await _sender(request)
    async with transaction(actor) as session:
        await notifications.unsubscribe_endpoint(session, actor, sent.endpoint)


async def _sender(request: Request) -> tuple[Actor, auth.WebSession]:
    """The person whose browser asks, from a page or worker of this site."""
    found = await web_session(request.scope)
    if not same_site_page(request.scope):
        raise OriginRefused("This has to come from a page of this site.")
    auth.check_csrf(only(request.scope, b"x-csrf-token"), found)
    return await auth.actor_of_web_session(found, None, address_of(request.scope)), found
