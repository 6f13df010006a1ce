"""The words of a receipt's page for the person who looks at it, so that a field can be filled by pointing at one."""

from typing import Final
from uuid import UUID

from backend import storage
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.permissions import require
from backend.ocr.models import Receipt
from backend.ocr.queries import row_of
from backend.ocr.rules.printed import PrintedWord, printed
from backend.ocr.service import file_of, file_row
from backend.ocr.uploads import TABLE
from backend.ocr.written import words_kept

_BYTES_MOST: Final = 4 * 1024 * 1024


async def words_on(actor: Actor, receipt_id: UUID, page: int) -> list[list[PrintedWord]]:
    """The words of a page in their lines. Opens its own transaction, then talks to storage.

    Empty where the reader found none, or more than anybody would point at. Raises `NoSuchReceipt`, or `NotReady` before it was read.
    """
    require(actor, "expenses:read")
    async with transaction(actor) as session:
        receipt = await row_of(session, actor, receipt_id)
        file = await file_of(session, actor, receipt_id, "words", 1)
    if file.size_bytes > _BYTES_MOST:
        return []
    data = await storage.get(actor.workspace_id, TABLE, file_row(receipt_id, "words", 1), file.storage_key)
    return printed([word for word in words_kept(data) if word.box.page == page], page, _read_day(receipt))


def _read_day(receipt: Receipt) -> str:
    return str(receipt.fields.get("date", {}).get("value", ""))
