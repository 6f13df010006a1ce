"""Rows of the books: locked by their key first, read and written as mappings, each change with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, literal_column, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.ids import new_id
from backend.expenses import facts, lines
from backend.expenses.errors import NoSuchExpense
from backend.expenses.models import Expense, ExpenseChange
from backend.expenses.views import ExpenseView

EXPENSE: Table = Expense.__table__  # ty: ignore[missing-attribute] - SQLModel sets it on tables
_CHANGE: Table = ExpenseChange.__table__  # ty: ignore[missing-attribute] - SQLModel sets it on tables
_E = EXPENSE.alias("e")  # the name that the columns of a line go by
_VIEW = [literal_column(column) for column in lines.VIEW_COLUMNS]

_LOCK = text("SELECT id FROM expense_key WHERE workspace_id = :workspace_id AND id = :id FOR UPDATE")
_CLAIM = text(
    "INSERT INTO expense_key (workspace_id, id, created_by, source, idempotency_key)"
    " VALUES (:workspace_id, :id, :created_by, :source, :idempotency_key)"
    " ON CONFLICT (workspace_id, created_by, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING id"
)
_BY_KEY = text(
    "SELECT id FROM expense_key WHERE workspace_id = :workspace_id AND created_by = :created_by AND idempotency_key = :idempotency_key"
)


@dataclass(frozen=True)
class Changed:
    """What a change did: the fields that differ, and the expense as it is now."""

    fields: tuple[str, ...]
    view: ExpenseView


async def claim_key(session: AsyncSession, actor: Actor, source: str, idempotency_key: str | None) -> UUID | None:
    """A new expense's identity; None when the person has used the key for one before."""
    row = {
        "workspace_id": actor.workspace_id,
        "id": new_id(),
        "created_by": actor.user_id,
        "source": source,
        "idempotency_key": idempotency_key,
    }
    return await session.scalar(_CLAIM, row)


async def by_key(session: AsyncSession, actor: Actor, idempotency_key: str) -> UUID | None:
    """The expense that the person made with this key."""
    place = {"workspace_id": actor.workspace_id, "created_by": actor.user_id, "idempotency_key": idempotency_key}
    return await session.scalar(_BY_KEY, place)


async def locked(session: AsyncSession, actor: Actor, expense_id: UUID) -> dict[str, Any]:
    """The row, after its key is locked to the end of the transaction. Raises `NoSuchExpense`."""
    if await session.scalar(_LOCK, {"workspace_id": actor.workspace_id, "id": expense_id}) is None:
        raise NoSuchExpense
    query = select(EXPENSE).where(EXPENSE.c.workspace_id == actor.workspace_id, EXPENSE.c.id == expense_id)
    row = (await session.execute(query)).mappings().first()
    if row is None:
        raise NoSuchExpense
    return dict(row)


async def add(session: AsyncSession, actor: Actor, row: Mapping[str, Any], source: str) -> None:
    """Write a new row and the first entry of its history."""
    await session.execute(insert(EXPENSE).values(**row))
    await _note(session, actor, row, source, facts.first_change(row))


async def change(session: AsyncSession, actor: Actor, before: Mapping[str, Any], after: Mapping[str, Any], source: str) -> Changed | None:
    """Write what differs, as the next version with its history; None when nothing differs.

    A new day moves the row to its year; the key it hangs on stays where it is.
    """
    columns = {name: value for name, value in after.items() if value != before[name]}
    if not columns:
        return None
    columns |= {"version": before["version"] + 1, "updated_at": now()}
    place = (_E.c.workspace_id == actor.workspace_id, _E.c.id == before["id"], _E.c.occurred_on == before["occurred_on"])
    row = (await session.execute(update(_E).where(*place).values(**columns).returning(*_VIEW))).one()  # ty: ignore[invalid-argument-type] - an alias of a table is one, which its stub does not say
    differences = facts.difference(before, after)
    await _note(session, actor, {**after, **columns}, source, differences)
    return Changed(tuple(differences), lines.view(row))


async def note_all(session: AsyncSession, actor: Actor, differences: Sequence[tuple[Mapping[str, Any], dict[str, Any]]]) -> None:
    """The history of many rows (as they were) that a person has just taken to their next version."""
    moment = now()
    entries = [_entry(actor, {**row, "version": row["version"] + 1, "updated_at": moment}, "user", changes) for row, changes in differences]
    if entries:
        await session.execute(insert(_CHANGE), entries)


async def _note(session: AsyncSession, actor: Actor, row: Mapping[str, Any], source: str, changes: dict[str, Any]) -> None:
    await session.execute(insert(_CHANGE).values(**_entry(actor, row, source, changes)))


def _entry(actor: Actor, row: Mapping[str, Any], source: str, changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "workspace_id": actor.workspace_id,
        "expense_id": row["id"],
        "version": row["version"],
        "at": row["updated_at"],
        "actor_id": actor.user_id,
        "source": source,
        "changes": changes,
    }
