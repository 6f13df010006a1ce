"""Writing the books on a real database: one expense at a time."""

from datetime import date
from decimal import Decimal

import pytest

from backend import categories, expenses
from backend.core.actor import Actor, Role
from backend.core.db import transaction
from backend.core.errors import Forbidden, Invalid
from backend.core.money import Money
from backend.expenses import ExpenseChange, ExpenseDraft, MoneyDraft, SplitDraft, Suggestion
from tests.integration.bookkeeping import category, check_rollup, look, new_books, rows, spend

pytestmark = pytest.mark.usefixtures("stores")


async def amend(actor: Actor, view: expenses.ExpenseView, version: int | None = None, **fields: object) -> expenses.ExpenseView:
    async with transaction(actor) as session:
        return await expenses.amend(session, actor, view.id, ExpenseChange(**fields), expected_version=version)


async def test_a_typed_expense_is_confirmed_and_keeps_what_was_sent() -> None:
    actor = await new_books()
    groceries = await category(actor, "groceries")
    view = await spend(actor, merchant="  Blumen   Müller ", category_id=groceries, tags=("trip", "trip", " café "), note=" 🧾 שלום ")
    assert (view.status, view.kind, view.version) == ("confirmed", "expense", 1)
    assert view.money == view.base_money == Money(1234, "EUR")
    assert (view.merchant_name, view.tags, view.note) == ("Blumen Müller", ("trip", "café"), "🧾 שלום")
    assert (view.category_id, view.category_source, view.fx_rate) == (groceries, "user", None)
    assert view.field_sources["money"] == "user"
    await check_rollup(actor)


async def test_another_currency_is_converted_at_the_banks_rate_of_the_day() -> None:
    actor = await new_books()
    view = await spend(actor, "100.00", "USD", "2024-03-05")
    assert view.money == Money(10000, "USD")
    assert view.base_money is not None and view.base_money.currency == "EUR" and 9000 < view.base_money.minor < 9500
    assert view.fx_source == "ecb 2024-03-05" and view.fx_rate is not None


async def test_without_a_rate_an_expense_is_unconverted_and_counted_so() -> None:
    actor = await new_books()
    view = await spend(actor, "10.000", "KWD")
    assert (view.base_money, view.fx_rate, view.fx_source) == (None, None, None)
    async with transaction(actor) as session:
        assert (await expenses.totals(session, actor)).unconverted == 1
    await check_rollup(actor)


async def test_a_persons_rate_wins_and_stays_while_the_currency_stays() -> None:
    actor = await new_books()
    view = await spend(actor, "10.00", "USD", fx_rate="0.5")
    assert (view.base_money, view.fx_source) == (Money(500, "EUR"), "user")
    view = await amend(actor, view, money=MoneyDraft("20.00", "USD"), occurred_on=date(2020, 1, 2))
    assert (view.base_money, view.fx_rate) == (Money(1000, "EUR"), Decimal("0.5"))
    view = await amend(actor, view, money=MoneyDraft("20.00", "GBP"))
    assert view.fx_source is not None and view.fx_source.startswith("ecb")
    view = await amend(actor, await amend(actor, view, fx_rate="2"), fx_rate=None)
    assert view.fx_source.startswith("ecb")


async def test_a_new_day_moves_the_row_to_its_year_and_converts_anew() -> None:
    actor = await new_books()
    view = await spend(actor, "100.00", "USD", "2024-03-05")
    moved = await amend(actor, view, occurred_on=date(2015, 6, 1))
    assert moved.id == view.id and moved.fx_source == "ecb 2015-06-01"
    assert [row[0] for row in await rows(actor, "SELECT tableoid::regclass::text FROM expense".replace("::", "\\:\\:"))] == ["expense_2015"]
    await check_rollup(actor)


async def test_a_change_that_changes_nothing_makes_no_version() -> None:
    actor = await new_books()
    view = await spend(actor, note="same")
    assert (await amend(actor, view, note="same")).version == 1


async def test_a_stale_version_changes_nothing() -> None:
    actor = await new_books()
    view = await spend(actor)
    await amend(actor, view, note="first")
    with pytest.raises(expenses.StaleExpense):
        await amend(actor, view, version=1, note="second")
    assert (await look(actor, view.id)).note == "first"


async def test_every_version_has_its_history() -> None:
    actor = await new_books()
    view = await amend(actor, await spend(actor), note="lunch", money=MoneyDraft("13", "EUR"))
    async with transaction(actor) as session:
        page = await expenses.history(session, actor, view.id)
    assert [change.version for change in page.items] == [2, 1]
    assert page.items[0].changes == {
        "note": ("", "lunch"),
        "money": ({"amount": "12.34", "currency": "EUR"}, {"amount": "13.00", "currency": "EUR"}),
    }
    assert (page.items[0].actor_id, page.items[0].source) == (actor.user_id, "user")


