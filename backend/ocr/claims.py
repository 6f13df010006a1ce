"""What a vision model says that a receipt holds, weighed against the words that were read on it. Pure.

A model may make values up. So each is looked for among the words: one that is printed there gets the confidence that its
checks give, like any other reading; one that is not is hardly believed; and where it differs from what was read on this
machine neither is sure.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec
from rapidfuzz import fuzz

from backend.core.money import currency_codes, digits
from backend.core.text import without_controls
from backend.ocr.reading import Box, FieldReading, Line, LineItem, PageText, Reading, all_lines
from backend.ocr.rules import features
from backend.ocr.rules.certainty import certain
from backend.ocr.rules.checks import check_total
from backend.ocr.rules.dates import DateFound, dates_in
from backend.ocr.rules.rows import Row, rows_of
from backend.ocr.rules.totals import TotalFound
from backend.ocr.rules.words import plain

_PRINTED: Final = "Seen by the vision model and printed on the receipt"
_NOT_PRINTED: Final = "Seen by the vision model; it is not among the words that were read"
_UNPRINTED: Final = 0.3
_NAMED: Final = 0.72
_TAX: Final = 0.7
_DISPUTED: Final = 0.79
_ALIKE: Final = 88.0
_LONGEST: Final = 200
_MOST_ITEMS: Final = 200
_SCORE: Final = 2.0
_MOST: Final = Decimal(10) ** 9


class ClaimedItem(msgspec.Struct, frozen=True):
    """Something bought, as the model says: words, the amount of the line, quantity where one is printed."""

    description: str
    amount: str
    quantity: str | None = None


class Claims(msgspec.Struct, frozen=True):
    """What the model says; each value as text, None for what it does not see."""

    merchant: str | None = None
    date: str | None = None
    total: str | None = None
    currency: str | None = None
    tax: str | None = None
    items: list[ClaimedItem] = []


@dataclass(frozen=True)
class _Printed:
    """The lines of a receipt with their amounts, and the currency its amounts are taken for."""

    lines: list[Line]
    rows: list[Row]
    currency: str

    def amount(self, value: Decimal) -> Box | None:
        """Where an amount is printed."""
        return next((row.line.box for row in reversed(self.rows) if any(abs(each.value) == value for each in row.amounts)), None)


def weigh(reading: Reading, pages: list[PageText], claims: Claims, base_currency: str) -> Reading:
    """A reading with what the model adds to it and disputes in it."""
    lines = list(all_lines(pages))
    currency = _currency(claims) or reading.currency or base_currency
    printed = _Printed(lines, rows_of(lines, whole_numbers=True), currency)
    items = _items(claims, printed) or reading.lines
    claimed = {
        "merchant": _merchant(claims, printed),
        "date": _date(claims, printed),
        "total": _total(claims, printed, items),
        "tax": _amount(claims.tax, printed),
    }
    fields = dict(reading.fields)
    for name, claim in claimed.items():
        if claim is not None:
            fields[name] = _settled(fields.get(name), claim, _SAME.get(name, _equal))
    fields |= _code(claims, reading)
    return replace(reading, fields=fields, lines=items, currency=fields["currency"].value if "currency" in fields else currency)


def _settled(read: FieldReading | None, claim: FieldReading, same: Callable[[str, str], bool]) -> FieldReading:
    """Which of two values stands. Where they differ the surer one does, and is not sure any more."""
    if read is None:
        return claim
    if same(read.value, claim.value):
        return read
    better = claim if claim.box is not None and claim.confidence > read.confidence else read
    return better.at_most(_DISPUTED)


def _equal(one: str, other: str) -> bool:
    return one == other


def _alike(one: str, other: str) -> bool:
    return fuzz.partial_ratio(plain(one), plain(other)) >= _ALIKE


_SAME: Final[dict[str, Callable[[str, str], bool]]] = {"merchant": _alike}


def _unprinted(value: str) -> FieldReading:
    return FieldReading(value, _UNPRINTED, None, _NOT_PRINTED)


def _merchant(claims: Claims, printed: _Printed) -> FieldReading | None:
    name = _words(claims.merchant)
    if not name:
        return None
    line = next((line for line in printed.lines if len(line.text) >= len(name) // 2 and _alike(name, line.text)), None)
    return FieldReading(name, _NAMED, line.box, _PRINTED) if line else _unprinted(name)


def _date(claims: Claims, printed: _Printed) -> FieldReading | None:
    try:
        day = date.fromisoformat((claims.date or "")[:10])
    except ValueError:
        return None
    found = [(line, each, swapped) for line in printed.lines for each, swapped in dates_in(line.text)]
    here = [(line, swapped) for line, each, swapped in found if each == day]
    if not here:
        return _unprinted(day.isoformat())
    line, swapped = here[0]
    rivals = len({each for _, each, _ in found} - {day})
    seen = DateFound(day, _SCORE, line.box, _PRINTED, swapped, line.confidence, len(here), rivals)
    return certain("date", day.isoformat(), line.box, _PRINTED, features.of_date(seen))


def _total(claims: Claims, printed: _Printed, items: tuple[LineItem, ...]) -> FieldReading | None:
    value = _value(claims.total, printed.currency)
    if value is None:
        return None
    box = printed.amount(value)
    if box is None:
        return _unprinted(f"{value:f}")
    found = TotalFound(value, _PRINTED, box, _SCORE, _SCORE)
    checks = check_total(printed.rows, found, items, digits(printed.currency))
    sure = certain("total", f"{value:f}", box, _PRINTED, features.of_total(found, checks), checks=checks.closing)
    return sure if checks.closing else sure.at_most(_DISPUTED)


def _amount(text: str | None, printed: _Printed) -> FieldReading | None:
    value = _value(text, printed.currency)
    if value is None:
        return None
    box = printed.amount(value)
    return FieldReading(f"{value:f}", _TAX, box, _PRINTED) if box else _unprinted(f"{value:f}")


def _value(text: str | None, currency: str) -> Decimal | None:
    """A claimed amount, as exact as its currency; None for what is no amount."""
    try:
        value = Decimal((text or "").strip())
        if not 0 < value < _MOST:
            return None
        exact = value.quantize(Decimal(1).scaleb(-digits(currency)))
    except InvalidOperation:
        return None
    return exact if exact == value else None


def _currency(claims: Claims) -> str | None:
    code = (claims.currency or "").strip().upper()
    return code if code in currency_codes() else None


def _code(claims: Claims, reading: Reading) -> dict[str, FieldReading]:
    """The currency, where nothing on the receipt named one; else what was read stands."""
    code, read = _currency(claims), reading.fields.get("currency")
    taken = code is not None and (read is None or (read.box is None and read.value != code))
    return {"currency": _unprinted(code)} if code and taken else {}


def _items(claims: Claims, printed: _Printed) -> tuple[LineItem, ...]:
    """What was bought, when every amount of it is printed; else none of it is believed."""
    made = []
    for item in claims.items[:_MOST_ITEMS]:
        value = _value(item.amount, printed.currency)
        box = printed.amount(value) if value is not None else None
        if value is None or box is None:
            return ()
        minor = int(value.scaleb(digits(printed.currency)))
        made.append(LineItem(_words(item.description), _words(item.quantity, 20) or None, minor, box))
    return tuple(made)


def _words(text: str | None, longest: int = _LONGEST) -> str:
    """What the model writes, on one line, bounded, and without characters that the database cannot hold."""
    return " ".join(without_controls(text or "").split())[:longest]
