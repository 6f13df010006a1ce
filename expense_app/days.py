"""Days as people write them: "yesterday", "last fri", "3 days ago", "12.11.". Pure: today is given.

The names of days and months, and phrases such as "3 days ago", come from Babel for the reader's language; the few words
that it does not have stand in `_SPOKEN`. English is understood everywhere.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from babel import Locale
from babel.dates import format_timedelta

from expense_app.formats import locale_of
from expense_app.sums import ascii_digits

LONGEST: Final = 60
AHEAD: Final = timedelta(days=31)
_PHRASES: Final = {"day": range(1, 100), "week": range(1, 53), "month": range(1, 25), "year": range(1, 6)}
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS: Final = re.compile(r"(\d{1,4})(?:([./-]| )(\d{1,2})(?:\2(\d{2}|\d{4}))?)?[./-]?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})\.?")
_EAST_ASIAN: Final = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\(?[月火水木金土日](?:曜日)?\)?)?")
_WORDS: Final = re.compile(r"\d+|[^\W\d_]+", re.UNICODE)


@dataclass(frozen=True)
class _Spoken:
    """Words that count from today, those that say which of a name is meant, and those that say nothing."""

    days: dict[int, str]
    past: str
    coming: str = ""
    empty: str = ""


_SPOKEN: Final = {
    "en": _Spoken(
        {0: "today,now", -1: "yesterday,a day ago", -2: "day before yesterday", 1: "tomorrow", -7: "a week ago"},
        past="last past",
        coming="next",
        empty="on the of this",
    ),
    "de": _Spoken(
        {0: "heute", -1: "gestern", -2: "vorgestern", 1: "morgen", 2: "übermorgen", -7: "vor einer Woche"},
        past="letzten letzter letzte letztes vergangenen vergangener",
        coming="nächsten nächster nächste kommenden kommender",
        empty="am der den diesen dieser",
    ),
    "es": _Spoken(
        {0: "hoy", -1: "ayer", -2: "anteayer,antier", 1: "mañana", 2: "pasado mañana", -7: "hace una semana"},
        past="pasado pasada último",
        coming="próximo próxima que viene",
        empty="el la de del este",
    ),
    "fr": _Spoken(
        {0: "aujourd'hui", -1: "hier", -2: "avant-hier", 1: "demain", 2: "après-demain", -7: "il y a une semaine"},
        past="dernier dernière passé",
        coming="prochain prochaine",
        empty="le la du ce",
    ),
    "ja": _Spoken(
        {0: "今日,本日,きょう", -1: "昨日,きのう", -2: "一昨日,おととい", 1: "明日,あした"}, past="前の 先週の", coming="次の 来週の"
    ),
    "ar": _Spoken(
        {0: "اليوم", -1: "أمس,البارحة", -2: "أول أمس", 1: "غدا", -7: "قبل أسبوع"},
        past="الماضي الماضية الفائت",
        coming="القادم القادمة المقبل",
        empty="يوم في",
    ),
}


def day_in(text: str, today: date, locale: str) -> date | None:
    """The day that a text names, None where it names none.

    A day without its year is the latest such day up to a month ahead; a weekday is the latest one, today included, and
    with "last" the latest before today.
    """
    plain = _plain(text)
    if not plain or len(plain) > LONGEST:
        return None
    ways = (_iso, _spoken, _numbers, _weekday, _named)
    return next((found for way in ways if (found := way(plain, today, locale))), None)


def _plain(text: str) -> str:
    """Lower case, no accents, no marks of direction, plain digits and single spaces."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", ascii_digits(text)) if not unicodedata.combining(each))
    bare = "".join(each for each in unicodedata.normalize("NFC", bare) if unicodedata.category(each) != "Cf")
    return " ".join(bare.casefold().replace("’", "'").split()).strip(" ,")


def _iso(text: str, today: date, locale: str) -> date | None:  # noqa: ARG001 - all ways take the same
    found = _ISO.fullmatch(text)
    return _date(*map(int, found.groups())) if found else None


def _spoken(text: str, today: date, locale: str) -> date | None:
    for language in _languages(locale):
        step = _steps(language).get(text.replace(" ", "") if language == "ja" else text)
        if step is not None:
            return _moved(today, *step)
    return None


def _numbers(text: str, today: date, locale: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text) or _EAST_ASIAN.fullmatch(text)
    if found:
        year, month, day = found.group(1), found.group(found.re.groups - 1), found.group(found.re.groups)
        return _date(int(year), int(month), int(day)) if year else _without_year(int(month), int(day), today)
    found = _NUMBERS.fullmatch(text)
    if not found or len(found.group(1)) > 2:
        return None
    first, mark, second, year = found.groups()
    if second is None:
        return _day_of_month(int(first), today)
    return _in_order(int(first), int(second), year, today, day_first=mark == "." or _day_first(locale))


def _in_order(first: int, second: int, year: str | None, today: date, *, day_first: bool) -> date | None:
    """Day and month in the order that the locale writes them, or in the other where only that is a day."""
    orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    return next((found for month, day in orders if (found := _with_year(month, day, year, today))), None)


def _weekday(text: str, today: date, locale: str) -> date | None:
    for language in _languages(locale):
        name, which = _stripped(text, language)
        number = _weekdays(language).get(name)
        if number is not None:
            return _nearest(number, which, today)
    return None


