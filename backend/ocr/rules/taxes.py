"""Tax and tip: the tables of rates whose parts make up the total, else the lines that name a tax and fit it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box
from backend.ocr.rules import words
from backend.ocr.rules.rows import Row

_RATE: Final = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?)\s?%")
_LARGEST_SHARE: Final = Decimal("0.30")
_NEAR: Final = Decimal("0.03")
_CENTS: Final = Decimal("0.02")
_COIN: Final = Decimal("0.05")
_COLUMNS: Final = 8  # no table of a till has more; what looks at pairs must not grow with a hostile line


@dataclass(frozen=True)
class TaxFound:
    """An amount, how sure, why, and where it stands."""

    value: Decimal
    confidence: float
    why: str
    box: Box


@dataclass(frozen=True)
class Part:
    """A line of a tax table: what was bought at one rate with its tax, and the tax in it."""

    gross: Decimal
    tax: Decimal
    rate: Decimal | None
    box: Box


def find_tax(rows: list[Row], total: Decimal | None) -> TaxFound | None:
    """The tax that the receipt contains: lines whose rate gives their amount first, then a line that says so."""
    if total is None:
        return None
    tables = (_by_table(rows, each) for each in (total, *_unrounded(rows, total)))
    return next((found for found in tables if found is not None), None) or _on_top(rows, total) or _by_words(rows, total)


def _unrounded(rows: list[Row], total: Decimal) -> list[Decimal]:
    """What the total was before it was rounded to a coin, where a line says by how much: the tax is reckoned on that."""
    steps = {abs(row.money[-1].value) for row in rows if words.ROUNDING.search(row.text) and row.money}
    return [total + sign * step for step in sorted(steps)[:_COLUMNS] if 0 < step < 1 for sign in (1, -1)]


def _on_top(rows: list[Row], total: Decimal) -> TaxFound | None:
    """All taxes named between a net and the total, where they and what else is charged make up the difference."""
    place = next((at for at, row in enumerate(rows) if words.SUBTOTAL.search(row.text) and row.money), None)
    if place is None:
        return None
    net, taxes, others = rows[place].money[-1].value, [], Decimal(0)
    for row in rows[place + 1 :]:
        value = row.money[-1].value if row.money else Decimal(0)
        if not 0 < value < total * _LARGEST_SHARE:
            continue
        if words.TAX.search(row.text):
            taxes.append((value, row))
        elif words.TIP.search(row.text) or words.CHARGE.search(row.text):
            others += value
        whole = sum((each for each, _ in taxes), Decimal(0))
        if taxes and any(abs(net + whole + extra - total) <= _CENTS for extra in (Decimal(0), others)):
            return TaxFound(whole, 0.93, "Net and tax add up to the total", taxes[0][1].line.box)
    return None


def tax_parts(rows: list[Row], total: Decimal) -> list[Part]:
    """The lines of the tax table, one for each rate, whose rate gives their tax; none where no line names a tax."""
    if not any(words.TAX.search(row.text) for row in rows):
        return []
    return list({part.rate: part for row in rows if (part := _part(row, total)) is not None and part.rate}.values())


def _by_table(rows: list[Row], total: Decimal) -> TaxFound | None:
    """The tax of a table: of the line whose gross is the total, or of all lines where these make up the total."""
    if not any(words.TAX.search(row.text) for row in rows):
        return None
    parts = [part for row in rows if (part := _part(row, total)) is not None]
    whole = next((part for part in parts if abs(part.gross - total) <= _COIN), None)
    if whole is not None:
        why = f"{whole.rate.normalize():f} % of what was bought" if whole.rate else "Net and tax add up to the total"
        return TaxFound(whole.tax, 0.93, why, whole.box)
    by_rate = list({(part.rate, part.gross): part for part in parts}.values())
    if by_rate and abs(sum(part.gross for part in by_rate) - total) <= _COIN:
        return TaxFound(sum((part.tax for part in by_rate), Decimal(0)), 0.9, "The taxes of all rates together", by_rate[0].box)
    return None


def _part(row: Row, total: Decimal) -> Part | None:
    """What a line says when it closes: its rate gives its tax, or its net and tax make up the total."""
    values = [abs(amount.value) for amount in row.amounts if amount.is_money and 0 < abs(amount.value) <= total + _COIN][:_COLUMNS]
    by_rate = next((Part(gross, tax, rate, row.line.box) for gross, tax, rate in _closing(values, _rates(row))), None)
    if by_rate is not None:
        return by_rate
    return next((Part(gross, tax, None, row.line.box) for gross, tax in _triples(values) if abs(gross - total) <= _COIN), None)


def _rates(row: Row) -> list[Decimal]:
    return [Decimal(rate.replace(",", ".")) for rate in _RATE.findall(row.text)][:_COLUMNS]


def _closing(values: list[Decimal], rates: list[Decimal]) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """Gross, tax and rate wherever one amount is the tax on another, on top of it or within it."""
    pairs = [(amount, tax, rate) for rate in rates if rate for amount in values for tax in values if tax < amount]
    for amount, tax, rate in pairs:
        if abs(amount * rate / 100 - tax) <= _CENTS:
            yield amount + tax, tax, rate
        elif abs(amount * rate / (100 + rate) - tax) <= _CENTS:
            yield amount, tax, rate


def _triples(values: list[Decimal]) -> Iterator[tuple[Decimal, Decimal]]:
    """Gross and tax wherever three amounts of a line are net, tax and their sum."""
    for net in values:
        for tax in values:
            if tax < net * _LARGEST_SHARE and net + tax in values:
                yield net + tax, tax


def _by_words(rows: list[Row], total: Decimal) -> TaxFound | None:
    """The amounts beside words for tax, those whose rate fits some amount of the receipt first."""
    printed = [amount.value for row in rows for amount in row.amounts if amount.is_money]
    candidates = [found for row in rows if words.TAX.search(row.text) for found in _of_row(row, total, printed)]
    sure = [each for each in candidates if each.confidence > 0.8]
    by_rate = {each.why: each for each in sure}
    if len({each.value for each in by_rate.values()}) > 1 and sum(each.value for each in by_rate.values()) < total * _LARGEST_SHARE:
        parts = list(by_rate.values())
        return TaxFound(sum((each.value for each in parts), Decimal(0)), 0.75, "The taxes of all rates together", parts[0].box)
    return max(candidates, key=lambda each: (each.confidence, each.box.y), default=None)


def _of_row(row: Row, total: Decimal, printed: list[Decimal]) -> list[TaxFound]:
    values = [amount.value for amount in row.amounts if amount.is_money and 0 < amount.value < total * _LARGEST_SHARE]
    if not values:
        return []
    for rate in _rates(row):
        for value in values:
            if _fits(value, rate, [*printed, total]):
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
