"""What a credential stands for right now: whether its session lives, and its person's role in the workspace asked for."""

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from backend.auth.errors import TokenInvalid
from backend.auth.tokens import Claims
from backend.auth.views import WebSession
from backend.core.actor import Actor, Role
from backend.core.cache import TimedCache
from backend.core.clock import now
from backend.core.db import system_transaction
from backend.core.errors import NotFound

CACHED_SECONDS: Final = 10.0
_LOAD: Final = text(
    "SELECT s.user_id, s.ended_at, s.expires_at, u.locale, m.workspace_id, m.role"
    " FROM auth_session s JOIN user_account u ON u.id = s.user_id"
    " LEFT JOIN (membership m JOIN workspace w ON w.id = m.workspace_id AND w.deleted_at IS NULL)"
    " ON m.user_id = u.id AND m.workspace_id = coalesce(CAST(:workspace_id AS uuid), u.default_workspace_id)"
    " WHERE s.id = :session_id AND s.user_id = :user_id"
)


@dataclass(frozen=True)
class _Asked:
    session_id: UUID
    user_id: UUID
    workspace_id: UUID | None


_cache: TimedCache[_Asked, Actor] = TimedCache(seconds=CACHED_SECONDS, size=10_000)


async def actor_of_token(claims: Claims, workspace_id: UUID | None, address: str) -> Actor:
    """Who acts by an access token, in their default workspace or the one asked for. An answer is at most ten seconds old.

    Raises `TokenInvalid` when the session has ended, `NotFound` for a workspace they are no member of.
    """
    return await _actor(_Asked(claims.session_id, claims.user_id, workspace_id), address)


async def actor_of_web_session(session: WebSession, workspace_id: UUID | None, address: str) -> Actor:
    """Who acts by a browser's session, in its workspace or the one asked for. Raises as `actor_of_token` does."""
    if workspace_id in (None, session.workspace_id):
        return Actor(session.user_id, session.workspace_id, session.role, locale=session.locale, address=address)
    return await _actor(_Asked(session.id, session.user_id, workspace_id), address)


def forget_standings() -> None:
    """Look everyone up anew: a session has ended, or a role has changed, in this process."""
    _cache.clear()


async def _actor(asked: _Asked, address: str) -> Actor:
    actor = await _cache.get(asked, lambda: _load(asked))
    return replace(actor, address=address)


async def _load(asked: _Asked) -> Actor:
    async with system_transaction("identity") as session:
        row = (await session.execute(_LOAD, vars(asked))).first()
    if row is None or row.ended_at is not None or now() >= row.expires_at:
        raise TokenInvalid("This session has ended. Please sign in again.", code="session_ended")
    return _in_workspace(row)


def _in_workspace(row: Any) -> Actor:
    if row.role is None:
        raise NotFound("There is no such workspace.", code="workspace_not_found")
    return Actor(row.user_id, row.workspace_id, Role(row.role), locale=row.locale)
