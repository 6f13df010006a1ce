"""A total held against the rest of the receipt, and what that does to its confidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ocr.reading import FieldReading
from backend.ocr.rules.certainty import certainty
from tests.unit.ocr.paper import read


def total(lines: str) -> FieldReading:
    return read(f"THE SHOP LTD\n1 Main Road\n25/02/2026 12:00\n{lines}").fields["total"]


@pytest.mark.parametrize(
    ("lines", "checks"),
    [
        ("TOTAL 8.40\nCASH 50.00\nCHANGE 41.60", ("settled",)),
        ("TOTAL 8.40\nVISA **** 1234 8.40", ("charged",)),
        ("SUBTOTAL 10.00\nGST 0.80\nTOTAL 10.80", ("taxed",)),
        ("Tea 2.40\nCake 6.00\nTOTAL 8.40", ("itemised",)),
        ("Tea 2.40\nCake 6.00\nSUBTOTAL 8.40\nROUNDING -0.05\nTOTAL 8.35", ("itemised",)),
        ("TOTAL 8.40", ()),
        ("TOTAL 8.40\nCASH 50.00\nCHANGE 40.00", ()),
        ("Tea 2.40\nCake 6.10\nTOTAL 8.40", ()),
        ("SUBTOTAL 10.00\nGST 0.80\nTOTAL 11.80", ()),
    ],
)
def test_what_agrees_with_a_total_is_named(lines: str, checks: tuple[str, ...]) -> None:
    assert total(lines).checks == checks


def test_every_check_that_closes_makes_a_total_surer() -> None:
    once = total("SUBTOTAL 10.00\nGST 0.80\nTOTAL 10.80")
    twice = total("SUBTOTAL 10.00\nGST 0.80\nTOTAL 10.80\nCASH 20.00\nCHANGE 9.20")
    assert total("TOTAL 10.80").confidence < once.confidence <= twice.confidence


def test_a_total_with_which_nothing_agrees_is_never_called_sure() -> None:
    assert total("GRAND TOTAL 8.40\nGRAND TOTAL 8.40").confidence < 0.8


FEATURES = st.dictionaries(
    st.sampled_from(["named", "lead", "settled", "charged", "taxed", "itemised", "again", "largest", "legible"]), st.floats(0, 1)
)


@given(FEATURES, st.sampled_from(["settled", "charged", "taxed", "itemised", "again", "named", "lead"]))
def test_nothing_that_speaks_for_a_total_makes_it_less_sure(features: dict[str, float], name: str) -> None:
    less, more = {**features, name: 0.0}, {**features, name: 1.0}
    assert 0 < certainty("total", less) <= certainty("total", more) < 1
