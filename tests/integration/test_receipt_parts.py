"""A long receipt in several pictures is read as one; what is another receipt is not."""

import io

import pytest
from PIL import Image

from backend import expenses, ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.expenses import ExpenseView
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
