"""Money, numbers and days as people of a locale write them. Pure: the same facts always give the same text."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_datetime_format
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_symbol, parse_decimal

from backend.core.money import Money, digits, format_money
from expense_app.words import _

MINUS: Final = "\N{MINUS SIGN}"
_RLM: Final = "\N{RIGHT-TO-LEFT MARK}"
_LRM: Final = "\N{LEFT-TO-RIGHT MARK}"
# Digits and marks of other scripts, as a keyboard of theirs types them, in the ones that are read here.
_TYPED: Final = str.maketrans(
    {chr(zero + value): str(value) for zero in (0x0660, 0x06F0, 0xFF10) for value in range(10)}
    | {"\u066b": ".", "\u066c": None, "\uff0e": ".", "\uff0c": ","}
)
# A day of the week and of a month, where the locale data has no pattern for the two without a year.
_WEEKDAY_LINES: Final = {
    "de": "EEEE, d. MMMM",
    "es": "EEEE, d 'de' MMMM",
    "fr": "EEEE d MMMM",
    "ja": "M月d日(EEEE)",
    "ar": "EEEE، d MMMM",
}
_RTL: Final = frozenset({"ar", "fa", "he", "ur", "yi", "ps", "sd", "ckb"})
# Digits of any script with the marks between them: no sign, no exponent.
_NUMBER: Final = re.compile(r"[\d.,\u066B\u066C]+")
_SPACES: Final = re.compile(r"[\s'’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")


@dataclass(frozen=True)
class Figure:
    """A large amount in two parts, so that its cents can be set smaller: `$2,190` and `.50`."""

    whole: str
    cents: str


def locale_of(name: str) -> Locale:
    """The Babel locale of `de-AT` or `de_AT`; English where there is none of that name."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def direction(locale: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if locale_of(locale).language in _RTL else "ltr"


@lru_cache(maxsize=8192)  # a page that looks again shows the same amounts, and writing them was a quarter of its event
def own_name(locale: str) -> str:
    """A locale as its own people call it: `Deutsch (Österreich)`, `日本語 (日本)`."""
    name = locale_of(locale).get_display_name() or locale
    return name[:1].upper() + name[1:]


def money(amount: Money, locale: str) -> str:
    """An amount with its currency; a negative one has a real minus sign in front."""
    text = format_money(Money(abs(amount.minor), amount.currency), str(locale_of(locale)))
    if text.startswith(_RLM) and not text.endswith(_RLM):
        text += _LRM  # keeps a sign such as UK£ together
    return _signed(MINUS, text) if amount.minor < 0 else text


def spent(amount: Money, kind: str, locale: str) -> str:
    """An amount as a row shows it: what came in has a plus in front."""
    return _signed("+", money(amount, locale)) if kind == "income" else money(amount, locale)


def _signed(sign: str, text: str) -> str:
    """An amount with its sign in front; in a text from right to left it stays at the left of the digits, as it is written there."""
    return f"{_RLM}{_LRM}{sign}{text.removeprefix(_RLM)}" if text.startswith(_RLM) else sign + text


def figure(amount: Money, locale: str) -> Figure:
    """An amount in its two parts; the second is empty where cents do not stand last."""
    text, places = money(amount, locale), digits(amount.currency)
    mark = locale_of(locale).number_symbols.get("latn", {}).get("decimal", ".")
    head, found, tail = text.rpartition(mark)
    if not places or not found or len(tail) != places or not tail.isdigit():
        return Figure(text, "")
    return Figure(head, mark + tail)


def plain_amount(amount: Money, locale: str) -> str:
    """An amount without its currency, for a field: `1234,50`."""
    value = Decimal(amount.minor).scaleb(-digits(amount.currency))
    places = digits(amount.currency)
    pattern = "0." + "0" * places if places else "0"
    return format_decimal(value, format=pattern, locale=locale_of(locale), numbering_system="latn")


def typed_amount(text: str, locale: str) -> str:
    """What was typed as a plain decimal string (`1.234,5` typed by a German is `1234.5`); as it stands where it is no number.

    A single point or comma with one to three digits behind it that the locale would read as grouping is taken as the
    decimal mark unless exactly three digits follow.
    """
    bare = _SPACES.sub("", text.strip()).translate(_TYPED)
    if re.fullmatch(r"\d+", bare):
        return bare.lstrip("0") or "0"
    if re.fullmatch(r"\d+[.,]\d{1,2}", bare):
        return bare.replace(",", ".")
    if not _NUMBER.fullmatch(bare):
        return text.strip()
    try:
        value = parse_decimal(bare, locale=locale_of(locale), strict=False)
    except (ValueError, InvalidOperation):
        return text.strip()
    return f"{value:f}" if value.is_finite() else text.strip()


def symbol(currency: str, locale: str) -> str:
    """The currency's sign as the locale knows it: `$`, `CA$`, `KWD`."""
    return get_currency_symbol(currency, locale=locale_of(locale))


def compact(value: Decimal, locale: str) -> str:
    """A number for an axis: `1K`, `2.5K`."""
    return format_compact_decimal(value, locale=locale_of(locale), fraction_digits=1)


def percent(share: float, locale: str) -> str:
    """A share of one as whole per cent."""
    return format_percent(round(share, 2), locale=locale_of(locale))


