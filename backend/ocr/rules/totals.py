"""The sum that was paid. Every amount that could be it gathers what speaks for it; the best supported one wins.

What speaks for an amount: a line that says total, a rounded total below it, cash less change, a card slip, subtotal and
tax that close, being printed again. What speaks against it: lines of counts, savings, taxes and nets.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules import words
from backend.ocr.rules.amounts import Amount
from backend.ocr.rules.rows import Evidence, Row, is_rounder
from backend.ocr.rules.sums import count_sums, is_suggested, rounding_steps

# What only a subtotal or a word like amount speaks for does not stand against what was paid.
_WEAK: Final = 1.0
_SAYS_TOTAL: Final = re.compile(r"TOTAL|T0TAL|\b[TLI1][O0U][T1I]AL")
# A currency alone on its line, between a label and its amount.
_SIGN_ALONE: Final = re.compile(r"\W*(?:RM|S?\$|[A-Z]{3}|RS|RP|[€£¥])\W*")
# Totals of what is taxed at one rate are parts of the whole.
_TAX_TABLE: Final = re.compile(r"\b(?:GST|TAX|VAT|SST|MWST|TVA|IVA)\s*(?:SUMM?A?R?Y|CODE|ANALYSIS|BREAKDOWN|DETAILS)")
_PART: Final = re.compile(r"TOTAL\W*\d{1,2}\s?%|\d\s?%\s*(?:SUPPLIES|SUPPLY|RATED)|(?:ZERO|STANDARD)[\s-]*RATED")


@dataclass(frozen=True)
class TotalFound:
    """The total, why, where, how much speaks for it, and how much more than for the next likely one."""

    value: Decimal
    why: str
    box: Box
    score: float
    margin: float


def find_total(rows: list[Row]) -> TotalFound | None:
    """The total of the receipt, or None when no line names one and nothing was paid on it."""
    evidence: dict[Decimal, Evidence] = defaultdict(Evidence)
    _by_keywords(rows, evidence)
    _by_payment(rows, evidence)
    if not evidence:
        _by_size(rows, evidence)
    if not evidence:
        return None
    count_sums(rows, evidence)
    _by_repetition(rows, evidence)
    ranked = sorted(evidence.items(), key=lambda each: (each[1].score, each[1].best[2].y), reverse=True)
    value, best = ranked[0]
    margin = best.score - (ranked[1][1].score if len(ranked) > 1 else 0.0)
    _, why, box = best.best
    return TotalFound(value, why, box, best.score, margin)


def _by_keywords(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    table = next((place for place, row in enumerate(rows) if _TAX_TABLE.search(row.text)), len(rows))
    for place, row in enumerate(rows):
        weight, why = _weight(row)
        if weight == 0 or (place > table and _sums_a_table(row)):
            continue
        found = amount_of(rows, place)
        value = _without_dash(row, found[0]) if found is not None else Decimal(0)
        if found is not None and value > 0:
            evidence[value].add(weight + 0.3 * place / len(rows), why, found[1])


def _without_dash(row: Row, amount: Amount) -> Decimal:
    """The value of a total; a dash with a blank behind it belongs to the words, not to the number: «Payable: - 51.88»."""
    return abs(amount.value) if row.line.text[: amount.start].endswith((":- ", ": - ", ": – ")) else amount.value


def _sums_a_table(row: Row) -> bool:
    """Whether a line sums up columns, as the last one of a tax summary does: net and tax stand side by side."""
    return sum(amount.is_money for amount in row.amounts) > 1


def _weight(row: Row) -> tuple[float, str]:
    """How much a line's words say that its amount is the total, and why. The first kind that fits decides."""
    text = _said(row.text)
    for fits, weight, why in _KINDS:
        if fits(row, text):
            return weight, why
    return 0.0, ""


def _is_rounded(row: Row, text: str) -> bool:
    return bool(words.ROUNDED.search(text)) or _is_rounded_sum(row)


def _is_subtotal(_row: Row, text: str) -> bool:
    return bool(words.SUBTOTAL.search(text)) and not words.STRONG_TOTAL.search(words.SUBTOTAL.sub("", text))


def _is_tax_amount(_row: Row, text: str) -> bool:
    return bool(words.TAX.search(text)) and "TOTAL" not in text and not words.STRONG_TOTAL.search(text)


