"""Finding receipts."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend.core.actor import Actor
from backend.core.permissions import require
from backend.ocr.errors import NoSuchReceipt
from backend.ocr.models import Receipt, ReceiptFile
from backend.ocr.views import ReceiptView, view_of

_AHEAD = text("SELECT receipt_id, ahead FROM receipts_ahead(CAST(:ids AS uuid[]))")


async def row_of(session: AsyncSession, actor: Actor, receipt_id: UUID, *, lock: bool = False, removed: bool = False) -> Receipt:
    """The row of a receipt; of one that was removed only when asked for. Raises `NoSuchReceipt`."""
    query = select(Receipt).where(Receipt.workspace_id == actor.workspace_id, Receipt.id == receipt_id)
    query = query if removed else query.where(col(Receipt.deleted_at).is_(None))
    row = (await session.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
    if row is None:
        raise NoSuchReceipt
    return row


async def get_receipt(session: AsyncSession, actor: Actor, receipt_id: UUID) -> ReceiptView:
    """One receipt. Raises `NoSuchReceipt`."""
    require(actor, "expenses:read")
    return view_of(await row_of(session, actor, receipt_id))


async def find_by_bytes(session: AsyncSession, actor: Actor, sha256: bytes) -> ReceiptView | None:
    """The receipt with these very bytes, when the workspace has one."""
    query = select(Receipt).where(Receipt.workspace_id == actor.workspace_id, Receipt.sha256 == sha256, col(Receipt.deleted_at).is_(None))
    row = (await session.execute(query)).scalar_one_or_none()
    return view_of(row) if row else None


async def receipts_of(session: AsyncSession, actor: Actor, expense_ids: Sequence[UUID]) -> dict[UUID, list[ReceiptView]]:
    """The receipts of expenses, oldest first."""
    query = (
        select(Receipt)
        .where(Receipt.workspace_id == actor.workspace_id, col(Receipt.expense_id).in_(expense_ids), col(Receipt.deleted_at).is_(None))
        .order_by(col(Receipt.id))
    )
    found: dict[UUID, list[ReceiptView]] = defaultdict(list)
    for row in (await session.execute(query)).scalars():
        found[row.expense_id].append(view_of(row))
    return found


async def places(session: AsyncSession, actor: Actor, receipt_ids: Sequence[UUID]) -> dict[UUID, int]:
    """For each of these receipts that waits to be read, how many others are read before it, whoever they belong to.

    0 is read next. Receipts that are being read, have been read or are not this workspace's are left out.
    """
    require(actor, "expenses:read")
    if not receipt_ids:
        return {}
    found = await session.execute(_AHEAD, {"ids": list(receipt_ids)})
    return {row.receipt_id: row.ahead for row in found}


async def text_of(session: AsyncSession, actor: Actor, expense_id: UUID) -> str:
    """All that was read on an expense's receipts."""
    query = select(Receipt.text).where(
        Receipt.workspace_id == actor.workspace_id, Receipt.expense_id == expense_id, col(Receipt.deleted_at).is_(None)
    )
    return "\n".join((await session.execute(query)).scalars())


async def files_of(session: AsyncSession, actor: Actor, expense_ids: Sequence[UUID]) -> list[str]:
    """The storage keys of everything that belongs to expenses' receipts, removed ones too."""
    mine = select(Receipt.id, Receipt.storage_key).where(
        Receipt.workspace_id == actor.workspace_id, col(Receipt.expense_id).in_(expense_ids)
    )
    originals = {row.id: row.storage_key for row in await session.execute(mine)}
    copies = select(ReceiptFile.storage_key).where(
        ReceiptFile.workspace_id == actor.workspace_id, col(ReceiptFile.receipt_id).in_(originals)
    )
    return [*originals.values(), *(await session.execute(copies)).scalars()]
