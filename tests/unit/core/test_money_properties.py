"""What holds for every amount, not only for the ones somebody thought of."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from backend.core.money import (
    MAX_MINOR,
    AmountInvalid,
    Money,
    add,
    convert,
    currency_codes,
    digits,
    parse_amount,
    split_by_weights,
    split_evenly,
    to_decimal_string,
)

currency = st.sampled_from(currency_codes())
amount = st.builds(Money, st.integers(0, MAX_MINOR), currency)
signed = st.builds(Money, st.integers(-MAX_MINOR, MAX_MINOR), currency)
weight = st.integers(0, 10**6) | st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=4)


@given(amount)
def test_writing_and_reading_an_amount_gives_it_back(money: Money) -> None:
    assert parse_amount(to_decimal_string(money), money.currency) == money


@given(signed, st.integers(1, 500))
def test_even_shares_sum_to_the_whole(money: Money, parts: int) -> None:
    shares = split_evenly(money, parts)
    assert add(*shares) == money
    assert max(share.minor for share in shares) - min(share.minor for share in shares) <= 1


@given(signed, st.lists(weight, min_size=1, max_size=20).filter(any))
def test_weighted_shares_sum_to_the_whole_and_lie_within_one_unit_of_their_due(money: Money, weights: list[int | Decimal]) -> None:
    shares = split_by_weights(money, weights)
    assert add(*shares) == money
    total = sum(Decimal(each) for each in weights)
    for share, each in zip(shares, weights, strict=True):
        assert abs(share.minor - Decimal(money.minor) * Decimal(each) / total) < 1
        assert each or share.minor == 0


@given(signed, st.decimals("0.0001", 10_000, places=6), currency)
def test_there_and_back_is_within_one_unit(money: Money, rate: Decimal, to: str) -> None:
    finer = rate.scaleb(digits(to) - digits(money.currency))
    assume(finer >= 1)
    back = convert(convert(money, rate, to), 1 / rate, money.currency)
    assert abs(back.minor - money.minor) <= 1


def read_or_refused(text: str) -> Money | None:
    try:
        return parse_amount(text, "EUR")
    except AmountInvalid:
        return None


@given(st.text(max_size=12) | st.from_regex(r"[0-9.,eE+\- ]{1,8}", fullmatch=True))
def test_any_text_is_an_exact_amount_or_refused(text: str) -> None:
    money = read_or_refused(text)
    if money:
        assert text.isascii()
        assert Decimal(text) * 100 == money.minor
