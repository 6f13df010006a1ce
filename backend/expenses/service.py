"""Writing the books one expense at a time. Every writer locks the key first, and a person outranks the machine."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.clock import now, today
from backend.core.errors import Invalid
from backend.core.outbox import publish
from backend.core.permissions import require
from backend.events import ExpenseAmended, ExpenseRecorded, ExpenseRemoved, ExpenseRestored
from backend.expenses import books, facts, queries, rules, store
from backend.expenses.books import Books
from backend.expenses.drafts import ExpenseChange, ExpenseDraft, Suggestion
from backend.expenses.errors import ExpenseBinned, StaleExpense
from backend.expenses.views import ExpenseView

# A new row before anything is known of it.
_BLANK = {
    "kind": "expense",
    "amount_minor": None,
    "currency": None,
    "description": "",
    "merchant_id": None,
    "merchant_name": "",
    "note": "",
    **facts.category_columns(None, "none"),
    "account_id": None,
    "tags": [],
    "splits": None,
    "reimbursable": False,
    "version": 1,
    "deleted_at": None,
}


async def record(session: AsyncSession, actor: Actor, draft: ExpenseDraft, *, idempotency_key: str | None = None) -> ExpenseView:
    """Write a typed expense, confirmed at once. The same person's same key gives the first one again. Raises `Invalid`."""
    require(actor, "expenses:write")
    if not draft.money:
        raise Invalid.field("money", "required", "Please send an amount and its currency.")
    made, expense_id = await begin(session, actor, draft, status="confirmed", source="manual", idempotency_key=idempotency_key)
    view = await queries.get(session, actor, expense_id)
    if made:
        await publish(session, actor, ExpenseRecorded(expense_id, view.occurred_on))
    return view


async def begin(
    session: AsyncSession, actor: Actor, draft: ExpenseDraft, *, status: str, source: str, idempotency_key: str | None
) -> tuple[bool, UUID]:
    """Write the two rows of a new expense: whether they are new, and the id. Raises `Invalid`."""
    at = await books.books_of(session, actor)
    sent = await books.resolved(session, actor, _without_nothing(rules.cleaned(draft, at.today)))
    row = _new_row(actor, at, sent) | {"status": status}
    row |= facts.with_base(row, books.rate_for(None, sent, row))
    expense_id = await store.claim_key(session, actor, source, idempotency_key)
    if expense_id is None:
        return False, await store.by_key(session, actor, idempotency_key or "") or UUID(int=0)
    await store.add(session, actor, {**row, "id": expense_id}, "user")
    return True, expense_id


def _without_nothing(sent: dict[str, Any]) -> dict[str, Any]:
    """A new expense's empty fields are not sent at all: nobody has decided against a category yet."""
    return {name: value for name, value in sent.items() if value not in (None, "", [])}


def _new_row(actor: Actor, at: Books, sent: dict[str, Any]) -> dict[str, Any]:
    moment = now()
    return {
        **_BLANK,
        "workspace_id": actor.workspace_id,
        "created_by": actor.user_id,
        "occurred_on": at.today,
        "base_currency": at.base_currency,
        **facts.columns(sent, "user"),
        "field_sources": facts.sources({}, sent, "user"),
        "created_at": moment,
        "updated_at": moment,
    }


async def recorded_with(session: AsyncSession, actor: Actor, idempotency_key: str) -> ExpenseView | None:
    """The expense that the person made with this key, however long ago."""
    expense_id = await store.by_key(session, actor, idempotency_key)
    return await queries.get(session, actor, expense_id) if expense_id else None


async def amend(
    session: AsyncSession, actor: Actor, expense_id: UUID, change: ExpenseChange, *, expected_version: int | None = None
) -> ExpenseView:
    """Change the sent fields for a person. Raises `NoSuchExpense`, `StaleExpense`, `ExpenseBinned`, `Invalid`; then nothing changed."""
    require(actor, "expenses:write")
    before = await _standing(session, actor, expense_id, expected_version)
    if before["deleted_at"] is not None:
        raise ExpenseBinned
    sent = await books.resolved(session, actor, rules.cleaned(change, await _today(session, actor, change)))
    changed = await write(session, actor, before, sent, "user")
    if changed is None:
        return await queries.get(session, actor, expense_id)
    await publish(session, actor, ExpenseAmended(expense_id, changed.fields))
    return changed.view


async def _today(session: AsyncSession, actor: Actor, change: ExpenseChange) -> date:
    """Today in the workspace's zone. Only a sent day is judged by it: without one UTC's is as good and needs no look-up."""
    return (await books.books_of(session, actor)).today if "occurred_on" in change.sent() else today("UTC")


async def write(
    session: AsyncSession, actor: Actor, before: dict[str, Any], sent: dict[str, Any], source: str, **more: Any
) -> store.Changed | None:
    """Set resolved fields (and further columns) on a locked row, with all that follows. None when nothing differs."""
    after = {**before, **facts.columns(sent, source), "field_sources": facts.sources(before["field_sources"], sent, source), **more}
    if {"money", "occurred_on", "splits", "fx_rate"} & sent.keys():
        after |= facts.with_base(after, books.rate_for(before, sent, after))
    if sent.get("status") == "confirmed" and after["amount_minor"] is None:
        raise Invalid.field("money", "required", "Enter the amount before you confirm this expense.")
    return await store.change(session, actor, before, after, source)


async def remove(session: AsyncSession, actor: Actor, expense_id: UUID, *, expected_version: int | None = None) -> None:
    """Move to the bin; one that is there already stays. Raises `NoSuchExpense`, `StaleExpense`."""
    require(actor, "expenses:write")
    before = await _standing(session, actor, expense_id, expected_version)
    if before["deleted_at"] is None:
        await store.change(session, actor, before, {**before, "deleted_at": now()}, "user")
        await publish(session, actor, ExpenseRemoved(expense_id))


async def restore(session: AsyncSession, actor: Actor, expense_id: UUID) -> ExpenseView:
    """Bring back from the bin; one that is not there stays. Raises `NoSuchExpense`."""
    require(actor, "expenses:write")
    before = await store.locked(session, actor, expense_id)
    changed = await store.change(session, actor, before, {**before, "deleted_at": None}, "user")
    if changed is None:
        return await queries.get(session, actor, expense_id)
    await publish(session, actor, ExpenseRestored(expense_id))
    return changed.view


async def suggest_category(session: AsyncSession, actor: Actor, expense_id: UUID, suggestion: Suggestion) -> bool:
    """Take the machine's category unless something of higher rank stands. Whether it was taken. Raises `NoSuchExpense`."""
    before = await store.locked(session, actor, expense_id)
    if before["deleted_at"] is not None or not rules.may_set(_category_source(before), suggestion.source):
        return False
    chosen = facts.category_columns(suggestion.category_id, suggestion.source, suggestion.confidence, suggestion.why)
    after = {**before, **chosen, "field_sources": facts.sources(before["field_sources"], {"category_id": 0}, suggestion.source)}
    return await store.change(session, actor, before, after, suggestion.source) is not None


def _category_source(row: facts.Row) -> str | None:
    return row["field_sources"].get("category_id") or row["category_source"]


async def _standing(session: AsyncSession, actor: Actor, expense_id: UUID, expected_version: int | None) -> dict[str, Any]:
    row = await store.locked(session, actor, expense_id)
    if expected_version is not None and row["version"] != expected_version:
        raise StaleExpense(row["version"])
    return row
