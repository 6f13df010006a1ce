"""Rates come from the central bank's history: the day itself, or the nearest earlier one, and the source says which."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import currency_rates
from backend.core.currency_rates import Rate, currencies, latest_day, rate

FRIDAY, SUNDAY = date(2019, 12, 27), date(2019, 12, 29)


def test_the_same_currency_is_one_even_without_a_history() -> None:
    assert rate("AED", "AED", date(1970, 1, 1)) == Rate(Decimal(1), date(1970, 1, 1), "same currency")


@pytest.mark.parametrize(
    ("base", "quote", "value"),
    [
        ("EUR", "USD", "1.1153"),
        ("USD", "EUR", "0.8966197436"),
        ("GBP", "USD", "1.3101139434"),
        ("JPY", "EUR", "0.0081812976"),
        ("EUR", "BGN", "1.9558"),
    ],
)
def test_a_rate_is_exact_or_crosses_through_the_euro(base: str, quote: str, value: str) -> None:
    assert rate(base, quote, FRIDAY) == Rate(Decimal(value), FRIDAY, "ecb 2019-12-27")


def test_a_sunday_takes_fridays_rate_and_says_so() -> None:
    found = rate("EUR", "USD", SUNDAY)
    assert found is not None
    assert (found.day, found.source) == (FRIDAY, "ecb 2019-12-27")


def test_sixty_days_after_the_last_rate_it_still_counts_and_then_no_more() -> None:
    last = latest_day()
    found = rate("EUR", "USD", last + timedelta(days=60))
    assert found is not None
    assert found.day == last
    assert rate("EUR", "USD", last + timedelta(days=61)) is None


@pytest.mark.parametrize(
    ("base", "quote", "on"),
    [
        ("EUR", "USD", date(1998, 12, 31)),
        ("EUR", "AED", FRIDAY),
        ("AED", "KWD", FRIDAY),
        ("EUR", "HRK", date(2024, 1, 1)),
        ("EUR", "CNY", date(2004, 1, 1)),
        ("EUR", "ZZZ", FRIDAY),
    ],
)
def test_without_a_rate_in_reach_there_is_none(base: str, quote: str, on: date) -> None:
    assert rate(base, quote, on) is None


def test_a_currency_counts_until_sixty_days_after_its_end() -> None:
    found = rate("HRK", "EUR", date(2023, 1, 15))
    assert found is not None
    assert found.day == date(2022, 12, 30)


def test_the_currencies_are_those_of_the_history() -> None:
    assert {"EUR", "USD", "JPY", "HRK", "ZAR"} <= currencies()
    assert "" not in currencies()


def test_many_threads_read_the_history_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    read = currency_rates._read_history
    monkeypatch.setattr(currency_rates, "_loaded", [])
    monkeypatch.setattr(currency_rates, "_read_history", lambda: reads.append(1) or read())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: currencies(), range(32)))
    assert len(reads) == 1


@given(st.sampled_from(["USD", "JPY", "GBP", "CHF", "IDR"]), st.dates(date(2006, 1, 1), date(2026, 10, 30)))
def test_every_rate_fits_its_column(currency: str, on: date) -> None:
    for found in (rate("EUR", currency, on), rate(currency, "EUR", on)):
        assert found is not None
        assert 0 < found.value < 10**10
        assert found.value == round(found.value, 10)
        assert on - timedelta(days=60) <= found.day <= on
