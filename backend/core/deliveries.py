"""Deliveries: what each consumer is still owed. The queue in Redis is only a doorbell; this table is the truth.

A row says «this consumer has not settled this event» and when to ring again (`due_at`). Sending pushes that ahead by the
visibility time, a failure by a growing pause; settling, in the consumer's own transaction, deletes it.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from backend.core.db import system_transaction
from backend.core.ids import new_id

VISIBILITY: Final = timedelta(seconds=30)
ATTEMPTS: Final = 8
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 600.0

_WAITING: Final = text(
    "SELECT id, type, workspace_id FROM outbox WHERE fanned_out_at IS NULL ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED"
)
_OWE: Final = text(
    "INSERT INTO delivery (event_id, consumer, workspace_id, due_at)"
    " SELECT event_id, consumer, workspace_id, now() + :visibility FROM unnest(CAST(:events AS uuid[]), CAST(:consumers AS text[]),"
    " CAST(:workspaces AS uuid[])) AS owed (event_id, consumer, workspace_id) ON CONFLICT DO NOTHING"
)
_FANNED_OUT: Final = text("UPDATE outbox SET fanned_out_at = now() WHERE id = ANY(:events)")
_DUE: Final = text(
    "UPDATE delivery SET due_at = now() + :visibility FROM (SELECT event_id, consumer FROM delivery WHERE due_at <= now()"
    " ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED) AS due"
    " WHERE delivery.event_id = due.event_id AND delivery.consumer = due.consumer RETURNING delivery.event_id, delivery.consumer"
)
_LOAD: Final = text(
    "SELECT o.type, o.workspace_id, o.actor_id, o.payload, o.occurred_at, o.request_id, d.attempts FROM delivery d"
    " JOIN outbox o ON o.id = d.event_id WHERE d.event_id = :event_id AND d.consumer = :consumer"
)
_SETTLE: Final = text("DELETE FROM delivery WHERE event_id = :event_id AND consumer = :consumer")
_POSTPONE: Final = text("UPDATE delivery SET due_at = now() + :pause WHERE event_id = :event_id AND consumer = :consumer")
_FAIL: Final = text(
    "UPDATE delivery SET attempts = attempts + 1, due_at = now() + :pause, last_error = :error"
    " WHERE event_id = :event_id AND consumer = :consumer"
)
_BURY: Final = text(
    "INSERT INTO dead_letter (id, event_id, consumer, workspace_id, type, payload, attempts, error)"
    " SELECT :id, o.id, d.consumer, o.workspace_id, o.type, o.payload, d.attempts + 1, :error FROM delivery d"
    " JOIN outbox o ON o.id = d.event_id WHERE d.event_id = :event_id AND d.consumer = :consumer"
)
_REPLAY: Final = text(
    "UPDATE dead_letter SET replayed_at = now() WHERE replayed_at IS NULL AND (CAST(:id AS uuid) IS NULL OR id = :id)"
    " AND (CAST(:workspace_id AS uuid) IS NULL OR workspace_id = :workspace_id) RETURNING event_id, consumer, workspace_id, type, payload"
)
_REVIVE: Final = text(
    "INSERT INTO outbox (id, type, workspace_id, payload, occurred_at, schema_version, fanned_out_at)"
    " VALUES (:event_id, :type, :workspace_id, CAST(:payload AS jsonb), now(), 1, now()) ON CONFLICT (id) DO NOTHING"
)
_OWE_AGAIN: Final = text(
    "INSERT INTO delivery (event_id, consumer, workspace_id, due_at) VALUES (:event_id, :consumer, :workspace_id, now())"
    " ON CONFLICT DO NOTHING"
)
_RING: Final = text("SELECT pg_notify('outbox', '')")


@dataclass(frozen=True)
class Doorbell:
    """What a job carries: which event, for which consumer."""

    event_id: UUID
    consumer: str


@dataclass(frozen=True)
class Envelope:
    """An event as it lies in the outbox, with how often its delivery has failed."""

    type: str
    workspace_id: UUID
    actor_id: UUID | None
    payload: dict[str, Any]
    occurred_at: datetime
    request_id: UUID | None
    attempts: int


async def fan_out(consumers: Mapping[str, Sequence[str]], *, visibility: timedelta = VISIBILITY, limit: int = 500) -> list[Doorbell]:
    """Turn waiting events into what their consumers are owed. Any number of relays may do so at once."""
    async with system_transaction("jobs") as session:
        rows = (await session.execute(_WAITING, {"limit": limit})).all()
        if not rows:
            return []
        owed = [(row.id, consumer, row.workspace_id) for row in rows for consumer in consumers.get(row.type, ())]
        if owed:
            events, names, workspaces = zip(*owed, strict=True)
            facts = {"events": list(events), "consumers": list(names), "workspaces": list(workspaces), "visibility": visibility}
            await session.execute(_OWE, facts)
        await session.execute(_FANNED_OUT, {"events": [row.id for row in rows]})
    return [Doorbell(event_id, consumer) for event_id, consumer, _ in owed]


async def take_due(*, visibility: timedelta = VISIBILITY, limit: int = 500) -> list[Doorbell]:
    """Deliveries whose time has come: their job was lost, their worker died, or their pause is over."""
    async with system_transaction("jobs") as session:
        rows = (await session.execute(_DUE, {"limit": limit, "visibility": visibility})).all()
    return [Doorbell(row.event_id, row.consumer) for row in rows]


async def load(bell: Doorbell) -> Envelope | None:
    """The event to deliver, or None when the delivery has been settled."""
    async with system_transaction("jobs") as session:
        row = (await session.execute(_LOAD, _key(bell))).mappings().one_or_none()
    return Envelope(**row) if row else None


async def settle(bell: Doorbell) -> None:
    """Strike a delivery off: there is nothing left to do."""
    async with system_transaction("jobs") as session:
        await session.execute(_SETTLE, _key(bell))


async def postpone(bell: Doorbell, seconds: float) -> None:
    """Ring again after some seconds, without counting a failure."""
    async with system_transaction("jobs") as session:
        await session.execute(_POSTPONE, {**_key(bell), "pause": timedelta(seconds=seconds)})


async def fail(bell: Doorbell, attempts: int, error: str) -> bool:
    """Count a failure: ring again after a pause, or after the last attempt bury it. Returns whether it was buried."""
    if attempts + 1 >= ATTEMPTS:
        await bury(bell, error)
        return True
    async with system_transaction("jobs") as session:
        await session.execute(_FAIL, {**_key(bell), "pause": pause(attempts), "error": error[:2000]})
    return False


async def bury(bell: Doorbell, error: str) -> None:
    """Move a delivery to the dead letters, from where a person may send it again."""
    async with system_transaction("jobs") as session:
        await session.execute(_BURY, {**_key(bell), "id": new_id(), "error": error[:2000]})
        await session.execute(_SETTLE, _key(bell))


async def replay(*, letter_id: UUID | None = None, workspace_id: UUID | None = None) -> int:
    """Owe dead letters again: one, a workspace's, or all. Returns how many."""
    async with system_transaction("jobs") as session:
        letters = (await session.execute(_REPLAY, {"id": letter_id, "workspace_id": workspace_id})).all()
        for letter in letters:
            facts = {"event_id": letter.event_id, "consumer": letter.consumer, "workspace_id": letter.workspace_id, "type": letter.type}
            await session.execute(_REVIVE, {**facts, "payload": _json(letter.payload)})
            await session.execute(_OWE_AGAIN, facts)
        await session.execute(_RING)
    return len(letters)


def pause(attempts: int) -> timedelta:
    """How long to wait after a number of earlier failures: doubling, up to ten minutes, with a jitter of half."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempts)
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311 - spreads load, guards nothing


def _key(bell: Doorbell) -> dict[str, Any]:
    return {"event_id": bell.event_id, "consumer": bell.consumer}


def _json(payload: Any) -> str:
    return json.dumps(payload)
