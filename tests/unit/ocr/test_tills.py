"""What was bought, on receipts of many tills; level, and on paper as people photograph it."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.money import digits
from backend.ocr.reading import Context, PageText
from backend.ocr.rules import understand
from tests.unit.ocr.paper import TODAY
from tests.unit.ocr.tilled import Bought, Till, columns, laid, tills

TILLS = tills()


def bought(page: PageText) -> list[Bought]:
    reading = understand([page], Context(TODAY, "CAD"))
    places = digits(reading.currency or "CAD")

    def money(minor: int) -> Decimal:
        return Decimal(minor).scaleb(-places)

    return [(it.description, it.quantity, None if it.unit_minor is None else money(it.unit_minor), money(it.minor)) for it in reading.lines]


@pytest.mark.parametrize("till", TILLS, ids=lambda till: till.name)
def test_every_line_has_its_words_quantity_price_and_amount(till: Till) -> None:
    assert bought(laid(till.text)) == list(till.bought)


@pytest.mark.parametrize("lie", [{"tilt": 8}, {"tilt": -5, "bend": -0.7, "askew": 0.1}, {"bend": 0.7}, {"askew": -0.15}], ids=str)
def test_tilted_bent_and_askew_paper_says_the_same(lie: dict[str, float]) -> None:
    assert {till.name: bought(laid(till.text, **lie)) for till in TILLS} == {till.name: list(till.bought) for till in TILLS}


@settings(max_examples=60)
@given(st.sampled_from(TILLS), st.floats(-8, 8), st.floats(-0.7, 0.7), st.floats(-0.12, 0.12), st.integers(0, 1000))
def test_no_line_mixes_with_its_neighbours(till: Till, tilt: float, bend: float, askew: float, seed: int) -> None:
    page = laid(till.text, tilt=tilt, bend=bend, askew=askew, blur=Random(seed))
    assert [line.text for line in page.lines] == [columns(line) for line in till.text.splitlines()]
