"""Finding expenses that look like one: recomputed from the books whenever one has come in or changed, kept as open pairs.

A pair is two ids, the earlier first, so it is there once however often and in whatever order events come. Who is in the bin
has no twin: such a pair is not shown, and is there again when its expense comes back. What a person has kept stays kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import ocr
from backend.core.actor import Actor
from backend.core.inbox import Once
from backend.core.nudge import nudge
from backend.core.permissions import require
from backend.events import ExpenseAmended, ExpenseRecorded, ExpenseRestored
from backend.expenses import queries
from backend.expenses.likeness import Known, Likeness, likeness
from backend.expenses.views import ExpenseView

MOST: Final = 10
"""How many others are compared by content; a pair of each would only say the same ten times."""

_TELLING: Final = frozenset({"money", "occurred_on", "merchant", "description", "note", "kind"})
_SAME_SUM: Final = text(
    "SELECT id FROM expense WHERE workspace_id = :workspace_id AND occurred_on = :occurred_on AND amount_minor = :minor"
    " AND currency = :currency AND kind = :kind AND id <> :id AND deleted_at IS NULL ORDER BY id DESC LIMIT :most"
)
# Receipts of the same shop, day and total as they were read, whatever a person has made of one of them since.
_SAME_WORDS: Final = text(
    "SELECT DISTINCT o.expense_id FROM receipt r JOIN receipt o ON o.workspace_id = r.workspace_id"
    " AND o.mark_merchant = r.mark_merchant AND o.mark_date = r.mark_date"
    " WHERE r.workspace_id = :workspace_id AND r.expense_id = :id AND o.expense_id <> r.expense_id AND r.deleted_at IS NULL"
    " AND o.deleted_at IS NULL AND o.fields #>> '{total,value}' = r.fields #>> '{total,value}' LIMIT :most"
)
_FORGET: Final = text(
    "DELETE FROM expense_twin WHERE workspace_id = :workspace_id AND state = 'open'"
    " AND (first_id = :id AND second_id <> ALL(:others) OR second_id = :id AND first_id <> ALL(:others))"
)
_SUSPECT: Final = text(
    "INSERT INTO expense_twin AS t (workspace_id, first_id, second_id, kind, confidence, why)"
    " VALUES (:workspace_id, :first_id, :second_id, :kind, :confidence, :why)"
    " ON CONFLICT (workspace_id, first_id, second_id) DO UPDATE SET kind = excluded.kind, confidence = excluded.confidence,"
    " why = excluded.why, state = 'open', decided_by = NULL, decided_at = NULL, replaced = NULL"
    " WHERE t.state <> 'kept' AND (t.state, t.kind, t.why) IS DISTINCT FROM ('open', excluded.kind, excluded.why)"
)
_OF: Final = (
    "SELECT t.first_id, t.second_id, t.kind, t.confidence, t.why FROM expense_twin t"
    " JOIN expense a ON a.workspace_id = t.workspace_id AND a.id = t.first_id AND a.deleted_at IS NULL"
    " JOIN expense b ON b.workspace_id = t.workspace_id AND b.id = t.second_id AND b.deleted_at IS NULL"
    " WHERE t.workspace_id = :workspace_id AND t.state = 'open'"
)
_OPEN: Final = text(f"{_OF} ORDER BY t.second_id DESC, t.first_id LIMIT :most")
_OPEN_OF: Final = text(f"{_OF} AND (t.first_id = ANY(:ids) OR t.second_id = ANY(:ids)) ORDER BY t.confidence DESC, t.second_id DESC")


@dataclass(frozen=True)
class Twin:
    """Two expenses that look like one, the earlier first; why, how sure (0 to 1), and the reasons by their names."""

    first_id: UUID
    second_id: UUID
    kind: str
    confidence: float
    why: tuple[str, ...]

    def other(self, expense_id: UUID) -> UUID:
        """The one of the two that is not `expense_id`."""
        return self.second_id if expense_id == self.first_id else self.first_id


async def find_twins(event: ExpenseRecorded | ExpenseAmended | ExpenseRestored, once: Once) -> None:
    """Look for others that look like an expense which has come in, came back, or says something else now."""
    actor = once.actor
    async with once.transaction() as session:
        if isinstance(event, ExpenseAmended) and not _TELLING & set(event.fields):
            return
        await _recompute(session, actor, event.expense_id)
    await nudge(actor.workspace_id, "expenses", event.expense_id)


async def _recompute(session: AsyncSession, actor: Actor, expense_id: UUID) -> None:
    found = await queries.get_many(session, actor, [expense_id])
    if not found or found[0].deleted_at is not None:
        return
    alike = await suspects(session, actor, found[0])
    place = {"workspace_id": actor.workspace_id}
    await session.execute(_FORGET, {**place, "id": expense_id, "others": list(alike)})
    if alike:
        pairs = sorted((_row(expense_id, other, why) for other, why in alike.items()), key=lambda row: (row["first_id"], row["second_id"]))
        await session.execute(
            _SUSPECT, [{**place, **row} for row in pairs]
        )  # in one order, so that two that look never wait for each other


def _row(expense_id: UUID, other: UUID, found: Likeness) -> dict[str, Any]:
    first, second = sorted((expense_id, other))
    return {"first_id": first, "second_id": second, "kind": found.kind, "confidence": found.confidence, "why": list(found.why)}


async def suspects(session: AsyncSession, actor: Actor, expense: ExpenseView) -> dict[UUID, Likeness]:
    """The expenses in the books that look like this one (as it is handed in), and why."""
    pictures = {each.expense_id: each.bits for each in reversed(await ocr.alike(session, actor, expense.id))}
    ids = set(pictures) | set(await _same_sum(session, actor, expense)) | set(await _same_words(session, actor, expense))
    others = [each for each in await queries.get_many(session, actor, list(ids)) if each.deleted_at is None]
    papers = await ocr.receipts_of(session, actor, [expense.id, *(each.id for each in others)]) if others else {}
    known = {each.id: _known(each, papers.get(each.id, ())) for each in (expense, *others)}
    compared = {each.id: likeness(known[expense.id], known[each.id], bits=pictures.get(each.id)) for each in others}
    return {other: found for other, found in compared.items() if found is not None}


async def _same_sum(session: AsyncSession, actor: Actor, expense: ExpenseView) -> Sequence[UUID]:
    if expense.money is None:
        return []
    facts = {"minor": expense.money.minor, "currency": expense.money.currency, "kind": expense.kind, "occurred_on": expense.occurred_on}
    query = {"workspace_id": actor.workspace_id, "id": expense.id, "most": MOST, **facts}
    return (await session.execute(_SAME_SUM, query)).scalars().all()


async def _same_words(session: AsyncSession, actor: Actor, expense: ExpenseView) -> Sequence[UUID]:
    if not expense.receipts:
        return []
    query = {"workspace_id": actor.workspace_id, "id": expense.id, "most": MOST}
    return (await session.execute(_SAME_WORDS, query)).scalars().all()


def _known(expense: ExpenseView, receipts: Sequence[ocr.ReceiptView]) -> Known:
    """What is known of an expense; the day of one that waits for its receipt is only the day on which it came."""
    waits = expense.status in ("processing", "failed") and "occurred_on" not in expense.field_sources
    return Known(
        kind=expense.kind,
        money=expense.money,
        occurred_on=None if waits else expense.occurred_on,
        merchant=expense.merchant_name,
        words="" if receipts else " ".join(filter(None, (expense.description, expense.note))),
        papers=tuple(each.fields for each in receipts),
    )


async def open_twins(session: AsyncSession, actor: Actor, most: int = 50) -> list[Twin]:
    """The pairs that wait for a decision, the newest first."""
    require(actor, "expenses:read")
    rows = await session.execute(_OPEN, {"workspace_id": actor.workspace_id, "most": most})
    return [_twin(row) for row in rows]


async def twins_of(session: AsyncSession, actor: Actor, expense_ids: Sequence[UUID]) -> dict[UUID, Twin]:
    """For each of these expenses that has open pairs the surest one."""
    require(actor, "expenses:read")
    rows = await session.execute(_OPEN_OF, {"workspace_id": actor.workspace_id, "ids": list(expense_ids)})
    found: dict[UUID, Twin] = {}
    for twin in map(_twin, rows):
        for expense_id in {twin.first_id, twin.second_id} & set(expense_ids):
            found.setdefault(expense_id, twin)
    return found


def _twin(row: Any) -> Twin:
    return Twin(row.first_id, row.second_id, row.kind, round(row.confidence, 3), tuple(row.why))
