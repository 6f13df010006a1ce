"""Which words a price belongs to: its own, those on a line beside it with quantity and price, or words alone above or below."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from backend.ocr.rules import words
from backend.ocr.rules.descriptions import EDGES, LETTERS, letters
from backend.ocr.rules.entries import Entry
from backend.ocr.rules.rows import Row

# What is begun with how many and goes on below.
_BEGUN: Final = re.compile(r"^\d{1,2}\s?[x×]?\s[^\W\d_]{2,}[^\d]*$")
_ONE_WORD: Final = re.compile(r"[^\W\d_]+")
# A number of goods, a count of pieces, or nothing, and a price: the name stands above or below.
_NAMELESS: Final = re.compile(r"^\W*\d{5,}\s+\D{0,4}\d{1,4}[.,]\d{2}\b\W{0,3}[A-Z\d]?$|^\W*\d{1,3}(?:[.,]\d{1,3})?\s?(?:STK?|PCS?|UN|ST)\b")
_CURRENCY: Final = re.compile(r"\b(?:RM|EUR|USD|CAD|CHF)")
_GOODS: Final = re.compile(r"^\W*(\d{5,})\b")


def name_of(entries: list[Entry], place: int, taken: Collection[int], *, has_deal: bool) -> tuple[str, int]:
    """What a price is for, and which row says it: its own, one beside that has quantity and price, or words alone beside it."""
    own = entries[place]
    if own.name:
        return _with_above(entries, place, taken), place
    above_is_code = bool(place) and entries[place - 1].is_code
    order = (place - 1, place - 2, place + 1) if above_is_code else (place - 1, place + 1, place - 2)
    if not (has_deal or _NAMELESS.match(own.row.text)):
        if not _is_price_alone(own, entries):
            return "", place
        priced_above = bool(place) and entries[place - 1].amount is not None
        order = (place - 1, place - 2) if above_is_code else (place - 1, *([] if priced_above else [place + 1]))
    beside = [other for other in order if 0 <= other < len(entries) and other not in taken]
    for other in beside:
        each = entries[other]
        if each.deals and each.amount is None and each.name and any(deal.makes(own.amount or Decimal(0)) for deal in each.deals):
            return each.name, other
    named = [other for other in beside if entries[other].is_name]
    likely = [other for other in named if not words.NOT_A_SUM.search(entries[other].row.text)] or named
    if likely[:2] == [place - 1, place - 2] and above_is_code:
        likely.pop(0)
    return (entries[likely[0]].name, likely[0]) if likely else ("", place)


def _is_price_alone(own: Entry, entries: list[Entry]) -> bool:
    """Whether a line is a price and perhaps a letter or two; with decimals where others have them."""
    money = own.row.money[-1].is_money or not any(each.is_money for entry in entries for each in entry.row.money)
    return money and letters(_CURRENCY.sub("", own.row.text)) <= LETTERS


def _with_above(entries: list[Entry], place: int, taken: Collection[int]) -> str:
    """A name that begins on the line above: «1 Hot Americano», then «Grande 2,80»."""
    own = entries[place].name
    above = entries[place - 1] if place and place - 1 not in taken else None
    begins = above is not None and not above.row.amounts and _BEGUN.match(above.row.line.text) and _ONE_WORD.fullmatch(own)
    return f"{above.row.line.text.strip()} {own}" if above is not None and begins else own


def name_of_same_goods(entries: list[Entry], place: int, names: Mapping[int, str]) -> str:
    """The name of the line above where both begin with the same number of goods and neither has a name of its own."""
    codes = [_GOODS.match(entries[other].row.line.text) for other in (place, place - 1) if other >= 0]
    same = len(codes) == 2 and codes[0] and codes[1] and codes[0][1] == codes[1][1]
    return names.get(place - 1, "") if same else ""


def name_of_deduction(row: Row) -> str:
    """What stands in front of what was taken off, if only numbers: «342167 / 1444777», the goods it is for."""
    return row.line.text[: row.money[-1].start].strip(EDGES)
