"""Names of chains: which are taken from the index, when a text is one, and that letters taken for others do not hide it."""

import pytest

from backend.ocr.brand_names import brand_names
from backend.ocr.rules.brands import begins_with_brand, brand_named

INDEX = {
    "brands/shop/books": {"items": [{"tags": {"name": "Thalia", "brand": "Thalia;Thalia.de"}}, {"tags": {"name": "Li"}}]},
    "brands/amenity/atm": {"items": [{"tags": {"name": "Euronet"}}]},
    "operators/amenity/school": {"items": [{"tags": {"name": "Stadt Wien"}}]},
}


def test_brands_that_sell_something_are_taken() -> None:
    assert brand_names(INDEX) == ["Thalia", "Thalia.de"]


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("ROSSMANN", "Rossmann"),
        ("burger-king", "Burger King"),
        ("R0SSMANN", "Rossmann"),
        ("Chopstlx", "Chopstix"),
        ("Zum Goldenen Hirsch", None),
        ("", None),
    ],
)
def test_a_brand_is_named(text: str, brand: str | None) -> None:
    assert brand_named(text) == brand


def test_a_branch_begins_with_its_brand() -> None:
    assert begins_with_brand("NARVESEN GARDERMOEN")
    assert not begins_with_brand("NARVESEN")
    assert not begins_with_brand("Zum Goldenen Hirsch")
