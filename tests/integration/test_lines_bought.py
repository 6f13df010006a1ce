"""Lines of receipts by category: proposed, chosen, remembered, and known to nobody else."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend import ai, expenses
from backend.ai import LinePlace, LinesBought
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.ids import new_id
from backend.core.money import Money, split_evenly
from backend.expenses import ExpenseChange, ExpenseView, SplitDraft
from backend.ocr import ReceiptView
from tests.integration.bookkeeping import category, look, new_books, rows, spend

pytestmark = pytest.mark.usefixtures("stores")


def paper(*lines: tuple[str, str], part: int | None = None, **fields: str) -> ReceiptView:
    """A receipt as it was read."""
    bought = [
        {"description": words, "quantity": None, "money": {"amount": amount, "currency": "EUR"}, "box": None} for words, amount in lines
    ]
    read: dict[str, Any] = {name: {"value": value, "confidence": 0.9, "box": None, "why": ""} for name, value in fields.items()}
    told: dict[str, Any] = dict.fromkeys(ReceiptView.__annotations__)
    return ReceiptView(**{**told, "id": new_id(), "status": "read", "fields": read, "lines": bought, "part": part})


async def proposed(actor: Actor, expense: ExpenseView, *papers: ReceiptView) -> LinesBought:
    async with transaction(actor) as session:
        found = await ai.lines_bought(session, actor, await expenses.get(session, actor, expense.id), papers)
    assert found is not None
    return found


async def goes_to(actor: Actor, expense: ExpenseView, words: str) -> UUID | None:
    """Where a line of an expense is proposed to go."""
    return (await proposed(actor, expense, paper((words, "2.00")))).lines[0].category_id


async def choose(actor: Actor, expense: ExpenseView, **chosen: UUID) -> None:
    """A person puts lines into categories, and the expense is divided so, evenly enough."""
    async with transaction(actor) as session:
        kinds = list(dict.fromkeys(chosen.values()))
        lines = tuple(SplitDraft(share, kind) for share, kind in zip(shares_of(expense, len(kinds)), kinds, strict=True))
        change = ExpenseChange(splits=lines) if len(lines) > 1 else ExpenseChange(category_id=kinds[0])
        await expenses.amend(session, actor, expense.id, change)
        await expenses.remember_lines(session, actor, expense.id, chosen)


def shares_of(expense: ExpenseView, parts: int) -> list[Money]:
    assert expense.money is not None
    return split_evenly(expense.money, parts)


@pytest.fixture
async def actor() -> Actor:
    return await new_books()


async def test_a_supermarkets_receipt_falls_into_two_categories_and_closes_with_its_tax(actor: Actor) -> None:
    groceries, health = await category(actor, "groceries"), await category(actor, "health")
    bought = await spend(actor, "11.00", category_id=groceries)
    found = await proposed(actor, bought, paper(("Milk", "6.00"), ("Shampoo", "4.00"), tax="1.00", total="11.00"))
    assert [(each.description, each.category_id, each.why) for each in found.lines] == [
        ("Milk", groceries, ""),
        ("Shampoo", health, "The words “Shampoo” say so"),
    ]
    assert found.closes
    assert not (await proposed(actor, bought, paper(("Milk", "6.00"), ("Shampoo", "4.00")))).closes


@pytest.mark.parametrize(
    ("quantity", "price", "count", "unit"),
    [("2", "1.99", Decimal(2), 199), ("0,512", "7.77", Decimal("0.512"), 777), ("two", "1.99", None, 199), (None, None, None, None)],
)
async def test_a_line_knows_how_many_at_which_price_and_where_it_stands(
    actor: Actor, quantity: str | None, price: str | None, count: Decimal | None, unit: int | None
) -> None:
    bought = await spend(actor, "3.98")
    receipt = paper(("Milk", "3.98"))
    line = {**receipt.lines[0], "quantity": quantity, "unit_price": {"amount": price, "currency": "EUR"}, "box": [2, 0.1, 0.2, 0.5, 0.02]}
    found = (await proposed(actor, bought, replace(receipt, lines=[line]))).lines[0]
    assert (found.quantity, found.unit and found.unit.minor) == (count, unit)
    assert found.place == LinePlace(receipt.id, 2, (0.1, 0.2, 0.5, 0.02))
    assert (await proposed(actor, bought, receipt)).lines[0].place is None


async def test_lines_of_the_parts_of_a_long_receipt_follow_each_other_and_a_card_slip_adds_nothing(actor: Actor) -> None:
    bought = await spend(actor, "9.00")
    parts = [paper(("Second", "4.00"), part=2), paper(("First", "5.00"), part=1)]
    assert [each.description for each in (await proposed(actor, bought, *parts)).lines] == ["First", "Second"]
    slips = [paper(("First", "9.00")), paper(("Visa", "9.00"))]
    assert [each.description for each in (await proposed(actor, bought, *slips)).lines] == ["First"]


async def test_what_no_note_may_hold_is_left_out_of_the_words(actor: Actor) -> None:
    expense = await spend(actor, "9.00")
    assert (await proposed(actor, expense, paper(("Mi\x00lk\x07", "9.00")))).lines[0].description == "Mi lk"


@pytest.mark.parametrize("line", [{}, {"description": "x", "money": {"amount": "a"}}, {"description": "x", "money": {"amount": "0.001"}}])
async def test_what_no_currency_can_hold_is_no_line(actor: Actor, line: dict[str, Any]) -> None:
    broken = paper(("Milk", "1.00"))
    broken.lines[:] = [line]
    expense = await spend(actor, "9.00")
    async with transaction(actor) as session:
        assert await ai.lines_bought(session, actor, expense, [broken]) is None


async def test_a_choice_is_remembered_for_such_a_line_and_seen_by_no_other_workspace(actor: Actor) -> None:
    groceries, giving = await category(actor, "groceries"), await category(actor, "giving")
    await choose(actor, await spend(actor, "10.00", category_id=groceries), **{"Roses 7 pcs": giving, "Milk": groceries})
    bought = await spend(actor, "5.00", category_id=groceries)
    (line,) = (await proposed(actor, bought, paper(("ROSES", "5.00")))).lines
    assert (line.category_id, line.why) == (giving, "You put “ROSES” into Gifts & donations before")
    stranger = await new_books()
    theirs = await spend(stranger, "5.00", category_id=await category(stranger, "groceries"))
    assert await goes_to(stranger, theirs, "ROSES") == theirs.category_id
    assert await rows(stranger, "SELECT 1 FROM line_memory") == []
    async with transaction(stranger) as session:
        with pytest.raises(expenses.NoSuchExpense):
            await expenses.remember_lines(session, stranger, bought.id, {"Roses": giving})


async def test_the_last_correction_counts_also_the_one_back(actor: Actor) -> None:
    groceries, health = await category(actor, "groceries"), await category(actor, "health")
    await choose(actor, await spend(actor, "10.00", category_id=groceries), Sirup=health, Milk=groceries)
    later = await spend(actor, "5.00", category_id=groceries)
    assert await goes_to(actor, later, "Sirup") == health
    await choose(actor, later, Sirup=groceries, Shampoo=groceries)
    assert await goes_to(actor, await spend(actor, "5.00", category_id=groceries), "Sirup") == groceries
    assert await goes_to(actor, await spend(actor, "5.00", category_id=groceries), "Shampoo") == groceries


async def test_what_stayed_in_its_whole_says_nothing_of_another_kind_of_receipt(actor: Actor) -> None:
    eating_out, groceries, health = [await category(actor, key) for key in ("eating_out", "groceries", "health")]
    await choose(actor, await spend(actor, "10.00", category_id=eating_out), Tea=eating_out, Shampoo=health)
    assert await goes_to(actor, await spend(actor, "5.00", category_id=groceries), "Tea") == groceries
    assert await goes_to(actor, await spend(actor, "5.00", category_id=eating_out), "Tea") == eating_out


async def test_what_was_undone_binned_or_divided_otherwise_is_forgotten(actor: Actor) -> None:
    groceries, health, home = [await category(actor, key) for key in ("groceries", "health", "home")]
    taught = await spend(actor, "10.00", category_id=groceries)
    later = await spend(actor, "5.00", category_id=groceries)
    await choose(actor, taught, Sirup=health, Milk=groceries)
    assert await goes_to(actor, later, "Sirup") == health
    async with transaction(actor) as session:
        await expenses.remove(session, actor, taught.id)
    assert await goes_to(actor, later, "Sirup") == groceries
    async with transaction(actor) as session:
        await expenses.restore(session, actor, taught.id)
    assert await goes_to(actor, later, "Sirup") == health
    shares = shares_of(taught, 2)
    async with transaction(actor) as session:
        change = ExpenseChange(splits=(SplitDraft(shares[0], groceries), SplitDraft(shares[1], home)))
        await expenses.amend(session, actor, taught.id, change)
    assert await goes_to(actor, later, "Sirup") == groceries
    async with transaction(actor) as session:
        await expenses.amend(session, actor, taught.id, ExpenseChange(splits=None))
    assert await goes_to(actor, later, "Sirup") == groceries


async def test_a_category_that_goes_takes_its_lines_to_the_one_that_follows(actor: Actor) -> None:
    groceries, health, home = [await category(actor, key) for key in ("groceries", "health", "home")]
    await choose(actor, await spend(actor, "10.00", category_id=groceries), Sirup=health, Milk=groceries)
    async with transaction(actor) as session:
        await expenses.remove_category(session, actor, health, move_to=home)
    assert await goes_to(actor, await spend(actor, "5.00", category_id=groceries), "Sirup") == home


async def test_a_category_that_has_gone_meanwhile_teaches_nothing_and_the_others_do(actor: Actor) -> None:
    health = await category(actor, "health")
    taught = await spend(actor, "10.00", category_id=health)
    async with transaction(actor) as session:
        await expenses.remember_lines(session, actor, taught.id, {"Sirup": health, "Sponge": new_id()})
    assert await rows(actor, "SELECT line_key, category_id FROM line_memory") == [("sirup", health)]


async def test_of_a_category_that_the_machine_is_unsure_of_no_food_is_told_apart(actor: Actor) -> None:
    bought = await spend(actor, "10.00", category_id=await category(actor, "fuel"))
    async with transaction(actor) as session:
        await session.execute(text("UPDATE expense SET category_source = 'model', category_confidence = 0.4"))
    found = await proposed(actor, bought, paper(("Diesel", "8.00"), ("Cola", "2.00")))
    assert {each.category_id for each in found.lines} == {(await look(actor, bought.id)).category_id}
