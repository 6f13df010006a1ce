"""Two receipts on one picture become two expenses, or stay one: as a person says."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend import ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.permissions import require
from backend.expenses import receipts, service, store
from backend.expenses.errors import DuplicateReceipt
from backend.expenses.views import ExpenseView


async def make_two(actor: Actor, receipt_id: UUID) -> ExpenseView:
    """A further expense for the second receipt on a picture, with a picture of its own that is read like any other.

    One that was taken back before is there again. Opens its own transactions, since it talks to storage between them.
    Raises `NoSuchReceipt`, `NothingToPart`.
    """
    require(actor, "expenses:write")
    data, name = await ocr.second_picture(actor, receipt_id)
    upload = await ocr.store_upload(actor, _once(data), name)
    try:
        async with transaction(actor) as session:
            await ocr.answer(session, actor, receipt_id, "two")
            return await receipts.capture(session, actor, upload)
    except DuplicateReceipt as known:
        await ocr.discard(upload)
        return await _again(actor, receipt_id, known.expense_id)
    except BaseException:
        await ocr.discard(upload)
        raise


async def _again(actor: Actor, receipt_id: UUID, made_id: UUID) -> ExpenseView:
    async with transaction(actor) as session:
        made = await service.restore(session, actor, made_id)
        await ocr.answer(session, actor, receipt_id, "two")
        return made


async def undo_two(session: AsyncSession, actor: Actor, receipt_id: UUID, made_id: UUID) -> None:
    """The expense that was made of the second receipt goes to the bin, and the question is asked again.

    Raises `NoSuchReceipt`, `NoSuchExpense`, `NothingToPart` where this was not the answer.
    """
    require(actor, "expenses:write")
    receipt = await ocr.get_receipt(session, actor, receipt_id)
    await store.locked(session, actor, receipt.expense_id)  # before its receipt, as everywhere
    await service.remove(session, actor, made_id)
    await ocr.ask_again(session, actor, receipt_id)


async def leave_one(session: AsyncSession, actor: Actor, receipt_id: UUID) -> None:
    """What looks like two is one receipt: it is read again as a whole. Raises `NoSuchReceipt`, `NothingToPart`."""
    require(actor, "expenses:write")
    receipt = await ocr.get_receipt(session, actor, receipt_id)
    await store.locked(session, actor, receipt.expense_id)  # before its receipt, as everywhere: else two could wait for each other
    await ocr.answer(session, actor, receipt_id, "one")
    await receipts.reread_receipt(session, actor, receipt_id)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
