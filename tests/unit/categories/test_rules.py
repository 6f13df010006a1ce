"""Names, places in the tree, and when two merchants are one."""

from uuid import UUID

import pytest

from backend.categories import rules
from backend.core.errors import Invalid

A, B, C, D, E = (UUID(int=number) for number in range(5))
TREE = {A: None, B: A, C: B, D: C, E: None}


def test_a_family_is_the_category_and_all_below() -> None:
    assert rules.family(TREE, B) == [B, C, D]
    assert rules.family(TREE, E) == [E]


@pytest.mark.parametrize(
    ("category", "parent", "code"),
    [
        (None, UUID(int=9), "category_unknown"),
        (A, A, "category_cycle"),
        (A, D, "category_cycle"),
        (None, D, "too_deep"),
        (A, E, "too_deep"),
    ],
)
def test_a_bad_place_is_refused(category: UUID | None, parent: UUID, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_place(TREE, category, parent)
    assert refusal.value.fields[0].code == code


def test_a_good_place_is_taken() -> None:
    rules.check_place(TREE, None, C)
    rules.check_place(TREE, B, E)
    rules.check_place(TREE, A, None)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00", "two\nlines"])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        rules.checked_name(name)


def test_merchants_are_one_without_case_accents_and_signs() -> None:
    assert rules.merchant_key("CAFÉ — Müller!") == rules.merchant_key("cafe müller")
    assert rules.merchant_key("🍕") != rules.merchant_key("🍔")
