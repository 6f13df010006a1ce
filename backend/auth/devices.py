"""Somebody's signed-in devices: listing them and ending them."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import audit
from backend.auth import rules
from backend.auth.standing import forget_standings
from backend.auth.views import SessionView
from backend.auth.web import forget_web_sessions
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import enter_workspace
from backend.core.errors import NotFound

_LIST: Final = text(
    "SELECT id, kind, remembered, created_at, last_seen_at, expires_at, user_agent, address FROM auth_session"
    " WHERE user_id = :user_id AND ended_at IS NULL AND expires_at > :now ORDER BY last_seen_at DESC, id DESC LIMIT 200"
)
_END: Final = text(
    "UPDATE auth_session SET ended_at = :now, end_reason = :reason WHERE id = :id AND user_id = :user_id AND ended_at IS NULL RETURNING id"
)
_END_OTHERS: Final = text(
    "UPDATE auth_session SET ended_at = :now, end_reason = :reason WHERE user_id = :user_id AND id <> :keep AND ended_at IS NULL"
)


async def sessions_of(session: AsyncSession, user_id: UUID, current: UUID) -> list[SessionView]:
    """A person's live sessions, the last seen on top; `current` is the one that asks."""
    rows = (await session.execute(_LIST, {"user_id": user_id, "now": now()})).all()
    return [
        SessionView(row.id, row.kind, row.id == current, row.created_at, row.last_seen_at, row.expires_at, row.user_agent, row.address)
        for row in rows
        if row.kind == "api"
        or not rules.is_over(now(), expires_at=row.expires_at, last_seen_at=row.last_seen_at, remembered=row.remembered)
    ]


async def end_session(session: AsyncSession, actor: Actor, session_id: UUID, reason: str) -> None:
    """End one of the actor's own sessions: its cookie or tokens die within seconds. Raises `NotFound`."""
    params = {"now": now(), "reason": reason, "id": session_id, "user_id": actor.user_id}
    if (await session.execute(_END, params)).first() is None:
        raise NotFound("There is no such session.")
    await _ended(session, actor, session_id, reason)


async def end_other_sessions(session: AsyncSession, actor: Actor, keep: UUID, reason: str) -> None:
    """End all of the actor's own sessions but the one that asks."""
    await session.execute(_END_OTHERS, {"now": now(), "reason": reason, "user_id": actor.user_id, "keep": keep})
    await _ended(session, actor, None, reason)


async def _ended(session: AsyncSession, actor: Actor, session_id: UUID | None, reason: str) -> None:
    await enter_workspace(session, actor.workspace_id)
    await audit.note(session, actor, "session.ended", "session", session_id, {"reason": reason})
    forget_web_sessions()
    forget_standings()
