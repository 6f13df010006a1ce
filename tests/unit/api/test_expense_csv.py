"""A file for spreadsheets: nothing in it is taken for a formula, and every amount is whole."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies

from backend.api import expense_csv
from backend.categories import CategoryView
from backend.core.money import Money
from backend.expenses import ExpenseView, ReceiptBrief, SplitView

AT = datetime(2026, 11, 24, tzinfo=UTC)
HOME, POWER = UUID(int=1), UUID(int=2)


def category(key: UUID, name: str, parent: UUID | None = None) -> CategoryView:
    return CategoryView(key, None, name, parent, "tag", None, "expense", 0, 1, AT, AT)


KNOWN = {HOME: category(HOME, "Home"), POWER: category(POWER, "Utilities", HOME)}
BILL = ExpenseView(
    id=UUID(int=9),
    workspace_id=UUID(int=8),
    created_by=None,
    kind="expense",
    status="confirmed",
    occurred_on=date(2026, 11, 2),
    money=Money(12345, "USD"),
    base_money=Money(11000, "EUR"),
    fx_rate=None,
    fx_source=None,
    description="",
    merchant_id=None,
    merchant_name="Stadtwerke",
    note="",
    category_id=POWER,
    category_source="user",
    category_confidence=None,
    category_why="",
    account_id=None,
    tags=("flat", "bills"),
    splits=(),
    receipts=(ReceiptBrief(UUID(int=3), "read"),),
    recurring_id=None,
    transfer_id=None,
    reimbursable=False,
    field_sources={},
    version=1,
    created_at=AT,
    updated_at=AT,
    deleted_at=None,
)


def read(expense: ExpenseView) -> dict[str, str]:
    text = expense_csv.head() + expense_csv.rows([expense], KNOWN)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix(expense_csv.BYTE_ORDER_MARK), newline=""))
    return row


def test_a_line_says_what_the_books_say() -> None:
    row = read(BILL)
    assert (row["occurred_on"], row["amount"], row["currency"], row["base_amount"], row["base_currency"]) == (
        "2026-11-02",
        "123.45",
        "USD",
        "110.00",
        "EUR",
    )
    assert (row["category"], row["tags"], row["has_receipt"], row["status"]) == ("Home > Utilities", "flat, bills", "yes", "confirmed")


@pytest.mark.parametrize(("money", "amount"), [(Money(1500, "KWD"), "1.500"), (Money(900, "JPY"), "900"), (None, "")])
def test_amounts_have_the_digits_of_their_currency(money: Money | None, amount: str) -> None:
    row = read(replace(BILL, money=money, base_money=None, receipts=()))
    assert (row["amount"], row["currency"], row["base_amount"], row["has_receipt"]) == (amount, money.currency if money else "", "", "no")


def test_a_split_expense_names_its_lines() -> None:
    lines = (SplitView(POWER, Money(10000, "USD"), ""), SplitView(None, Money(2345, "USD"), ""))
    assert read(replace(BILL, splits=lines, category_id=None))["category"] == "Home > Utilities 100.00; 23.45"


def test_categories_that_stand_above_each_other_end() -> None:
    knot = {HOME: category(HOME, "A", POWER), POWER: category(POWER, "B", HOME)}
    assert expense_csv.path(HOME, knot) == "B > A"


@pytest.mark.parametrize("field", ["merchant_name", "note", "description"])
@pytest.mark.parametrize("evil", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x","y")'])
def test_no_cell_begins_a_formula(field: str, evil: str) -> None:
    changed: Any = {field: evil}
    row = read(replace(BILL, **changed))
    name = "merchant" if field == "merchant_name" else field
    assert row[name] == "'" + evil


@given(strategies.text(), strategies.text())
def test_whatever_is_written_is_read_again_and_nothing_is_a_formula(merchant: str, note: str) -> None:
    row = read(replace(BILL, merchant_name=merchant, note=note))
    assert row["merchant"].removeprefix("'") in {merchant, merchant.removeprefix("'")}
    assert row["note"].removeprefix("'") in {note, note.removeprefix("'")}
    assert not row["merchant"].startswith(("=", "+", "-", "@", "\t", "\r"))
