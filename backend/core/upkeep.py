"""Upkeep of the tables that grow by themselves, and the clock of schedules that many workers share."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import system_transaction, transaction

_KNOW: Final = text("INSERT INTO schedule (name, last_run_at) VALUES (:name, '-infinity') ON CONFLICT DO NOTHING")
_CLAIM: Final = text(
    "UPDATE schedule SET last_run_at = now() WHERE name = :name AND last_run_at < now() - CAST(:every AS interval) RETURNING 1"
)
_PARTITIONS: Final = text("SELECT expense_partitions(:year)")
_WORKSPACES: Final = text("SELECT id FROM workspace ORDER BY id")
_SPENT: Final = (
    text("DELETE FROM idempotency WHERE workspace_id = :id AND started_at < now() - interval '24 hours'"),
    text("DELETE FROM undo WHERE workspace_id = :id AND expires_at < now()"),
)
_FORGET: Final = (
    text("DELETE FROM inbox WHERE handled_at < now() - interval '30 days'"),
    text(
        "DELETE FROM outbox WHERE occurred_at < now() - interval '30 days' AND fanned_out_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event_id = outbox.id)"
    ),
    text("DELETE FROM dead_letter WHERE replayed_at < now() - interval '30 days'"),
)


async def claim(name: str, every: timedelta) -> bool:
    """Whether this worker is the one to run the schedule `name` now; at most one is, once in `every`."""
    async with system_transaction("jobs") as session:
        await session.execute(_KNOW, {"name": name})
        return (await session.execute(_CLAIM, {"name": name, "every": every})).first() is not None


async def make_partitions() -> int:
    """Partitions of expenses to two years ahead. Returns how many are new."""
    async with system_transaction("jobs") as session:
        return await session.scalar(_PARTITIONS, {"year": now().year + 2}) or 0


async def forget_old_events() -> int:
    """Drop events, claims and letters that everybody has done with. Returns how many rows went."""
    gone = 0
    async with system_transaction("jobs") as session:
        for statement in _FORGET:
            result: Any = await session.execute(statement)
            gone += result.rowcount
    return gone


async def workspaces() -> list[UUID]:
    """The ids of all workspaces: upkeep of what belongs to tenants goes through them one by one."""
    async with system_transaction("jobs") as session:
        return list((await session.execute(_WORKSPACES)).scalars())


async def forget_spent() -> int:
    """Drop kept answers older than a day and undo tokens that have run out. Returns how many rows went."""
    gone = 0
    for workspace_id in await workspaces():
        async with transaction(Actor.for_job(workspace_id)) as session:
            for statement in _SPENT:
                result: Any = await session.execute(statement, {"id": workspace_id})
                gone += result.rowcount
    return gone
