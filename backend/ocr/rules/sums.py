"""Sums that speak for a total: subtotal and tax, the total before and after rounding, the totals of the tax rates."""

import re
from decimal import Decimal
from typing import Final

from backend.ocr.rules import words
from backend.ocr.rules.rows import Evidence, Row, is_rounder

_NEAR: Final = Decimal("0.05")
MOST_ROUNDING: Final = Decimal("0.99")
_MOST_STEPS: Final = 8  # no till rounds twice; what tries each must not grow with a hostile page
_RATE_TOTAL: Final = re.compile(r"TOTAL\W*(\d{1,2})\s?%(?!.*\bEXC)")
_FEWEST_PARTS: Final = 2
_MISREAD: Final = 3.0
_NAMED: Final = 2.0
# A net before tax where the slip names no subtotal.
_NET: Final = re.compile(r"^\W*(?:NET|AMOUNT|AMT)\b\W*[\d.,]+$")


def count_sums(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """Subtotal with tax, or with rounding, that give the total."""
    values = list(evidence)
    extras = {amount.value for row in rows if is_extra(row) for amount in row.money}
    nets = [(amount.value, row) for row in rows if words.SUBTOTAL.search(row.text) or _NET.search(row.text) for amount in row.money]
    for net, row in nets:
        for value in values:
            if any(extra < net < value and abs(net + extra - value) <= _NEAR for extra in extras):
                evidence[value].add(1.2, "Subtotal and tax add up to it", row.line.box)
    for value, rounded in ((value, value + step) for value in values for step in rounding_steps(rows)):
        if rounded in evidence and is_rounder(rounded, value):
            evidence[rounded].add(1.5, "Total and rounding add up to it", evidence[value].best[2])
    _by_columns(rows, evidence)
    _by_tip(rows, evidence)
    _by_lost_rounding(rows, evidence)
    _by_parts(rows, evidence)


def _by_columns(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """A line of sums holds net and tax side by side, and what they make together is printed as a total too."""
    for row in rows:
        pair = [amount.value for amount in row.money if amount.is_money][-2:]
        whole = sum(pair, Decimal(0))
        if len(pair) > 1 and min(pair) > 0 and whole in evidence and words.STRONG_TOTAL.search(row.text):
            evidence[whole].add(1.2, "Subtotal and tax add up to it", evidence[whole].best[2])


def rounding_steps(rows: list[Row]) -> list[Decimal]:
    """What lines say was rounded, up and down, the smallest first; the sum that was rounded may stand on the same line."""
    printed = {abs(amount.value) for row in rows if words.ROUNDING.search(row.text) for amount in row.money}
    steps = sorted(step for step in printed if 0 < step <= MOST_ROUNDING)[:_MOST_STEPS]
    return [signed for step in steps for signed in (step, -step)]


def _by_tip(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """What was charged and a tip or service or a card's surcharge below it give what was paid, where that sum is written too."""
    tips = {row.money[-1].value for row in rows if is_added(row) and row.money}
    charged = [value for value, found in evidence.items() if found.score > _NAMED]
    for value in {value + tip for value in charged for tip in tips if 0 < tip < value}:
        if value in evidence and evidence[value].score > 0:
            evidence[value].score += 2.5


def is_added(row: Row) -> bool:
    """Whether a line is service or a tip that was given, or what a card costs extra; what is only suggested was not paid."""
    kinds = (words.SURCHARGE, words.CHARGE, words.TIP)
    return any(kind.search(row.text) for kind in kinds) and not is_suggested(row)


def is_suggested(row: Row) -> bool:
    """Whether a line only proposes a tip: it says so, or has a share with what the sum would be."""
    return bool(words.TIP.search(row.text)) and bool(
        words.SUGGESTED.search(row.text) or ("%" in row.text and (words.TOTAL.search(row.text) or row.text.count("%") > 1))
    )


def _by_parts(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """The totals of all tax rates make up the whole; where a printed total differs from their sum by one digit, that was misread."""
    parts = {match[1]: row for row in rows if (match := _RATE_TOTAL.search(row.text)) and row.money}
    if len(parts) < _FEWEST_PARTS:
        return
    whole, box = sum((row.money[-1].value for row in parts.values()), Decimal(0)), [*parts.values()][-1].line.box
    if whole in evidence:
        evidence[whole].add(1.2, "The parts of all tax rates add up to it", box)
    elif any(found.score > _MISREAD and _is_one_digit_off(value, whole) for value, found in evidence.items()):
        evidence[whole].add(4.5, "The parts of all tax rates give it; a digit of the printed total was misread", box)


def _is_one_digit_off(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts differ by one digit that is another one, or is there once too often."""
    short, long = sorted((f"{one:f}", f"{other:f}"), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _by_lost_rounding(rows: list[Row], evidence: dict[Decimal, Evidence]) -> None:
    """A line says rounding and its amount cannot be read: of two totals a cent or two apart the round one was paid."""
    if not any(words.ROUNDING.search(row.text) and not row.money for row in rows):
        return
    for value in list(evidence):
        for rounded in [other for other in evidence if 0 < abs(other - value) < _NEAR and is_rounder(other, value)]:
            evidence[rounded].add(1.5, "The total rounded to the coin", evidence[rounded].best[2])


def is_extra(row: Row) -> bool:
    """Whether a line names what comes on top of a subtotal: a tax, rounding, a tip, a charge."""
    kinds = (words.TAX, words.ROUNDING, words.TIP, words.CHARGE)
    return any(kind.search(row.text) for kind in kinds)
