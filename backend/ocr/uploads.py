"""Taking a file in: bounded, looked at by content, encrypted and stored before any row names it."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend import mails, storage
from backend.core.actor import Actor
from backend.core.ids import new_id
from backend.core.permissions import require
from backend.core.settings import settings
from backend.ocr.documents import FileTooLarge, sniff
from backend.ocr.rules.dates import dates_in

TABLE: Final = "receipt"
_NAME_LENGTH: Final = 200


@dataclass(frozen=True)
class StoredUpload:
    """A file that lies in storage and waits for its row. `receipt_id` is the id that the row will have."""

    receipt_id: UUID
    storage_key: str
    sha256: bytes
    media_type: str
    size_bytes: int
    file_name: str


async def store_upload(actor: Actor, chunks: AsyncIterator[bytes], file_name: str) -> StoredUpload:
    """Take a file in. Call it outside any transaction: it talks to storage.

    Raises `EmptyFile`, `NotAReceiptFile` or `FileTooLarge`, each before anything is stored.
    """
    require(actor, "receipts:write")
    data = await _bounded(chunks, settings().upload_max_bytes)
    media_type = sniff(data)
    receipt_id = new_id()
    key = await storage.put(actor.workspace_id, TABLE, str(receipt_id), data)
    return StoredUpload(receipt_id, key, hashlib.sha256(data).digest(), media_type, len(data), _plain_name(file_name))


async def store_sheet(actor: Actor, sheet: mails.Sheet) -> StoredUpload:
    """Keep the text of a mail as a file of its own. Call it outside any transaction: it talks to storage."""
    require(actor, "receipts:write")
    data, receipt_id = mails.packed(sheet), new_id()
    key = await storage.put(actor.workspace_id, TABLE, str(receipt_id), data)
    return StoredUpload(receipt_id, key, _content_key(sheet), mails.MEDIA_TYPE, len(data), _plain_name(sheet.subject))


def _content_key(sheet: mails.Sheet) -> bytes:
    """What makes two mails one receipt, 32 bytes: their words, and the day on which they were sent.

    Places do not count, since each program that passes a mail on lays it out a little differently. The day does: a subscription writes
    the same words every month.
    """
    days = [day.isoformat() for day, _ in dates_in(sheet.sent)]
    words = "".join(sheet.text.split())
    return hashlib.sha256(f"mail\n{days[:1]}\n{words}".encode()).digest()


async def discard(upload: StoredUpload) -> None:
    """Forget a stored file that no row came to name."""
    await storage.remove(upload.storage_key)


async def _bounded(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    data = bytearray()
    async for chunk in chunks:
        data += chunk
        if len(data) > limit:
            raise FileTooLarge(limit)
    return bytes(data)


def _plain_name(file_name: str) -> str:
    """The last part of a name without what cannot be printed; it is shown as text and never used as a path."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:_NAME_LENGTH]
