"""What a person decides about two expenses that look like one: keep both, replace, discard; each can be taken back.

Replacing leaves the earlier expense in the books, since that is the one that has been sorted, tagged and noted, and that others
may know by its id; it takes the receipts and the values of the new one, which goes to the bin. Nothing a person typed into the
earlier one is overwritten by what a machine has read on the new one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import ocr
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.errors import Conflict, NotFound
from backend.core.outbox import publish
from backend.core.permissions import require
from backend.events import ExpenseAmended
from backend.expenses import books, facts, rules, service, store

Decision = Literal["kept", "replaced", "discarded"]
Row = dict[str, Any]

# The fields that replacing can take over, and their columns; the first of each says whether there is anything to take.
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "merchant": ("merchant_name", "merchant_id"),
    "money": ("currency", "amount_minor"),
    "occurred_on": ("occurred_on",),
    "description": ("description",),
    "note": ("note",),
    "tags": ("tags",),
    "category_id": ("category_id", "category_source", "category_confidence", "category_why"),
}
_LOCK: Final = text(
    "SELECT state, replaced FROM expense_twin WHERE workspace_id = :workspace_id AND first_id = :first_id AND second_id = :second_id"
    " FOR UPDATE"
)
_DECIDE: Final = text(
    "UPDATE expense_twin SET state = :state, decided_by = :decided_by, decided_at = :decided_at, replaced = CAST(:replaced AS jsonb)"
    " WHERE workspace_id = :workspace_id AND first_id = :first_id AND second_id = :second_id"
)

_SORTED: Final = ("note", "tags", "category_id")  # how a person has put it in order: what a machine proposes for it stays as it is


class NoSuchTwin(NotFound):
    """These two were never taken for one, or one of them is gone for good."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such expense here.")


class TwinDecided(Conflict):
    """Somebody has decided about these two meanwhile."""

    code = "twin_decided"

    def __init__(self) -> None:
        """Say it."""
        super().__init__("This expense was changed in the meantime; nothing was saved now. Load it again and repeat your change.")


class Replaced(msgspec.Struct, frozen=True):
    """What replacing changed: the receipts that moved, those that went, the fields taken over, and the columns that stood before."""

    moved: list[UUID]
    removed: list[UUID]
    taken: list[str]
    field_sources: dict[str, str]
    merchant_id: UUID | None
    merchant_name: str
    amount_minor: int | None
    currency: str | None
    occurred_on: date
    description: str
    note: str
    tags: list[str]
    category_id: UUID | None
    category_source: str
    category_confidence: float | None
    category_why: str


async def decide_twin(session: AsyncSession, actor: Actor, first_id: UUID, second_id: UUID, decision: Decision) -> None:
    """Settle an open pair: 'kept' leaves both, 'discarded' bins the second, 'replaced' the same after the first has taken what it holds.

    Raises `NoSuchTwin`, `TwinDecided`, `NoSuchExpense`; then nothing changed.
    """
    require(actor, "expenses:write")
    rows = [await store.locked(session, actor, each) for each in (first_id, second_id)]
    place = _place(actor, first_id, second_id)
    state, _replaced = await _locked_pair(session, place)
    if state != "open" or any(row["deleted_at"] is not None for row in rows):
        raise TwinDecided
    replaced = await _replace(session, actor, *rows) if decision == "replaced" else None
    if decision != "kept":
        await service.remove(session, actor, second_id)
    await _settle(session, actor, place, decision, replaced)


async def reopen_twin(session: AsyncSession, actor: Actor, first_id: UUID, second_id: UUID) -> None:
    """Take the decision about a pair back: what went to the bin returns, and what moved moves back.

    Raises `NoSuchTwin`, and `Conflict` where a receipt cannot return since its bytes came in anew; then nothing changed.
    """
    require(actor, "expenses:write")
    for each in (first_id, second_id):
        await store.locked(session, actor, each)
    place = _place(actor, first_id, second_id)
    state, replaced = await _locked_pair(session, place)
    if state == "open":
        return
    if state != "kept":
        await service.restore(session, actor, second_id)
    if replaced is not None:
        await _put_back(session, actor, first_id, second_id, msgspec.convert(replaced, Replaced))
    await _settle(session, actor, place, "open", None)


def _place(actor: Actor, first_id: UUID, second_id: UUID) -> Row:
    return {"workspace_id": actor.workspace_id, "first_id": first_id, "second_id": second_id}


async def _locked_pair(session: AsyncSession, place: Row) -> tuple[str, Any]:
    row = (await session.execute(_LOCK, place)).one_or_none()
    if row is None:
        raise NoSuchTwin
    return row.state, row.replaced


async def _settle(session: AsyncSession, actor: Actor, place: Row, state: str, replaced: Replaced | None) -> None:
    by = {"decided_by": None, "decided_at": None} if state == "open" else {"decided_by": actor.user_id, "decided_at": now()}
    kept = msgspec.json.encode(replaced).decode() if replaced else None
    await session.execute(_DECIDE, {**place, **by, "state": state, "replaced": kept})


async def _replace(session: AsyncSession, actor: Actor, first: Row, second: Row) -> Replaced:
    """Give the first what the second holds."""
    receipts = await ocr.receipts_of(session, actor, [first["id"], second["id"]])
    fresh, old = receipts.get(second["id"], []), receipts.get(first["id"], [])
    gone = old if fresh else []  # one that was typed has no paper to put in place of the other's
    for each in gone:
        await ocr.remove_receipt(session, actor, each.id)
    for each in fresh:
        await ocr.move_receipt(session, actor, each.id, first["id"])
    taken = [name for name in _COLUMNS if _may_take(first, second, name)]
    await _set(session, actor, first, second, taken)
    before = {column: first[column] for columns in _COLUMNS.values() for column in columns}
    return Replaced([each.id for each in fresh], [each.id for each in gone], taken, first["field_sources"], **before)


def _may_take(first: Row, second: Row, name: str) -> bool:
    """Whether a field of the second is worth more than that of the first: a person's word stands, and so does a divided amount."""
    source, standing = second["field_sources"].get(name), first["field_sources"].get(name)
    if source is None or standing == "user" or not all(second[column] for column in _COLUMNS[name][:1]):
        return False
    if name in _SORTED and source != "user":
        return False
    return rules.may_set(standing, source) and not (name == "money" and first["splits"])


async def _set(session: AsyncSession, actor: Actor, row: Row, said: Row, names: Sequence[str]) -> None:
    """Set these fields of a locked row to what `said` holds, each with who has set it there."""
    sources = {name: source for name, source in row["field_sources"].items() if name not in names}
    sources |= {name: said["field_sources"][name] for name in names if name in said["field_sources"]}
    after = {**row, **{column: said[column] for name in names for column in _COLUMNS[name]}, "field_sources": sources}
    after |= facts.with_base(after, books.rate_for(row, {}, after))
    changed = await store.change(session, actor, row, after, "user")
    if changed is not None:
        await publish(session, actor, ExpenseAmended(row["id"], changed.fields))


async def _put_back(session: AsyncSession, actor: Actor, first_id: UUID, second_id: UUID, before: Replaced) -> None:
    """The receipts return to where they were; so do the values that nobody has changed since."""
    for each in before.moved:
        await ocr.move_receipt(session, actor, each, second_id)
    for each in before.removed:
        await ocr.bring_back(session, actor, each)
    first, second = [await store.locked(session, actor, each) for each in (first_id, second_id)]
    same = [name for name in before.taken if all(first[column] == second[column] for column in _COLUMNS[name])]
    await _set(session, actor, first, msgspec.structs.asdict(before), same)