def _nearest(number: int, which: int, today: date) -> date:
    back = (today.weekday() - number) % 7
    if which > 0:
        return today + timedelta(days=7 - back)
    return today - timedelta(days=back or (7 if which < 0 else 0))


def _stripped(text: str, language: str) -> tuple[str, int]:
    """A text without the words around a name, and -1 or 1 where one of them says "last" or "next"."""
    spoken = _spoken_in(language)
    past, coming, empty = (set(map(_plain, each.split())) for each in (spoken.past, spoken.coming, spoken.empty))
    for which, words in ((-1, past), (1, coming)):
        for word in words:
            if language == "ja" and text.startswith(word):
                return text.removeprefix(word), which
    kept, which = [], 0
    for word in text.replace(".", " ").split():
        which = -1 if word in past else (1 if word in coming else which)
        if word not in past | coming | empty:
            kept.append(word)
    return " ".join(kept), which


def _named(text: str, today: date, locale: str) -> date | None:
    """A day with its month by name: `12 nov`, `nov 12, 2025`, `12. November 2026`, a weekday before it or not."""
    for language in _languages(locale):
        found = _month_and_numbers(_WORDS.findall(text), language)
        if found:
            month, day, year = found
            return _with_year(month, day, year, today)
    return None


def _month_and_numbers(words: list[str], language: str) -> tuple[int, int, str | None] | None:
    """Month, day and, where there is one, the year that words name; None unless each has a meaning and one names a month."""
    spoken = _spoken_in(language)
    quiet = {_plain(each) for each in spoken.empty.split()} | set(_weekdays(language)) | {"st", "nd", "rd", "th", "er", "de", "del"}
    months = [_months(language)[each] for each in words if each in _months(language)]
    numbers = [each for each in words if each.isdigit()]
    known = all(each.isdigit() or each in quiet or each in _months(language) for each in words)
    if not known or len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    days, years = [each for each in numbers if len(each) <= 2], [each for each in numbers if len(each) == 4]
    if len(days) == 2:
        days, years = days[:1], days[1:]
    return (months[0], int(days[0]), years[0] if years else None) if days else None


def _with_year(month: int, day: int, year: str | None, today: date) -> date | None:
    if year is None:
        return _without_year(month, day, today)
    return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _without_year(month: int, day: int, today: date) -> date | None:
    """The latest such day that is not more than a month ahead; leap days may be some years back."""
    years = range(today.year + 1, today.year - 8, -1)
    return next((found for year in years if (found := _date(year, month, day)) and found <= today + AHEAD), None)


def _day_of_month(day: int, today: date) -> date | None:
    """The latest day of that number, today included."""
    months = ((today.year * 12 + today.month - 1 - back) for back in range(3))
    days = (_date(each // 12, each % 12 + 1, day) for each in months)
    return next((found for found in days if found and found <= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(today: date, days: int, months: int) -> date:
    """`today` some days and months away; a month that is shorter ends on its last day."""
    count = today.year * 12 + today.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1])) + timedelta(days=days)


def _languages(locale: str) -> Iterator[str]:
    """The locale itself, whose names of months may be its own, its language, and English."""
    found = locale_of(locale)
    yield from dict.fromkeys((str(found), found.language, "en"))


def _spoken_in(language: str) -> _Spoken:
    return _SPOKEN.get(language.partition("_")[0]) or _SPOKEN["en"]


@cache
def _day_first(locale: str) -> bool:
    pattern = str(locale_of(locale).date_formats["short"].pattern)
    return pattern.lower().index("d") < pattern.index("M")


@cache
def _steps(language: str) -> dict[str, tuple[int, int]]:
    """Phrases and how far from today they lead, in days and months."""
    found = Locale.parse(language)
    steps = {_plain(words): step for unit, numbers in _PHRASES.items() for number in numbers for words, step in _ago(unit, number, found)}
    for days, words in _spoken_in(language).days.items():
        steps |= {_plain(each): (days, 0) for each in words.split(",")}
    return {words.replace(" ", ""): step for words, step in steps.items()} if language == "ja" else steps


def _ago(unit: str, number: int, locale: Locale) -> Iterator[tuple[str, tuple[int, int]]]:
    length, step = {"day": (1, (1, 0)), "week": (7, (7, 0)), "month": (30, (0, 1)), "year": (365, (0, 12))}[unit]
    for sign in (-1, 1):
        away = timedelta(days=sign * length * number)
        words = format_timedelta(away, granularity=_unit(unit), threshold=10**9, add_direction=True, locale=locale)
        yield words, (sign * step[0] * number, sign * step[1] * number)


def _unit(name: str) -> Any:
    """Babel types its units as literals."""
    return name


@cache
def _weekdays(language: str) -> dict[str, int]:
    """Weekdays by their names, long and short, Monday is 0."""
    return {name: number for number, names in _names(Locale.parse(language).days) for name in names if not name.isdigit()}


@cache
def _months(language: str) -> dict[str, int]:
    """Months by their names, long and short."""
    return {name: number for number, names in _names(Locale.parse(language).months) for name in names if not name.isdigit()}


def _names(forms: Any) -> Iterator[tuple[int, set[str]]]:
    """Numbers with all their names: as they stand alone and in a date, also without an abbreviation's dot or the last sign of 金曜日."""
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated", "short"):
            for number, name in (forms[context].get(width) or {}).items():
                plain = _plain(name)
                yield number, {plain, plain.rstrip("."), plain.removesuffix("日")}
