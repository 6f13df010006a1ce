"""The words of a receipt's page for the person who looks at it, so that a field can be filled by pointing at one."""

from typing import Any, Final
from uuid import UUID

import msgspec

from backend import storage
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.permissions import require
from backend.ocr.models import Receipt
from backend.ocr.queries import row_of
from backend.ocr.reading import Box, Word
from backend.ocr.rules.printed import PrintedWord, printed
from backend.ocr.service import file_of, file_row
from backend.ocr.uploads import TABLE

_BYTES_MOST: Final = 4 * 1024 * 1024
_PARTS: Final = 7  # page, text, confidence, left, top, width, height


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
    return printed(_kept(msgspec.json.decode(data), page), page, _read_day(receipt))


def _kept(rows: Any, page: int) -> list[Word]:
    """The words of one page as the reader has kept them."""
    mine = (row for row in rows if len(row) == _PARTS and row[0] == page)
    return [Word(text, confidence, Box(page, *place)) for _page, text, confidence, *place in mine]


def _read_day(receipt: Receipt) -> str:
    return str(receipt.fields.get("date", {}).get("value", ""))
