"""Who sits at the other end of a socket.

The cookie stays outside: the guard turns it into a one-way key that rides in a header Reflex never shows to the
browser. Handlers look the session up by that key at each event (answers are at most five seconds old).
"""

from dataclasses import dataclass
from typing import Any, Final

from starlette.types import Scope

from backend import auth
from backend.core.actor import Actor
from backend.core.errors import Unauthenticated
from expense_app.headers import Pair, cookie
from expense_app.proxies import secure

HEADER: Final = "authorization"
ENDED: Final = 4401
_SCHEME: Final = "Session "


@dataclass(frozen=True)
class Visit:
    """A socket's session: its one-way key, and the person; both empty for a visitor who is not signed in."""

    key: str = ""
    person: str | None = None


async def visit(scope: Scope, public_url: str | None) -> Visit:
    """The session that the cookie of a request opens; an unknown or ended one is none. Raises when it cannot be looked up."""
    token = cookie(scope, cookie_name(scope, public_url))
    found = await auth.web_session(token) if token else None
    return Visit(auth.session_key(token), str(found.user_id)) if found else Visit()


def cookie_name(scope: Scope, public_url: str | None) -> str:
    """The session cookie's name: with the `__Host-` prefix wherever the site is reached over TLS."""
    return auth.cookie_name(secure=secure(scope) or (public_url or "").startswith("https://"))


async def still_open(visit: Visit) -> bool:
    """Whether the session a socket was opened with still lives; one that cannot be looked up is left to the handlers' own check."""
    if not visit.key:
        return True
    try:
        return await auth.web_session_by_key(visit.key) is not None
    except Exception:  # noqa: BLE001 - whatever store is away
        return True


def carried(visit: Visit) -> list[Pair]:
    """The header in which the key reaches the app."""
    return [(HEADER.encode(), (_SCHEME + visit.key).encode())] if visit.key else []


def key_of(state: Any) -> str:
    """The session's key behind a state; empty for a visitor who is not signed in."""
    value = state.router_data.get("headers", {}).get(HEADER, "")
    return value.removeprefix(_SCHEME) if value.startswith(_SCHEME) else ""


async def locale_of(state: Any) -> str:
    """The locale of the person at a state; empty when nobody is signed in, or that cannot be looked up."""
    key = key_of(state)
    try:
        found = await auth.web_session_by_key(key) if key else None
    except Exception:  # noqa: BLE001 - whatever store is away: what is done next says so
        return ""
    return found.locale if found else ""


async def find_actor(state: Any) -> Actor | None:
    """Who acts through a state; None when nobody is signed in (any more). Raises when that cannot be looked up."""
    key = key_of(state)
    found = await auth.web_session_by_key(key) if key else None
    if found is None:
        return None
    return await auth.actor_of_web_session(found, None, state.router_data.get("ip", ""))


async def current_actor(state: Any) -> Actor:
    """Who acts through a state, for handlers. Raises `Unauthenticated` when the session has ended."""
    actor = await find_actor(state)
    if actor is None:
        raise Unauthenticated("Your session has ended. Please sign in again.")
    return actor
