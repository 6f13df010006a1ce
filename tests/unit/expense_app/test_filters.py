"""The filters of the expenses page and their addresses."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from backend.core.errors import Invalid
from backend.core.ids import new_id
from expense_app import filters


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
