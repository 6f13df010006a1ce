"""The outbox: what happened is written in the transaction in which it happened.

`publish` adds a row; the database tells the relay at commit by NOTIFY. From there on delivery is at least once and in no
order, and consumers recompute. Tables: `outbox` (events), `delivery` (one row an event and consumer still owed),
`inbox` (what a consumer has done), `dead_letter` (what it could not do).
"""

import dataclasses
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.ids import new_id
from backend.core.log import request_id

CHANNEL = "outbox"

_INSERT = text(
    "INSERT INTO outbox (id, type, workspace_id, actor_id, payload, occurred_at, schema_version, request_id)"
    " VALUES (:id, :type, :workspace_id, :actor_id, CAST(:payload AS jsonb), :occurred_at, :schema_version, :request_id)"
)


async def publish(session: AsyncSession, actor: Actor, event: Any) -> UUID:
    """Record `event` (a frozen dataclass of `backend.events`) with the facts of this transaction. Returns its id."""
    row = _row(actor, event)
    await session.execute(_INSERT, row)
    return row["id"]


async def publish_all(session: AsyncSession, actor: Actor, events: Sequence[Any]) -> None:
    """Record many events at once, as `publish` does."""
    if events:
        await session.execute(_INSERT, [_row(actor, event) for event in events])


def _row(actor: Actor, event: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "type": type(event).__name__,
        "workspace_id": actor.workspace_id,
        "actor_id": actor.user_id,
        "payload": json.dumps(dataclasses.asdict(event), default=_plain),
        "occurred_at": now(),
        "schema_version": 1,
        "request_id": request_id(),
    }


def _plain(value: object) -> str | list:
    if isinstance(value, (UUID, date, datetime)):
        return str(value) if isinstance(value, UUID) else value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise TypeError(f"an event holds ids, days and minor units only, not {type(value).__name__}")
