"""Browsers' sessions: an opaque cookie, of which the database keeps the hash."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.auth import rules
from backend.auth.models import AuthSession
from backend.auth.views import Client, WebSession
from backend.core.actor import Role
from backend.core.cache import TimedCache
from backend.core.clock import now
from backend.core.db import system_transaction
from backend.core.errors import Unauthenticated
from backend.core.ids import new_id

CACHED_SECONDS: Final = 4.0
_TOKEN_BYTES: Final = 32
_TOUCH_AFTER: Final = timedelta(seconds=60)
_USER_AGENT_MAX: Final = 300

# The books the session was left in, else the person's default ones, else any: a workspace may have been closed meanwhile.
_LOAD: Final = text(
    "SELECT s.id, s.user_id, s.remembered, s.last_seen_at, s.expires_at, u.locale, u.timezone, u.display_name, m.workspace_id, m.role"
    " FROM auth_session s JOIN user_account u ON u.id = s.user_id"
    " JOIN membership m ON m.user_id = u.id JOIN workspace w ON w.id = m.workspace_id AND w.deleted_at IS NULL"
    " WHERE s.token_hash = :token_hash AND s.kind = 'web' AND s.ended_at IS NULL"
    " ORDER BY m.workspace_id IS NOT DISTINCT FROM s.workspace_id DESC,"
    " m.workspace_id IS NOT DISTINCT FROM u.default_workspace_id DESC, m.joined_at LIMIT 1"
)
_TOUCH: Final = text("UPDATE auth_session SET last_seen_at = :now WHERE id = :id")
_END: Final = text("UPDATE auth_session SET ended_at = :now, end_reason = :reason WHERE token_hash = :token_hash AND ended_at IS NULL")
_SWITCH: Final = text(
    "UPDATE auth_session SET workspace_id = :workspace_id, token_hash = :token_hash"
    " WHERE id = :id AND ended_at IS NULL RETURNING remembered"
)

_cache: TimedCache[str, WebSession | None] = TimedCache(seconds=CACHED_SECONDS, size=10_000)


def cookie_name(*, secure: bool) -> str:
    """The session cookie's name; browsers hold `__Host-` to TLS, the root path and this very host."""
    return "__Host-outlay" if secure else "outlay"


def new_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def session_key(token: str) -> str:
    """The one-way key of a cookie's token: safe to pass on, worthless as a cookie."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


async def open_web_session(
    session: AsyncSession, user_id: UUID, workspace_id: UUID | None, client: Client, *, remembered: bool = False
) -> str:
    """Open a session for somebody who has just signed in. Returns the token for their cookie."""
    token = new_token()
    opened = AuthSession(
        id=new_id(),
        user_id=user_id,
        kind="web",
        token_hash=bytes.fromhex(session_key(token)),
        workspace_id=workspace_id,
        remembered=remembered,
        user_agent=client.user_agent[:_USER_AGENT_MAX],
        address=client.address,
        expires_at=now() + rules.lifetime(remembered=remembered),
    )
    session.add(opened)
    await session.flush()
    return token


async def web_session(token: str) -> WebSession | None:
    """The live session behind a cookie; None when there is none (any more). An answer is at most five seconds old."""
    return await web_session_by_key(session_key(token))


async def web_session_by_key(key: str) -> WebSession | None:
    """The same by the one-way key."""
    return await _cache.get(key, lambda: _load(key))


async def end_web_session(session: AsyncSession, token: str, reason: str) -> None:
    """End the session behind a cookie, if there is one."""
    key = session_key(token)
    await session.execute(_END, {"now": now(), "reason": reason, "token_hash": bytes.fromhex(key)})
    _cache.drop(key)


async def switch_workspace(session: AsyncSession, web: WebSession, workspace_id: UUID) -> tuple[str, bool]:
    """Let a session go on in another of the person's workspaces; the caller has checked that it is theirs.

    Returns a new token for their cookie, and whether the browser is to remember it: what any process or page keeps for
    the old token (answers, states of pages, tokens of forms) is not found by the new one. Raises `Unauthenticated`.
    """
    token = new_token()
    row = {"workspace_id": workspace_id, "id": web.id, "token_hash": bytes.fromhex(session_key(token))}
    remembered = (await session.execute(_SWITCH, row)).scalar()
    if remembered is None:
        raise Unauthenticated("Your session has ended. Please sign in again.")
    _cache.drop(web.key)
    return token, bool(remembered)


def forget_web_sessions() -> None:
    """Look sessions up anew: something about them has changed in this process."""
    _cache.clear()


async def _load(key: str) -> WebSession | None:
    token_hash = _hash_of(key)
    if token_hash is None:
        return None
    async with system_transaction("identity") as session:
        row = (await session.execute(_LOAD, {"token_hash": token_hash})).first()
        if row is None or _is_over(row):
            return None
        if now() - row.last_seen_at > _TOUCH_AFTER:
            await session.execute(_TOUCH, {"now": now(), "id": row.id})
    return WebSession(row.id, key, row.user_id, row.workspace_id, Role(row.role), row.locale, row.timezone, row.display_name)


def _is_over(row: Any) -> bool:
    return rules.is_over(now(), expires_at=row.expires_at, last_seen_at=row.last_seen_at, remembered=row.remembered)


def _hash_of(key: str) -> bytes | None:
    try:
        digest = bytes.fromhex(key)
    except ValueError:
        return None
    return digest if len(digest) == hashlib.sha256().digest_size else None
