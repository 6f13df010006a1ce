"""Receipts take seconds and nothing else waits for them; a worker that stops hands its receipt to the next one at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from arq import Worker
from sqlalchemy import text

from backend import audit, expenses, ocr
from backend.core.actor import Actor
from backend.core.db import open_stores, system_transaction, transaction
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.core.outbox import publish
from backend.events import ExpenseRemoved, ReceiptUploaded
from backend.subscriptions import Subscriptions, subscriptions
from jobs.worker import make_worker
from tests.integration.bookkeeping import look, new_books, rows

RECEIPT = Path(__file__).parents[1] / "data" / "receipts" / "caffe_nero.jpg"
MANY = 40

pytestmark = pytest.mark.usefixtures("stores")


@asynccontextmanager
async def working(choreography: Callable[[Any], Subscriptions]) -> AsyncIterator[Worker]:
    """A worker in this process, stopped as a signal stops it."""
    worker = make_worker(choreography, handle_signals=False)
    running = asyncio.create_task(worker.async_run())
    try:
        yield worker
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await worker.close()
        await open_stores()  # the worker has closed those of this process


async def until(condition: Callable[[], Any], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.05)


async def stuck(_event: ReceiptUploaded, _once: Once) -> None:
    await asyncio.Event().wait()


async def leave_mark(event: ExpenseRemoved, once: Once) -> None:
    async with once.transaction() as session:
        await audit.note(session, once.actor, "test.mark", "expense", event.expense_id)


def stuck_readers(_readers: ocr.Readers) -> Subscriptions:
    return Subscriptions(
        types={"ReceiptUploaded": ReceiptUploaded, "ExpenseRemoved": ExpenseRemoved},
        consumers={"ReceiptUploaded": {"read_receipt": stuck}, "ExpenseRemoved": {"leave_mark": leave_mark}},
    )


async def test_more_receipts_than_can_be_read_hold_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.worker.SLOW_DRAIN_SECONDS", 0.1)
    actor = await new_books()
    async with transaction(actor) as session:
        for _ in range(MANY):
            await publish(session, actor, ReceiptUploaded(new_id(), new_id()))
    async with working(stuck_readers):
        await until(lambda: rows(actor, "SELECT 1 FROM delivery HAVING count(*) = :many", many=MANY))
        async with transaction(actor) as session:
            await publish(session, actor, ExpenseRemoved(new_id()))
        await until(lambda: rows(actor, "SELECT 1 FROM audit_entry WHERE action = 'test.mark'"))
    assert (await rows(actor, "SELECT count(*) FROM delivery"))[0][0] == MANY


class HangingReaders(ocr.Readers):
    """Readers that never come to an end."""

    async def read(self, data: bytes, context: Any, choice: Any = None) -> Any:
        await asyncio.Event().wait()


def hanging(_readers: ocr.Readers) -> Subscriptions:
    known = subscriptions(_readers)
    reading = {"read_receipt": partial(ocr.read_receipt, readers=HangingReaders())}
    return Subscriptions(known.types, {**known.consumers, "ReceiptUploaded": reading})


async def capture(actor: Actor) -> expenses.ExpenseView:
    async def chunks() -> AsyncIterator[bytes]:
        yield RECEIPT.read_bytes()

    stored = await ocr.store_upload(actor, chunks(), "receipt.jpg")
    async with transaction(actor) as session:
        return await expenses.capture(session, actor, stored)


async def test_a_worker_that_stops_while_it_reads_leaves_the_receipt_to_the_next_one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.worker.SLOW_DRAIN_SECONDS", 0.1)
    actor = await new_books()
    made = await capture(actor)
    async with working(hanging):
        await until(lambda: rows(actor, "SELECT 1 FROM receipt WHERE status = 'reading'"))
    assert (await rows(actor, "SELECT status, lease_until FROM receipt")) == [("queued", None)]
    async with system_transaction("jobs") as session:
        assert await session.scalar(text("SELECT due_at <= now() AND attempts = 0 FROM delivery"))
    async with working(subscriptions):
        await until(lambda: rows(actor, "SELECT 1 FROM receipt WHERE status = 'read'"))
        await until(lambda: rows(actor, "SELECT 1 FROM notification"))
    assert (await look(actor, made.id)).status in ("needs_review", "confirmed")
    assert (await rows(actor, "SELECT lease_number FROM receipt")) == [(2,)]


async def test_a_job_that_is_cut_off_while_its_end_is_written_down_does_not_keep_the_worker_from_closing() -> None:
    async with working(stuck_readers) as worker:
        await until(lambda: ready(worker))
        worker.tasks["cut off"] = asyncio.create_task(asyncio.sleep(60))
    assert worker.tasks == {}


async def ready(worker: Worker) -> bool:
    return "subscriptions" in worker.ctx
