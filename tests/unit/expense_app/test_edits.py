"""Edits of single fields as changes of the books, and the way back."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from backend.core.errors import Invalid
from backend.core.ids import new_id
from backend.core.money import Money
from backend.expenses import Change, ExpenseChange, MoneyDraft, SplitDraft, SplitView
from expense_app import edits


def change_of(field: str, text: str, money: Money | None = Money(1250, "EUR"), splits: tuple[SplitView, ...] = ()) -> ExpenseChange:  # noqa: B008 - frozen
    expense: Any = SimpleNamespace(money=money, splits=splits)
    return edits.change_of(field, text, expense, "de-AT", "EUR", today=date(2026, 11, 24))


def test_an_amount_is_read_in_the_readers_way_and_keeps_its_currency() -> None:
    assert change_of("amount", "1.234,5", Money(1, "USD")).money == MoneyDraft("1234.5", "USD")


def test_an_amount_of_an_unread_receipt_is_in_the_currency_of_the_books() -> None:
    assert change_of("amount", "12", None).money == MoneyDraft("12", "EUR")


def test_another_currency_keeps_the_number_without_needless_zeros() -> None:
    assert change_of("currency", "JPY", Money(1200, "EUR")).money == MoneyDraft("12", "JPY")
    assert change_of("currency", "JPY", Money(1250, "EUR")).money == MoneyDraft("12.5", "JPY")


def test_another_amount_is_shared_among_the_lines_to_the_last_cent() -> None:
    home, work = new_id(), new_id()
    lines = (SplitView(home, Money(334, "EUR"), ""), SplitView(work, Money(333, "EUR"), "desk"), SplitView(None, Money(333, "EUR"), ""))
    change = change_of("amount", "20", Money(1000, "EUR"), lines)
    assert change.splits == (
        SplitDraft(Money(668, "EUR"), home),
        SplitDraft(Money(666, "EUR"), work, "desk"),
        SplitDraft(Money(666, "EUR"), None),
    )
    in_yen = change_of("currency", "JPY", Money(1000, "EUR"), lines).splits
    assert isinstance(in_yen, tuple)
    assert sum(line.money.minor for line in in_yen if isinstance(line.money, Money)) == 10


def test_a_divided_expense_without_an_amount_is_whole_again() -> None:
    lines = (SplitView(None, Money(5, "EUR"), ""), SplitView(None, Money(5, "EUR"), ""))
    assert change_of("amount", "0", Money(10, "EUR"), lines).splits is None


def test_the_way_back_brings_the_lines_back() -> None:
    category = new_id()
    line = {"category_id": str(category), "money": {"amount": "5.00", "currency": "EUR"}, "note": "n"}
    change = Change(3, datetime(2026, 11, 24, tzinfo=UTC), None, "user", {"splits": ([line], None)})
    assert edits.can_go_back(change)
    assert edits.back_to(change).splits == (SplitDraft(MoneyDraft("5.00", "EUR"), category, "n"),)


def test_what_made_an_expense_is_not_taken_back_and_neither_is_an_approval() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert not edits.can_go_back(Change(1, at, None, "user", {"note": (None, "x")}))
    assert not edits.can_go_back(Change(2, at, None, "user", {"status": ("needs_review", "confirmed")}))


def test_tags_are_parted_by_commas_and_named_once() -> None:
    assert change_of("tags", "#trip, client ,trip,, ").tags == ("trip", "client")


def test_an_emptied_merchant_and_category_are_taken_away() -> None:
    assert change_of("merchant", "  ").merchant is None
    assert change_of("category_id", "").category_id is None


@pytest.mark.parametrize(("field", "text"), [("amount", " "), ("occurred_on", "soon"), ("version", "9")])
def test_what_says_nothing_is_refused(field: str, text: str) -> None:
    with pytest.raises(Invalid):
        change_of(field, text)


def test_the_way_back_sets_what_stood_before() -> None:
    category = new_id()
    changes = {
        "money": ({"amount": "5.60", "currency": "EUR"}, {"amount": "7.25", "currency": "EUR"}),
        "occurred_on": ("2026-11-20", "2026-11-21"),
        "category_id": (str(category), None),
        "category_source": ("model", "user"),
    }
    back = edits.back_to(Change(3, datetime(2026, 11, 24, tzinfo=UTC), None, "user", changes))
    assert back == ExpenseChange(money=MoneyDraft("5.60", "EUR"), occurred_on=date(2026, 11, 20), category_id=category)