async def test_splits_must_sum_to_the_whole_and_share_the_base_amount() -> None:
    actor = await new_books()
    one, two = await category(actor, "groceries"), await category(actor, "home")
    lines = (SplitDraft(MoneyDraft("3.33", "USD"), one), SplitDraft(MoneyDraft("6.67", "USD"), two, "shelf"))
    view = await spend(actor, "10.00", "USD", "2024-03-05", splits=lines)
    assert view.base_money is not None
    assert sum(split.base_money.minor for split in view.splits if split.base_money) == view.base_money.minor
    await check_rollup(actor)
    with pytest.raises(Invalid) as refusal:
        await amend(actor, view, money=MoneyDraft("11.00", "USD"))
    assert refusal.value.fields[0].code == "splits_sum" and "1.00 USD is left" in refusal.value.detail
    view = await amend(actor, view, splits=None, money=MoneyDraft("11.00", "USD"))
    assert view.splits == ()
    await check_rollup(actor)


async def test_a_binned_expense_answers_is_not_changed_and_comes_back() -> None:
    actor = await new_books()
    view = await spend(actor)
    async with transaction(actor) as session:
        await expenses.remove(session, actor, view.id, expected_version=1)
        await expenses.remove(session, actor, view.id)
    binned = await look(actor, view.id)
    assert binned.deleted_at is not None and binned.version == 2
    await check_rollup(actor)
    with pytest.raises(expenses.ExpenseBinned):
        await amend(actor, view, note="x")
    async with transaction(actor) as session:
        restored = await expenses.restore(session, actor, view.id)
    assert restored.deleted_at is None and restored.version == 3
    await check_rollup(actor)


async def test_a_key_gives_the_same_expense_for_ever_to_its_person() -> None:
    actor = await new_books()
    draft = ExpenseDraft(money=MoneyDraft("1.00", "EUR"))
    async with transaction(actor) as session:
        first = await expenses.record(session, actor, draft, idempotency_key="phone-1")
    async with transaction(actor) as session:
        again = await expenses.record(session, actor, draft, idempotency_key="phone-1")
        found = await expenses.recorded_with(session, actor, "phone-1")
    assert first == again == found
    assert (await rows(actor, "SELECT count(*) FROM expense"))[0][0] == 1
    other = await new_books()
    async with transaction(other) as session:
        assert await expenses.recorded_with(session, other, "phone-1") is None


async def test_the_machine_never_overwrites_a_person_and_ranks_among_itself() -> None:
    actor = await new_books()
    food, fuel = await category(actor, "groceries"), await category(actor, "fuel")
    view = await spend(actor)

    async def suggest(category_id: object, source: object) -> bool:
        async with transaction(actor) as session:
            return await expenses.suggest_category(session, actor, view.id, Suggestion(category_id, source, 0.9, "because"))

    assert await suggest(food, "model")
    assert not await suggest(fuel, "llm")
    assert await suggest(fuel, "rule")
    found = await look(actor, view.id)
    assert (found.category_id, found.category_source, found.category_why) == (fuel, "rule", "because")
    await amend(actor, view, category_id=None)
    assert not await suggest(food, "rule")
    assert (await look(actor, view.id)).category_id is None
    await check_rollup(actor)


async def test_a_viewer_reads_and_does_not_write() -> None:
    actor = await new_books(role=Role.VIEWER)
    with pytest.raises(Forbidden):
        await spend(actor)
    async with transaction(actor) as session:
        assert (await expenses.list_page(session, actor)).items == []


async def test_another_workspace_sees_and_names_nothing_of_ours() -> None:
    ours, theirs = await new_books(), await new_books()
    view = await spend(ours, merchant="Bakery")
    groceries = await category(ours, "groceries")
    for act in (
        lambda session: expenses.get(session, theirs, view.id),
        lambda session: expenses.amend(session, theirs, view.id, ExpenseChange(note="x")),
        lambda session: expenses.remove(session, theirs, view.id),
        lambda session: expenses.restore(session, theirs, view.id),
        lambda session: expenses.history(session, theirs, view.id),
    ):
        with pytest.raises(expenses.NoSuchExpense):
            async with transaction(theirs) as session:
                await act(session)
    for fields in (
        {"category_id": groceries},
        {"merchant_id": view.merchant_id},
        {"splits": (SplitDraft(MoneyDraft("12.34", "EUR"), groceries),)},
    ):
        with pytest.raises(Invalid):
            await spend(theirs, **fields)
    async with transaction(theirs) as session:
        assert await categories.find_merchant(session, theirs, view.merchant_id) is None
