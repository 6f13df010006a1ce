"""Money, days and typed amounts as people of several places write them."""

from datetime import UTC, date, datetime

import pytest

from backend.core.money import Money
from expense_app import formats

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "whole", "cents"),
    [
        (219050, "USD", "en-US", "$2,190", ".50"),
        (2190, "JPY", "en-US", "¥2,190", ""),
        (1500, "KWD", "en-US", "KWD\N{NO-BREAK SPACE}1", ".500"),
        (219050, "EUR", "de-DE", "2.190,50\N{NO-BREAK SPACE}€", ""),
    ],
)
def test_cents_stand_apart_where_they_stand_last(minor: int, currency: str, locale: str, whole: str, cents: str) -> None:
    assert formats.figure(Money(minor, currency), locale) == formats.Figure(whole, cents)


@pytest.mark.parametrize(
    ("typed", "locale", "plain"),
    [
        ("12.50", "en-GB", "12.50"),
        ("12,50", "en-GB", "12.50"),
        ("12,50", "de-DE", "12.50"),
        ("1.234,56", "de-DE", "1234.56"),
        ("1,234.56", "en-US", "1234.56"),
        ("1 234,56", "fr-FR", "1234.56"),
        ("1'234", "de-CH", "1234"),
        ("007", "en-GB", "7"),
        ("NaN", "en-GB", "NaN"),
        ("1e9", "en-GB", "1e9"),
        ("twelve", "en-GB", "twelve"),
    ],
)
def test_a_typed_amount_is_read_as_its_writer_means_it_and_nonsense_stays_as_it_is(typed: str, locale: str, plain: str) -> None:
    assert formats.typed_amount(typed, locale) == plain


def test_a_field_shows_an_amount_as_it_can_be_typed_again() -> None:
    for locale in ("en-US", "de-DE", "fr-FR", "ar-EG"):
        shown = formats.plain_amount(Money(123456, "EUR"), locale)
        assert formats.typed_amount(shown, locale) == "1234.56"


def test_days_near_today_have_names_and_far_ones_a_year() -> None:
    assert formats.day_label(TODAY, TODAY, "en-GB") == "Today"
    assert formats.day_label(date(2026, 11, 23), TODAY, "en-GB") == "Yesterday"
    assert "2026" not in formats.day_label(date(2026, 3, 1), TODAY, "en-GB")
    assert "2025" in formats.day_label(date(2025, 3, 1), TODAY, "en-GB")


def test_what_came_in_has_a_plus_and_what_is_negative_a_minus() -> None:
    assert formats.spent(Money(500, "EUR"), "income", "en-GB") == "+€5.00"
    assert formats.money(Money(-500, "EUR"), "en-GB") == "\N{MINUS SIGN}€5.00"


@pytest.mark.parametrize(("name", "letters"), [("Mara Klein", "MK"), ("mara", "M"), ("", ""), ("Ana Maria de Sousa", "AS")])
def test_a_person_has_up_to_two_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters


@pytest.mark.parametrize(("locale", "way"), [("ar-EG", "rtl"), ("he", "rtl"), ("en-GB", "ltr"), ("no such", "ltr")])
def test_some_languages_run_from_right_to_left(locale: str, way: str) -> None:
    assert formats.direction(locale) == way


def test_a_greeting_follows_the_readers_own_clock() -> None:
    at = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
    assert formats.greeting(at, "Europe/Vienna", "Mara Klein") == "Good evening, Mara"
    assert formats.greeting(at, "America/Los_Angeles", "Mara Klein") == "Good morning, Mara"
    assert formats.greeting(at, "nowhere/at all", "Mara") == "Good afternoon, Mara"
