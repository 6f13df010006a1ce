"""What was bought as shares of the whole: to the last unit, whatever was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.money import Money
from backend.expenses.line_memory import line_key
from backend.expenses.sharing import adds_up, share_out


def shares(whole: int, *bought: tuple[str, int], closes: bool = True, currency: str = "EUR") -> dict[str, int]:
    return {key: share.minor for key, share in share_out(Money(whole, currency), bought, "food", closes=closes).items()}


def test_lines_that_make_the_whole_are_the_shares() -> None:
    assert shares(2805, ("food", 1200), ("care", 495), ("food", 1110)) == {"food": 2310, "care": 495}


@pytest.mark.parametrize(
    ("whole", "currency", "expected"),
    [
        (1650, "USD", {"food": 1100, "care": 550}),  # tax on top
        (1350, "EUR", {"food": 900, "care": 450}),  # a discount on everything
        (1501, "EUR", {"food": 1001, "care": 500}),  # rounded
        (151, "JPY", {"food": 101, "care": 50}),
    ],
)
def test_what_is_printed_besides_the_lines_is_shared_by_weight(whole: int, currency: str, expected: dict[str, int]) -> None:
    assert shares(whole, ("food", 1000), ("care", 500), currency=currency) == expected


def test_where_the_lines_do_not_close_the_rest_goes_to_the_first() -> None:
    assert shares(2000, ("food", 1000), ("care", 500), closes=False) == {"food": 1500, "care": 500}
    assert shares(2000, ("care", 500), closes=False) == {"food": 1500, "care": 500}


def test_lines_that_are_too_much_are_made_smaller_by_weight() -> None:
    assert shares(900, ("food", 1000), ("care", 500), closes=False) == {"food": 600, "care": 300}


def test_what_comes_to_nothing_has_no_share_and_its_discount_is_shared() -> None:
    assert shares(1300, ("food", 1000), ("care", 500), ("toys", 100), ("toys", -300)) == {"food": 867, "care": 433}


def test_with_nothing_bought_the_first_has_it_all() -> None:
    assert shares(700) == {"food": 700}
    assert shares(0, ("care", 500)) == {"food": 0}


line = st.tuples(st.sampled_from(["food", "care", "home", "", "x"]), st.integers(-(10**7), 10**7))


@given(st.integers(0, 10**12), st.lists(line, max_size=40), st.booleans(), st.sampled_from(["EUR", "JPY", "KWD", "HUF"]))
def test_shares_are_the_whole_whatever_the_lines_discounts_and_currency(
    whole: int, bought: list[tuple[str, int]], closes: bool, currency: str
) -> None:
    found = share_out(Money(whole, currency), bought, "food", closes=closes)
    assert sum(share.minor for share in found.values()) == whole
    assert all(share.minor >= 0 and share.currency == currency for share in found.values())
    assert all(share.minor for share in found.values()) or found == {"food": Money(0, currency)}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 10**6)), min_size=1, max_size=20), st.booleans())
def test_lines_that_make_the_whole_stay_as_printed(bought: list[tuple[str, int]], closes: bool) -> None:
    whole = sum(minor for _, minor in bought)
    found = share_out(Money(whole, "EUR"), bought, "a", closes=closes)
    assert {key: share.minor for key, share in found.items()} == {key: sum(minor for name, minor in bought if name == key) for key in found}


@pytest.mark.parametrize(
    ("whole", "bought", "extras", "rounds", "closes"),
    [
        (1500, 1500, [], True, True),
        (1500, 1502, [], True, True),  # 15.02 rounded to the coin
        (1500, 1502, [], False, False),  # yen are not
        (1650, 1500, [150], True, True),  # tax
        (1800, 1500, [150, 150], True, True),  # tax and tip
        (1500, 1500, [240], True, True),  # a tax within the prices
        (1350, 1500, [240, -150], True, True),  # and a discount
        (2000, 1500, [240], True, False),
    ],
)
def test_lines_add_up_with_what_else_is_printed(whole: int, bought: int, extras: list[int], rounds: bool, closes: bool) -> None:
    assert adds_up(whole, bought, extras, rounds=rounds) is closes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GUT BIO JOGHURT PUR", "Gut Bio Joghurt pur 150g"),
        ("Crème Fraîche 2x200g", "CREME FRAICHE"),
        ("1234567 Vollmilch 3,5%", "VOLLMILCH"),
        ("SHAMPOO NIVEA", "Nivea Shampoo"),
        ("4711", "4711"),
        ("牛乳 1000ml", "牛乳"),
    ],
)
def test_a_line_is_told_again_whatever_its_codes_sizes_and_order(one: str, other: str) -> None:
    assert line_key(one) == line_key(other) != ""


def test_other_goods_are_other_lines() -> None:
    assert len({line_key(words) for words in ("Milk", "Milk chocolate", "4711", "815", "牛乳")}) == 5
