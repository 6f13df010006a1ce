"""The month of an address, and what is usual: sums of days, compared fairly."""

from datetime import date

import pytest

from expense_app import month
from expense_app.month import Span, span_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("asked", ["", "2026-11", "2027-01", "2026-13", "soon", "9999-99"])
def test_an_address_without_a_month_that_has_been_means_this_one(asked: str) -> None:
    assert span_of(asked, TODAY) == Span(date(2026, 11, 1), TODAY, runs=True)


def test_a_month_that_is_over_counts_to_its_end() -> None:
    assert span_of("2026-02", TODAY) == Span(date(2026, 2, 1), date(2026, 2, 28), runs=False)
    assert month.address(date(2026, 2, 1), TODAY) == "/?month=2026-02"
    assert month.address(date(2026, 11, 1), TODAY) == "/"


def test_sums_run_over_days_without_spending() -> None:
    by_day = {date(2026, 11, 1): 100, date(2026, 11, 3): 50}
    assert month.running(by_day, date(2026, 11, 1), date(2026, 11, 4)) == [100, 100, 150, 150]


def test_the_usual_is_the_average_by_the_same_day_of_months_with_spending() -> None:
    by_day = {date(2026, 10, 24): 300, date(2026, 10, 25): 5_000, date(2026, 9, 2): 100}
    assert month.usual(by_day, span_of("", TODAY)) == 200


def test_a_month_that_is_over_is_held_against_whole_months() -> None:
    by_day = {date(2026, 9, 30): 400, date(2026, 8, 31): 200, date(2026, 7, 31): 600}
    assert month.usual(by_day, span_of("2026-10", TODAY)) == 400


def test_the_last_day_of_a_long_month_is_held_against_the_end_of_short_ones() -> None:
    by_day = {date(2026, 2, 28): 100, date(2026, 1, 31): 300}
    assert month.usual(by_day, span_of("", date(2026, 3, 31))) == 200


def test_one_month_is_not_enough_to_call_anything_usual() -> None:
    assert month.usual({date(2026, 10, 1): 300}, span_of("", TODAY)) is None
