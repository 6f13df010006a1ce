"""Readings in the form in which the rows of receipts keep them."""

from typing import Any

from backend.ocr.reading import Box, LineItem


def place_of(box: Box) -> list[float]:
    """A box as [page, left, top, width, height]."""
    return [box.page, *(round(part, 4) for part in (box.x, box.y, box.w, box.h))]


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
