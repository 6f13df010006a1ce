"""The sum that was paid. Every amount that could be it gathers what speaks for it; the best supported one wins.

What speaks for an amount: a line that says total, a rounded total below it, cash less change, a card slip, subtotal and
tax that close, being printed again. What speaks against it: lines of counts, savings, taxes and nets.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules import words
from backend.ocr.rules.amounts import Amount, amounts_in
from backend.ocr.rules.words import plain

_NEAR: Final = Decimal("0.05")
_MOST_ROUNDING: Final = Decimal("0.99")
# Totals of what is taxed at one rate are parts of the whole.
_PART: Final = re.compile(r"TOTAL\W*\d{1,2}\s?%|\d\s?%\s*(?:SUPPLIES|SUPPLY|RATED)|(?:ZERO|STANDARD)[\s-]*RATED")


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


@dataclass(frozen=True)
class TotalFound:
    """The total, how sure, why, where, and whether sums close around it."""

    value: Decimal
    confidence: float
    why: str
    box: Box
    closes: bool


def rows_of(lines: list[Line], *, whole_numbers: bool) -> list[Row]:
    """Lines with what could be money in them. Whole numbers count only for currencies and shops that print them."""
    found = []
    for line in lines:
        amounts = [each for each in amounts_in(line.text) if each.decimals == 2 or whole_numbers or each.decimals == 1]
        found.append(Row(line, plain(line.text), amounts))
    return found


def find_total(rows: list[Row]) -> TotalFound | None:
    """The total of the receipt, or None when no line names one and nothing was paid on it."""
    evidence: dict[Decimal, Evidence] = defaultdict(Evidence)
    _by_keywords(rows, evidence)
    _by_payment(rows, evidence)
    if not evidence:
        _by_size(rows, evidence)
    if not evidence:
        return None
    _by_sums(rows, evidence)
    _by_repetition(rows, evidence)
    ranked = sorted(evidence.items(), key=lambda each: (each[1].score, each[1].best[2].y), reverse=True)
    value, best = ranked[0]
    margin = best.score - (ranked[1][1].score if len(ranked) > 1 else 0.0)
    _, why, box = best.best
    closes = any("add up" in reason or "less change" in reason for _, reason, _ in best.reasons)
    return TotalFound(value, _confidence(best.score, margin, closes), why, box, closes)


def _confidence(score: float, margin: float, closes: bool) -> float:
    sure = 0.35 + 0.07 * min(score, 5.0) + 0.06 * min(max(margin, 0.0), 3.0) + 0.12 * closes
    return min(0.98, sure)


def _by_keywords(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    for place, row in enumerate(rows):
        weight, why = _weight(row)
        if weight == 0:
            continue
        found = _amount_of(rows, place)
        if found is not None and found[0].value > 0:
            amount, box = found
            evidence[amount.value].add(weight + 0.3 * place / len(rows), why, box)


def _weight(row: Row) -> tuple[float, str]:
    """How much a line's words say that its amount is the total, and why."""
    text = _said(row.text)
    if words.ROUNDED.search(text) or _is_rounded_sum(row):
        return 3.4, "The rounded total"
    if words.SUBTOTAL.search(text) and not words.STRONG_TOTAL.search(words.SUBTOTAL.sub("", text)):
        return 0.4, "The subtotal"
    if words.NOT_A_SUM.search(text):
        return 0.0, ""
    if _PART.search(text):
        return 0.6, "The total of a part"
    if words.STRONG_TOTAL.search(text):
        return 3.0, "Printed beside the words for the sum to pay"
    if not words.TOTAL.search(text):
        return 0.0, ""
    if words.TAX.search(text) and "TOTAL" not in text:
        return 0.0, ""
    return (2.4, "Printed after the word total") if "TOTAL" in text or "T0TAL" in text else (0.9, "Printed after the word amount")


def _said(text: str) -> str:
    """A line's words without the count or saving in front of a total beside it: «Total saving 0.00 Total 41.50»."""
    rest = words.NOT_A_SUM.sub(" ", text, count=1)
    return rest if rest != text and "TOTAL" in rest else text


