"""Tax and tip: the tables of rates whose parts make up the total, else the lines that name a tax and fit it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box
from backend.ocr.rules import words
from backend.ocr.rules.rows import Row
from backend.ocr.rules.sums import rounding_steps

_RATE: Final = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,3})?)\s?%")
_LARGEST_SHARE: Final = Decimal("0.30")
_NEAR: Final = Decimal("0.03")
_CENTS: Final = Decimal("0.02")
_COIN: Final = Decimal("0.05")
_EXACT: Final = Decimal(0)
_HALF_A_CENT: Final = Decimal("0.005")
_TELLING: Final = 50  # times how far off an amount may be, reckoned back from its tax: a smaller one is hardly told from others
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
    """A line of a tax table: what was bought at one rate with its tax, and the tax in it; `closed` says that it prints its net, too."""

    gross: Decimal
    tax: Decimal
    rate: Decimal | None
    box: Box
    closed: bool = False


def find_tax(rows: list[Row], total: Decimal | None) -> TaxFound | None:
    """The tax that the receipt contains: lines whose rate gives their amount first, then a line that says so."""
    if total is None:
        return None
    totals = (total, *(total + step for step in rounding_steps(rows)))  # the tax is reckoned on what was not rounded yet
    ways = (way(rows, each) for way in (_by_table, _on_top) for each in totals)
    found = next((found for found in ways if found is not None), None)
    return found or _of_rates(rows, total) or _of_a_part(rows, total) or _by_words(rows, total) or _beside_total(rows, total)


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
    tried = (make(parts, total, near) for near in (_EXACT, _COIN) for make in (_whole, _together))
    return next((found for found in tried if found is not None), None)


def _whole(parts: list[Part], total: Decimal, near: Decimal) -> TaxFound | None:
    whole = next((part for part in parts if part.tax and abs(part.gross - total) <= near), None)
    if whole is None:
        return None
    why = f"{whole.rate.normalize():f} % of what was bought" if whole.rate else "Net and tax add up to the total"
    return TaxFound(whole.tax, 0.93, why, whole.box)


def _together(parts: list[Part], total: Decimal, near: Decimal) -> TaxFound | None:
    by_rate = list({(part.rate, part.gross): part for part in parts}.values())
    tax = sum((part.tax for part in by_rate), Decimal(0))
    if tax and abs(sum(part.gross for part in by_rate) - total) <= near:
        return TaxFound(tax, 0.9, "The taxes of all rates together", by_rate[0].box)
    return None


def _of_a_part(rows: list[Row], total: Decimal) -> TaxFound | None:
    """The taxes of a table that closes line by line, where deposits or stamps beside it bear none."""
    parts = list({part.rate: part for row in rows if (part := _part(row, total)) is not None and part.rate and part.closed}.values())
    if not parts or not any(words.TAX.search(row.text) for row in rows) or sum(part.gross for part in parts) > total:
        return None
    return TaxFound(sum((part.tax for part in parts), Decimal(0)), 0.85, "The taxes of all rates together", parts[0].box)


def _of_rates(rows: list[Row], total: Decimal) -> TaxFound | None:
    """The taxes of several rates where what they are taken from adds up to the total: «DPH 12% 43,71», «DPH 21% 40,96»."""
    found = _rated(rows, total)
    if len(found) > 1 and _rates_make(found, total):
        return TaxFound(sum(found.values(), Decimal(0)), 0.9, "The taxes of all rates together", _first_rated(rows).line.box)
    return None


def rates_give(rows: list[Row], total: Decimal) -> bool:
    """Whether the taxes that are printed beside their rates are those in `total`, and tell it from others near it."""
    found = _rated(rows, total)
    return bool(found) and _rates_make(found, total) and total >= _TELLING * _slack(found)


def _rated(rows: list[Row], total: Decimal) -> dict[Decimal, Decimal]:
    """Rates with their taxes, from the lines that name one of each."""
    found: dict[Decimal, Decimal] = {}
    for row in rows:
        rates = [rate for rate in _rates(row) if rate] if words.TAX.search(row.text) else []
        taxes = {amount.value for amount in row.money if amount.is_money and 0 < amount.value < total * _LARGEST_SHARE}
        if len(rates) == 1 and len(taxes) == 1:
            found.setdefault(rates[0], *taxes)
    return found


def _first_rated(rows: list[Row]) -> Row:
    return next(row for row in rows if words.TAX.search(row.text) and any(_rates(row)))


def _rates_make(found: dict[Decimal, Decimal], total: Decimal) -> bool:
    return abs(sum(tax * (100 + rate) / rate for rate, tax in found.items()) - total) <= _slack(found) + _HALF_A_CENT


def _slack(found: dict[Decimal, Decimal]) -> Decimal:
    """How far off a sum may be that is reckoned back from taxes, each rounded to the cent."""
    return sum((_HALF_A_CENT * (100 + rate) / rate for rate in found), Decimal(0))


def _beside_total(rows: list[Row], total: Decimal) -> TaxFound | None:
    """The tax in a column of its own beside the total, where the heading names the rate."""
    rates = [rate for row in rows if words.TAX.search(row.text) for rate in _rates(row)][:_COLUMNS]
    for row in rows:
        values = [amount.value for amount in row.amounts if amount.is_money][:_COLUMNS]
        for rate in rates if total in values else []:
            tax = next((value for value in values if 0 < value < total and _fits(value, rate, [total])), None)
            if tax is not None:
                return TaxFound(tax, 0.85, f"{rate.normalize():f} % of what was bought", row.line.box)
    return None


def _part(row: Row, total: Decimal) -> Part | None:
    """What a line says when it closes: its rate gives its tax, or its net and tax make up the total."""
    values = [abs(amount.value) for amount in row.amounts if amount.is_money and 0 < abs(amount.value) <= total + _COIN][:_COLUMNS]
    rates = _rates(row)
    closing = [Part(gross, tax, rate, row.line.box, {gross, gross - tax} <= {*values}) for gross, tax, rate in _closing(values, rates)]
    if closing:
        return min(closing, key=lambda part: (not part.closed and part.gross != total, _off(part)))
    if values and Decimal(0) in rates and any(amount.value == 0 for amount in row.money):
        return Part(max(values), Decimal(0), Decimal(0), row.line.box)
    return next((Part(gross, tax, None, row.line.box) for gross, tax in _triples(values) if abs(gross - total) <= _COIN), None)


def _off(part: Part) -> Decimal:
    """How far the tax is from what the rate gives; at low rates a net and a gross have nearly the same tax."""
    return abs(part.gross * part.rate / (100 + part.rate) - part.tax) if part.rate else Decimal(0)


def _rates(row: Row) -> list[Decimal]:
    return [Decimal(rate.replace(",", ".")) for rate in _RATE.findall(row.text)][:_COLUMNS]


def _closing(values: list[Decimal], rates: list[Decimal]) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """Gross, tax and rate wherever one amount is the tax on another, on top of it or within it."""
    pairs = [(amount, tax, rate) for rate in rates if rate for amount in values for tax in values if tax < amount]
    for amount, tax, rate in pairs:
        if abs(amount * rate / 100 - tax) <= _CENTS:
            yield amount + tax, tax, rate
        if abs(amount * rate / (100 + rate) - tax) <= _CENTS:
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
