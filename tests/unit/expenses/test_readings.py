"""What of a reading goes into the books."""

from datetime import date
from typing import Any

import pytest

from backend.core.money import Money
from backend.expenses import readings

TODAY = date(2026, 11, 24)


def read(**values: object) -> Any:
    """The usable part of a reading in euro books."""
    return readings.reading({name: {"value": value} for name, value in values.items()}, "EUR", TODAY)


def row(**columns: Any) -> dict[str, Any]:
    """A fresh row of a captured expense."""
    return {"field_sources": {}, "amount_minor": None, "merchant_name": "", "description": "", "splits": None, **columns}


def test_a_total_without_a_currency_is_taken_for_the_base_currency() -> None:
    assert read(total="12.30").money == Money(1230, "EUR")
    assert read(total="12.30", currency="USD").money == Money(1230, "USD")


@pytest.mark.parametrize("values", [{"total": "12.345"}, {"total": ""}, {"total": None}, {"total": "1", "currency": "??"}, {}])
def test_a_total_that_is_no_amount_is_none(values: dict[str, object]) -> None:
    assert read(**values).money is None


@pytest.mark.parametrize("day", ["0001-01-01", "2028-01-01", "24.11.2026", "", None])
def test_a_day_that_the_books_refuse_is_none(day: object) -> None:
    assert read(date=day).occurred_on is None


def test_all_open_fields_are_filled() -> None:
    found = read(merchant="A  B", date="2026-01-02", total="1")
    expected = {"merchant": "A B", "description": "A B", "occurred_on": date(2026, 1, 2), "money": Money(100, "EUR")}
    assert readings.fillable(row(), found, "provider", again=False) == expected


def test_what_a_person_has_set_stays_even_when_empty() -> None:
    found = read(merchant="AB", total="1")
    sources = {"merchant": "user", "money": "user", "description": "rule"}
    assert readings.fillable(row(field_sources=sources), found, "provider", again=True) == {}


def test_filled_fields_are_replaced_only_when_reading_again() -> None:
    filled = row(field_sources={"money": "provider"}, amount_minor=5)
    assert readings.fillable(filled, read(total="1"), "provider", again=False) == {}
    assert readings.fillable(filled, read(total="1"), "provider", again=True) == {"money": Money(100, "EUR")}
    assert readings.fillable({**filled, "splits": [{}]}, read(total="1"), "provider", again=True) == {}
