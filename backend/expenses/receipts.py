"""Expenses that come from receipts: captured at once, filled in when the receipt has been read."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend import ocr
from backend.core.actor import Actor
from backend.core.inbox import Once
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.core.permissions import require
from backend.events import ExpenseRecorded, ReceiptFailed, ReceiptRead
from backend.expenses import books, facts, memory, queries, readings, service, store, twins
from backend.expenses.drafts import ExpenseDraft
from backend.expenses.errors import DuplicateReceipt, ExpenseBinned, NoSuchExpense
from backend.expenses.views import ExpenseView

SOURCE = "provider"


async def capture(
    session: AsyncSession,
    actor: Actor,
    upload: ocr.StoredUpload,
    draft: ExpenseDraft | None = None,
    *,
    idempotency_key: str | None = None,
) -> ExpenseView:
    """An expense for a stored upload, processing until the receipt has been read. The same key gives the first one again.

    Raises `DuplicateReceipt` when the workspace knows these bytes, `Invalid` on a bad draft; then nothing was made.
    """
    require(actor, "expenses:write")
    require(actor, "receipts:write")
    first = await service.recorded_with(session, actor, idempotency_key) if idempotency_key else None
    if first is not None:
        return first
    await _refuse_known(session, actor, upload)
    made, expense_id = await service.begin(
        session, actor, draft or ExpenseDraft(), status="processing", source="receipt", idempotency_key=idempotency_key
    )
    if made:
        await _attach(session, actor, expense_id, upload)
    return await queries.get(session, actor, expense_id)


async def attach_receipt(
    session: AsyncSession, actor: Actor, expense_id: UUID, upload: ocr.StoredUpload, *, replaces: UUID | None = None
) -> ExpenseView:
    """A further receipt for an expense, or one in place of its receipt `replaces`; it fills only what nobody has set.

    Raises `DuplicateReceipt`, `NoSuchExpense`, `NoSuchReceipt` (nothing that this expense has is named by `replaces`).
    """
    require(actor, "receipts:write")
    before = await store.locked(session, actor, expense_id)
    if before["deleted_at"] is not None:
        raise ExpenseBinned
    await _refuse_known(session, actor, upload)
    if replaces is not None:
        await _take_away(session, actor, expense_id, replaces)
    await _attach(session, actor, expense_id, upload)
    if before["status"] == "failed":
        await store.change(session, actor, before, {**before, "status": "processing"}, "user")
    return await queries.get(session, actor, expense_id)


async def _take_away(session: AsyncSession, actor: Actor, expense_id: UUID, receipt_id: UUID) -> None:
    if (await ocr.get_receipt(session, actor, receipt_id)).expense_id != expense_id:
        raise ocr.NoSuchReceipt
    await ocr.remove_receipt(session, actor, receipt_id)


async def _attach(session: AsyncSession, actor: Actor, expense_id: UUID, upload: ocr.StoredUpload) -> None:
    """Hang the upload on the expense; of two that bring the same bytes at once one is told so."""
    try:
        async with session.begin_nested():
            await ocr.attach(session, actor, expense_id, upload)
    except IntegrityError:
        await _refuse_known(session, actor, upload)
        raise


async def reread_receipt(session: AsyncSession, actor: Actor, receipt_id: UUID, choice: ocr.Choice = ocr.AUTO) -> ocr.ReceiptView:
    """Have a receipt read once more, by a chosen engine or in a language; an expense that had failed waits for it again.

    Raises `EngineNotAvailable` with what there is to choose from.
    """
    await ocr.check_choice(choice)
    receipt = await ocr.get_receipt(session, actor, receipt_id)
    before = await store.locked(session, actor, receipt.expense_id)
    view = await ocr.reread(session, actor, receipt_id, choice)
    if before["status"] == "failed":
        await store.change(session, actor, before, {**before, "status": "processing"}, "user")
    return view


async def _refuse_known(session: AsyncSession, actor: Actor, upload: ocr.StoredUpload) -> None:
    known = await ocr.find_by_bytes(session, actor, upload.sha256)
    if known is not None:
        raise DuplicateReceipt(known.expense_id)


async def fill_from_receipt(event: ReceiptRead, once: Once, readers: ocr.Joins) -> None:
    """Fill in what no person has set from the receipt as it stands now, and let the rest of the house know."""
    actor = once.actor
    await ocr.read_together(actor, event.expense_id, readers)
    async with once.transaction() as session:
        try:
            before = await store.locked(session, actor, event.expense_id)
        except NoSuchExpense:
            return
        receipt = await ocr.get_receipt(session, actor, event.receipt_id)
        if receipt.status == "read":
            await _fill(session, actor, before, receipt)
    await nudge(actor.workspace_id, "expenses", event.expense_id)


async def _fill(session: AsyncSession, actor: Actor, before: dict[str, Any], receipt: ocr.ReceiptView) -> None:
    at = await books.books_of(session, actor)
    view = (await queries.get_many(session, actor, [before["id"]]))[0]
    fields, is_first = await _together(session, actor, view, receipt)
    found = readings.reading(fields, at.base_currency, at.today)
    known = await memory.named_before(session, actor, fields, besides=before["id"])
    found = replace(found, merchant=found.merchant or (known.name if known else None))
    sent = readings.fillable(before, found, SOURCE, again=is_first and before["status"] != "confirmed")
    if "merchant" in sent:
        sent["merchant"] = known or await books.named(session, actor, sent["merchant"])
    waits = before["status"] in ("processing", "failed")
    after = {**before, **facts.columns(sent, SOURCE)}
    sure = readings.is_certain(fields, shop_known=known is not None) and readings.stands_as_read(after, found)
    # Confirmed by itself only when the receipt's own sums close, its values stand in the books, no other looks like it, and
    # its picture does not seem to show a second one.
    asked = await ocr.asking(session, actor, before["id"])
    alone = waits and sure and not asked and not await twins.suspects(session, actor, _as_filled(view, after))
    status = {"status": "confirmed" if alone else "needs_review"} if waits else {}
    await service.write(session, actor, before, sent, SOURCE, **status)
    if before["deleted_at"] is None:
        await publish(session, actor, ExpenseRecorded(before["id"], sent.get("occurred_on", before["occurred_on"])))


async def _together(session: AsyncSession, actor: Actor, view: ExpenseView, receipt: ocr.ReceiptView) -> tuple[dict[str, Any], bool]:
    """What a receipt says, with the parts that it is one with; and whether the expense's first receipt is among them."""
    receipts = (await ocr.receipts_of(session, actor, [view.id])).get(view.id, [])
    parts = ocr.parts_of(receipts, receipt.id)
    fields = {name: field for part in reversed(parts) for name, field in part.fields.items()}
    return fields or receipt.fields, not receipts or any(part.id == receipts[0].id for part in parts)


def _as_filled(view: ExpenseView, row: facts.Row) -> ExpenseView:
    return replace(
        view, status="needs_review", money=facts.money_of(row), occurred_on=row["occurred_on"], merchant_name=row["merchant_name"]
    )


async def mark_unreadable(event: ReceiptFailed, once: Once) -> None:
    """An expense whose every receipt is unreadable has failed, unless a person has typed its amount: that needs a look."""
    actor = once.actor
    async with once.transaction() as session:
        try:
            before = await store.locked(session, actor, event.expense_id)
        except NoSuchExpense:
            return
        view = (await queries.get_many(session, actor, [event.expense_id]))[0]
        if before["status"] == "processing" and all(receipt.status == "failed" for receipt in view.receipts):
            status = "failed" if before["amount_minor"] is None else "needs_review"
            await store.change(session, actor, before, {**before, "status": status}, SOURCE)
    await nudge(actor.workspace_id, "expenses", event.expense_id)


__all__ = ["attach_receipt", "capture", "fill_from_receipt", "mark_unreadable", "reread_receipt"]