def _is_rounded_sum(row: Row) -> bool:
    """Whether a line says rounding and holds a sum: nobody rounds by more than a unit."""
    return bool(words.ROUNDING.search(row.text)) and bool(row.money) and row.money[-1].is_money and row.money[-1].value > 1


def _amount_of(rows: list[Row], place: int) -> tuple[Amount, Box] | None:
    """The amount that a total's line names: its last one, or the one alone on the next line or the line before."""
    row = rows[place]
    if row.money:
        return row.money[-1], row.line.box
    for other in (place + 1, place - 1):
        if 0 <= other < len(rows) and _stands_alone(rows[other]) and _close(row.line, rows[other].line):
            return rows[other].money[-1], rows[other].line.box
    return None


def _stands_alone(row: Row) -> bool:
    letters = sum(c.isalpha() for c in row.text)
    return bool(row.money) and letters <= 4


def _close(one: Line, other: Line) -> bool:
    return abs(one.box.middle - other.box.middle) < 2.2 * max(one.box.h, other.box.h)


def _by_payment(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """Cash less change, and what a card was charged."""
    cash = [(amount.value, row) for place, row in enumerate(rows) if words.CASH.search(row.text) for amount in _paid(rows, place)]
    change = [(amount.value, row) for place, row in enumerate(rows) if words.CHANGE.search(row.text) for amount in _paid(rows, place)]
    for given, row in cash:
        for back, _ in change:
            if given > back >= 0 and given - back in evidence:
                evidence[given - back].add(2.0, "Cash less change", row.line.box)
        if given in evidence and not change:
            evidence[given].add(0.7, "What was paid in cash", row.line.box)
    for place, row in enumerate(rows):
        if words.CARD.search(row.text) and not words.NOT_A_SUM.search(row.text):
            for amount in _paid(rows, place)[-1:]:
                if amount.value > 0 and amount.is_money:
                    evidence[amount.value].add(1.0, "What the card was charged", row.line.box)
    if not evidence:
        for given, row in cash:
            back = change[0][0] if change else Decimal(0)
            if given > back:
                evidence[given - back].add(0.8, "Cash less change" if change else "What was paid in cash", row.line.box)


def _paid(rows: list[Row], place: int) -> list[Amount]:
    found = _amount_of(rows, place)
    return [found[0]] if found else []


def _by_size(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """Where no words help: the largest amount printed as money."""
    best = max(((amount.value, row) for row in rows for amount in row.amounts if amount.is_money), key=lambda each: each[0], default=None)
    if best is not None and best[0] > 0:
        evidence[best[0]].add(0.3, "The largest amount on the receipt", best[1].line.box)


def _by_sums(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """Subtotal with tax, or with rounding, that give the total."""
    nets = {amount.value: row for row in rows if words.SUBTOTAL.search(row.text) for amount in row.money}
    extras = {
        amount.value
        for row in rows
        if (words.TAX.search(row.text) or words.ROUNDING.search(row.text) or "SERVICE" in row.text or words.TIP.search(row.text))
        for amount in row.money
    }
    values = list(evidence)
    for net, row in nets.items():
        for extra in extras:
            for value in values:
                if value > net and abs(net + extra - value) <= _NEAR and extra < net:
                    evidence[value].add(1.2, "Subtotal and tax add up to it", row.line.box)
    roundings = {amount.value for row in rows if words.ROUNDING.search(row.text) for amount in row.money if abs(amount.value) <= _MOST_ROUNDING}
    for rounding in roundings - {Decimal(0)}:
        for value in values:
            for signed in (rounding, -rounding):
                if value + signed in evidence and value + signed != value and (value + signed) * 20 % 1 == 0 != value * 20 % 1:
                    evidence[value + signed].add(1.5, "Total and rounding add up to it", evidence[value].best[2])


def _by_repetition(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    printed = [amount.value for row in rows for amount in row.amounts]
    for value, found in evidence.items():
        again = printed.count(value) - 1
        if again > 0:
            found.score += min(0.9, 0.3 * again)
