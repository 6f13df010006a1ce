"""Money as a count of minor units in a currency: exact, and never added across currencies.

Digits come from ISO 4217 (package `iso4217`); Babel, whose digits differ for a dozen currencies, only dresses
amounts for people. Rounding is half-even everywhere.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import Any, Final, Self

import iso4217
from babel import Locale
from babel.numbers import NumberPattern, format_currency

from backend.core.errors import FieldProblem, Invalid

MAX_MINOR: Final = 10**14

# Taken out of ISO's active list; books from their time still hold them.
_WITHDRAWN: Final = {"BGN": 2, "HRK": 2, "LTL": 2, "LVL": 2, "EEK": 2, "SKK": 2}
_AMOUNT: Final = re.compile(r"(?P<whole>[0-9]{1,18})(?:\.(?P<part>[0-9]{1,18}))?")
# CLDR's currencySpacing, which Babel leaves out: "KWD 1.000", though "$1.00".
_LETTER_BESIDE_DIGIT: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# Wide enough for MAX_MINOR times a rate of numeric(20,10) without a rounding on the way.
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)


class MoneyInvalid(Invalid):
    """A part of money that was refused; `message` says what to do, and `at` names the field it stood in."""

    field_name = "money"

    def __init__(self, detail: str = "", *, code: str | None = None, fields: tuple[FieldProblem, ...] = (), **facts: Any) -> None:
        """Carry the words, and the field they belong to when no other is named."""
        super().__init__(detail, code=code, **facts)
        self.fields = fields or (FieldProblem(self.field_name, self.code, self.detail),)

    @property
    def message(self) -> str:
        """The words for a person."""
        return self.detail

    def at(self, field: str) -> Self:
        """The same refusal at the dotted name `field`, such as `splits.0.money.amount`."""
        return type(self)(self.detail, code=self.code, fields=(FieldProblem(field, self.code, self.detail),))


class AmountInvalid(MoneyInvalid):
    """An amount that is no exact decimal, has too many digits, or lies out of bounds."""

    code, title, field_name = "amount_invalid", "This is not an amount", "amount"


class CurrencyUnknown(MoneyInvalid):
    """No currency has this code."""

    code, title, field_name = "currency_unknown", "There is no such currency", "currency"


class CurrencyMismatch(MoneyInvalid):
    """Amounts of different currencies were to be added, subtracted or compared."""

    code, title, field_name = "currency_mismatch", "These amounts are in different currencies", "currency"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `minor` units (cents, fils, yen) of the ISO 4217 `currency`."""

    minor: int
    currency: str


@cache
def _digits_by_currency() -> dict[str, int]:
    table = {code: str(row["CcyMnrUnts"]) for code, row in iso4217.raw_table.items() if code}
    return _WITHDRAWN | {code: int(units) for code, units in table.items() if units.isdigit()}


def currency_codes() -> tuple[str, ...]:
    """Every code money can be in, in order."""
    return tuple(sorted(_digits_by_currency()))


def digits(currency: str) -> int:
    """Decimal places of `currency`.

    Raises:
        CurrencyUnknown: no currency has this code; codes are three capital letters.
    """
    found = _digits_by_currency().get(currency)
    if found is None:
        raise CurrencyUnknown(f"“{currency[:12]}” is not a currency. Use a three-letter code such as EUR.")
    return found


def parse_amount(text: str, currency: str) -> Money:
    """The amount that the decimal string `text` says, exactly.

    `12`, `12.3` and `12.34` are all good for a currency of two digits; more digits than the currency has are
    refused rather than rounded, as are signs, exponents, separators and digits other than 0 to 9.

    Raises:
        AmountInvalid: with code `amount_format`, `amount_digits` or `amount_range`.
        CurrencyUnknown: no currency has this code.
    """
    places = digits(currency)
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise AmountInvalid(f"Write the amount as plain digits with a point, such as {_example(places)}.", code="amount_format")
    part = found["part"] or ""
    if len(part) > places:
        raise AmountInvalid(_too_many_digits(currency, places), code="amount_digits")
    return checked(Money(int(found["whole"] + part.ljust(places, "0")), currency))


def _example(places: int) -> str:
    return "12." + "3456"[:places] if places else "12"


def _too_many_digits(currency: str, places: int) -> str:
    if not places:
        return f"{currency} has no decimals. Write a whole number such as 12."
    return f"{currency} has {places} decimals at most. Write it such as {_example(places)}."


def checked(money: Money) -> Money:
    """`money` itself, once it is known to lie between 0 and `MAX_MINOR`.

    Raises:
        AmountInvalid: with code `amount_range`.
    """
    if not 0 <= money.minor <= MAX_MINOR:
        most = to_decimal_string(Money(MAX_MINOR, money.currency))
        raise AmountInvalid(f"Use an amount from 0 to {most}; the kind says whether it was spent or earned.", code="amount_range")
    return money


