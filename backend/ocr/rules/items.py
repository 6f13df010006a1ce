"""What was bought: the lines between head and total that end in an amount."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from backend.ocr.reading import LineItem
from backend.ocr.rules import words
from backend.ocr.rules.rows import Row

_QUANTITY: Final = re.compile(r"^(?P<n>\d{1,3}(?:[.,]\d{1,3})?)\s?(?:X|×|\*|STK|PCS?|KG|UNIT)?\s*(?=\D)", re.IGNORECASE)
_LETTERS: Final = 2


def find_items(rows: list[Row], total: Decimal | None, places: int) -> tuple[LineItem, ...]:
    """The items above the first line that sums up; none when no total was found."""
    if total is None:
        return ()
    return tuple(_items(rows, total, places))


def _items(rows: list[Row], total: Decimal, places: int) -> Iterator[LineItem]:
    for row in rows:
        if _sums_up(row):
            return
        if not row.money or _is_aside(row):
            continue
        amount = row.money[-1]
        description = row.line.text[: row.money[0].start].strip(" .:-$€£¥RM") if row.money[0].start else ""
        if amount.value > total or amount.value <= 0 or sum(c.isalpha() for c in description) < _LETTERS:
            continue
        quantity = _QUANTITY.match(description)
        name = description[quantity.end() :].strip() if quantity else description
        yield LineItem(name or description, quantity["n"] if quantity else None, int(amount.value.scaleb(places)), row.line.box)


def _sums_up(row: Row) -> bool:
    return bool(row.money) and bool(words.SUBTOTAL.search(row.text) or words.STRONG_TOTAL.search(row.text) or "TOTAL" in row.text)


def _is_aside(row: Row) -> bool:
    """A line of the head or of payment that ends in a number all the same."""
    return bool(
        words.NOT_A_SUM.search(row.text) or words.TAX.search(row.text) or words.DATE.search(row.text) or words.CASH.search(row.text)
    )
