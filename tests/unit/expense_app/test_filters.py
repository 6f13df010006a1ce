"""The filters of the expenses page and their addresses."""

from datetime import date
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.api.expense_schemas import ListAsked
from backend.core.errors import Invalid
from backend.core.ids import new_id
from expense_app import filters
from expense_app.periods import name_of, named_periods


def test_an_address_keeps_what_it_knows_and_drops_the_rest() -> None:
    asked = filters.asked_in({"q": "tea & milk", "status": "", "evil": "1", "receipt": "no"})
    assert asked == {"q": "tea & milk", "receipt": "no"}
    again = parse_qs(urlsplit(filters.address(asked)).query)
    assert again == {"q": ["tea & milk"], "receipt": ["no"]}


def test_a_filter_is_taken_away_by_none_and_the_bare_page_is_left() -> None:
    assert filters.address({"q": "tea"}, q=None) == "/expenses"


def test_the_words_of_an_address_become_what_the_books_are_asked() -> None:
    category = new_id()
    asked = {"from": "2026-11-01", "to": "2026-11-30", "status": "needs_review", "category": str(category), "receipt": "yes"}
    wanted = filters.expense_filter(asked)
    assert (wanted.from_, wanted.to) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (wanted.status, wanted.category_id, wanted.has_receipt) == ("needs_review", category, True)


@pytest.mark.parametrize("asked", [{"from": "yesterday"}, {"category": "food"}, {"status": "lost"}, {"kind": "gift"}])
def test_an_address_that_says_what_cannot_be_is_refused_in_words(asked: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        filters.expense_filter(asked)


def test_a_whole_month_is_known_as_one() -> None:
    assert filters.month_of({"from": "2028-02-01", "to": "2028-02-29"}) == date(2028, 2, 1)
    assert filters.month_of({"from": "2028-02-01", "to": "2028-02-28"}) is None
    assert filters.months_around(date(2026, 1, 1)) == (date(2025, 12, 1), date(2026, 2, 1))


def test_amounts_currency_and_order_are_asked_of_the_books() -> None:
    asked = filters.asked_in({"min": "10", "max": "20.50", "currency": "GBP", "sort": "-amount", "tag": "trip"})
    wanted = filters.expense_filter(asked)
    assert (wanted.min_amount, wanted.max_amount, wanted.currency, wanted.tag) == ("10", "20.50", "GBP", "trip")
    assert filters.sort_of(asked) == "-amount"


@pytest.mark.parametrize(("named", "sort"), [("amount", "amount"), ("", "-occurred_on"), ("price", "-occurred_on")])
def test_an_order_there_is_not_means_the_newest_first(named: str, sort: str) -> None:
    assert filters.sort_of({"sort": named} if named else {}) == sort


def test_only_lists_by_day_stand_under_days() -> None:
    assert [sort for sort in filters.SORTS if filters.by_day(sort)] == ["-occurred_on", "occurred_on"]


def test_the_usual_order_does_not_stand_in_the_address() -> None:
    assert filters.address({"sort": "amount"}, sort="-occurred_on") == "/expenses"


def test_search_and_order_leave_nothing_out() -> None:
    assert filters.narrowing({"q": "tea", "sort": "amount", "kind": "income"}) == {"kind": "income"}


def test_the_sheet_becomes_an_address_with_plain_amounts() -> None:
    form = {"min": "1.234,50", "max": " ", "tag": "#trip ", "kind": "", "receipt": "yes", "evil": "1"}
    assert filters.from_form(form, "de-DE") == {"min": "1234.50", "tag": "trip", "receipt": "yes"}


def test_a_sheet_that_says_what_cannot_be_is_refused() -> None:
    with pytest.raises(Invalid):
        filters.from_form({"from": "2026-13-01"}, "en-GB")


def test_named_periods_hold_whole_months_and_know_their_names() -> None:
    periods = {each.label: (each.start, each.end) for each in named_periods(date(2026, 3, 31))}
    assert periods["This month"] == ("2026-03-01", "2026-03-31")
    assert periods["Last month"] == ("2026-02-01", "2026-02-28")
    assert periods["Last 30 days"] == ("2026-03-02", "2026-03-31")
    assert periods["Last year"] == ("2025-01-01", "2025-12-31")
    assert name_of("2026-02-01", "2026-02-28", date(2026, 3, 31)) == "Last month"
    assert name_of("2026-02-01", "2026-02-27", date(2026, 3, 31)) == ""


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_named_period_can_be_asked_of_the_books(today: date) -> None:
    for each in named_periods(today):
        wanted = filters.expense_filter(filters.asked_in({"from": each.start, "to": each.end}))
        assert wanted.from_ is None or wanted.to is None or wanted.from_ <= wanted.to


def test_the_file_is_asked_for_by_the_names_of_the_api() -> None:
    asked = {"q": "a&b", "category": "none", "min": "12.50", "receipt": "no", "sort": "-amount"}
    wanted = "/session/expenses.csv?q=a%26b&category_id=none&min_amount=12.50&has_receipt=no&sort=-amount"
    assert filters.export_address(asked) == wanted
    assert ListAsked.model_validate(dict(parse_qsl(urlsplit(wanted).query))).filters() == filters.expense_filter(asked)
    assert filters.export_address({}) == "/session/expenses.csv"
