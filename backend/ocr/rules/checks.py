"""Values checked against each other: what was paid, net and tax, the items, what is printed twice. Pure arithmetic on the lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.reading import LineItem
from backend.ocr.rules import words
from backend.ocr.rules.rows import Row
from backend.ocr.rules.sums import is_extra
from backend.ocr.rules.taxes import rates_give
from backend.ocr.rules.totals import TotalFound, payments

_CENT: Final = Decimal("0.01")
_COIN: Final = Decimal("0.05")
_MOST_AMOUNTS: Final = 200  # no till prints more; what looks at pairs must not grow with a hostile page
_LEGIBLE: Final = 0.9


@dataclass(frozen=True)
class Checks:
    """What agrees with a total.

    `settled`: cash less change; `charged`: a payment's line prints it; `taxed`: net and tax make it, or the taxes are those
    in it; `itemised`: the lines bought add up to it; `again`: how many other lines print it; `largest`: nothing that was
    bought costs more; `legible`: the engine was sure of its line.
    """

    settled: bool
    charged: bool
    taxed: bool
    itemised: bool
    again: int
    largest: bool
    legible: bool
    disputed: bool = False

    @property
    def closing(self) -> tuple[str, ...]:
        """The names of the checks that close: sums, and payments that agree."""
        return tuple(name for name in ("settled", "charged", "taxed", "itemised") if getattr(self, name))


def check_total(rows: list[Row], total: TotalFound, items: tuple[LineItem, ...], places: int) -> Checks:
    """Hold a total against everything else that the receipt prints."""
    value = total.value
    own = [row for row in rows if row.line.box == total.box]
    others = [row for row in rows if row.line.box != total.box]
    settled = _settled(rows)
    return Checks(
        settled=value in settled,
        charged=any(_prints(row, value) and _is_payment(row) for row in others),
        taxed=any(abs(value - made) <= _COIN / 2 for made in (*_with_tax(rows, value), *_with_all(rows, total))) or rates_give(rows, value),
        itemised=_is_itemised(rows, total, items, places),
        again=sum(_prints(row, value) for row in others),
        largest=not any(amount.value > value and amount.is_money for row in rows if not _is_aside(row) for amount in row.amounts),
        legible=all(row.line.confidence >= _LEGIBLE for row in own),
        disputed=value not in settled and any(abs(value - paid) < 1 for paid in settled),
    )


def _prints(row: Row, value: Decimal) -> bool:
    return any(amount.value == value for amount in row.amounts)


def _is_payment(row: Row) -> bool:
    return any(kind.search(row.text) for kind in (words.CASH, words.CARD)) and not words.CHANGE.search(row.text)


def _is_aside(row: Row) -> bool:
    """A line whose amount may well be more than the total: money given, limits, points, savings, and what is no money at all."""
    return any(kind.search(row.text) for kind in (words.CASH, words.CARD, words.CHANGE, words.NOT_A_SUM, words.DATE))


def _settled(rows: list[Row]) -> set[Decimal]:
    """Each amount of cash less each change above nothing, as printed."""
    cash, change = ([value for value, _ in payments(rows, kind)] for kind in (words.CASH, words.CHANGE))
    return {given - back for given in cash for back in change if given > back > 0}


def _with_tax(rows: list[Row], value: Decimal) -> Iterator[Decimal]:
    """Every sum of a net and a tax that the receipt prints, each from an amount of its own."""
    taxes = [abs(amount.value) for row in rows if words.TAX.search(row.text) or _is_summary(row) for amount in row.money][:_MOST_AMOUNTS]
    nets = {amount.value for row in rows for amount in row.money if 0 < amount.value < value}
    yield from (net + tax for net in list(nets)[:_MOST_AMOUNTS] for tax in taxes if _CENT < tax < net)


def _with_all(rows: list[Row], total: TotalFound) -> Iterator[Decimal]:
    """The subtotal with everything that stands between it and the total: taxes, charges, a tip, rounding, what was taken off."""
    start = next((place for place, row in enumerate(rows) if words.SUBTOTAL.search(row.text) and row.money), None)
    extras = _extras(rows[start + 1 :], total) if start is not None else []
    if start is not None and not all(words.ROUNDING.search(row.text) for row in extras):
        yield rows[start].money[-1].value + sum(map(_signed, extras))


def _extras(rows: list[Row], total: TotalFound) -> list[Row]:
    """The lines above that of the total which put something on top or take it off."""
    end = next((place for place, row in enumerate(rows) if row.line.box == total.box), len(rows))
    return [row for row in rows[:end][:_MOST_AMOUNTS] if row.money and (is_extra(row) or _is_taken_off(row))]


def _signed(row: Row) -> Decimal:
    amount = row.money[-1].value
    return -abs(amount) if _is_taken_off(row) else amount


def _is_taken_off(row: Row) -> bool:
    return "PROMO" in row.text or bool(words.DISCOUNT.search(row.text))


def _is_summary(row: Row) -> bool:
    """Whether a line is one of a tax table: its rate, net and tax."""
    return "%" in row.text and len(row.money) > 1


def _is_itemised(rows: list[Row], total: TotalFound, items: tuple[LineItem, ...], places: int) -> bool:
    """Whether what was bought adds up to the total, or to a subtotal that it closes with."""
    if not items:
        return False
    whole, value = Decimal(sum(item.minor for item in items)).scaleb(-places), total.value
    if abs(whole - value) <= _COIN / 2:
        return True
    extras = {abs(amount.value) for row in rows if is_extra(row) for amount in row.money}
    last = next((place for place, row in enumerate(rows) if row.line.box == items[-1].box), len(rows))
    return any(abs(whole + sign * extra - value) <= _CENT for extra in extras for sign in (1, -1)) or (
        abs(whole + sum(map(_signed, _extras(rows[last + 1 :], total))) - value) <= _CENT
    )
