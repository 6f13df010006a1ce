"""Money is exact: what is not an amount is refused with words that help, and nothing is rounded in silence."""

from decimal import Decimal

import pytest

from backend.core.errors import Invalid
from backend.core.money import (
    MAX_MINOR,
    AmountInvalid,
    CurrencyMismatch,
    CurrencyUnknown,
    Money,
    add,
    checked,
    convert,
    currency_codes,
    digits,
    format_money,
    from_decimal,
    parse_amount,
    split_by_weights,
    split_evenly,
    subtract,
    to_decimal_string,
)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("12.3", "EUR", 1230),
        ("12", "EUR", 1200),
        ("0", "EUR", 0),
        ("0.01", "USD", 1),
        ("007.50", "EUR", 750),
        ("1234", "JPY", 1234),
        ("1.234", "KWD", 1234),
        ("1000000000000.00", "EUR", MAX_MINOR),
        ("100000000000000", "JPY", MAX_MINOR),
    ],
)
def test_a_decimal_string_becomes_minor_units(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("12.345", "EUR", "amount_digits"),
        ("0.5", "JPY", "amount_digits"),
        ("12.0", "JPY", "amount_digits"),
        ("1.2345", "KWD", "amount_digits"),
        ("1e9", "EUR", "amount_format"),
        ("NaN", "EUR", "amount_format"),
        ("Infinity", "EUR", "amount_format"),
        ("", "EUR", "amount_format"),
        (" 12", "EUR", "amount_format"),
        ("12\n", "EUR", "amount_format"),
        ("12.", "EUR", "amount_format"),
        (".5", "EUR", "amount_format"),
        ("1,234.00", "EUR", "amount_format"),
        ("12,50", "EUR", "amount_format"),
        ("1_000", "EUR", "amount_format"),
        ("-1", "EUR", "amount_format"),
        ("+1", "EUR", "amount_format"),
        ("\N{FULLWIDTH DIGIT ONE}2", "EUR", "amount_format"),
        ("\N{ARABIC-INDIC DIGIT ONE}2", "EUR", "amount_format"),
        ("0x10", "EUR", "amount_format"),
        ("9" * 19, "JPY", "amount_format"),
        ("1000000000000.01", "EUR", "amount_range"),
        ("100000000000001", "JPY", "amount_range"),
    ],
)
def test_what_is_not_an_exact_amount_is_refused(text: str, currency: str, code: str) -> None:
    with pytest.raises(AmountInvalid) as refused:
        parse_amount(text, currency)
    assert refused.value.code == code
    assert refused.value.fields[0].field == "amount"


@pytest.mark.parametrize(
    ("text", "currency", "message"),
    [
        ("0.5", "JPY", "JPY has no decimals. Write a whole number such as 12."),
        ("1.2345", "KWD", "KWD has 3 decimals at most. Write it such as 12.345."),
        ("12,50", "EUR", "Write the amount as plain digits with a point, such as 12.34."),
    ],
)
def test_a_refusal_says_what_to_do(text: str, currency: str, message: str) -> None:
    with pytest.raises(AmountInvalid) as refused:
        parse_amount(text, currency)
    assert refused.value.message == message


def test_a_refusal_can_name_the_field_it_stood_in() -> None:
    with pytest.raises(AmountInvalid) as refused:
        parse_amount("x", "EUR")
    placed = refused.value.at("splits.0.money.amount")
    assert isinstance(placed, Invalid)
    assert (placed.code, placed.fields[0].field, placed.detail) == ("amount_format", "splits.0.money.amount", refused.value.detail)


def test_a_negative_amount_is_out_of_bounds() -> None:
    with pytest.raises(AmountInvalid) as refused:
        checked(Money(-1, "EUR"))
    assert refused.value.code == "amount_range"


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("ISK", 0), ("UYW", 4), ("HUF", 2), ("BGN", 2)])
def test_digits_are_those_of_iso_4217(currency: str, places: int) -> None:
    assert digits(currency) == places


@pytest.mark.parametrize("code", ["eur", "EU", "EURO", "XXX", "XAU", "", "€", "ZZZ"])
def test_an_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(CurrencyUnknown) as refused:
        parse_amount("1", code)
    assert refused.value.fields[0].field == "currency"


