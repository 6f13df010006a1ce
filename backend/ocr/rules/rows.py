"""Lines with the amounts in them, and what speaks for one of these being the total."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules.amounts import Amount, amounts_in
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.words import plain

# What tills round to: five cents in most countries, half a crown, a crown, five forints.
_COINS: Final = tuple(map(Decimal, ("0.05", "0.5", "1", "5")))


@dataclass
class Row:
    """A line with its upper-case text and its amounts; `money` are those printed as money, else whole numbers."""

    line: Line
    text: str
    amounts: list[Amount]

    @property
    def money(self) -> list[Amount]:
        """The amounts with two decimals, or all of them where none has."""
        return [amount for amount in self.amounts if amount.is_money] or self.amounts


@dataclass
class Evidence:
    """What speaks for one value: the score, and the strongest reason with its place."""

    score: float = 0.0
    reasons: list[tuple[float, str, Box]] = field(default_factory=list)

    def add(self, weight: float, why: str, box: Box) -> None:
        """Count a reason."""
        self.score += weight
        self.reasons.append((weight, why, box))

    @property
    def best(self) -> tuple[float, str, Box]:
        """The weightiest reason."""
        return max(self.reasons, key=lambda reason: reason[0])


def rows_of(lines: list[Line], *, whole_numbers: bool) -> list[Row]:
    """Lines with what could be money in them. Whole numbers count only for currencies and shops that print them."""
    found = []
    for line in lines:
        amounts = [each for each in amounts_in(line.text) if (each.decimals or whole_numbers) and not _is_time(line.text, each)]
        found.append(Row(line, plain(line.text), amounts))
    return found


def _is_time(text: str, amount: Amount) -> bool:
    """Whether a number with a colon in it is the time beside a day, and no misread point."""
    return ":" in text[amount.start : amount.end] and bool(dates_in(text))


def is_rounder(value: Decimal, other: Decimal) -> bool:
    """Whether a value can be paid in larger coins than another: 5.25 than 5.23, 171 than 170.50, 785 than 787."""
    return any(value % coin == 0 and other % coin != 0 for coin in _COINS)
