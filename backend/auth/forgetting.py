"""Credentials that have had their time."""

from typing import Any, Final

from sqlalchemy import text

from backend.core.db import system_transaction

# A spent token of a living family stays until it would have run out: shown again, it tells of a theft.
_FORGET: Final = (
    text("DELETE FROM refresh_token WHERE expires_at < now()"),
    text("DELETE FROM auth_session WHERE least(ended_at, expires_at) < now() - interval '30 days'"),
)


async def forget_ended() -> int:
    """Drop refresh tokens that have run out, and sessions that ended thirty days ago. Returns how many rows went."""
    gone = 0
    async with system_transaction("identity") as session:
        for statement in _FORGET:
            result: Any = await session.execute(statement)
            gone += result.rowcount
    return gone
