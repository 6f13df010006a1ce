"""Who makes a request: the holder of a bearer token, or on four routes the browser's session."""

import re
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.types import Scope

from backend import auth
from backend.api.requests import address_of, bearer_of, cookie, is_secure, only, own_origin, values
from backend.core.actor import Actor
from backend.core.errors import Forbidden, NotFound, Unauthenticated
from backend.core.ids import parse_id

WORKSPACE: Final = b"outlay-workspace"
COOKIE_ROUTES: Final = {
    "GET": re.compile(r"/api/v1/(expenses|receipts/[^/]+/file)"),
    "HEAD": re.compile(r"/api/v1/(expenses|receipts/[^/]+/file)"),
    "POST": re.compile(r"/api/v1/(expenses|receipts)"),
}
_READING: Final = ("GET", "HEAD")


@dataclass(frozen=True)
class Visitor:
    """Whoever makes a request: as an actor, with the session behind the credential."""

    actor: Actor
    session_id: UUID
    by: Literal["bearer", "cookie"]


class OriginRefused(Forbidden):
    """A browser sent this from another site, or did not say from where."""

    code, title = "origin_refused", "This came from somewhere else"


async def identify(request: Request) -> Visitor:
    """Who makes the request, looked up once. Raises `Unauthenticated`, `Forbidden`, or `NotFound` for a foreign workspace."""
    known = getattr(request.state, "visitor", None)
    if known is None:
        known = request.state.visitor = await _look_up(request.scope)
    return known


async def _look_up(scope: Scope) -> Visitor:
    token = bearer_of(scope)
    if token is not None:
        claims = auth.read_access_token(token)
        actor = await auth.actor_of_token(claims, asked_workspace(scope), address_of(scope))
        return Visitor(actor, claims.session_id, "bearer")
    if values(scope, b"authorization"):
        raise Unauthenticated("This way to sign in is not known here. Send `Authorization: Bearer …`.")
    return await _of_browser(scope)


async def _of_browser(scope: Scope) -> Visitor:
    routes = COOKIE_ROUTES.get(scope["method"])
    if routes is None or routes.fullmatch(scope["path"]) is None:
        raise Unauthenticated("This needs an access token. Get one at POST /api/v1/auth/login.")
    session = await web_session(scope)
    if scope["method"] not in _READING:
        check_page(scope, session)
    actor = await auth.actor_of_web_session(session, asked_workspace(scope), address_of(scope))
    return Visitor(actor, session.id, "cookie")


async def web_session(scope: Scope) -> auth.WebSession:
    """The live session of the request's cookie. Raises `Unauthenticated`."""
    token = session_cookie(scope)
    session = await auth.web_session(token) if token else None
    if session is None:
        raise Unauthenticated("Your session has ended. Please sign in again.")
    return session


def session_cookie(scope: Scope) -> str:
    """The session token in the request's cookie; empty when there is none."""
    return cookie(scope, auth.cookie_name(secure=is_secure(scope)))


def check_page(scope: Scope, session: auth.WebSession) -> None:
    """Refuse what no page of this site has sent under this session. Raises `OriginRefused`, `CsrfRefused`."""
    if not own_origin(scope):
        raise OriginRefused("This has to come from a page of this site.")
    auth.check_csrf(only(scope, b"x-csrf-token"), session)


def asked_workspace(scope: Scope) -> UUID | None:
    """The workspace that the request names. Raises `NotFound` for what is no id."""
    named = values(scope, WORKSPACE)
    if not named:
        return None
    identifier = parse_id(named[0]) if len(named) == 1 else None
    if identifier is None:
        raise NotFound("There is no such workspace.", code="workspace_not_found")
    return identifier
