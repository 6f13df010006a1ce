"""Expenses as CSV (RFC 4180), for spreadsheets and other programs: pure, one line an expense.

Days are ISO 8601, amounts are plain decimals with a point, column names are those of the API: what reads the file needs to know no
language. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from backend.categories import CategoryView
from backend.core.money import Money, to_decimal_string
from backend.expenses import ExpenseView

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""It tells spreadsheets that the file is UTF-8."""
COLUMNS: Final = (
    "occurred_on",
    "kind",
    "status",
    "merchant",
    "description",
    "amount",
    "currency",
    "base_amount",
    "base_currency",
    "category",
    "tags",
    "note",
    "has_receipt",
    "id",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BELOW: Final = " > "
Known = Mapping[UUID, CategoryView]


def head() -> str:
    """The first line, with the mark in front of it."""
    return BYTE_ORDER_MARK + _written([COLUMNS])


def rows(expenses: Iterable[ExpenseView], known: Known) -> str:
    """A line for each expense; `known` are the categories of its books."""
    return _written(_cells(each, known) for each in expenses)


def safe(text: str) -> str:
    """The text as a spreadsheet shows it: what would begin a formula there comes after an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(each: ExpenseView, known: Known) -> list[str]:
    return [
        each.occurred_on.isoformat(),
        each.kind,
        each.status,
        safe(each.merchant_name),
        safe(each.description),
        _amount(each.money),
        each.money.currency if each.money else "",
        _amount(each.base_money),
        each.base_money.currency if each.base_money else "",
        safe(_category(each, known)),
        safe(", ".join(each.tags)),
        safe(each.note),
        "yes" if each.receipts else "no",
        str(each.id),
    ]


def _amount(money: Money | None) -> str:
    return to_decimal_string(money) if money else ""


def _category(each: ExpenseView, known: Known) -> str:
    """The way to the category from above; of a split expense each line's, with its amount."""
    if each.splits:
        return "; ".join(f"{path(line.category_id, known)} {to_decimal_string(line.money)}".strip() for line in each.splits)
    return path(each.category_id, known)


def path(category_id: UUID | None, known: Known) -> str:
    """A category's name after those of the ones above it: `Home > Utilities`."""
    names: list[str] = []
    category = known.get(category_id) if category_id else None
    while category is not None and len(names) < len(known):
        names.append(category.name)
        category = known.get(category.parent_id) if category.parent_id else None
    return _BELOW.join(reversed(names))


def _written(lines: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()
