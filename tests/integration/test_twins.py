"""Suspected duplicates: found once, in one workspace alone, decided by a person, and not asked about again."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from backend import expenses, ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.events import ExpenseAmended, ExpenseRecorded, ExpenseRestored, ReceiptRead, ReceiptUploaded
from backend.expenses import ExpenseChange, ExpenseView, MoneyDraft, Twin
from backend.ocr.child import Copy, Outcome
from tests.integration.bookkeeping import look, new_books, rows, spend
from tests.integration.test_receipt_path import capture

pytestmark = pytest.mark.usefixtures("stores")

PRINT = bytes(range(32))
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)


def nearly(bits: int) -> bytes:
    """The print with so many bits turned, spread over the page."""
    turned = bytearray(PRINT)
    for number in range(bits):
        turned[number * 37 % 256 // 8] ^= 1 << (number * 37 % 8)
    return bytes(turned)


@dataclass
class Reads:
    """A reader that finds what it was told, in place of a child process."""

    prints: list[bytes | None] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    async def read(self, data: bytes, context: Any, choice: Any = None) -> Outcome:
        fields = {name: {"value": value, "confidence": 0.99, "checks": ["sum"]} for name, value in self.values.items()}
        copy = Copy("page", 1, b"picture", "image/jpeg", 10, 10)
        return Outcome(fields, [], " ".join(self.values.values()), "test", max(1, len(self.prints)), 5, 5, [copy], self.prints)


SHOP = {"merchant": "Rewe", "total": "12.34", "date": "2026-03-05", "currency": "EUR", "receipt_number": "4711"}


async def arrive(actor: Actor, *prints: bytes | None, **values: str) -> ExpenseView:
    """A receipt that is read, and stands in the books."""
    made = await capture(actor, JPEG + new_id().bytes)
    job, receipt = Actor.for_job(actor.workspace_id, actor.user_id), made.receipts[0].id
    await ocr.read_receipt(ReceiptUploaded(receipt, made.id), Once(new_id(), "read_receipt", job), Reads(list(prints), SHOP | values))
    await expenses.fill_from_receipt(ReceiptRead(receipt, made.id), Once(new_id(), "fill_from_receipt", job), ocr.Readers(1))
    expense = await look(actor, made.id)
    await find(actor, ExpenseRecorded(expense.id, expense.occurred_on))
    return await look(actor, made.id)


async def find(actor: Actor, event: Any) -> None:
    await expenses.find_twins(event, Once(new_id(), "find_twins", Actor.for_job(actor.workspace_id, actor.user_id)))


async def typed(actor: Actor, **fields: Any) -> ExpenseView:
    expense = await spend(actor, **({"merchant": "Rewe"} | fields))
    await find(actor, ExpenseRecorded(expense.id, expense.occurred_on))
    return expense


async def waiting(actor: Actor) -> list[Twin]:
    async with transaction(actor) as session:
        return await expenses.open_twins(session, actor)


async def decide(actor: Actor, twin: Twin, decision: expenses.Decision) -> None:
    async with transaction(actor) as session:
        await expenses.decide_twin(session, actor, twin.first_id, twin.second_id, decision)


async def take_back(actor: Actor, twin: Twin) -> None:
    async with transaction(actor) as session:
        await expenses.reopen_twin(session, actor, twin.first_id, twin.second_id)


async def restore(actor: Actor, expense_id: UUID) -> None:
    async with transaction(actor) as session:
        await expenses.restore(session, actor, expense_id)
    await find(actor, ExpenseRestored(expense_id))


async def remove(actor: Actor, expense_id: UUID) -> None:
    async with transaction(actor) as session:
        await expenses.remove(session, actor, expense_id)


async def test_the_same_picture_saved_anew_is_a_pair_and_is_not_confirmed_by_itself() -> None:
    actor = await new_books()
    first = await arrive(actor, PRINT)
    second = await arrive(actor, nearly(12), merchant="Rewf", receipt_number="4777")
    assert (first.status, second.status) == ("confirmed", "needs_review")
    twins = await waiting(actor)
    assert [(each.first_id, each.second_id, each.kind) for each in twins] == [(first.id, second.id, "picture")]
    assert twins[0].why == ("pictures", "read_alike")
    async with transaction(actor) as session:
        assert (await expenses.twins_of(session, actor, [second.id]))[second.id].other(second.id) == first.id


async def test_one_form_of_a_shop_with_another_total_is_no_pair() -> None:
    actor = await new_books()
    await arrive(actor, PRINT)
    second = await arrive(actor, nearly(6), total="17.80", date="2026-03-09")
    assert second.status == "confirmed"
    assert await waiting(actor) == []


async def test_every_page_of_the_shorter_one_has_to_be_in_the_other() -> None:
    actor = await new_books()
    terms = bytes(reversed(PRINT))
    await arrive(actor, PRINT, terms, merchant="Hotel", total="80.00")
    await arrive(actor, nearly(90), terms, merchant="Bistro", total="80.00", receipt_number="99")
    assert await waiting(actor) == []  # they share the page of the terms alone
    again = await arrive(actor, nearly(3), merchant="Hotei", total="80.00", receipt_number="4712")
    assert [(each.second_id, each.kind) for each in await waiting(actor)] == [(again.id, "picture")]


async def test_the_same_paper_photographed_twice_is_found_by_what_it_says() -> None:
    actor = await new_books()
    first, second = await arrive(actor, PRINT), await arrive(actor, nearly(120))
    assert [(each.first_id, each.second_id, each.kind) for each in await waiting(actor)] == [(first.id, second.id, "content")]


async def test_what_was_typed_and_its_receipt_are_a_pair_in_either_order() -> None:
    actor = await new_books()
    by_hand = await typed(actor)
    receipt = await arrive(actor, PRINT)
    assert [(each.first_id, each.second_id, each.kind) for each in await waiting(actor)] == [(by_hand.id, receipt.id, "typed")]
    late = await typed(actor)
    assert {(each.first_id, each.second_id) for each in await waiting(actor)} >= {(receipt.id, late.id)}


async def test_an_amended_expense_finds_its_twin_and_loses_it_again() -> None:
    actor = await new_books()
    await typed(actor)
    other = await typed(actor, amount="99.00")
    assert await waiting(actor) == []
    for amount, pairs in (("12.34", 1), ("55.00", 0)):
        async with transaction(actor) as session:
            await expenses.amend(session, actor, other.id, ExpenseChange(money=MoneyDraft(amount, "EUR")))
        await find(actor, ExpenseAmended(other.id, ("money",)))
        assert len(await waiting(actor)) == pairs


async def test_the_same_event_twice_and_both_events_of_a_pair_make_one_pair() -> None:
    actor = await new_books()
    first, second = await typed(actor), await typed(actor)
    for expense in (second, first, second):
        await find(actor, ExpenseRecorded(expense.id, expense.occurred_on))
    assert len(await waiting(actor)) == 1


async def test_a_pair_that_was_kept_never_comes_back() -> None:
    actor = await new_books()
    first, second = await typed(actor), await typed(actor)
    await decide(actor, (await waiting(actor))[0], "kept")
    for expense in (first, second):
        await find(actor, ExpenseRecorded(expense.id, expense.occurred_on))
    await remove(actor, second.id)
    await restore(actor, second.id)
    assert await waiting(actor) == []
    assert (await look(actor, first.id)).deleted_at is None and (await look(actor, second.id)).deleted_at is None


async def test_a_pair_closes_with_the_bin_and_opens_with_what_comes_back() -> None:
    actor = await new_books()
    first, second = await typed(actor), await typed(actor)
    await remove(actor, first.id)
    assert await waiting(actor) == []
    await find(actor, ExpenseRecorded(second.id, second.occurred_on))
    await restore(actor, first.id)
    assert len(await waiting(actor)) == 1


async def test_discarding_bins_the_new_one_and_can_be_taken_back() -> None:
    actor = await new_books()
    first, second = await arrive(actor, PRINT), await arrive(actor, nearly(2))
    twin = (await waiting(actor))[0]
    await decide(actor, twin, "discarded")
    assert (await look(actor, first.id)).deleted_at is None
    assert (await look(actor, second.id)).deleted_at is not None
    assert await waiting(actor) == []
    await take_back(actor, twin)
    assert (await look(actor, second.id)).deleted_at is None
    assert [each.second_id for each in await waiting(actor)] == [second.id]


async def test_replacing_gives_the_earlier_one_picture_and_values_of_the_new_one_but_nothing_over_a_persons_word() -> None:
    actor = await new_books()
    first = await arrive(actor, PRINT, merchant="Rewf")
    async with transaction(actor) as session:
        await expenses.amend(session, actor, first.id, ExpenseChange(note="Team lunch", money=MoneyDraft("14.00", "EUR")))
    before = await look(actor, first.id)
    second = await arrive(actor, nearly(2))
    twin = (await waiting(actor))[0]
    await decide(actor, twin, "replaced")
    kept = await look(actor, first.id)
    assert [each.id for each in kept.receipts] == [second.receipts[0].id]
    assert (kept.merchant_name, kept.note, kept.money.minor) == ("Rewe", "Team lunch", 1400)
    assert kept.field_sources["merchant"] == "provider"
    assert (await look(actor, second.id)).deleted_at is not None

    await take_back(actor, twin)
    back = await look(actor, first.id)
    assert [each.id for each in back.receipts] == [before.receipts[0].id]
    assert (back.merchant_name, back.note, back.money, back.field_sources) == ("Rewf", "Team lunch", before.money, before.field_sources)
    again = await look(actor, second.id)
    assert (again.deleted_at, [each.id for each in again.receipts]) == (None, [second.receipts[0].id])
    assert len(await waiting(actor)) == 1


async def test_a_receipt_takes_the_place_of_nothing_where_the_earlier_one_was_typed() -> None:
    actor = await new_books()
    by_hand = await typed(actor, note="Team lunch", on="2026-03-05")
    receipt = await arrive(actor, PRINT)
    twin = (await waiting(actor))[0]
    await decide(actor, twin, "replaced")
    kept = await look(actor, by_hand.id)
    assert ([each.id for each in kept.receipts], kept.note) == ([receipt.receipts[0].id], "Team lunch")
    await take_back(actor, twin)
    assert (await look(actor, by_hand.id)).receipts == ()


async def test_a_pair_is_decided_once() -> None:
    actor = await new_books()
    await typed(actor)
    await typed(actor)
    twin = (await waiting(actor))[0]
    await decide(actor, twin, "kept")
    with pytest.raises(expenses.TwinDecided):
        await decide(actor, twin, "discarded")
    with pytest.raises(expenses.NoSuchTwin):
        await decide(actor, Twin(twin.second_id, twin.first_id, "typed", 1.0, ()), "discarded")


async def test_another_workspace_has_no_part_in_it() -> None:
    mine, theirs = await new_books(), await new_books()
    await arrive(mine, PRINT)
    await arrive(theirs, PRINT)
    assert await waiting(mine) == await waiting(theirs) == []
    await arrive(mine, nearly(1))
    twin = (await waiting(mine))[0]
    assert await waiting(theirs) == []
    assert await rows(theirs, "SELECT 1 FROM expense_twin") == []
    assert len(await rows(theirs, "SELECT 1 FROM receipt_print")) == 1
    assert await rows(theirs, "SELECT 1 FROM receipts_alike(:id, 256)", id=twin.first_id) == []
    with pytest.raises(expenses.NoSuchExpense):
        await decide(theirs, twin, "discarded")


async def test_near_prints_are_found_by_the_index_alone() -> None:
    actor = await new_books()
    await arrive(actor, PRINT)
    plan = await rows(
        actor, "SELECT indexdef FROM pg_indexes WHERE tablename = 'receipt_print' AND indexdef LIKE '%gin (workspace_id, bands)%'"
    )
    assert plan
    bands = (await rows(actor, "SELECT bands FROM receipt_print"))[0].bands
    assert len(set(bands)) == 18 and all(0 <= band < 18 << 14 for band in bands)
