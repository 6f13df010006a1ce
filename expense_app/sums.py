"""Arithmetic in an amount field: `12.5*3`, `(4,20 + 1) / 2`. Pure, exact until the end, and never evaluated as code.

The browser works by the same rules (`assets/fields.js`) to show the result while one types; what counts is the result here.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

from expense_app import formats

LONGEST: Final = 100
DEEPEST: Final = 20
_LARGEST: Final = Fraction(10**18)
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_EVEN)
_SIGNS: Final = str.maketrans({"×": "*", "x": "*", "X": "*", "·": "*", "∙": "*", "÷": "/", "−": "-", "–": "-", "٫": ".", "٬": None})
_PARTS: Final = re.compile(r"\s*([\d.,'’\s]*\d[.,]?|[-+*/()])")
_OPERATOR: Final = re.compile(r"[-+*/()]")
_STEPS: Final[dict[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


class NoSumError(ValueError):
    """The text is no sum, or one without a result."""


def amount_of(text: str, places: int, locale: str) -> str:
    """What was typed as a plain decimal string; a sum is worked out and rounded half-even to `places`.

    A number alone stays as precise as it was typed, and what is neither stays as it is, for the books to refuse.
    """
    plain = ascii_digits(text).translate(_SIGNS).strip().removeprefix("=")
    if not _OPERATOR.search(plain):
        return formats.typed_amount(plain, locale)
    try:
        return f"{rounded(worked_out(plain, locale), places):f}"
    except NoSumError:
        return text.strip()


def ascii_digits(text: str) -> str:
    """The digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def rounded(value: Fraction, places: int) -> Decimal:
    """A fraction to `places` decimals, half-even."""
    scaled = round(value * 10**places)  # Python rounds a fraction half-even
    return Decimal(scaled).scaleb(-places, _EXACT)


def worked_out(text: str, locale: str) -> Fraction:
    """The exact value of a sum whose numbers are written as the locale writes them. Raises `NoSumError`."""
    if len(text) > LONGEST:
        raise NoSumError
    reader = _Reader(_parts(text), locale)
    value = reader.sum()
    if reader.at < len(reader.parts) or abs(value) >= _LARGEST:
        raise NoSumError
    return value


def _parts(text: str) -> list[str]:
    parts, at, end = [], 0, len(text.rstrip())
    while at < end:
        found = _PARTS.match(text, at)
        if found is None:
            raise NoSumError
        parts.append(found.group(1).strip())
        at = found.end()
    return parts


@dataclass
class _Reader:
    """Reads a sum from left to right: products before sums, brackets first, a sign in front of a number."""

    parts: list[str]
    locale: str
    at: int = 0
    depth: int = 0

    def sum(self) -> Fraction:
        return self._row(self._product, "+-")

    def _product(self) -> Fraction:
        return self._row(self._value, "*/")

    def _row(self, one: Callable[[], Fraction], signs: str) -> Fraction:
        value = one()
        while self._next() and self._next() in signs:
            value = _step(self._take(), value, one())
        return value

    def _value(self) -> Fraction:
        part = self._take()
        if part == "(":
            return self._bracket()
        if part in "+-":
            return self._signed(part)
        return self._number(part)

    def _bracket(self) -> Fraction:
        self._go_down()
        value = self.sum()
        if self._take() != ")":
            raise NoSumError
        self.depth -= 1
        return value

    def _signed(self, sign: str) -> Fraction:
        self._go_down()
        value = self._value()
        self.depth -= 1
        return -value if sign == "-" else value

    def _go_down(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NoSumError

    def _number(self, part: str) -> Fraction:
        plain = formats.typed_amount(part, self.locale)
        if not re.fullmatch(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", plain):
            raise NoSumError
        return Fraction(Decimal(plain))

    def _next(self) -> str:
        return self.parts[self.at] if self.at < len(self.parts) else ""

    def _take(self) -> str:
        part = self._next()
        if not part:
            raise NoSumError
        self.at += 1
        return part


def _step(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign == "/" and right == 0:
        raise NoSumError
    return _STEPS[sign](left, right)
