"""The whole path of a receipt: stored, read, booked, categorised, told; by the real worker, reader and stores."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from backend import expenses, notifications, ocr
from backend.core.actor import Actor
from backend.core.db import open_stores, transaction
from backend.core.metrics import RULES_BROKEN
from backend.expenses import ExpenseView
from jobs.worker import make_worker
from tests.broken_rule import break_a_rule
from tests.integration.bookkeeping import look, new_books, rows

RECEIPT = Path(__file__).parents[1] / "data" / "receipts" / "caffe_nero.jpg"

# One statement, one view of the books: between two a delivery may settle and publish what follows.
_OWED = "SELECT (SELECT count(*) FROM outbox WHERE fanned_out_at IS NULL) + (SELECT count(*) FROM delivery) AS owed"

pytestmark = pytest.mark.usefixtures("stores")


@asynccontextmanager
async def a_worker() -> AsyncIterator[None]:
    """The worker in this process, until the block ends."""
    worker = make_worker(handle_signals=False)
    running = asyncio.create_task(worker.async_run())
    running.add_done_callback(lambda task: None if task.cancelled() else task.result())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await worker.close()
        await open_stores()  # the worker has closed those of this process


async def upload(actor: Actor, data: bytes, name: str = "receipt.jpg") -> ocr.StoredUpload:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    return await ocr.store_upload(actor, chunks(), name)


async def capture(actor: Actor, data: bytes) -> ExpenseView:
    stored = await upload(actor, data)
    async with transaction(actor) as session:
        return await expenses.capture(session, actor, stored)


async def settled(actor: Actor, expense_id, seconds: float = 60) -> ExpenseView:
    """The expense when nothing is owed any more."""
    async with asyncio.timeout(seconds):
        while (await rows(actor, _OWED))[0].owed:
            await asyncio.sleep(0.1)
    return await look(actor, expense_id)


async def test_a_photographed_receipt_stands_in_the_books_with_category_and_reason_and_is_told_once() -> None:
    actor = await new_books(base_currency="GBP")
    made = await capture(actor, RECEIPT.read_bytes())
    assert (made.status, made.money, made.receipts[0].status) == ("processing", None, "queued")
    async with a_worker():
        expense = await settled(actor, made.id)
    assert expense.status == "confirmed"  # its items add up
    assert (expense.money.minor, expense.money.currency) == (930, "GBP")
    assert expense.occurred_on.isoformat() == "2019-08-31"
    assert expense.receipts[0].status == "read"
    assert expense.category_id is not None
    assert expense.category_source in ("catalogue", "model")
    assert expense.category_why
    async with transaction(actor) as session:
        told = await notifications.list_page(session, actor)
    assert [(each.kind, each.expense_id) for each in told.items] == [("expense_read", made.id)]
    assert "9.30 GBP" in told.items[0].text


async def test_a_card_slip_whose_total_nothing_adds_up_to_waits_for_a_persons_look() -> None:
    actor = await new_books(base_currency="GBP")
    made = await capture(actor, (RECEIPT.parent / "starbucks_dublin.jpg").read_bytes())
    async with a_worker():
        expense = await settled(actor, made.id)
    assert (expense.status, expense.money.minor, expense.money.currency) == ("needs_review", 560, "EUR")


async def test_a_read_receipt_shows_its_fields_and_serves_only_the_cleaned_copy() -> None:
    actor = await new_books()
    made = await capture(actor, RECEIPT.read_bytes())
    with pytest.raises(ocr.NotReady):
        await ocr.open_file(actor, made.receipts[0].id, "page", 1)
    async with a_worker():
        await settled(actor, made.id)
    async with transaction(actor) as session:
        receipt = await ocr.get_receipt(session, actor, made.receipts[0].id)
    total = receipt.fields["total"]
    assert total["value"] == "9.30"
    assert 0 < total["confidence"] <= 1
    assert total["box"][0] == 1 and all(0 <= part <= 1 for part in total["box"][1:])
    assert total["why"]
    page = await ocr.open_file(actor, receipt.id, "page", 1)
    assert page.media_type == "image/jpeg"
    assert page.data[:2] == b"\xff\xd8"
    assert page.data != RECEIPT.read_bytes() and b"Exif" not in page.data[:64]
    with pytest.raises(ocr.NotReady):
        await ocr.open_file(actor, receipt.id, "words", 1)
    printed = [word for line in await ocr.words_on(actor, receipt.id, 1) for word in line]
    assert "9.30" in {word.amount for word in printed}
    assert "2019-08-31" in {word.day for word in printed}
    assert all(0 <= word.x <= 1 and 0 <= word.y <= 1 for word in printed)
    assert await ocr.words_on(actor, receipt.id, 2) == []
    with pytest.raises(ocr.NoSuchReceipt):
        await ocr.words_on(await new_books(), receipt.id, 1)


async def test_a_damaged_picture_fails_with_a_reason_and_is_kept_for_another_try() -> None:
    actor = await new_books()
    made = await capture(actor, RECEIPT.read_bytes()[:3000])
    async with a_worker():
        expense = await settled(actor, made.id)
    assert (expense.status, expense.receipts[0].status) == ("failed", "failed")
    assert "damaged" in (expense.receipts[0].error or "")
    async with transaction(actor) as session:
        told = await notifications.list_page(session, actor)
        again = await ocr.reread(session, actor, made.receipts[0].id)
    assert [each.kind for each in told.items] == ["receipt_failed"]
    assert again.status == "queued"


async def test_a_receipt_over_which_a_rule_breaks_waits_with_its_words_for_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_a_rule(tmp_path, monkeypatch)
    broken = RULES_BROKEN._value.get()
    actor = await new_books(base_currency="GBP")
    made = await capture(actor, RECEIPT.read_bytes())
    async with a_worker():
        expense = await settled(actor, made.id)
    assert (expense.status, expense.money, expense.receipts[0].status) == ("needs_review", None, "read")
    assert "9.30" in {word.amount for line in await ocr.words_on(actor, made.receipts[0].id, 1) for word in line}
    async with transaction(actor) as session:
        receipt = await ocr.get_receipt(session, actor, made.receipts[0].id)
        assert "9.30" in await ocr.text_of(session, actor, made.id)
    assert (receipt.error_code, receipt.fields) == ("not_understood", {})
    assert RULES_BROKEN._value.get() > broken


async def test_the_same_bytes_twice_are_one_expense() -> None:
    actor = await new_books()
    first = await capture(actor, RECEIPT.read_bytes())
    with pytest.raises(expenses.DuplicateReceipt) as refusal:
        await capture(actor, RECEIPT.read_bytes())
    assert refusal.value.extra["expense_id"] == str(first.id)


async def test_another_workspace_may_have_the_same_receipt_and_sees_nothing_of_this_one() -> None:
    mine, theirs = await new_books(), await new_books()
    made = await capture(mine, RECEIPT.read_bytes())
    await capture(theirs, RECEIPT.read_bytes())
    async with transaction(theirs) as session:
        with pytest.raises(ocr.NoSuchReceipt):
            await ocr.get_receipt(session, theirs, made.receipts[0].id)


async def test_what_a_person_typed_while_the_receipt_was_read_stays() -> None:
    actor = await new_books(base_currency="GBP")
    made = await capture(actor, RECEIPT.read_bytes())
    async with transaction(actor) as session:
        await expenses.amend(
            session, actor, made.id, expenses.ExpenseChange(money=expenses.MoneyDraft("99.00", "GBP"), merchant="My own name")
        )
    async with a_worker():
        expense = await settled(actor, made.id)
    assert (expense.money.minor, expense.merchant_name) == (9900, "My own name")
    assert expense.occurred_on.isoformat() == "2019-08-31"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", ocr.EmptyFile),
        (b"total 12.00\n" * 50, ocr.NotAReceiptFile),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ocr.NotAReceiptFile),
        (b"<html>", ocr.NotAReceiptFile),
    ],
    ids=["empty", "text", "svg", "html"],
)
async def test_what_is_no_receipt_is_refused_at_once_and_nothing_is_stored(data: bytes, problem: type[Exception], tmp_path: Path) -> None:
    actor = await new_books()
    with pytest.raises(problem):
        await upload(actor, data)
    assert not list(tmp_path.glob("files/**/*"))


async def test_sixty_megabytes_are_refused_while_they_come() -> None:
    actor = await new_books()
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(60):
            taken += 1
            yield b"\xff\xd8\xff\xe0" + bytes(1024 * 1024)

    with pytest.raises(ocr.FileTooLarge):
        await ocr.store_upload(actor, endless(), "big.jpg")
    assert taken < 20