def test_the_codes_hold_living_and_withdrawn_currencies_but_no_metals() -> None:
    assert {"EUR", "JPY", "BGN", "HRK"} <= set(currency_codes())
    assert not {"XAU", "XTS", "XXX"} & set(currency_codes())


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1230, "EUR"), "12.30"),
        (Money(5, "EUR"), "0.05"),
        (Money(-5, "KWD"), "-0.005"),
        (Money(1234, "JPY"), "1234"),
        (Money(0, "EUR"), "0.00"),
        (Money(0, "UYW"), "0.0000"),
        (Money(MAX_MINOR, "EUR"), "1000000000000.00"),
    ],
)
def test_a_decimal_string_has_exactly_the_digits_of_its_currency(money: Money, text: str) -> None:
    assert to_decimal_string(money) == text


@pytest.mark.parametrize(
    ("money", "rate", "to", "minor"),
    [
        (Money(1000, "EUR"), "1.0867", "USD", 1087),
        (Money(1, "EUR"), "0.5", "USD", 0),
        (Money(3, "EUR"), "0.5", "USD", 2),
        (Money(-3, "EUR"), "0.5", "USD", -2),
        (Money(1000, "JPY"), "0.0056921676", "EUR", 569),
        (Money(1234, "EUR"), "175.68", "JPY", 2168),
        (Money(MAX_MINOR, "EUR"), "9999999999.9999999999", "EUR", 999999999999999999990000),
    ],
)
def test_converting_rounds_half_to_even(money: Money, rate: str, to: str, minor: int) -> None:
    assert convert(money, Decimal(rate), to) == Money(minor, to)


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_a_rate_that_is_no_rate_is_refused(rate: str) -> None:
    with pytest.raises(ValueError, match="positive"):
        convert(Money(1, "EUR"), Decimal(rate), "USD")


def test_a_number_without_end_is_no_money() -> None:
    with pytest.raises(AmountInvalid):
        from_decimal(Decimal("NaN"), "EUR")


def test_sums_and_differences_stay_in_one_currency() -> None:
    assert add(Money(1, "EUR"), Money(2, "EUR"), Money(3, "EUR")) == Money(6, "EUR")
    assert subtract(Money(1, "EUR"), Money(2, "EUR")) == Money(-1, "EUR")


@pytest.mark.parametrize("operation", [add, subtract])
def test_currencies_never_mix(operation: object) -> None:
    assert callable(operation)
    with pytest.raises(CurrencyMismatch, match="EUR and USD"):
        operation(Money(1, "USD"), Money(1, "EUR"))


@pytest.mark.parametrize(
    ("minor", "parts", "shares"), [(100, 3, [34, 33, 33]), (-100, 3, [-34, -33, -33]), (2, 3, [1, 1, 0]), (0, 2, [0, 0])]
)
def test_even_shares_differ_by_one_at_most(minor: int, parts: int, shares: list[int]) -> None:
    assert [share.minor for share in split_evenly(Money(minor, "EUR"), parts)] == shares


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ([1, 1, 2], [25, 25, 50]),
        ([1, 2], [33, 67]),
        ([Decimal("0.1"), Decimal("0.25")], [29, 71]),
        ([0, 1], [0, 100]),
        ([1, 1, 1], [34, 33, 33]),
    ],
)
def test_weighted_shares_go_by_largest_remainder(weights: list[int | Decimal], shares: list[int]) -> None:
    assert [share.minor for share in split_by_weights(Money(100, "EUR"), weights)] == shares


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2], [Decimal("NaN")], [Decimal("Infinity"), 1]])
def test_weights_that_cannot_share_are_refused(weights: list[int | Decimal]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weights(Money(100, "EUR"), weights)


@pytest.mark.parametrize(
    ("money", "locale", "text"),
    [
        (Money(123456789, "EUR"), "en", "€1,234,567.89"),
        (Money(123456789, "EUR"), "de_DE", "1.234.567,89\N{NO-BREAK SPACE}€"),
        (Money(1234, "JPY"), "en-US", "¥1,234"),
        (Money(1234, "ISK"), "en", "ISK\N{NO-BREAK SPACE}1,234"),
        (Money(1234567, "KWD"), "en", "KWD\N{NO-BREAK SPACE}1,234.567"),
        (Money(1234, "CLP"), "fr", "1\N{NARROW NO-BREAK SPACE}234\N{NO-BREAK SPACE}$CL"),
    ],
)
def test_money_is_shown_as_the_locale_writes_it_with_the_digits_of_iso(money: Money, locale: str, text: str) -> None:
    assert format_money(money, locale) == text