def to_decimal(money: Money) -> Decimal:
    """The amount in major units, exactly."""
    return Decimal(money.minor).scaleb(-digits(money.currency), _EXACT)


def to_decimal_string(money: Money) -> str:
    """The amount with exactly the currency's digits: `12.30`, `1234`, `-0.005`."""
    return f"{to_decimal(money):f}"


def from_decimal(value: Decimal, currency: str) -> Money:
    """`value` major units as money, rounded half-even to the currency's digits.

    Raises:
        AmountInvalid: `value` is not finite.
    """
    if not value.is_finite():
        raise AmountInvalid("Use a number that ends.", code="amount_format")
    scaled = value.scaleb(digits(currency), _EXACT)
    return Money(int(scaled.to_integral_value(ROUND_HALF_EVEN)), currency)


def convert(money: Money, rate: Decimal, to: str) -> Money:
    """`money` in the currency `to`, where one unit of `money`'s currency costs `rate` of `to`; half-even.

    Raises:
        ValueError: `rate` is not a positive number.
    """
    if not rate.is_finite() or rate <= 0:
        raise ValueError(f"a rate is positive, not {rate}")
    return from_decimal(_EXACT.multiply(to_decimal(money), rate), to)


def add(first: Money, *others: Money) -> Money:
    """The sum of amounts of one currency.

    Raises:
        CurrencyMismatch: they are of several.
    """
    _same_currency(first, *others)
    return Money(first.minor + sum(other.minor for other in others), first.currency)


def subtract(first: Money, second: Money) -> Money:
    """`first` less `second`, which may fall below zero.

    Raises:
        CurrencyMismatch: they are of two currencies.
    """
    _same_currency(first, second)
    return Money(first.minor - second.minor, first.currency)


def _same_currency(*amounts: Money) -> None:
    currencies = sorted({amount.currency for amount in amounts})
    if len(currencies) > 1:
        raise CurrencyMismatch(f"Amounts in {' and '.join(currencies)} cannot be added. Convert them first.")


def split_evenly(money: Money, parts: int) -> list[Money]:
    """`money` in `parts` shares that differ by one minor unit at most and sum to the whole; larger ones come first.

    Raises:
        ValueError: `parts` is below one.
    """
    return split_by_weights(money, [1] * parts)


def split_by_weights(money: Money, weights: Sequence[int | Decimal]) -> list[Money]:
    """`money` shared in proportion to `weights`, by largest remainder: the shares sum to the whole exactly.

    A weight of zero gets nothing. Equal remainders are served in the order given.

    Raises:
        ValueError: there is no weight above zero, or one is negative or not finite.
    """
    numerators = _whole_weights(weights)
    total = sum(numerators)
    size, sign = abs(money.minor), -1 if money.minor < 0 else 1
    shares = [divmod(size * numerator, total) for numerator in numerators]
    missing = size - sum(share for share, _ in shares)
    first_served = sorted(range(len(shares)), key=lambda i: -shares[i][1])[:missing]
    return [Money(sign * (share + (i in first_served)), money.currency) for i, (share, _) in enumerate(shares)]


def _whole_weights(weights: Sequence[int | Decimal]) -> list[int]:
    """The weights as whole numbers in the same proportion."""
    exact = [Decimal(weight) for weight in weights]
    if any(not weight.is_finite() or weight < 0 for weight in exact) or not any(exact):
        raise ValueError("weights are finite, not negative, and at least one is above zero")
    ratios = [weight.as_integer_ratio() for weight in exact]
    shared = max(denominator for _, denominator in ratios)
    # Denominators of decimals are 2^a * 5^b: the product of all would be exact too, only longer.
    for _, denominator in ratios:
        shared = shared if shared % denominator == 0 else shared * denominator
    return [numerator * (shared // denominator) for numerator, denominator in ratios]


def format_money(money: Money, locale: str) -> str:
    """`money` as people of `locale` (`en`, `de_AT`, `ar-EG`) write it, with ISO 4217's digits."""
    parsed, pattern = _way_of(locale, digits(money.currency))
    text = format_currency(to_decimal(money), money.currency, format=pattern, locale=parsed, currency_digits=False)
    return _LETTER_BESIDE_DIGIT.sub("\N{NO-BREAK SPACE}", text)


@cache
def _way_of(locale: str, places: int) -> tuple[Locale, NumberPattern]:
    """A locale and its pattern for amounts with so many decimals."""
    parsed = Locale.parse(locale.replace("-", "_"))
    pattern = copy.copy(parsed.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return parsed, pattern
