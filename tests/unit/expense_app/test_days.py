"""Days as people write them, in six languages."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from expense_app.days import day_in

TODAY = date(2026, 11, 24)  # a Tuesday
YESTERDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 20)
TWELFTH = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("Yesterday", YESTERDAY),
        ("day before yesterday", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 25)),
        ("3 days ago", date(2026, 11, 21)),
        ("a week ago", date(2026, 11, 17)),
        ("2 weeks ago", date(2026, 11, 10)),
        ("2 months ago", date(2026, 9, 24)),
        ("fri", FRIDAY),
        ("last fri", FRIDAY),
        ("on Friday", FRIDAY),
        ("tue", TODAY),
        ("last tuesday", date(2026, 11, 17)),
        ("next fri", date(2026, 11, 27)),
        ("12.11.", TWELFTH),
        ("12.11.2025", date(2025, 11, 12)),
        ("12/11/25", date(2025, 11, 12)),
        ("2026-11-12", TWELFTH),
        ("12 nov", TWELFTH),
        ("Nov 12, 2025", date(2025, 11, 12)),
        ("Thursday, 12th November", TWELFTH),
        ("12", TWELFTH),
        ("25", date(2026, 10, 25)),
        ("30 november", date(2026, 11, 30)),
        ("1 feb", date(2026, 2, 1)),
        ("29.2.", date(2024, 2, 29)),
        ("13/25/2026", None),
        ("31.2.2026", None),
        ("soon", None),
        ("12 13 14 nov", None),
        ("", None),
        ("9" * 80, None),
    ],
)
def test_english_words_and_numbers(text: str, day: date | None) -> None:
    assert day_in(text, TODAY, "en-GB") == day


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("gestern", "de-DE", YESTERDAY),
        ("vorgestern", "de-AT", date(2026, 11, 22)),
        ("vor 3 Tagen", "de-DE", date(2026, 11, 21)),
        ("letzten Freitag", "de-DE", FRIDAY),
        ("Fr.", "de-DE", FRIDAY),
        ("12. Nov.", "de-DE", TWELFTH),
        ("1. Jänner", "de-AT", date(2026, 1, 1)),
        ("ayer", "es-ES", YESTERDAY),
        ("hace 3 dias", "es-MX", date(2026, 11, 21)),
        ("el viernes pasado", "es-ES", FRIDAY),
        ("12 de noviembre de 2026", "es-ES", TWELFTH),
        ("hier", "fr-FR", YESTERDAY),
        ("avant-hier", "fr-FR", date(2026, 11, 22)),
        ("il y a 3 jours", "fr-FR", date(2026, 11, 21)),
        ("vendredi dernier", "fr-CA", FRIDAY),
        ("1er novembre", "fr-FR", date(2026, 11, 1)),
        ("aujourd’hui", "fr-FR", TODAY),
        ("昨日", "ja-JP", YESTERDAY),
        ("3日前", "ja-JP", date(2026, 11, 21)),
        ("前の金曜日", "ja-JP", FRIDAY),
        ("11月12日", "ja-JP", TWELFTH),
        ("１１/１２", "ja-JP", TWELFTH),
        ("أمس", "ar-EG", YESTERDAY),
        ("قبل 3 أيام", "ar-EG", date(2026, 11, 21)),
        ("الجمعة الماضية", "ar-EG", FRIDAY),
        ("١٢/١١", "ar-EG", TWELFTH),
        ("yesterday", "ja-JP", YESTERDAY),
        ("11/12", "en-US", TWELFTH),
        ("12/11", "en-GB", TWELFTH),
        ("25/11", "en-US", date(2026, 11, 25)),
    ],
)
def test_other_languages_in_their_own_words_and_order(text: str, locale: str, day: date) -> None:
    assert day_in(text, TODAY, locale) == day


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "de-DE", "de-AT", "es-ES", "es-MX", "fr-FR", "fr-CA", "ja-JP", "ar-EG"])
@pytest.mark.parametrize("width", ["short", "medium", "long", "full"])
@given(ago=st.integers(-200, 3000))
def test_every_day_that_is_shown_can_be_typed_again(locale: str, width: str, ago: int) -> None:
    day = TODAY - timedelta(days=ago)
    assert day_in(format_date(day, width, locale=locale.replace("-", "_")), TODAY, locale) == day


@given(st.text(max_size=80), st.sampled_from(["en", "de", "ja", "ar"]))
def test_no_text_makes_it_fail(text: str, locale: str) -> None:
    assert day_in(text, TODAY, locale) is None or isinstance(day_in(text, TODAY, locale), date)
