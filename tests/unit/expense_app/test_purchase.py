"""What was bought, as the page of an expense says it."""

from decimal import Decimal
from uuid import UUID

import pytest

from backend.ai import LineBought, LinePlace, LinesBought
from backend.core.money import Money
from expense_app import purchase
from tests.unit.expense_app.test_dividing import CARE, FOOD, NAMED, bought, expense

PAPER = UUID(int=7)


def line(minor: int = 398, quantity: str | None = None, unit: int | None = None, place: LinePlace | None = None) -> LineBought:
    price = Money(unit, "EUR") if unit else None
    return LineBought("Milk", Money(minor, "EUR"), FOOD, False, "", Decimal(quantity) if quantity else None, price, place)


def row(each: LineBought, locale: str = "en") -> purchase.Row:
    return purchase.rows_of(expense(), LinesBought((each,), closes=True), NAMED, locale)[0]


@pytest.mark.parametrize(
    ("quantity", "unit", "locale", "words"),
    [
        ("2", 199, "en", "2 × €1.99"),
        ("0.512", 777, "de", "0,512 × 7,77\N{NO-BREAK SPACE}€"),
        ("1", 398, "en", ""),
        ("2", None, "en", ""),
        (None, 199, "en", ""),
    ],
)
def test_a_line_says_how_many_at_which_price_where_both_are_printed(
    quantity: str | None, unit: int | None, locale: str, words: str
) -> None:
    assert row(line(398, quantity, unit), locale).times == words


def test_what_was_taken_off_is_below_nothing() -> None:
    assert row(line(-100)).amount == "\N{MINUS SIGN}€1.00"


def test_a_line_names_its_category_only_where_that_is_not_the_expenses_own() -> None:
    rows = purchase.rows_of(expense(), bought(("Bread", 700, FOOD), ("Shampoo", 495, CARE), ("Coupon", -50, None)), NAMED, "en")
    assert [(each.name, each.kind) for each in rows] == [("Bread", ""), ("Shampoo", "Health"), ("Coupon", "")]


def test_a_line_knows_its_page_and_place_on_it() -> None:
    placed, nowhere = row(line(place=LinePlace(PAPER, 2, (0.1, 0.25, 0.5, 0.02)))), row(line())
    assert (placed.sheet, placed.spot) == (f"{PAPER}-2", "10.00 25.00 50.00 2.00")
    assert (nowhere.sheet, nowhere.spot) == ("", "")


@pytest.mark.parametrize(
    ("minor", "closes", "words"),
    [
        (2690, True, "Adds up to the total."),
        (2690, False, "Adds up to the total."),
        (2510, True, "The items come to €25.10. With tax and the like that is the total."),
        (2510, False, "The items come to €25.10, the total says €26.90."),
    ],
)
def test_the_sum_of_the_lines_is_held_against_the_total(minor: int, closes: bool, words: str) -> None:
    assert purchase.sum_words(Money(2690, "EUR"), bought(("Bread", minor, FOOD), closes=closes), "en") == words
