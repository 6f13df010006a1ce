"""What people do with receipts: hang them on expenses, look at them, have them read again, take them away."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import storage
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import transaction
from backend.core.errors import Conflict
from backend.core.outbox import publish
from backend.core.permissions import require
from backend.events import ReceiptRead, ReceiptUploaded
from backend.ocr.choices import AUTO, Choice
from backend.ocr.errors import NotReady
from backend.ocr.models import Receipt, ReceiptFile
from backend.ocr.queries import find_by_bytes, row_of
from backend.ocr.uploads import TABLE, StoredUpload
from backend.ocr.views import ReceiptFileView, ReceiptView, view_of


async def attach(session: AsyncSession, actor: Actor, expense_id: UUID, upload: StoredUpload) -> ReceiptView:
    """The row of a stored file, queued for reading; the expense's key exists. The event commits with it."""
    require(actor, "receipts:write")
    row = Receipt(
        workspace_id=actor.workspace_id,
        id=upload.receipt_id,
        expense_id=expense_id,
        sha256=upload.sha256,
        media_type=upload.media_type,
        size_bytes=upload.size_bytes,
        file_name=upload.file_name,
        storage_key=upload.storage_key,
        uploaded_by=actor.user_id,
    )
    session.add(row)
    await session.flush()
    await publish(session, actor, ReceiptUploaded(row.id, expense_id))
    return view_of(row)


async def reread(session: AsyncSession, actor: Actor, receipt_id: UUID, choice: Choice = AUTO) -> ReceiptView:
    """Queue a receipt to be read once more, by the engine and in the language of `choice`, which the caller has checked.

    The choice stands on the row, so that a second try of the same reading follows it. Raises `Conflict` while it is being read.
    """
    require(actor, "receipts:write")
    row = await row_of(session, actor, receipt_id, lock=True)
    if row.status in ("queued", "reading"):
        raise Conflict("This receipt is being read already.", code="reading_in_progress")
    row.status, row.error, row.error_code, row.attempts, row.lease_until = "queued", None, None, 0, None
    row.queued_at, row.wanted_engine, row.wanted_language = now(), choice.engine, choice.language
    await session.flush()
    await publish(session, actor, ReceiptUploaded(row.id, row.expense_id))
    return view_of(row)


async def remove_receipt(session: AsyncSession, actor: Actor, receipt_id: UUID) -> None:
    """Take a receipt from its expense; its files go when the bin is emptied."""
    require(actor, "receipts:write")
    row = await row_of(session, actor, receipt_id, lock=True)
    row.deleted_at = now()
    await session.flush()
    if row.part is not None:
        await _look_again(session, actor, row.expense_id)


async def move_receipt(session: AsyncSession, actor: Actor, receipt_id: UUID, expense_id: UUID) -> ReceiptView:
    """Hang a receipt on another expense, whose key exists. Raises `NoSuchReceipt`."""
    require(actor, "receipts:write")
    row = await row_of(session, actor, receipt_id, lock=True)
    row.expense_id = expense_id
    await session.flush()
    return view_of(row)


async def bring_back(session: AsyncSession, actor: Actor, receipt_id: UUID) -> ReceiptView:
    """A receipt that was taken from its expense is there again. Raises `NoSuchReceipt`, `Conflict` when its bytes came in anew since."""
    require(actor, "receipts:write")
    row = await row_of(session, actor, receipt_id, lock=True, removed=True)
    again = await find_by_bytes(session, actor, row.sha256)
    if again is not None and again.id != row.id:
        raise Conflict("The same receipt is in your books again, so this one stays away.", code="duplicate_receipt")
    row.deleted_at = None
    await session.flush()
    await _look_again(session, actor, row.expense_id)
    return view_of(row)


async def _look_again(session: AsyncSession, actor: Actor, expense_id: UUID) -> None:
    """Have what the receipts of an expense say weighed anew, since they are others than they were."""
    query = select(Receipt.id).where(
        Receipt.workspace_id == actor.workspace_id,
        Receipt.expense_id == expense_id,
        Receipt.status == "read",
        col(Receipt.deleted_at).is_(None),
    )
    first = (await session.execute(query.order_by(col(Receipt.id)).limit(1))).scalar_one_or_none()
    if first is not None:
        await publish(session, actor, ReceiptRead(first, expense_id))


async def open_file(actor: Actor, receipt_id: UUID, variant: str, page: int) -> ReceiptFileView:
    """A cleaned picture of a receipt: 'page' with its number, or 'thumb'. Opens its own transaction, then talks to storage.

    Raises `NoSuchReceipt`, or `NotReady` before the picture has been made.
    """
    require(actor, "expenses:read")
    async with transaction(actor) as session:
        await row_of(session, actor, receipt_id)
        file = await _file(session, actor, receipt_id, variant, page)
    data = await storage.get(actor.workspace_id, TABLE, file_row(receipt_id, variant, page), file.storage_key)
    return ReceiptFileView(data, file.media_type)


async def check_file(actor: Actor, receipt_id: UUID, variant: str, page: int) -> None:
    """Raise what `open_file` would raise, without opening it."""
    require(actor, "expenses:read")
    async with transaction(actor) as session:
        await row_of(session, actor, receipt_id)
        await _file(session, actor, receipt_id, variant, page)


async def _file(session: AsyncSession, actor: Actor, receipt_id: UUID, variant: str, page: int) -> ReceiptFile:
    """The row of a picture that may be served; the engine's words are none."""
    if variant in ("words", "part"):
        raise NotReady
    return await file_of(session, actor, receipt_id, variant, page)


async def file_of(session: AsyncSession, actor: Actor, receipt_id: UUID, variant: str, page: int) -> ReceiptFile:
    """The row of a file made from a receipt. Raises `NotReady` where there is none yet."""
    query = select(ReceiptFile).where(
        ReceiptFile.workspace_id == actor.workspace_id,
        ReceiptFile.receipt_id == receipt_id,
        ReceiptFile.variant == variant,
        ReceiptFile.page == page,
    )
    file = (await session.execute(query)).scalar_one_or_none()
    if file is None:
        raise NotReady
    return file


def file_row(receipt_id: UUID, variant: str, page: int) -> str:
    """The name that binds an encrypted copy to its place."""
    return f"{receipt_id}/{variant}/{page}"


async def forget_files(keys: list[str]) -> None:
    """Remove stored files, after the rows that named them are gone."""
    await storage.remove(*keys)
