"""Two receipts on one picture are noticed, asked about, and made two expenses or left one."""

import io
from collections.abc import AsyncIterator
from datetime import date

import pytest
from PIL import Image

from backend import expenses, ocr
from backend.core.db import transaction
from backend.ocr.child import Reader
from backend.ocr.reading import Context
from tests.integration.bookkeeping import look, new_books
from tests.integration.test_receipt_path import a_worker, capture, settled
from tests.mutants import RECEIPTS

TODAY = Context(date(2026, 11, 24))
pytestmark = pytest.mark.usefixtures("stores")


def picture(*names: str, below: bool = False) -> bytes:
    """Receipts beside or below each other on one picture."""
    papers = [Image.open(RECEIPTS / f"{name}.jpg").convert("RGB") for name in names]
    wide, high = max(each.width for each in papers), max(each.height for each in papers)
    size = (wide + 80, (high + 80) * len(papers)) if below else ((wide + 80) * len(papers), high + 80)
    ground = Image.new("RGB", size, (120, 110, 100))
    for number, each in enumerate(papers):
        ground.paste(each, (40, 40 + number * (high + 80)) if below else (40 + number * (wide + 80), 40))
    buffer = io.BytesIO()
    ground.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    made = Reader()
    yield made
    await made.close()


async def test_two_receipts_one_above_the_other_are_told_apart_and_the_second_is_cut_out(reader: Reader) -> None:
    outcome = await reader.read(picture("caffe_nero", "starbucks_dublin", below=True), TODAY)
    assert len(outcome.regions) == 2
    totals = {"9.30": "5.60", "5.60": "9.30"}
    first = outcome.fields["total"]
    part = next(copy for copy in outcome.copies if copy.variant == "part")
    second = await reader.read(part.data, TODAY)
    assert (second.fields["total"]["value"], second.regions) == (totals[first["value"]], [])
    page, x, y, w, h = outcome.regions[0]
    box = first["box"]
    assert box[0] == page and x <= box[1] <= x + w and y <= box[2] <= y + h


async def test_a_person_makes_two_expenses_of_it_and_both_are_read() -> None:
    actor = await new_books()
    made = await capture(actor, picture("starbucks_dublin", "caffe_nero"))
    async with a_worker():
        first = await settled(actor, made.id)
        assert first.status == "needs_review"
        async with transaction(actor) as session:
            asking = await ocr.asking(session, actor, made.id)
        assert asking == first.receipts[0].id
        with pytest.raises(ocr.NotReady):  # what was cut out is no picture of this receipt
            await ocr.open_file(actor, asking, "part", 1)
        second = await settled(actor, (await expenses.make_two(actor, asking)).id)
    first = await look(actor, made.id)
    assert {each.money.minor for each in (first, second) if each.money} == {560, 930}
    assert second.id != first.id and second.receipts[0].status == "read"
    async with transaction(actor) as session:
        assert await ocr.asking(session, actor, made.id) is None
    with pytest.raises(ocr.NothingToPart):
        await expenses.make_two(actor, asking)
    async with transaction(actor) as session:
        await expenses.undo_two(session, actor, asking, second.id)
        assert await ocr.asking(session, actor, made.id) == asking
    assert (await look(actor, second.id)).deleted_at is not None
    with pytest.raises(ocr.NothingToPart):  # taken back already
        async with transaction(actor) as session:
            await expenses.undo_two(session, actor, asking, second.id)
    again = await expenses.make_two(actor, asking)
    assert (again.id, again.deleted_at, again.money) == (second.id, None, second.money)
    async with transaction(actor) as session:
        assert await ocr.asking(session, actor, made.id) is None


async def test_what_a_person_calls_one_is_read_as_one_and_never_asked_again() -> None:
    actor = await new_books()
    made = await capture(actor, picture("starbucks_dublin", "caffe_nero"))
    async with a_worker():
        await settled(actor, made.id)
        async with transaction(actor) as session:
            await expenses.leave_one(session, actor, made.receipts[0].id)
        expense = await settled(actor, made.id)
    assert (expense.receipts[0].status, expense.status) == ("read", "needs_review")
    async with transaction(actor) as session:
        assert await ocr.asking(session, actor, made.id) is None
        assert "Starbucks" in (text := await ocr.text_of(session, actor, made.id)) and "NERO" in text.upper()