def count(number: int, locale: str) -> str:
    """A whole number with the locale's grouping."""
    return format_decimal(number, locale=locale_of(locale))


def quantity(number: Decimal, locale: str) -> str:
    """How much of something, with up to three decimals: `2`, `0.512`."""
    return format_decimal(number, format="#,##0.###", locale=locale_of(locale))


def rate(number: Decimal, locale: str) -> str:
    """An exchange rate, with four decimals: `1.1993`."""
    return format_decimal(number, format="#,##0.0000", locale=locale_of(locale))


def day_label(day: date, today: date, locale: str) -> str:
    """A day as a heading: Today, Yesterday, `Sunday, 22 November`, with the year where it is not this one."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return weekday_line(day, locale) if day.year == today.year else format_date(day, "full", locale=locale_of(locale))


def short_day(day: date, today: date, locale: str) -> str:
    """A day in a row: Today, Yesterday, `22 Nov`, `22 Nov 2025`."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return _skeleton("MMMd" if day.year == today.year else "yMMMd", day, locale)


def near_day(day: date, today: date, locale: str) -> str:
    """A day not far off, told from today: Today, Tomorrow, `in 3 days`, `4 days ago`."""
    distance = (day - today).days
    if distance in (0, 1, -1):
        return {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}[distance]
    return format_timedelta(timedelta(days=distance), "day", threshold=10**6, add_direction=True, locale=locale_of(locale))


def full_day(day: date, locale: str) -> str:
    """A day in full: `23 November 2026`."""
    return format_date(day, "long", locale=locale_of(locale))


def field_day(day: date, locale: str) -> str:
    """A day as a date field holds it, to be read again by `days`: `24 Nov 2026`."""
    return format_date(day, "medium", locale=locale_of(locale))


def weekday_line(day: date, locale: str) -> str:
    """The line above a greeting: `Tuesday, 24 November`."""
    found = locale_of(locale)
    if found.language in _WEEKDAY_LINES:
        return format_date(day, _WEEKDAY_LINES[found.language], locale=found)
    if "MMMMEEEEd" in found.datetime_skeletons:
        return format_skeleton("MMMMEEEEd", day, locale=found)
    return f"{format_date(day, 'EEEE', locale=found)}, {month_day(day, locale)}"


def month_name(day: date, locale: str) -> str:
    """A month by its name alone: `November`."""
    return format_date(day, "MMMM", locale=locale_of(locale))


def month_label(day: date, locale: str) -> str:
    """A month with its year: `November 2026`."""
    return _skeleton("yMMMM", day, locale)


def weekday_names(locale: str) -> list[str]:
    """The short names of the weekdays, in the order in which a week goes in the locale."""
    found = locale_of(locale)
    names = found.days["stand-alone"].get("short") or found.days["stand-alone"]["abbreviated"]
    return [names[(found.first_week_day + i) % 7] for i in range(7)]


def first_weekday(locale: str) -> int:
    """The day a week begins with in the locale; 0 is Monday."""
    return locale_of(locale).first_week_day


def clock(at: datetime, zone: str, locale: str) -> str:
    """An instant of today on the reader's clock: `09:12`."""
    return format_time(at, "short", tzinfo=zone_of(zone), locale=locale_of(locale))


def short_month(day: date, locale: str) -> str:
    """A month as an axis names it: `Nov`."""
    return format_date(day, "LLL", locale=locale_of(locale))


def month_day(day: date, locale: str) -> str:
    """A day of a month without the year: `24 October`."""
    return _skeleton("MMMMd", day, locale)


def moment(at: datetime, zone: str, locale: str) -> str:
    """An instant on the reader's clock: `24 Nov 2026, 09:12`."""
    here, found = at.astimezone(zone_of(zone)), locale_of(locale)
    clock, day = format_time(here, "short", tzinfo=zone_of(zone), locale=found), format_date(here.date(), "medium", locale=found)
    return str(get_datetime_format("medium", locale=found)).replace("'", "").format(clock, day)


def ago(at: datetime, now: datetime, locale: str) -> str:
    """How long ago an instant was: `2 minutes ago`."""
    if now - at < timedelta(minutes=1):
        return _("Just now")
    return format_timedelta(at - now, add_direction=True, locale=locale_of(locale))


def zone_of(name: str) -> ZoneInfo:
    """A time zone by name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def greeting(now: datetime, zone: str, name: str) -> str:
    """A greeting that fits the reader's clock, by first name."""
    hour = now.astimezone(zone_of(zone)).hour if now.tzinfo else now.replace(tzinfo=UTC).hour
    first = name.split(maxsplit=1)[0] if name.split() else ""
    if not first:
        return _("Hello")
    if hour < 5 or hour >= 18:
        return _("Good evening, {name}").format(name=first)
    return (_("Good morning, {name}") if hour < 12 else _("Good afternoon, {name}")).format(name=first)


def initials(name: str) -> str:
    """Up to two letters for the round picture of a person."""
    parts = name.split()
    letters = [part[0] for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts[:1])]
    return "".join(letters).upper()


def _skeleton(skeleton: str, day: date, locale: str) -> str:
    found = locale_of(locale)
    try:
        return format_skeleton(skeleton, day, locale=found)
    except KeyError:
        return format_date(day, "long", locale=found)
