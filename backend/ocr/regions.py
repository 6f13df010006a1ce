"""Two receipts on one picture: the question to the person, and what follows from the answer."""

from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import storage
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import Conflict
from backend.core.permissions import require
from backend.ocr.models import Receipt
from backend.ocr.queries import row_of
from backend.ocr.service import file_of, file_row
from backend.ocr.uploads import TABLE

Answer = Literal["one", "two"]


class NothingToPart(Conflict):
    """A receipt that shows one receipt alone, or about which somebody has decided."""

    code = "nothing_to_part"

    def __init__(self) -> None:
        """Say it."""
        super().__init__("This expense was changed in the meantime; nothing was saved now. Load it again and repeat your change.")


async def asking(session: AsyncSession, actor: Actor, expense_id: UUID) -> UUID | None:
    """The receipt of an expense on which two seem to be, while nobody has said whether they are."""
    require(actor, "expenses:read")
    query = select(Receipt.id).where(
        Receipt.workspace_id == actor.workspace_id,
        Receipt.expense_id == expense_id,
        col(Receipt.regions).is_not(None),
        col(Receipt.regions_answer).is_(None),
        col(Receipt.deleted_at).is_(None),
    )
    return (await session.execute(query.order_by(col(Receipt.id)).limit(1))).scalar_one_or_none()


async def answer(session: AsyncSession, actor: Actor, receipt_id: UUID, said: Answer) -> None:
    """Keep what a person has said. Raises `NoSuchReceipt`, `NothingToPart` where there is no question any more."""
    require(actor, "receipts:write")
    row = await row_of(session, actor, receipt_id, lock=True)
    if row.regions is None or row.regions_answer is not None:
        raise NothingToPart
    row.regions_answer = said
    await session.flush()


async def ask_again(session: AsyncSession, actor: Actor, receipt_id: UUID) -> None:
    """Forget that a person called it two. Raises `NoSuchReceipt`, `NothingToPart` where nobody has."""
    require(actor, "receipts:write")
    row = await row_of(session, actor, receipt_id, lock=True)
    if row.regions_answer != "two":
        raise NothingToPart
    row.regions_answer = None
    await session.flush()


async def second_picture(actor: Actor, receipt_id: UUID) -> tuple[bytes, str]:
    """The picture of the second receipt, cut out by the reader, and a name for it. Opens its own transaction, then talks to storage.

    Raises `NoSuchReceipt`, `NothingToPart`, or `NotReady` before it was read.
    """
    require(actor, "receipts:write")
    async with transaction(actor) as session:
        row = await row_of(session, actor, receipt_id)
        if row.regions is None or row.regions_answer is not None:
            raise NothingToPart
        file = await file_of(session, actor, receipt_id, "part", 1)
    data = await storage.get(actor.workspace_id, TABLE, file_row(receipt_id, "part", 1), file.storage_key)
    return data, f"{row.file_name.rpartition('.')[0] or row.file_name or 'receipt'} 2.jpg"
