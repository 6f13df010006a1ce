"""A long receipt in several pictures is read as one; what is another receipt is not."""

import io
import json

import pytest
from PIL import Image
from sqlalchemy import text

from backend import expenses, ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.events import ReceiptRead
from backend.expenses import ExpenseView
from backend.ocr.child import ReaderCrashed, Share
from tests.integration.bookkeeping import new_books
from tests.integration.test_receipt_path import a_worker, capture, settled, upload
from tests.mutants import RECEIPTS

pytestmark = pytest.mark.usefixtures("stores")


def cut(name: str, top: float, bottom: float) -> bytes:
    """A part of a receipt, as a picture of its own."""
    paper = Image.open(RECEIPTS / f"{name}.jpg").convert("RGB")
    buffer = io.BytesIO()
    paper.crop((0, int(top * paper.height), paper.width, int(bottom * paper.height))).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


async def add(actor: Actor, expense: ExpenseView, data: bytes) -> None:
    stored = await upload(actor, data)
    async with transaction(actor) as session:
        await expenses.attach_receipt(session, actor, expense.id, stored)


async def receipts_of(actor: Actor, expense: ExpenseView) -> list[ocr.ReceiptView]:
    async with transaction(actor) as session:
        return (await ocr.receipts_of(session, actor, [expense.id]))[expense.id]


async def test_parts_are_read_as_one_and_each_value_stands_on_its_part_until_one_is_taken_away() -> None:
    actor = await new_books()
    made = await capture(actor, cut("starbucks_dublin", 0, 0.45))
    async with a_worker():
        await settled(actor, made.id)
        await add(actor, made, cut("starbucks_dublin", 0.3, 1))
        whole = await settled(actor, made.id)
        first, second = await receipts_of(actor, made)
        assert (first.part, second.part) == (1, 2)
        assert "total" not in first.fields and second.fields["total"]["box"][0] == 1
        assert first.fields["merchant"]["value"] == "Starbucks" and "merchant" not in second.fields
        assert (whole.merchant_name, whole.money.minor if whole.money else None) == ("Starbucks", 560)
        assert whole.occurred_on.isoformat() == "2022-07-12"
        async with transaction(actor) as session:
            await ocr.remove_receipt(session, actor, second.id)
        await settled(actor, made.id)
        (alone,) = await receipts_of(actor, made)
        assert alone.part is None and alone.fields["merchant"]["value"] == "Starbucks"
        async with transaction(actor) as session:
            await ocr.bring_back(session, actor, second.id)
        await settled(actor, made.id)
        assert [each.part for each in await receipts_of(actor, made)] == [1, 2]


async def test_what_a_cloud_engine_saw_on_a_part_stays_where_it_is_surer_and_comes_back_with_the_part_alone() -> None:
    actor = await new_books()
    seen = {"value": "Starbucks Westmoreland", "confidence": 0.99, "box": None, "why": "Seen by the vision model"}
    made = await capture(actor, cut("starbucks_dublin", 0, 0.45))
    async with a_worker():
        await settled(actor, made.id)
        (first,) = await receipts_of(actor, made)
        said = {**first.fields, "merchant": seen}
        async with transaction(actor) as session:
            claim = text("UPDATE receipt SET engine = 'rapidocr+openai', fields = CAST(:fields AS jsonb) WHERE id = :id")
            await session.execute(claim, {"fields": json.dumps(said), "id": first.id})
        await add(actor, made, cut("starbucks_dublin", 0.3, 1))
        await settled(actor, made.id)
        first, second = await receipts_of(actor, made)
        assert (first.part, first.fields["merchant"]) == (1, seen)
        assert "total" not in first.fields and second.fields["total"]["value"] == "5.60"
        async with transaction(actor) as session:
            await ocr.remove_receipt(session, actor, second.id)
        await settled(actor, made.id)
        (alone,) = await receipts_of(actor, made)
        assert (alone.part, alone.fields) == (None, said)


class BreakingReaders(ocr.Readers):
    """A child that dies over the words of parts."""

    async def join(self, parts: object, context: object) -> list[list[Share]]:
        raise ReaderCrashed


async def test_parts_that_break_the_reader_stay_as_they_were_read() -> None:
    actor = await new_books()
    made = await capture(actor, cut("starbucks_dublin", 0, 0.45))
    async with a_worker():
        await settled(actor, made.id)
        await add(actor, made, cut("starbucks_dublin", 0.3, 1))
        await settled(actor, made.id)
    before = await receipts_of(actor, made)
    once = Once(new_id(), "fill_from_receipt", Actor.for_job(actor.workspace_id, actor.user_id))
    await expenses.fill_from_receipt(ReceiptRead(before[0].id, made.id), once, BreakingReaders(1))
    assert await receipts_of(actor, made) == before


async def test_another_receipt_of_the_same_expense_is_left_as_it_is() -> None:
    actor = await new_books()
    made = await capture(actor, (RECEIPTS / "starbucks_dublin.jpg").read_bytes())
    async with a_worker():
        await settled(actor, made.id)
        await add(actor, made, (RECEIPTS / "caffe_nero.jpg").read_bytes())
        expense = await settled(actor, made.id)
    first, second = await receipts_of(actor, made)
    assert (first.part, second.part) == (None, None)
    assert (first.fields["total"]["value"], second.fields["total"]["value"]) == ("5.60", "9.30")
    assert expense.money is not None and expense.money.minor == 560
