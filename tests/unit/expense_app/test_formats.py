"""Money, days and typed amounts as people of several places write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.core.money import Money
from expense_app import formats
from expense_app.words import ngettext, speaking

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
        ("١٢٫٥٠", "ar-EG", "12.50"),
        ("١٬٢٣٤٫٥٦", "ar-EG", "1234.56"),
        ("۱۲", "ar", "12"),
        ("1.234,56 ", "es-ES", "1234.56"),
        ("１，２３４", "ja-JP", "1234"),
        ("1 234,5", "fr-CA", "1234.5"),
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


NBSP, NARROW, RLM, LRM = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{RIGHT-TO-LEFT MARK}", "\N{LEFT-TO-RIGHT MARK}"


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("en-GB", ["−€1,234.56", "+€5.00", f"KWD{NBSP}1.500", "12,345", "12%"]),
        ("de-DE", [f"−1.234,56{NBSP}€", f"+5,00{NBSP}€", f"1,500{NBSP}KWD", "12.345", f"12{NBSP}%"]),
        ("es-ES", [f"−1.234,56{NBSP}€", f"+5,00{NBSP}€", f"1,500{NBSP}KWD", "12.345", f"12{NBSP}%"]),
        ("fr-FR", [f"−1{NARROW}234,56{NBSP}€", f"+5,00{NBSP}€", f"1,500{NBSP}KWD", f"12{NARROW}345", f"12{NBSP}%"]),
        ("ja-JP", ["−€1,234.56", "+€5.00", f"KWD{NBSP}1.500", "12,345", "12%"]),
        ("ar-KW", [f"{RLM}{LRM}−1,234.56{NBSP}€{LRM}", f"{RLM}{LRM}+5.00{NBSP}€{LRM}", f"{RLM}1.500{NBSP}د.ك.{RLM}", "12,345", "12%"]),
    ],
)
def test_amounts_and_numbers_in_six_languages(locale: str, texts: list[str]) -> None:
    amounts = [formats.money(Money(-123456, "EUR"), locale), formats.spent(Money(500, "EUR"), "income", locale)]
    dinar = formats.money(Money(1500, "KWD"), locale)
    assert [*amounts, dinar, formats.count(12345, locale), formats.percent(0.123, locale)] == texts


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("en-GB", ["Today", "Sunday 1 March", "1 Mar 2025", "March 2026", "24 Nov 2026, 09:12", "2 minutes ago"]),
        ("de-DE", ["Heute", "Sonntag, 1. März", "1. März 2025", "März 2026", "24.11.2026, 09:12", "vor 2 Minuten"]),
        ("es-ES", ["Hoy", "domingo, 1 de marzo", "1 mar 2025", "marzo de 2026", "24 nov 2026, 9:12", "hace 2 minutos"]),
        ("fr-FR", ["Aujourd’hui", "dimanche 1 mars", "1 mars 2025", "mars 2026", "24 nov. 2026, 09:12", "il y a 2 minutes"]),
        ("ja-JP", ["今日", "3月1日(日曜日)", "2025年3月1日", "2026年3月", "2026/11/24 9:12", "2 分前"]),
        ("ar-EG", ["اليوم", "الأحد، 1 مارس", "1 مارس 2025", "مارس 2026", f"24{RLM}/11{RLM}/2026، 9:12 ص", "قبل دقيقتين"]),
    ],
)
def test_days_and_times_in_six_languages(locale: str, texts: list[str]) -> None:
    at = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
    with speaking(locale):
        assert [
            formats.day_label(TODAY, TODAY, locale),
            formats.day_label(date(2026, 3, 1), TODAY, locale),
            formats.short_day(date(2025, 3, 1), TODAY, locale),
            formats.month_label(date(2026, 3, 1), locale),
            formats.moment(at, "UTC", locale),
            formats.ago(at, at + timedelta(minutes=2), locale),
        ] == texts


@pytest.mark.parametrize("number", range(12))
def test_every_number_has_its_plural_in_every_language(number: int) -> None:
    for locale in ("de", "es", "fr", "ja", "ar"):
        with speaking(locale):
            said = ngettext("{number} expense", "{number} expenses", number).format(number=number)
            assert "expense" not in said
            assert str(number) in said or (locale, number in (1, 2)) == ("ar", True)
