"""The consumer that reads: a lease with a fencing number, a child process, and one transaction for the outcome.

Reading takes seconds, so no transaction is open meanwhile. A reader whose lease has passed to another finds a higher
number when it comes back, and what it read is dropped: every receipt is read to one end.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from backend import storage
from backend.core.actor import Actor
from backend.core.clock import now, today
from backend.core.db import system_transaction, transaction
from backend.core.errors import Problem
from backend.core.inbox import AlreadyDone, Once, Postponed
from backend.core.log import logger
from backend.core.metrics import RECEIPT_SECONDS, RECEIPTS_READ
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.events import ReceiptFailed, ReceiptRead, ReceiptUploaded
from backend.ocr import cloud
from backend.ocr.capacity import reader_count, reader_threads
from backend.ocr.child import Outcome, Reader, SeenPage, SeenPart, Share
from backend.ocr.choices import AUTO, Choice
from backend.ocr.claims import Claims
from backend.ocr.errors import NoSuchReceipt
from backend.ocr.models import Receipt, ReceiptFile
from backend.ocr.prints import keep_prints
from backend.ocr.queries import row_of
from backend.ocr.reading import Context
from backend.ocr.remarks import told_of
from backend.ocr.service import file_row
from backend.ocr.uploads import TABLE

LEASE: Final = timedelta(seconds=60)
_HEARTBEAT_SECONDS: Final = 15.0
_GIVE_BACK_SECONDS: Final = 2.0
_RENEW: Final = text("UPDATE receipt SET lease_until = :until WHERE workspace_id = :workspace_id AND id = :id AND lease_number = :number")
_GIVE_BACK: Final = text(
    "UPDATE receipt SET status = 'queued', lease_until = NULL"
    " WHERE workspace_id = :workspace_id AND id = :id AND lease_number = :number AND status = 'reading'"
)
_BOOKS: Final = text("SELECT base_currency, timezone FROM workspace WHERE id = :id")
_LOST: Final = text(
    "UPDATE delivery SET due_at = now() FROM outbox, receipt"
    " WHERE delivery.event_id = outbox.id AND delivery.consumer = :consumer AND receipt.workspace_id = delivery.workspace_id"
    " AND receipt.id = CAST(outbox.payload ->> 'receipt_id' AS uuid) AND receipt.status = 'reading' AND receipt.lease_until < now()"
    " AND delivery.due_at > now() + interval '5 seconds'"
)

log = logger(__name__)


class Busy(Postponed):
    """Another reader holds the lease."""


class Readers:
    """As many readers as the machine bears or the settings say; a receipt waits for a free one."""

    def __init__(self, count: int | None = None) -> None:
        """Start none before the first receipt comes."""
        count = count or reader_count()
        self._all = [Reader(threads=reader_threads(count)) for _ in range(count)]
        # The one that has read last reads next: its child is warm, and those that are not needed stay ended.
        self._free: asyncio.LifoQueue[Reader] = asyncio.LifoQueue()
        for reader in self._all:
            self._free.put_nowait(reader)

    async def read(self, data: bytes, context: Context, choice: Choice = AUTO) -> Outcome:
        """Read with the next free reader. Raises what the reader raises."""
        reader = await self._free.get()
        try:
            return await reader.read(data, context, choice)
        finally:
            self._free.put_nowait(reader)

    async def understand(self, pages: list[SeenPage], claims: Claims | None, context: Context) -> Outcome:
        """Put words that came from elsewhere through the rules, with the next free reader. Raises what the reader raises."""
        reader = await self._free.get()
        try:
            return await reader.understand(pages, claims, context)
        finally:
            self._free.put_nowait(reader)

    async def join(self, parts: list[SeenPart], context: Context) -> list[list[Share]]:
        """Group receipts that are parts of one, with the next free reader. Raises what the reader raises."""
        reader = await self._free.get()
        try:
            return await reader.join(parts, context)
        finally:
            self._free.put_nowait(reader)

    @property
    def count(self) -> int:
        """How many there are, at work or not."""
        return len(self._all)

    @property
    def pids(self) -> list[int]:
        """The child processes that run."""
        return [reader.pid for reader in self._all if reader.pid is not None]

    async def close(self) -> None:
        """End all child processes."""
        for reader in self._all:
            await reader.close()


async def read_receipt(event: ReceiptUploaded, once: Once, readers: Readers) -> None:
    """Read a receipt and store what was found, or why it cannot be read."""
    if await once.done():
        raise AlreadyDone
    lease = await _take_lease(event.receipt_id, once)
    if lease is None:
        await _settle_without(once)
        return
    row, number, context = lease
    await nudge(once.actor.workspace_id, "receipts", event.receipt_id)
    heartbeat = asyncio.create_task(_renew(once.actor, event.receipt_id, number))
    try:
        await _read_and_store(row, number, context, once, readers)
    except BaseException:  # also a worker that is told to stop: the next one need not wait for the lease to run out
        await _give_back(once.actor, event.receipt_id, number)
        raise
    finally:
        heartbeat.cancel()
        with suppress(asyncio.CancelledError):
            await heartbeat
    await nudge(once.actor.workspace_id, "receipts", event.receipt_id)


async def _read_and_store(row: Receipt, number: int, context: Context, once: Once, readers: Readers) -> None:
    data = await storage.get(once.actor.workspace_id, TABLE, str(row.id), row.storage_key)
    choice = Choice(row.wanted_engine, row.wanted_language)
    try:
        outcome = await readers.read(data, context, choice)
    except Problem as problem:
        await _store_failure(row.id, number, problem, once)
        return
    outcome = await cloud.look_again(outcome, choice, context, readers)
    files = await _store_files(once.actor, row.id, outcome)
    await _store_reading(row.id, number, outcome, files, once)


async def _take_lease(receipt_id: UUID, once: Once) -> tuple[Receipt, int, Context] | None:
    """Hold the receipt for a minute. None when there is nothing to read any more. Raises `Busy` while another holds it."""
    async with once.aside() as session:
        try:
            row = await row_of(session, once.actor, receipt_id, lock=True)
        except NoSuchReceipt:
            return None
        if row.status == "reading" and row.lease_until is not None and row.lease_until > now():
            raise Busy
        row.status, row.lease_until, row.lease_number, row.attempts = "reading", now() + LEASE, row.lease_number + 1, row.attempts + 1
        base_currency, timezone = (await session.execute(_BOOKS, {"id": once.actor.workspace_id})).one()
        await session.flush()
        return row, row.lease_number, Context(today(timezone), base_currency, is_one=row.regions_answer == "one")


async def _settle_without(once: Once) -> None:
    async with once.transaction():
        log.info("receipt gone before reading")


async def _renew(actor: Actor, receipt_id: UUID, number: int) -> None:
    """Keep the lease while the child reads."""
    while True:
        await asyncio.sleep(_HEARTBEAT_SECONDS)
        facts = {"until": now() + LEASE, "workspace_id": actor.workspace_id, "id": receipt_id, "number": number}
        try:
            async with transaction(actor) as session:
                await session.execute(_RENEW, facts)
        except (DBAPIError, OSError) as error:
            log.warning("lease not renewed", receipt_id=str(receipt_id), error=str(error))


async def _give_back(actor: Actor, receipt_id: UUID, number: int) -> None:
    """Queue the receipt again, if this reader still holds it and has not brought it to an end."""

    async def queue() -> None:
        async with transaction(actor) as session:
            await session.execute(_GIVE_BACK, {"workspace_id": actor.workspace_id, "id": receipt_id, "number": number})

    with suppress(DBAPIError, OSError, TimeoutError):
        await asyncio.wait_for(asyncio.shield(queue()), _GIVE_BACK_SECONDS)


async def _store_files(actor: Actor, receipt_id: UUID, outcome: Outcome) -> list[ReceiptFile]:
    files = []
    for copy in outcome.copies:
        key = await storage.put(actor.workspace_id, TABLE, file_row(receipt_id, copy.variant, copy.page), copy.data)
        files.append(
            ReceiptFile(
                workspace_id=actor.workspace_id,
                receipt_id=receipt_id,
                variant=copy.variant,
                page=copy.page,
                storage_key=key,
                media_type=copy.media_type,
                width=copy.width,
                height=copy.height,
                size_bytes=len(copy.data),
            )
        )
    return files


async def _store_reading(receipt_id: UUID, number: int, outcome: Outcome, files: list[ReceiptFile], once: Once) -> None:
    async with once.transaction() as session:
        row = await _still_mine(session, once.actor, receipt_id, number)
        if row is None:
            return
        for file in files:
            await session.merge(file)
        row.error_code, row.error = told_of(outcome)
        row.status, row.lease_until = "read", None
        row.engine, row.ms, row.cpu_ms, row.pages, row.read_at = outcome.engine, outcome.ms, outcome.cpu_ms, outcome.pages, now()
        row.fields, row.lines, row.text = outcome.fields, outcome.lines, outcome.text
        row.regions, row.part, row.alone = outcome.regions or None, None, None
        await session.flush()
        await keep_prints(session, once.actor, row.id, outcome.prints)
        await publish(session, once.actor, ReceiptRead(row.id, row.expense_id))
    RECEIPTS_READ.labels("read", outcome.engine).inc()
    RECEIPT_SECONDS.observe(outcome.ms / 1000)
    log.info("receipt read", receipt_id=str(receipt_id), engine=outcome.engine, ms=outcome.ms, pages=outcome.pages)


async def _store_failure(receipt_id: UUID, number: int, problem: Problem, once: Once) -> None:
    async with once.transaction() as session:
        row = await _still_mine(session, once.actor, receipt_id, number)
        if row is None:
            return
        row.status, row.error_code, row.error, row.lease_until, row.read_at = "failed", problem.code, problem.detail, None, now()
        await session.flush()
        await publish(session, once.actor, ReceiptFailed(row.id, row.expense_id, problem.code))
    RECEIPTS_READ.labels("failed", "").inc()
    log.info("receipt not read", receipt_id=str(receipt_id), code=problem.code)


async def _still_mine(session: AsyncSession, actor: Actor, receipt_id: UUID, number: int) -> Receipt | None:
    """The row while this reader's lease is the newest; else somebody else has read or is reading it, or it is gone."""
    try:
        row = await row_of(session, actor, receipt_id, lock=True)
    except NoSuchReceipt:
        return None
    if row.lease_number != number:
        raise Busy
    return row


async def send_lost_again() -> int:
    """Make receipts whose reader has died due at once. Returns how many."""
    async with system_transaction("jobs") as session:
        result: Any = await session.execute(_LOST, {"consumer": "read_receipt"})
        return result.rowcount
