"""What a vision model claims is weighed against the words on the receipt."""

import pytest

from backend.ocr.claims import ClaimedItem, Claims, weigh
from backend.ocr.reading import Reading
from tests.unit.ocr.paper import page, read

RECEIPT = "STARBUCKS COFFEE LTD\nDublin\n12/07/2024 14:22\nLatte 3.10 EUR\nCroissant 2.50 EUR\nTOTAL 5.60 EUR\nCARD 5.60 EUR"


def weighed(text: str, **claims: object) -> Reading:
    return weigh(read(text), [page(text)], Claims(**claims), "EUR")


def test_a_claim_that_says_what_was_read_changes_nothing() -> None:
    before = read(RECEIPT)
    after = weighed(RECEIPT, merchant="Starbucks Coffee Ltd.", date="2024-07-12", total="5.60", currency="EUR")
    assert after.fields == before.fields and after.lines == before.lines


def test_a_claimed_total_that_is_not_printed_makes_the_printed_one_unsure() -> None:
    total = weighed(RECEIPT, total="99.00").fields["total"]
    assert (total.value, total.confidence < 0.8) == ("5.60", True)


def test_a_claim_that_stands_nowhere_fills_a_gap_and_is_hardly_believed() -> None:
    fields = weighed("thank you\ncome again", total="99.00", tax="9.00", date="2024-07-12").fields
    assert {(fields[name].confidence, fields[name].box) for name in ("total", "tax", "date")} == {(0.3, None)}


def test_a_printed_total_that_the_items_make_gets_the_confidence_of_its_checks() -> None:
    text = "Corner shop\nLatte 3.10 EUR\nCroissant 2.50 EUR\n5.60 EUR"
    items = [ClaimedItem("Latte", "3.10"), ClaimedItem("Croissant", "2.50")]
    total = weighed(text, total="5.60", items=items).fields["total"]
    assert (total.value, total.checks) == ("5.60", ("itemised",)) and total.box is not None


def test_items_are_believed_together_or_not_at_all() -> None:
    text = "Corner shop\nLatte 3.10 EUR\nCroissant 2.50 EUR"
    made_up = [ClaimedItem("Latte", "3.10"), ClaimedItem("Yacht", "2000.00")]
    assert not any("Yacht" in line.description for line in weighed(text, items=made_up).lines)


@pytest.mark.parametrize("total", ["", "NaN", "Infinity", "-5.60", "five", "5.601", "1e99", "9" * 60])
def test_what_is_no_amount_of_money_is_no_claim(total: str) -> None:
    assert weighed(RECEIPT, total=total).fields["total"] == read(RECEIPT).fields["total"]


def test_a_currency_is_taken_from_the_model_only_where_the_receipt_names_none() -> None:
    assert weighed(RECEIPT, currency="USD").fields["currency"].value == "EUR"
    named = weighed("Corner shop\nTOTAL 5.60", currency="CHF").fields["currency"]
    assert (named.value, named.confidence) == ("CHF", 0.3)
    assert weighed("Corner shop\nTOTAL 5.60", currency="XXQ").fields["currency"].value == "EUR"