_KINDS: Final[tuple[tuple[Callable[[Row, str], bool], float, str], ...]] = (
    (lambda row, _: is_suggested(row), 0.0, ""),
    (_is_rounded, 3.4, "The rounded total"),
    (_is_subtotal, 0.4, "The subtotal"),
    (lambda _, text: bool(words.NOT_A_SUM.search(text)), 0.0, ""),
    (lambda _, text: bool(_PART.search(text)), 0.6, "The total of a part"),
    (lambda _, text: bool(words.STRONG_TOTAL.search(text)), 3.0, "Printed beside the words for the sum to pay"),
    (_is_tax_amount, 0.0, ""),
    (lambda _, text: bool(words.TOTAL.search(text)) and bool(_SAYS_TOTAL.search(text)), 2.4, "Printed after the word total"),
    (lambda _, text: bool(words.TOTAL.search(text)), 0.9, "Printed after the word amount"),
)


def _said(text: str) -> str:
    """A line's words without the count or saving in front of a total beside it: «Total saving 0.00 Total 41.50»."""
    rest = words.NOT_A_SUM.sub(" ", text, count=1)
    return rest if rest != text and "TOTAL" in rest else text


def _is_rounded_sum(row: Row) -> bool:
    """Whether a line says rounding and holds a sum: nobody rounds by more than a unit."""
    return bool(words.ROUNDING.search(row.text)) and bool(row.money) and row.money[-1].is_money and row.money[-1].value > 1


def amount_of(rows: list[Row], place: int) -> tuple[Amount, Box] | None:
    """The amount that a line names: its last one, or the one alone on the next line or the line before."""
    row = rows[place]
    if row.money:
        return row.money[-1], row.line.box
    after = place + 2 if place + 1 < len(rows) and _SIGN_ALONE.fullmatch(rows[place + 1].text) else place + 1
    for other in (after, place - 1):
        if 0 <= other < len(rows) and _stands_alone(rows[other]) and _close(row.line, rows[other].line, lines=after - place):
            return rows[other].money[-1], rows[other].line.box
    return None


def _stands_alone(row: Row) -> bool:
    letters = sum(c.isalpha() for c in row.text)
    return bool(row.money) and letters <= 4 and not _is_payment(row)


def _close(one: Line, other: Line, *, lines: int = 1) -> bool:
    return abs(one.box.middle - other.box.middle) < 2.2 * lines * max(one.box.h, other.box.h)


def _by_payment(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """Cash less change, and what a card was charged; where no line says total, they stand for it."""
    cash, change = list(payments(rows, words.CASH)), list(payments(rows, words.CHANGE))
    known, steps = {value for value, found in evidence.items() if found.score > _WEAK}, rounding_steps(rows)
    for value, row, why in _settled(cash, [value for value, _ in change]):
        if value in known or not known:
            evidence[value].add((2.0 if change else 0.7) if known else 0.8, why, row.line.box)
        elif change and _is_printed(value, rows):
            is_rounded = any(value + step in known and is_rounder(value, value + step) for step in steps)
            evidence[value].add(4.5 if is_rounded else 2.6, why, row.line.box)  # else the line of the total was misread or lost
    for value, row in payments(rows, words.CARD):
        if value > 0 and row.money[-1:] and row.money[-1].is_money and not words.NOT_A_SUM.search(row.text):
            evidence[value].add(1.0, "What the card was charged", row.line.box)


def _is_printed(value: Decimal, rows: list[Row]) -> bool:
    """Whether a line that is not about the payment itself holds the value."""
    return any(amount.value == value for row in rows if not _is_payment(row) for amount in row.money)


def _is_payment(row: Row) -> bool:
    return bool(words.CASH.search(row.text) or words.CHANGE.search(row.text))


def _settled(cash: list[tuple[Decimal, Row]], change: list[Decimal]) -> Iterator[tuple[Decimal, Row, str]]:
    """What remained with the shop: each cash amount less each change, or the cash where no change is printed."""
    for given, row in cash:
        if not change:
            yield given, row, "What was paid in cash"
        for back in change:
            if given > back >= 0:
                yield given - back, row, "Cash less change"


def payments(rows: list[Row], kind: re.Pattern[str]) -> Iterator[tuple[Decimal, Row]]:
    """The amounts of the lines that name a kind of payment, with these lines."""
    for place, row in enumerate(rows):
        found = amount_of(rows, place) if kind.search(row.text) else None
        if found is not None:
            yield found[0].value, row


def _by_size(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """Where no words help: the largest amount printed as money."""
    best = max(((amount.value, row) for row in rows for amount in row.amounts if amount.is_money), key=lambda each: each[0], default=None)
    if best is not None and best[0] > 0:
        evidence[best[0]].add(0.3, "The largest amount on the receipt", best[1].line.box)


def _by_repetition(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    printed = [amount.value for row in rows for amount in row.amounts]
    for value, found in evidence.items():
        again = printed.count(value) - 1
        if again > 0:
            found.score += min(0.9, 0.3 * again)
