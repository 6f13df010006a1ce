"""Receipts on paper, for tests: lines of text become lines with places."""

from datetime import date

from backend.ocr.reading import Box, Context, Line, PageText, Reading, Word
from backend.ocr.rules import understand

TODAY = date(2026, 11, 24)


def page(text: str) -> PageText:
    """A page of one line a row, all in one size and read without doubt."""
    rows = [row for row in text.strip("\n").split("\n") if row.strip()]
    step = 1 / max(len(rows), 1)
    lines = [Line((Word(row.strip(), 0.98, Box(1, 0.1, place * step, 0.8, 0.7 * step)),)) for place, row in enumerate(rows)]
    return PageText(1, tuple(lines))


def read(text: str, base_currency: str = "EUR") -> Reading:
    """What a receipt of this text says."""
    return understand([page(text)], Context(TODAY, base_currency))


def values(text: str, base_currency: str = "EUR") -> dict[str, str]:
    """The values of its fields."""
    return {name: field.value for name, field in read(text, base_currency).fields.items()}
