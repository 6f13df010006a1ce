"""Periods, the ones before them, their steps and shares."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies

from backend.analytics import rules
from backend.analytics.rules import Period
from backend.core.errors import Invalid

TODAY = date(2026, 11, 24)
DAYS = strategies.dates(date(1971, 1, 1), date(2100, 1, 1))


def test_left_open_it_is_this_month_or_the_last_twelve() -> None:
    assert rules.period(None, None, TODAY, 1) == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert rules.period(None, None, TODAY, 12) == Period(date(2025, 12, 1), date(2026, 11, 30))
    assert rules.period(date(2027, 1, 5), None, TODAY, 1) == Period(date(2027, 1, 5), date(2027, 1, 5))


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 3, 10), date(2026, 3, 12), (date(2026, 3, 7), date(2026, 3, 9))),
    ],
)
def test_whole_months_are_compared_with_whole_months(first: date, last: date, before: tuple[date, date]) -> None:
    assert rules.before(Period(first, last)) == Period(*before)


@given(DAYS, strategies.integers(0, 900), strategies.sampled_from(["day", "week", "month"]))
def test_steps_cover_the_period_in_order(first: date, days: int, step: str) -> None:
    period = Period(first, first + timedelta(days=days))
    starts = rules.starts(period, step)
    assert starts == sorted(set(starts))
    assert starts[0] == rules.start_of(period.first, step) and starts[-1] == rules.start_of(period.last, step)


def test_too_many_steps_are_refused() -> None:
    with pytest.raises(Invalid):
        rules.starts(Period(date(1970, 1, 1), TODAY), "day")


@pytest.mark.parametrize(("first", "last"), [(date(1, 1, 1), None), (None, date(9999, 12, 31)), (date(2026, 2, 1), date(2026, 1, 1))])
def test_days_out_of_the_books_are_refused(first: date | None, last: date | None) -> None:
    with pytest.raises(Invalid):
        rules.period(first, last, TODAY, 1)


def test_a_share_of_nothing_is_nothing() -> None:
    assert (rules.share(1, 3), rules.share(0, 0)) == (Decimal("0.3333"), Decimal("0.0000"))
