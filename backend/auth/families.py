"""API clients' sessions: a family of refresh tokens, each good for one exchange and kept as a hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import audit
from backend.auth import rules, tokens
from backend.auth.errors import RefreshInProgress, RefreshInvalid, RefreshReused
from backend.auth.models import AuthSession, RefreshToken
from backend.auth.standing import forget_standings
from backend.auth.views import Client, Tokens
from backend.core.actor import Actor, Role
from backend.core.clock import now
from backend.core.db import enter_workspace, system_transaction
from backend.core.errors import Problem
from backend.core.ids import new_id
from backend.core.outbox import publish
from backend.events import SecurityAlert

_TOKEN_BYTES: Final = 32
_TOKEN_MAX: Final = 200
_NIL: Final = UUID(int=0)
# The session's row is locked first: two exchanges of one family go one after the other.
_LOCK: Final = text(
    "SELECT s.id, s.user_id, s.ended_at, s.expires_at, u.default_workspace_id FROM auth_session s JOIN user_account u ON u.id = s.user_id"
    " WHERE s.id = (SELECT session_id FROM refresh_token WHERE token_hash = :token_hash) FOR UPDATE OF s"
)
_LATEST_SPENT: Final = text("SELECT max(spent_at) FROM refresh_token WHERE session_id = :session_id")


@dataclass(frozen=True)
class _Family:
    id: UUID
    user_id: UUID
    ended_at: datetime | None
    expires_at: datetime
    default_workspace_id: UUID | None


async def issue_tokens(session: AsyncSession, user_id: UUID, client: Client) -> Tokens:
    """Begin a family for somebody who has just signed in."""
    family = AuthSession(
        id=new_id(),
        user_id=user_id,
        kind="api",
        user_agent=client.user_agent[:300],
        address=client.address,
        expires_at=now() + rules.REFRESH_LIFETIME,
    )
    session.add(family)
    await session.flush()
    return await _pair(session, user_id, family.id)


async def refresh(token: str, client: Client) -> Tokens:
    """Exchange a refresh token for a new pair.

    Raises `RefreshInProgress` for the immediate predecessor within its grace, `RefreshReused` for any other spent one (the
    family has ended then), `RefreshInvalid` for the rest.
    """
    async with system_transaction("identity") as session:
        answer = await _exchange(session, token, client)
    if isinstance(answer, Problem):
        forget_standings()
        raise answer
    return answer


async def _exchange(session: AsyncSession, token: str, client: Client) -> Tokens | Problem:
    """The pair, or the refusal: returned, since what it has written must be committed."""
    digest = _hash(token)
    row = (await session.execute(_LOCK, {"token_hash": digest})).first()
    if row is None or row.ended_at is not None or now() >= row.expires_at:
        return _invalid()
    family = _Family(*row)
    held = (await session.execute(select(RefreshToken).where(col(RefreshToken.token_hash) == digest))).scalar_one()
    if held.spent_at is not None:
        return await _spent(session, family, held, client)
    if now() >= held.expires_at:
        return _invalid()
    held.spent_at = now()
    await _seen(session, family, client)
    return await _pair(session, family.user_id, family.id)


async def _spent(session: AsyncSession, family: _Family, held: RefreshToken, client: Client) -> Problem:
    latest = await session.scalar(_LATEST_SPENT, {"session_id": family.id})
    if held.spent_at == latest and held.spent_at and now() - held.spent_at <= rules.REFRESH_GRACE:
        return RefreshInProgress("This token has just been exchanged. Use the new one.", headers={"Retry-After": "1"})
    await _end(session, family, client)
    return RefreshReused("This token was used before, so somebody else may have it. The session has ended; please sign in again.")


async def _end(session: AsyncSession, family: _Family, client: Client) -> None:
    ended = await session.get_one(AuthSession, family.id)
    ended.ended_at, ended.end_reason = now(), "refresh_reused"
    actor = Actor(family.user_id, family.default_workspace_id or _NIL, Role.OWNER, address=client.address)
    await enter_workspace(session, actor.workspace_id)
    await audit.note(session, actor, "session.refresh_reused", "session", family.id)
    await publish(session, actor, SecurityAlert(family.user_id, "refresh_reused"))


async def _seen(session: AsyncSession, family: _Family, client: Client) -> None:
    row = await session.get_one(AuthSession, family.id)
    row.last_seen_at, row.expires_at = now(), now() + rules.REFRESH_LIFETIME
    row.address, row.user_agent = client.address, client.user_agent[:300]


async def _pair(session: AsyncSession, user_id: UUID, session_id: UUID) -> Tokens:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = now() + rules.REFRESH_LIFETIME
    session.add(RefreshToken(id=new_id(), session_id=session_id, token_hash=_hash(token), expires_at=expires_at))
    await session.flush()
    return Tokens(tokens.issue(user_id, session_id), token, int(rules.ACCESS_LIFETIME.total_seconds()))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token[:_TOKEN_MAX].encode("utf-8", "surrogatepass")).digest()


def _invalid() -> RefreshInvalid:
    return RefreshInvalid("This refresh token is not valid any more. Please sign in again.")
