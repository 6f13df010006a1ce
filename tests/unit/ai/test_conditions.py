"""A rule means what its conditions say; a condition without a meaning fits nothing."""

import pytest

from backend.ai.conditions import CategoryRule, Condition
from backend.ai.suggestion import Candidate

COFFEE = Candidate(merchant="Café Zoë", description="SQ *CAFE ZOE", amount_minor=450, currency="EUR", kind="expense")


@pytest.mark.parametrize(
    ("field", "op", "value", "holds"),
    [
        ("merchant", "contains", "zoe", True),
        ("merchant", "contains", "CAFÉ", True),
        ("merchant", "equals", "cafe zoe", True),
        ("merchant", "equals", "cafe", False),
        ("merchant", "starts_with", "Caf", True),
        ("merchant", "starts_with", "Zoë", False),
        ("description", "contains", "sq", True),
        ("currency", "equals", "eur", True),
        ("amount", "gt", "4.49", True),
        ("amount", "gt", "4.50", False),
        ("amount", "lt", "4.51", True),
        ("amount", "lt", "4.5", False),
        ("amount", "equals", "4.5", True),
        ("merchant", "contains", "", False),
        ("merchant", "contains", "...", False),
        ("merchant", "matches", "zoe", False),
        ("amount", "contains", "4", False),
        ("amount", "gt", "lots", False),
        ("amount", "gt", "NaN", False),
        ("amount_minor", "equals", "450", False),
        ("__class__", "contains", "a", False),
    ],
)
def test_conditions(field: str, op: str, value: str, holds: bool) -> None:
    assert Condition(field, op, value).holds(COFFEE) is holds


def test_an_expense_without_an_amount_fits_no_amount() -> None:
    assert not Condition("amount", "lt", "10").holds(Candidate(merchant="x", currency="EUR"))


def test_amounts_compare_in_the_digits_of_their_currency() -> None:
    yen = Candidate(merchant="x", amount_minor=450, currency="JPY")
    assert Condition("amount", "gt", "449").holds(yen)
    assert not Condition("amount", "lt", "450").holds(yen)


FITS, FAILS = Condition("merchant", "contains", "zoe"), Condition("merchant", "contains", "lidl")


@pytest.mark.parametrize(
    ("match", "conditions", "applies"),
    [
        ("all", (FITS,), True),
        ("all", (FITS, FAILS), False),
        ("any", (FITS, FAILS), True),
        ("any", (FAILS,), False),
        ("all", (), False),
        ("any", (), False),
    ],
)
def test_a_rule_wants_all_or_any_of_its_conditions(match: str, conditions: tuple[Condition, ...], applies: bool) -> None:
    assert CategoryRule("Coffee", match, conditions, "eating_out").applies(COFFEE) is applies


def test_a_stored_rule_is_read_with_the_category_it_sets() -> None:
    rule = CategoryRule.read(
        "Coffee",
        "all",
        [{"field": "merchant", "op": "contains", "value": "zoe"}],
        [{"op": "add", "field": "tags", "value": "trip"}, {"op": "set", "field": "category_id", "value": "the-id"}],
    )
    assert rule == CategoryRule("Coffee", "all", (FITS,), "the-id")


def test_a_stored_rule_that_sets_no_category_is_none_of_ours() -> None:
    assert CategoryRule.read("Trip", "all", [], [{"op": "add", "field": "tags", "value": "trip"}]) is None
