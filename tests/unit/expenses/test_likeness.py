"""What makes two expenses look like one: tables of what does and what does not."""

from dataclasses import replace
from datetime import date

import pytest

from backend.core.money import Money
from backend.expenses.likeness import Known, likeness

DAY = date(2026, 3, 5)


def paper(**values: object) -> dict[str, object]:
    """The fields of a receipt as its reader keeps them, each sure."""
    return {name: {"value": value, "confidence": 0.95} for name, value in values.items()}


READ = paper(merchant="REWE Markt GmbH", total="12.34", date="2026-03-05", receipt_number="4711", time="12:30")
RECEIPT = Known("expense", Money(1234, "EUR"), DAY, "Rewe", papers=(READ,))
TYPED = Known("expense", Money(1234, "EUR"), DAY, "REWE", "lunch")


def read(**values: object) -> Known:
    """The same receipt with other readings."""
    return replace(RECEIPT, papers=({**READ, **paper(**values)},))


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (RECEIPT, "content"),
        (replace(RECEIPT, merchant="REWE Markt GmbH"), "content"),
        (replace(RECEIPT, merchant="Rewe", papers=(paper(total="12.34"),)), "content"),
        (replace(read(receipt_number="4711"), money=Money(1400, "EUR")), "content"),
        (read(receipt_number="4712"), None),
        (read(time="18:05"), None),
        (replace(RECEIPT, money=Money(1235, "EUR"), papers=(paper(total="12.35", date="2026-03-05"),)), None),
        (replace(RECEIPT, money=Money(1234, "USD"), papers=()), None),
        (replace(RECEIPT, occurred_on=date(2026, 3, 6), papers=(paper(total="12.34", date="2026-03-06"),)), None),
        (replace(RECEIPT, occurred_on=None, papers=(paper(total="12.34"),)), None),
        (replace(RECEIPT, kind="income", papers=()), None),
        (replace(RECEIPT, merchant="Edeka", papers=(paper(merchant="Edeka"),)), None),
    ],
    ids=[
        "the very same",
        "brand and legal name",
        "hardly anything read",
        "a tip that a person has added",
        "another number",
        "another time",
        "another total",
        "another currency",
        "another day",
        "a day that nobody knows",
        "money that came in",
        "another shop",
    ],
)
def test_receipts_of_one_shop_day_and_total_are_one_unless_number_or_time_differ(other: Known, kind: str | None) -> None:
    found = likeness(RECEIPT, other)
    assert (found and found.kind) == kind
    assert likeness(other, RECEIPT) == found


@pytest.mark.parametrize(
    ("other", "bits", "kind"),
    [
        (RECEIPT, 40, "picture"),
        (read(merchant="RFWF", receipt_number="4717", time="12:36"), 40, "picture"),
        (replace(RECEIPT, money=Money(1400, "EUR"), merchant="Corner shop"), 12, "picture"),
        (Known("expense", None, None, papers=({},)), 14, "picture"),
        (Known("expense", None, None, papers=({},)), 15, None),
        (replace(read(total="12.84"), money=Money(1284, "EUR")), 0, None),
        (replace(read(date="2026-04-05"), occurred_on=date(2026, 4, 5)), 0, None),
        (read(receipt_number="990123"), 0, None),
        (replace(RECEIPT, papers=({**READ, "total": {"value": "17.34", "confidence": 0.4}},)), 12, "picture"),
    ],
    ids=[
        "near and read alike",
        "a name, a digit and a minute misread",
        "one was corrected by a person",
        "nothing to read, saved anew",
        "nothing to read, not quite the same",
        "the form of the shop, another total",
        "the form of the shop, another day",
        "two tickets of one purchase",
        "a total misread and known to be unsure",
    ],
)
def test_pictures_are_one_paper_unless_what_was_read_clearly_differs(other: Known, bits: int, kind: str | None) -> None:
    found = likeness(RECEIPT, other, bits=bits)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("other", "like"),
    [
        (RECEIPT, True),
        (replace(TYPED, words=" Lunch "), True),
        (replace(TYPED, words="dinner"), False),
        (replace(TYPED, merchant=""), False),
        (replace(RECEIPT, money=None, papers=({},)), False),
        (replace(RECEIPT, merchant="Lidl", papers=(paper(merchant="Lidl"),)), False),
    ],
    ids=["its receipt", "typed twice", "another word", "named once", "a receipt without a sum", "the receipt of another shop"],
)
def test_what_was_typed_is_one_with_its_receipt_or_with_the_same_words(other: Known, like: bool) -> None:
    found = likeness(TYPED, other)
    assert (found is not None and found.kind == "typed") == like


def test_a_sum_without_a_word_may_be_any_receipt_of_the_day_and_is_less_sure() -> None:
    bare = replace(TYPED, merchant="", words="")
    found = likeness(bare, RECEIPT)
    assert found is not None
    assert found.confidence < 0.7
    assert likeness(bare, bare) is None


def test_the_same_number_makes_it_surer() -> None:
    without = replace(RECEIPT, papers=({name: value for name, value in READ.items() if name != "receipt_number"},))
    assert likeness(RECEIPT, RECEIPT).confidence > likeness(RECEIPT, without).confidence
