"""An expense in one line, as people of several languages type it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Invalid
from expense_app.components.quick_add import draft_of
from expense_app.quick import LONGEST, Quick, shown_amount, understood

TODAY = date(2026, 11, 24)  # a Tuesday
YESTERDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)
TWELFTH = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("line", "amount", "day", "words"),
    [
        ("12.50 coffee yesterday", "12.50", YESTERDAY, "coffee"),
        ("coffee 12.50", "12.50", None, "coffee"),
        ("yesterday coffee 12.50", "12.50", YESTERDAY, "coffee"),
        ("3 days ago lunch 12", "12", date(2026, 11, 21), "lunch"),
        ("12 nov lunch 30", "30", TWELFTH, "lunch"),
        ("20 1 nov coffee", "20", date(2026, 11, 1), "coffee"),
        ("12 may burgers", "12", None, "may burgers"),
        ("12.10 2 coffees", "12.10", None, "2 coffees"),
        ("12/11 5 lunch", "5", TWELFTH, "lunch"),
        ("12.11. 5 lunch", "5", TWELFTH, "lunch"),
        ("2026-11-12 40 shoes", "40", TWELFTH, "shoes"),
        ("tickets 30 last fri", "30", FRIDAY, "tickets"),
        ("12.5*3 beer", "37.50", None, "beer"),
        ("4 x 12.50 tickets", "50.00", None, "tickets"),
        ("12.50 + 3 cake", "15.50", None, "cake"),
        ("(2+3)*2 cake", "10.00", None, "cake"),
        ("3.20 The Sun today", "3.20", TODAY, "The Sun"),
        ("Sun Inn 18", "18", date(2026, 11, 22), "Inn"),
        ('"Sun Inn" 18', "18", None, "Sun Inn"),
        ("5 cup of tea", "5", None, "cup of tea"),
        ("coffee", "", None, "coffee"),
        ("1/0 coffee", "", None, "1/0 coffee"),
        ("", "", None, ""),
    ],
)
def test_amount_day_and_words_stand_in_any_order(line: str, amount: str, day: date | None, words: str) -> None:
    found = understood(line, TODAY, "en-GB", "GBP")
    assert (found.amount, found.day, found.words) == (amount, day, words)


@pytest.mark.parametrize(
    ("line", "locale", "amount", "day", "words"),
    [
        ("12,50 Kaffee gestern", "de-DE", "12.50", YESTERDAY, "Kaffee"),
        ("1.234,50 Miete", "de-DE", "1234.50", None, "Miete"),
        ("letzten Freitag 8 Kino", "de-DE", "8", FRIDAY, "Kino"),
        ("12,50 café ayer", "es-ES", "12.50", YESTERDAY, "café"),
        ("hace 3 días 9 cine", "es-ES", "9", date(2026, 11, 21), "cine"),
        ("30 jeu vidéo", "fr-FR", "30", None, "jeu vidéo"),
        ("hier 4,20 pain", "fr-FR", "4.20", YESTERDAY, "pain"),
        ("1200 昨日 コーヒー", "ja-JP", "1200", YESTERDAY, "コーヒー"),
        ("١٢٫٥٠ قهوة أمس", "ar-EG", "12.50", YESTERDAY, "قهوة"),
    ],
)
def test_numbers_and_days_are_read_as_the_language_writes_them(line: str, locale: str, amount: str, day: date | None, words: str) -> None:
    found = understood(line, TODAY, locale, "EUR")
    assert (found.amount, found.day, found.words) == (amount, day, words)


@pytest.mark.parametrize(
    ("line", "base", "currency"),
    [
        ("12.50 tea", "GBP", "GBP"),
        ("€12.50 tea", "GBP", "EUR"),
        ("12.50 € tea", "GBP", "EUR"),
        ("12.50 eur tea", "GBP", "EUR"),
        ("usd 20 cab", "GBP", "USD"),
        ("US$20 cab", "GBP", "USD"),
        ("$20 cab", "CAD", "CAD"),
        ("$20 cab", "GBP", "USD"),
        ("1200円 tea", "EUR", "JPY"),
        ("¥30 tea", "CNY", "CNY"),
        ("100 kr taxi", "NOK", "NOK"),
        ("5 CUP tea", "GBP", "CUP"),
        ("5 cup tea", "GBP", "GBP"),
        ("5 cup tea", "CUP", "CUP"),
    ],
)
def test_a_currency_is_a_sign_or_a_code_beside_the_amount(line: str, base: str, currency: str) -> None:
    found = understood(line, TODAY, "en-GB", base)
    assert found.currency == currency
    assert found.amount


def test_tags_are_taken_out_of_the_words_each_once() -> None:
    found = understood("12.50 coffee #trip with Ana #work, #trip", TODAY, "en-GB", "GBP")
    assert found.tags == ("trip", "work")
    assert found.words == "coffee with Ana"


def test_a_plus_in_front_means_income() -> None:
    found = understood("+2000 salary", TODAY, "en-GB", "GBP")
    assert (found.kind, found.amount) == ("income", "2000")
    assert shown_amount(found, "en-GB") == "+£2,000.00"


def test_digits_a_currency_does_not_have_show_no_amount_and_are_left_to_the_books() -> None:
    found = understood("12.345 tea", TODAY, "en-GB", "GBP")
    assert shown_amount(found, "en-GB") == ""
    assert draft_of(found).money


def test_a_line_without_an_amount_is_no_expense() -> None:
    with pytest.raises(Invalid, match="amount"):
        draft_of(Quick(words="coffee"))


def test_more_than_a_line_is_refused() -> None:
    with pytest.raises(Invalid, match="line"):
        understood("x" * (LONGEST + 1), TODAY, "en-GB", "GBP")


@given(st.decimals("0.01", "99999.99", places=2), st.integers(-300, 0), st.sampled_from(["tea", "new shoes", "Café Größenwahn"]))
def test_what_is_put_into_a_line_comes_out_of_it(amount: object, ago: int, words: str) -> None:
    day = TODAY + timedelta(days=ago)
    found = understood(f"{amount} {words} {day.isoformat()} #trip", TODAY, "en-GB", "GBP")
    assert (found.amount, found.day, found.words, found.tags) == (str(amount), day, words, ("trip",))


@given(st.text(max_size=LONGEST), st.sampled_from(["en-GB", "de-DE", "ja-JP", "ar-EG"]), st.sampled_from(["GBP", "JPY", "KWD"]))
def test_no_line_makes_it_fail(line: str, locale: str, base: str) -> None:
    found = understood(line, TODAY, locale, base)
    assert isinstance(shown_amount(found, locale), str)
