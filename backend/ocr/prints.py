"""The prints of receipts' pictures: kept with the receipt, and compared within a workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.permissions import require

MOST_BITS: Final = 40
"""In how many of the 256 bits two pictures of one paper may differ: measured, see decision 0025."""

_FORGET: Final = text("DELETE FROM receipt_print WHERE workspace_id = :workspace_id AND receipt_id = :receipt_id")
_KEEP: Final = text(
    "INSERT INTO receipt_print (workspace_id, receipt_id, page, bits) VALUES (:workspace_id, :receipt_id, :page, CAST(:bits AS bit(256)))"
)
_ALIKE: Final = text("SELECT receipt_id, expense_id, bits FROM receipts_alike(:expense_id, :most)")


@dataclass(frozen=True)
class Alike:
    """A receipt whose pages look like those of another expense's receipt, and in how many bits they differ at most."""

    receipt_id: UUID
    expense_id: UUID
    bits: int


async def keep_prints(session: AsyncSession, actor: Actor, receipt_id: UUID, prints: Sequence[bytes | None]) -> None:
    """The prints of a receipt's pages, in their order, in place of those it had; None for a page that shows nothing."""
    place = {"workspace_id": actor.workspace_id, "receipt_id": receipt_id}
    await session.execute(_FORGET, place)
    rows = [{**place, "page": page, "bits": _bits(each)} for page, each in enumerate(prints, 1) if each is not None]
    if rows:
        await session.execute(_KEEP, rows)


def _bits(page: bytes) -> str:
    return "".join(f"{each:08b}" for each in page)


async def alike(session: AsyncSession, actor: Actor, expense_id: UUID) -> list[Alike]:
    """Receipts of other expenses that show what a receipt of this expense shows, the nearest first.

    Of two receipts with several pages each page of the shorter one must have its like in the other.
    """
    require(actor, "expenses:read")
    rows = await session.execute(_ALIKE, {"expense_id": expense_id, "most": MOST_BITS})
    return [Alike(row.receipt_id, row.expense_id, row.bits) for row in rows]
