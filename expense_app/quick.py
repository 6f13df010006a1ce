"""An expense in one line: `12.50 coffee yesterday #trip`. Pure: what is understood depends on text, day, locale and currency.

In the line stand, in any order, an amount (a sum, with the sign or code of a currency or without), a day in words or
numbers, tags, and what it was for. Text in quotes is taken as it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Final

from backend.core.errors import Invalid
from backend.core.money import MoneyInvalid, currency_codes, digits, parse_amount
from expense_app import formats, sums
from expense_app.days import day_in
from expense_app.words import _

LONGEST: Final = 300
_DAY_WORDS: Final = 4
_FIRST_DAY: Final = date(1970, 1, 1)
_TAG: Final = re.compile(r"(?:(?<=\s)|^)#([^\s#,;]+)[,;]?")
_QUOTED: Final = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_SIGNS: Final = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₫": "VND", "฿": "THB", "₴": "UAH",
    "₦": "NGN", "₱": "PHP", "zł": "PLN", "kč": "CZK", "円": "JPY", "元": "CNY", "원": "KRW", "us$": "USD", "ca$": "CAD",
    "a$": "AUD", "r$": "BRL", "$": "USD", "¥": "JPY", "￥": "JPY", "kr": "SEK", "fr.": "CHF",
}  # fmt: skip
# Signs that several currencies share mean that of the books where it is one of these.
_SHARED: Final = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "£": ("GBP", "EGP"),
}
# Codes that are also words in small letters (cup, top, all) count only in capitals; these count either way.
_SMALL: Final = frozenset("eur usd gbp chf jpy cad aud nzd sek nok dkk pln czk huf inr cny krw sgd hkd mxn brl ils kwd aed".split())
_OPERATORS: Final = frozenset("+-*/×÷−x")
_NUMBER: Final = r"\d[\d.,'’٫٬]*"
_SUM: Final = re.compile(rf"[(+\-−]*{_NUMBER}\)*(?:[-+*/×÷−x(]+{_NUMBER}\)*)*", re.UNICODE)
_ONLY_DAY: Final = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:\d{2,4})?|\d{1,2}/\d{1,2}|\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True)
class Quick:
    """What a line says. `amount` is a plain decimal string, '' where there is none; `day` is None for today."""

    amount: str = ""
    currency: str = ""
    kind: str = "expense"
    day: date | None = None
    tags: tuple[str, ...] = ()
    words: str = ""


def understood(line: str, today: date, locale: str, base_currency: str) -> Quick:
    """What a line says. Raises `Invalid` for one that is longer than a line."""
    if len(line) > LONGEST:
        raise Invalid.field("text", "too_long", _("That is more than one line holds. Use the form for long notes."))
    quoted = " ".join(each.strip() for each in _QUOTED.findall(line))
    tags = tuple(dict.fromkeys(_TAG.findall(_QUOTED.sub(" ", line))))
    parts = _TAG.sub(" ", _QUOTED.sub(" ", line)).split()
    found = _read(parts, today, locale, base_currency)
    words = " ".join(each for each in (found.words, quoted) if each)
    return Quick(found.amount, found.currency or base_currency, found.kind, found.day, tags, words)


def _read(parts: list[str], today: date, locale: str, base: str) -> Quick:
    """The day is looked for first, since a day may hold numbers; where that leaves no amount, the number was the amount."""
    for at, length, day in [*_days(parts, today, locale), (0, 0, None)]:
        rest = parts[:at] + parts[at + length :]
        money = _money(rest, locale, base)
        if money:
            start, end, amount, currency = money
            kind = "income" if rest[start].startswith("+") else "expense"
            return Quick(amount, currency, kind, day, (), " ".join(rest[:start] + rest[end:]))
    at, length, day = next(_days(parts, today, locale), (0, 0, None))
    return Quick("", "", "expense", day, (), " ".join(parts[:at] + parts[at + length :]))


def _days(parts: Sequence[str], today: date, locale: str) -> Iterator[tuple[int, int, date | None]]:
    """Where days may stand: places, lengths and days; those at an end of the line first, the longest of them before others."""
    last, count = today + timedelta(days=366), len(parts)
    windows = [(at, length) for length in range(min(_DAY_WORDS, count), 0, -1) for at in range(count - length + 1)]
    for at, length in sorted(windows, key=lambda each: each[0] > 0 and sum(each) < count):
        window = parts[at : at + length]
        day = day_in(" ".join(window).strip(",;"), today, locale) if _may_be_day(window, at_end=at in (0, count - length)) else None
        if day and _FIRST_DAY <= day <= last:
            yield at, length, day


def _may_be_day(window: Sequence[str], *, at_end: bool) -> bool:
    """Numbers alone are amounts; a short name such as Fri or Sun may be a word of a name unless it stands at an end."""
    text = " ".join(window)
    if len(window) == 1 and text[0].isdigit():
        return bool(_ONLY_DAY.fullmatch(text)) or not _SUM.fullmatch(text)
    if all(part[0].isdigit() for part in window):
        return False
    short = len(window) == 1 and len(text.strip(".,;")) <= 3 and text[0].isascii()
    return at_end or not short


def _money(parts: Sequence[str], locale: str, base: str) -> tuple[int, int, str, str] | None:
    """The first amount: where it begins and ends, its plain digits, and its currency, '' where none is named."""
    for at in range(len(parts)):
        for end in range(min(len(parts), at + 7), at, -1):
            amount = _amount(parts[at:end], locale, base)
            if amount:
                return at, end, *amount
    return None


def _amount(window: Sequence[str], locale: str, base: str) -> tuple[str, str] | None:
    if not _hangs_together(window, base):
        return None
    text, currency = _without_currency("".join(window), base)
    bare = text.removeprefix("+")
    if not _SUM.fullmatch(bare) or _ONLY_DAY.fullmatch(bare):
        return None
    plain = sums.amount_of(bare, digits(currency or base), locale)
    return (plain, currency) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def _hangs_together(window: Sequence[str], base: str) -> bool:
    """Whether blanks inside an amount stand beside an operator or a currency, so that they belong to it."""
    pairs = pairwise(window)
    return all(
        left[-1] in _OPERATORS or right[0] in _OPERATORS or _is_currency(left, base) or _is_currency(right, base) for left, right in pairs
    )


def _is_currency(word: str, base: str) -> bool:
    return bool(_currency(word, base))


def _without_currency(text: str, base: str) -> tuple[str, str]:
    """A text without the currency in front of it or behind it, and that currency."""
    sign = "+" if text.startswith("+") else ""
    bare = text.removeprefix("+")
    head, tail = re.match(r"[^\d(\-−.,٠-٩]*", bare), re.search(r"[^\d).,٠-٩]*$", bare)
    before, after = head.group() if head else "", tail.group() if tail else ""
    for name, rest in ((before, bare[len(before) :]), (after, bare[: len(bare) - len(after)] if after else bare)):
        if name and (currency := _currency(name, base)):
            return sign + rest, currency
    return text, ""


def _currency(name: str, base: str) -> str:
    """The currency that a sign or a code names, '' where it names none."""
    sign = name.casefold()
    if sign in _SIGNS:
        return base if base in _SHARED.get(sign, ()) else _SIGNS[sign]
    if len(name) != 3 or not name.isascii():
        return ""
    named = name.isupper() or sign in _SMALL or sign == base.casefold()
    return name.upper() if named and name.upper() in _codes() else ""


@cache
def _codes() -> frozenset[str]:
    return frozenset(currency_codes())


def shown_amount(quick: Quick, locale: str) -> str:
    """The amount as the reader writes it, with its currency; '' where there is none that the books can take."""
    try:
        return formats.spent(parse_amount(quick.amount, quick.currency), quick.kind, locale) if quick.amount else ""
    except MoneyInvalid:
        return ""
