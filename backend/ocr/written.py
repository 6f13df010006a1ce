"""Readings in the form in which the rows of receipts keep them."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from backend.ocr.reading import Box, LineItem, Word

_WORD: Final = (7, 8)  # page, text, confidence, left, top, width, height, and rise, which readers did not keep at first


def place_of(box: Box) -> list[float]:
    """A box as [page, left, top, width, height]."""
    return [box.page, *(round(part, 4) for part in (box.x, box.y, box.w, box.h))]


def kept_words(words: Iterable[Word]) -> bytes:
    """Words with their places, in the form in which they are stored beside a receipt."""
    rows = [
        [page, word.text, round(word.confidence, 3), *place, round(word.rise, 4)] for word in words for page, *place in [place_of(word.box)]
    ]
    return msgspec.json.encode(rows)


def words_kept(data: bytes) -> list[Word]:
    """The words that were stored; what is not of their form is left out."""
    rows = (row for row in msgspec.json.decode(data) if len(row) in _WORD)
    return [Word(said, confidence, Box(page, *place[:4]), *place[4:]) for page, said, confidence, *place in rows]


def line_of(line: LineItem, currency: str) -> dict[str, Any]:
    """Something bought, with its amounts in `currency`."""
    shown = {
        "description": line.description,
        "quantity": line.quantity,
        "money": _money(line.minor, currency),
        "box": place_of(line.box),
    }
    return shown if line.unit_minor is None else {**shown, "unit_price": _money(line.unit_minor, currency)}


def _money(minor: int, currency: str) -> dict[str, str]:
    from backend.core.money import Money, to_decimal_string  # noqa: PLC0415 - only receipts with lines need it

    return {"amount": to_decimal_string(Money(minor, currency)), "currency": currency}
