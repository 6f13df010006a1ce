"""Looking at what a workspace is owed and at what could not be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.paging import Page, check_limit, decode_cursor, encode_cursor

_LETTER_COLUMNS: Final = "id, event_id, type, consumer, payload, attempts, error, failed_at, replayed_at"
_LETTERS: Final = text(
    f"SELECT {_LETTER_COLUMNS} FROM dead_letter WHERE workspace_id = :workspace_id"  # noqa: S608 - constants alone
    " AND (CAST(:last AS uuid) IS NULL OR id < :last) ORDER BY id DESC LIMIT :limit"
)
_LETTER: Final = text(f"SELECT {_LETTER_COLUMNS} FROM dead_letter WHERE workspace_id = :workspace_id AND id = :id")  # noqa: S608 - constants
_COUNT_LETTERS: Final = text("SELECT count(*) FROM dead_letter WHERE workspace_id = :workspace_id")
_JOBS: Final = text(
    "SELECT event_id, consumer, attempts, due_at, last_error, type FROM delivery JOIN outbox ON outbox.id = event_id"
    " WHERE delivery.workspace_id = :workspace_id AND (CAST(:event AS uuid) IS NULL OR (event_id, consumer) > (:event, :consumer))"
    " ORDER BY event_id, consumer LIMIT :limit"
)
_COUNT_JOBS: Final = text("SELECT count(*) FROM delivery WHERE workspace_id = :workspace_id")


@dataclass(frozen=True)
class DeadLetter:
    """A delivery that failed for good."""

    id: UUID
    event_id: UUID
    type: str
    consumer: str
    payload: dict[str, Any]
    attempts: int
    error: str
    failed_at: datetime
    replayed_at: datetime | None


@dataclass(frozen=True)
class OwedJob:
    """A delivery that has not been settled."""

    event_id: UUID
    consumer: str
    attempts: int
    due_at: datetime
    last_error: str | None
    type: str


async def dead_letters(
    session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None, include_total: bool = False
) -> Page[DeadLetter]:
    """A workspace's dead letters, newest first."""
    context = f"dead letters {actor.workspace_id}"
    last = UUID(decode_cursor(cursor, context)[0]) if cursor else None
    facts = {"workspace_id": actor.workspace_id, "last": last, "limit": check_limit(limit) + 1}
    rows = [DeadLetter(**row) for row in (await session.execute(_LETTERS, facts)).mappings()]
    following = encode_cursor([str(rows[limit - 1].id)], context) if len(rows) > limit else None
    total = await session.scalar(_COUNT_LETTERS, facts) if include_total else None
    return Page(rows[:limit], following, total)


async def dead_letter(session: AsyncSession, actor: Actor, letter_id: UUID) -> DeadLetter | None:
    """One of a workspace's dead letters."""
    row = (await session.execute(_LETTER, {"workspace_id": actor.workspace_id, "id": letter_id})).mappings().one_or_none()
    return DeadLetter(**row) if row else None


async def jobs(session: AsyncSession, actor: Actor, *, limit: int, cursor: str | None, include_total: bool = False) -> Page[OwedJob]:
    """What a workspace's consumers are owed, the oldest event first."""
    context = f"jobs {actor.workspace_id}"
    event, consumer = decode_cursor(cursor, context) if cursor else (None, "")
    facts = {"workspace_id": actor.workspace_id, "event": event, "consumer": consumer, "limit": check_limit(limit) + 1}
    rows = [OwedJob(**row) for row in (await session.execute(_JOBS, facts)).mappings()]
    last = rows[limit - 1] if len(rows) > limit else None
    total = await session.scalar(_COUNT_JOBS, facts) if include_total else None
    return Page(rows[:limit], encode_cursor([str(last.event_id), last.consumer], context) if last else None, total)
