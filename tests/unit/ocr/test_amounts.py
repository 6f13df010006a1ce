"""Amounts are read as tills print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ocr.rules.amounts import amounts_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TOTAL 12.50", ["12.50"]),
        ("TOTAL 1,234.56", ["1234.56"]),
        ("SUMME 1.234,56 EUR", ["1234.56"]),
        ("TOTAL 1 234,56", ["1234.56"]),
        ("149,99 2 299,98", ["149.99", "299.98"]),
        ("149,99 2 300,00", ["149.99", "2300.00"]),
        ("TOTAL 1'234.50", ["1234.50"]),
        ("RM26.60", ["26.60"]),
        ("$64.0", ["64.0"]),
        ("DISCOUNT 9,00-", ["-9.00"]),
        ("-0.02", ["-0.02"]),
        ("(1.50)", ["-1.50"]),
        ("2 x 2.20 4.40", ["2.20", "4.40"]),
        ("12 .50", ["12.50"]),
        ("12. 50", ["12.50"]),
        ("46.80SR", ["46.80"]),
        ("Total 100.000", ["100000"]),
        ("TOTAL:15.80", ["15.80"]),
        ("优惠金额:-31.00", ["-31.00"]),
        ("-$1.00", ["-1.00"]),
        ("- $1.00", ["1.00"]),
        ("Rs. 1,18,643.22", ["118643.22"]),
        ("TAX .87", ["0.87"]),
        ("CASH 5O.OO", ["50.00"]),
        ("CHANGE:4.2O", ["4.20"]),
        ("TOTAL 2B.40", ["28.40"]),
    ],
)
def test_amounts_of_a_line(text: str, expected: list[str]) -> None:
    assert [amount.value for amount in amounts_in(text)] == [Decimal(value) for value in expected]


@pytest.mark.parametrize("text", ["GST 6%", "25/12/2018", "0.5 kg", "*7185", "18:30:05", "NO.12", "v.2024.1.3", "no digits at all", ""])
def test_what_is_no_amount(text: str) -> None:
    assert amounts_in(text) == []


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    for amount in amounts_in(text):
        assert 0 <= amount.start < amount.end <= len(text)


@given(st.integers(0, 9_999_999), st.sampled_from([("", "."), (",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_what_a_till_prints_is_read_back(minor: int, marks: tuple[str, str]) -> None:
    group, point = marks
    text = f"{minor // 100:,}".replace(",", group) + point + f"{minor % 100:02}"
    assert [amount.value for amount in amounts_in(f"TOTAL {text}")] == [Decimal(minor) / 100]
