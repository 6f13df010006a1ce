"""Amounts that had no rate when they came: each gets its base amount once a rate is known, by the way every change takes."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core import currency_rates, new_rates
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.core.upkeep import workspaces
from backend.events import ExpenseAmended
from backend.expenses import books, facts, store
from backend.expenses.errors import NoSuchExpense

_WAITING: Final = text(
    "SELECT id, currency, base_currency, occurred_on FROM expense WHERE workspace_id = :workspace_id AND amount_minor IS NOT NULL"
    " AND base_minor IS NULL AND deleted_at IS NULL ORDER BY occurred_on DESC"
)
_SOURCE: Final = "provider"


async def convert_waiting() -> int:
    """Convert what can be converted by now, in all workspaces. Returns how many expenses were."""
    await new_rates.refresh()
    return sum([await _convert(Actor.for_job(workspace_id)) for workspace_id in await workspaces()])


async def _convert(actor: Actor) -> int:
    async with transaction(actor) as session:
        waiting = (await session.execute(_WAITING, {"workspace_id": actor.workspace_id})).all()
    ready = [row.id for row in waiting if currency_rates.rate(row.currency, row.base_currency, row.occurred_on)]
    converted = sum([await _convert_one(actor, expense_id) for expense_id in ready])
    if converted:
        await nudge(actor.workspace_id, "expenses")
    return converted


async def _convert_one(actor: Actor, expense_id: UUID) -> bool:
    """Convert one, as it stands once its key is locked: it may have been changed or removed since it was seen."""
    async with transaction(actor) as session:
        before = await _still_waiting(session, actor, expense_id)
        if before is None:
            return False
        after = before | facts.with_base(before, books.rate_for(before, {}, before))
        changed = await store.change(session, actor, before, after, _SOURCE)
        if changed is not None:
            await publish(session, actor, ExpenseAmended(expense_id, changed.fields))
        return changed is not None


async def _still_waiting(session: AsyncSession, actor: Actor, expense_id: UUID) -> dict[str, Any] | None:
    try:
        row = await store.locked(session, actor, expense_id)
    except NoSuchExpense:
        return None
    waits = row["base_minor"] is None and row["amount_minor"] is not None and row["deleted_at"] is None
    return row if waits else None
