"""Tax and tip: what the lines that name them say, believed when it fits the total."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box
from backend.ocr.rules import words
from backend.ocr.rules.totals import Row

_RATE: Final = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_LARGEST_SHARE: Final = Decimal("0.30")
_NEAR: Final = Decimal("0.03")


@dataclass(frozen=True)
class TaxFound:
    """An amount, how sure, why, and where it stands."""

    value: Decimal
    confidence: float
    why: str
    box: Box


def find_tax(rows: list[Row], total: Decimal | None) -> TaxFound | None:
    """The tax that the receipt contains: lines whose rate gives their amount first, then a line that says so."""
    if total is None:
        return None
    candidates = [found for row in rows if words.TAX.search(row.text) for found in _of_row(row, total)]
    sure = [each for each in candidates if each.confidence > 0.8]
    by_rate = {each.why: each for each in sure}
    if len({each.value for each in by_rate.values()}) > 1 and sum(each.value for each in by_rate.values()) < total * _LARGEST_SHARE:
        parts = list(by_rate.values())
        return TaxFound(sum((each.value for each in parts), Decimal(0)), 0.75, "The taxes of all rates together", parts[0].box)
    return max(candidates, key=lambda each: (each.confidence, each.box.y), default=None)


def _of_row(row: Row, total: Decimal) -> list[TaxFound]:
    values = [amount.value for amount in row.amounts if amount.is_money and 0 < amount.value < total * _LARGEST_SHARE]
    if not values:
        return []
    rates = [Decimal(rate.replace(",", ".")) for rate in _RATE.findall(row.text)]
    gross = [amount.value for amount in row.amounts if amount.is_money] + [total]
    for rate in rates:
        for value in values:
            if _fits(value, rate, gross):
                return [TaxFound(value, 0.92, f"{rate.normalize():f} % of what was bought", row.line.box)]
    return [TaxFound(values[-1], 0.6, "Printed beside the word for tax", row.line.box)]


def _fits(tax: Decimal, rate: Decimal, amounts: list[Decimal]) -> bool:
    """Whether `tax` is `rate` percent on top of, or inside, one of the amounts."""
    return any(
        abs(amount * rate / 100 - tax) <= _NEAR or abs(amount * rate / (100 + rate) - tax) <= _NEAR
        for amount in amounts
        if amount > tax and rate
    )


def find_tip(rows: list[Row], total: Decimal | None) -> TaxFound | None:
    """A tip that is printed with an amount below the total."""
    if total is None:
        return None
    for row in reversed(rows):
        if words.TIP.search(row.text) and not _RATE.search(row.text):
            values = [amount.value for amount in row.amounts if amount.is_money and 0 < amount.value < total]
            if values:
                return TaxFound(values[-1], 0.7, "Printed beside the word for tip", row.line.box)
    return None
