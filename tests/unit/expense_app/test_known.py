"""What is known about an expense and its receipt, in words."""

import pytest

from expense_app.components.receipt import facts_of
from expense_app.known import rate_source


@pytest.mark.parametrize(
    ("source", "locale", "words"),
    [
        ("ecb 2026-10-30", "en-GB", "ECB, 30 Oct 2026"),
        ("ecb 2026-10-30", "en-US", "ECB, Oct 30, 2026"),
        ("user", "en-GB", "Entered by you"),
        ("", "en-GB", ""),
    ],
)
def test_an_exchange_rate_says_where_it_is_from(source: str, locale: str, words: str) -> None:
    assert rate_source(source, locale) == words


def test_amounts_beside_the_total_stand_in_the_currency_of_the_receipt() -> None:
    read = {
        "currency": {"value": "EUR", "confidence": 0.9},
        "tax": {"value": "1.74", "confidence": 0.9, "why": "20 % of what was bought"},
        "payment_method": {"value": "Visa", "confidence": 0.9},
    }
    assert [(each.name, each.value) for each in facts_of(read, "de-DE")] == [("tax", "1,74\N{NO-BREAK SPACE}€"), ("payment_method", "Visa")]


def test_an_amount_whose_currency_was_not_read_stands_as_it_was_read() -> None:
    assert [each.value for each in facts_of({"tip": {"value": "2.00", "confidence": 0.9}}, "en-GB")] == ["2.00"]
