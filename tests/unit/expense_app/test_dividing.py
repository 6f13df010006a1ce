"""An expense divided by what was bought, as its sheet and its page say it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.ai import LineBought, LinesBought
from backend.categories import CategoryView
from backend.core.clock import now
from backend.core.money import Money
from backend.expenses import ExpenseView
from expense_app import dividing
from expense_app.dividing import Item

FOOD, CARE = uuid4(), uuid4()


def expense(minor: int = 2805, currency: str = "EUR") -> ExpenseView:
    facts: dict[str, Any] = dict.fromkeys(ExpenseView.__annotations__)
    return ExpenseView(**{**facts, "id": uuid4(), "occurred_on": date(2026, 3, 5), "money": Money(minor, currency), "category_id": FOOD})


def bought(*lines: tuple[str, int, UUID | None], closes: bool = True, currency: str = "EUR") -> LinesBought:
    made = (LineBought(words, Money(minor, currency), kind, for_all=kind is None, why="") for words, minor, kind in lines)
    return LinesBought(tuple(made), closes)


def named(key: UUID, name: str) -> CategoryView:
    return CategoryView(key, None, name, None, "tag", None, "expense", 0, 1, now(), now())


SHOP = bought(("Bread", 700, FOOD), ("Shampoo", 495, CARE), ("Milk", 800, FOOD), ("Jam", 810, FOOD))
NAMED = {FOOD: named(FOOD, "Groceries"), CARE: named(CARE, "Health")}


def test_each_category_has_a_line_the_expenses_own_first_with_what_is_in_it() -> None:
    first, other = dividing.parts_of(expense(), dividing.items_of(SHOP, "en"), "en", closes=True)
    assert (first.category, first.amount, first.said, first.note) == (str(FOOD), "23.10", "Bread, Milk, +1", "Bread, Milk, Jam")
    assert (other.category, other.amount, other.said, other.note) == (str(CARE), "4.95", "Shampoo", "Shampoo")


def test_an_item_that_is_moved_takes_its_money_along_and_needs_no_reason() -> None:
    items = dividing.moved(dividing.items_of(SHOP, "de-DE"), 0, str(CARE))
    assert [(each.category, each.amount) for each in dividing.parts_of(expense(), items, "de-DE", closes=True)] == [
        (str(FOOD), "16,10"),
        (str(CARE), "11,95"),
    ]
    assert dividing.chosen_in(items) == {"Bread": CARE, "Shampoo": CARE, "Milk": FOOD, "Jam": FOOD}


def test_what_was_taken_off_everything_goes_nowhere_and_cannot_be_moved() -> None:
    items = dividing.items_of(bought(("Bread", 2000, FOOD), ("Shampoo", 1000, CARE), ("Coupon", -195, None)), "en")
    assert dividing.moved(items, 2, str(CARE)) == items
    assert [each.amount for each in dividing.parts_of(expense(), items, "en", closes=True)] == ["18.70", "9.35"]
    assert set(dividing.chosen_in(items)) == {"Bread", "Shampoo"}


def test_the_same_words_in_two_categories_teach_nothing() -> None:
    items = [Item(name="Item", minor=1, category=str(FOOD)), Item(name="Item", minor=1, category=str(CARE))]
    assert dividing.chosen_in([*items, Item(name="Discount", minor=-1, category=str(CARE))]) == {"Item": None}


@pytest.mark.parametrize(
    ("whole", "words"),
    [
        (3000, "The items read come to €28.05. What is missing is in the first line."),
        (2000, "The items read come to €28.05, more than the total. Each line was made smaller to fit."),
    ],
)
def test_lines_that_do_not_make_the_total_are_said_so(whole: int, words: str) -> None:
    assert dividing.gap_words(Money(whole, "EUR"), dividing.items_of(SHOP, "en"), "en") == words


def test_the_page_offers_a_division_only_where_there_is_one_and_it_adds_up() -> None:
    assert dividing.offer_of(expense(), SHOP, NAMED, "en") == "Groceries €23.10 · Health €4.95"
    assert dividing.offer_of(expense(), LinesBought(SHOP.lines, closes=False), NAMED, "en") == ""
    assert dividing.offer_of(expense(), bought(("Bread", 2805, FOOD)), NAMED, "en") == ""
    assert dividing.offer_of(expense(), None, NAMED, "en") == ""
    assert dividing.offer_of(replace(expense(), category_id=None), SHOP, NAMED, "en") == ""


def test_the_names_of_many_items_end_somewhere() -> None:
    items = [Item(key=key, name="Wholemeal bread", category="a") for key in range(500)]
    assert len(dividing.note_of(items, "a")) == 2000
    assert dividing.short_of(items, "a") == "Wholemeal bread, Wholemeal bread, +498"
