"""What was bought, on receipts of many tills; level, and on paper as people photograph it."""

from decimal import Decimal

import pytest

from backend.core.money import digits
from backend.ocr.reading import Context, PageText
from backend.ocr.rules import understand
from tests.unit.ocr.paper import TODAY
from tests.unit.ocr.tilled import Bought, Till, laid, tills

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
