"""What is to be expected is told from today, and leads to the expenses it is read from."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from backend.core.money import Money
from backend.recurring import Recurring
from expense_app import coming, formats

TODAY = date(2026, 11, 24)
SHOP = UUID(int=7)
NETFLIX = Recurring(
    merchant_id=SHOP,
    merchant_name="Netflix",
    category_id=None,
    cadence="monthly",
    due=date(2026, 11, 27),
    money=Money(1299, "EUR"),
    before=None,
    fixed=True,
    alone=True,
    least=Money(1199, "EUR"),
    most=Money(1299, "EUR"),
    since=date(2026, 1, 27),
    count=11,
)


@pytest.mark.parametrize(
    ("day", "locale", "words"),
    [
        (TODAY, "en", "Today"),
        (date(2026, 11, 25), "en", "Tomorrow"),
        (date(2026, 11, 27), "en", "in 3 days"),
        (date(2026, 12, 24), "en", "in 30 days"),
        (date(2026, 11, 20), "en", "4 days ago"),
        (date(2026, 11, 27), "de", "in 3 Tagen"),
        (date(2026, 11, 27), "ar", "خلال 3 أيام"),
    ],
)
def test_a_near_day_is_told_from_today(day: date, locale: str, words: str) -> None:
    assert formats.near_day(day, TODAY, locale) == words


def test_all_of_a_merchant_leads_to_the_merchant() -> None:
    assert coming.behind(NETFLIX) == f"/expenses?kind=expense&merchant={SHOP}"


def test_one_price_among_others_leads_to_its_amounts() -> None:
    dinars = replace(NETFLIX, alone=False, money=Money(1500, "KWD"), least=Money(1500, "KWD"), most=Money(2005, "KWD"))
    assert coming.behind(dinars) == f"/expenses?kind=expense&merchant={SHOP}&min=1.500&max=2.005&currency=KWD"
