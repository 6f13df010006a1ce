"""What comes back, as the books have it: found by the database and the rules together."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
import time_machine

from backend import expenses, recurring
from backend.core.actor import Actor, Role
from backend.core.db import transaction
from backend.core.errors import Forbidden
from backend.core.money import Money
from backend.expenses import ExpenseDraft, MoneyDraft
from backend.recurring import Recurring
from tests.integration.bookkeeping import new_books, spend

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00Z"):
        yield


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


async def coming(actor: Actor, days: int = 30) -> list[Recurring]:
    async with transaction(actor) as session:
        return await recurring.upcoming(session, actor, days)


async def every_week(actor: Actor, merchant: str, amounts: Sequence[str], *, ago: int = 0, currency: str = "EUR") -> None:
    """Spend once a week, the last time so many days ago."""
    for back, amount in enumerate(reversed(amounts)):
        await spend(actor, amount, currency, on=str(TODAY - timedelta(days=ago + 7 * back)), merchant=merchant)


async def test_what_came_three_times_comes_up_with_its_day_and_amount(actor: Actor) -> None:
    await every_week(actor, "Urban Sports Club", ["12.99"] * 3, ago=4)
    await every_week(actor, "Netflix", ["9.99", "9.99", "9.99", "11.99"], ago=5, currency="USD")
    await spend(actor, "40", on=str(TODAY), merchant="REWE")
    netflix, club = await coming(actor)
    assert (netflix.merchant_name, netflix.money, netflix.before) == ("Netflix", Money(1199, "USD"), Money(999, "USD"))
    assert (club.merchant_name, club.cadence, club.due) == ("Urban Sports Club", "weekly", TODAY + timedelta(days=3))
    assert (club.money, club.before, club.fixed, club.alone, club.count) == (Money(1299, "EUR"), None, True, True, 3)
    assert await coming(actor, days=2) == [netflix]


async def test_what_is_new_is_seen_at_once(actor: Actor) -> None:
    await every_week(actor, "Gym", ["12.99"] * 2, ago=7)
    assert await coming(actor) == []
    await spend(actor, "12.99", on=str(TODAY), merchant="Gym")
    assert [each.due for each in await coming(actor)] == [TODAY + timedelta(days=7)]


async def test_binned_unread_received_and_moved_money_does_not_come_back(actor: Actor) -> None:
    await every_week(actor, "Gym", ["12.99"] * 3)
    for back in range(3):
        for kind in ("income", "transfer"):
            await spend(actor, "50", on=str(TODAY - timedelta(days=7 * back)), merchant="Studio Nord", kind=kind)
    gym = await coming(actor)
    assert [each.merchant_name for each in gym] == ["Gym"]
    async with transaction(actor) as session:
        page = await expenses.list_page(session, actor, expenses.ExpenseFilter(merchant_id=gym[0].merchant_id))
        await expenses.remove(session, actor, page.items[1].id)
    await spend(actor, "1", on=str(TODAY))
    assert await coming(actor) == []


async def test_a_crowd_of_purchases_hides_no_subscription(actor: Actor) -> None:
    async with transaction(actor) as session:
        for number in range(131):
            day, money = TODAY - timedelta(days=number * 5 % 400), MoneyDraft(f"{10 + number}.37", "EUR")
            await expenses.record(session, actor, ExpenseDraft(money=money, occurred_on=day, merchant="Amazon"))
    await every_week(actor, "Amazon", ["8.99"] * 4, ago=3)
    (prime,) = await coming(actor)
    assert (prime.money, prime.alone, prime.since) == (Money(899, "EUR"), False, TODAY - timedelta(days=24))
    assert (prime.least, prime.most) == (prime.money, prime.money)


async def test_the_books_of_others_hold_nothing_to_expect_here(actor: Actor) -> None:
    await every_week(actor, "Gym", ["12.99"] * 3)
    assert await coming(await new_books()) == []
    nobody = Actor(actor.user_id, actor.workspace_id, Role.VIEWER, scopes=frozenset({"expenses:read"}))
    with pytest.raises(Forbidden):
        await coming(nobody)


async def test_a_day_far_back_is_not_looked_at(actor: Actor) -> None:
    long_ago = date(TODAY.year - 4, 1, 5)
    for back in range(3):
        await spend(actor, "12.99", on=str(long_ago - timedelta(days=7 * back)), merchant="Gym")
    assert await coming(actor) == []
