"""Where the goods of a receipt end, and what they add up to: subtotals, taxes and charges on top, savings that are in the price already."""

import re
from decimal import Decimal
from itertools import takewhile
from typing import Final

from backend.ocr.rules import words
from backend.ocr.rules.rows import Row

_MOST_EXTRAS: Final = 6
_PART: Final = re.compile(r"\d{1,2}\s?%\s*SUPPLIES|(?:ZERO|STANDARD)[\s-]*RATED")
_ON_TOP: Final = (words.TAX, words.TIP, words.CHARGE)
# «TOTAL» first, or behind a word that says of what; goods have it further on: «COLGATE TOTAL».
_TOTAL: Final = re.compile(
    r"^\W*(?:(?:SUB|GRAND|NETT?|SALES?|ORDER|BILL|FOOD|MDSE|INVOICE|YOUR|PURCHASE|CHECK|GROSS|FINAL|CASH|CARD)\W*)?TOTAL(?!\s*0?\s?%|\s*CARE)"
)
_BALANCE: Final = re.compile(r"^\W*(?:BALANCE\b(?!\s*(?:BEFORE|AFTER|B/?F|FORWARD))|NET\s*SALES\b|GROSS\s*AM)")
_CODE: Final = re.compile(r"^\W*\d{5,}")


def sums_up(row: Row, largest: Decimal) -> bool:
    """Whether a line sums up what is above it, of which nothing costs more than `largest`.

    The sum of what is taxed at one rate ends nothing.
    """
    if _PART.search(row.text) or not row.money or _CODE.match(row.text):
        return False
    named = words.SUBTOTAL.search(row.text) or words.STRONG_TOTAL.search(row.text) or _TOTAL.search(row.text) or _BALANCE.search(row.text)
    return bool(named) or ("TOTAL" in row.text and row.money[-1].value >= largest > 0)


def is_part(row: Row) -> bool:
    """Whether a line is the sum of what is taxed at one rate."""
    return bool(_PART.search(row.text))


def sums_of(rows: list[Row], below: list[Row], total: Decimal) -> set[Decimal]:
    """What the goods may add up to: the total, the subtotals, and the total without what is put on top of it `below` them."""
    nets = {row.money[-1].value for row in rows if row.money and words.SUBTOTAL.search(row.text)}
    extras = [abs(row.money[-1].value) for row in rows if row.money and any(kind.search(row.text) for kind in _ON_TOP)][:_MOST_EXTRAS]
    return {total, *nets, *(total - extra for extra in extras), *(total - whole for whole in put_on_top(below, total))}


def put_on_top(below: list[Row], total: Decimal) -> set[Decimal]:
    """All taxes and charges between the goods and the total, with and without what is taken off there."""
    between = [row for row in takewhile(lambda row: all(each.value != total for each in row.money), below) if row.money]
    last = [(row, row.money[-1].value) for row in between]
    extras = sum((value for row, value in last if value > 0 and any(kind.search(row.text) for kind in _ON_TOP)), Decimal(0))
    return {extras, extras + sum(value for row, value in last if value < 0 and not words.SUBTOTAL.search(row.text))}
