"""What stands on an expense's receipt, line by line, each with the category proposed for it and the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories, expenses
from backend.ai.lines import OF_A_PERSON, Bought, Chosen, Place, place_lines
from backend.categories import CategoryView
from backend.core.actor import Actor
from backend.core.ids import parse_id
from backend.core.money import Money, digits
from backend.core.text import without_controls
from backend.expenses import ExpenseView
from backend.ocr import ReceiptView

_MOST: Final = 200
_SURE_ENOUGH: Final = 0.6
_BESIDES: Final = ("tax", "tip", "rounding")


@dataclass(frozen=True)
class LinePlace:
    """Where a line stands: the receipt, its page (from 1), and left, top, width and height in parts of the page."""

    receipt_id: UUID
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class LineBought:
    """A line of a receipt. `category_id` is what is proposed; `for_all`: it takes something off all lines, and has none.

    `quantity` and `unit` (the price of one) are None where they are not printed; `place` where it is not known.
    """

    description: str
    money: Money
    category_id: UUID | None
    for_all: bool
    why: str
    quantity: Decimal | None = None
    unit: Money | None = None
    place: LinePlace | None = None


@dataclass(frozen=True)
class LinesBought:
    """The lines of an expense; `closes` says whether they make its total with what else the receipt prints."""

    lines: tuple[LineBought, ...]
    closes: bool


async def lines_bought(session: AsyncSession, actor: Actor, expense: ExpenseView, receipts: Sequence[ReceiptView]) -> LinesBought | None:
    """The lines that were read on an expense's receipts (oldest first), with a category proposed for each; None where there are none.

    Amounts are in the currency of the expense, which a person may have corrected.
    """
    if expense.money is None:
        return None
    papers = _papers(receipts)
    currency = expense.money.currency
    read = [(line, each, paper) for paper in papers for each in paper.lines[:_MOST] if (line := _line(each, currency))]
    if not read:
        return None
    bought = [line for line, _each, _paper in read]
    known = {each.id: each for each in await categories.list_all(session, actor)}
    words = [each.description for each in bought]
    chosen = await expenses.chosen_for_lines(session, actor, words, here=expense.id, own=expense.category_id)
    remembered = {name: Chosen(str(category), known[category].name) for name, category in chosen.items() if category in known}
    places = place_lines(bought, _own_key(expense, known), remembered, expense.kind)
    by_key = {each.key: each.id for each in known.values() if each.key}
    lines = tuple(
        replace(_proposed(line, place, expense, by_key), **_printed(each, paper, currency))
        for (line, each, paper), place in zip(read, places, strict=True)
    )
    return LinesBought(lines, _closes(expense.money, bought, papers))


def _papers(receipts: Sequence[ReceiptView]) -> list[ReceiptView]:
    """The receipts whose lines count: the parts of a long one, else the first on which lines were read."""
    read = [each for each in receipts if each.status == "read" and each.lines]
    parts = [each for each in read if each.part is not None]
    return sorted(parts, key=lambda each: each.part or 0) or read[:1]


def _line(read: Mapping[str, Any], currency: str) -> Bought | None:
    minor = _minor((read.get("money") or {}).get("amount"), currency)
    words = " ".join(without_controls(str(read.get("description") or "")).split())
    return Bought(words, minor) if words and minor else None


def _minor(amount: Any, currency: str) -> int | None:
    """A decimal string in minor units; None for what is none, or more exact than the currency."""
    try:
        scaled = Decimal(str(amount or 0)).scaleb(digits(currency))
        return int(scaled) if scaled == int(scaled) else None
    except (InvalidOperation, OverflowError, ValueError):
        return None


def _own_key(expense: ExpenseView, known: Mapping[UUID, CategoryView]) -> str | None:
    """The starter category that an expense is in, also by way of its parent; none where the machine is not sure of it."""
    own = known.get(expense.category_id) if expense.category_id else None
    if own is None or (expense.category_source == "model" and (expense.category_confidence or 0) < _SURE_ENOUGH):
        return None
    parent = known.get(own.parent_id) if own.parent_id else None
    return own.key or (parent.key if parent else None) or OF_A_PERSON


def _printed(read: Mapping[str, Any], paper: ReceiptView, currency: str) -> dict[str, Any]:
    """What else is known of a line: how many at which price, and where it stands."""
    count, unit = _count(read.get("quantity")), _minor((read.get("unit_price") or {}).get("amount"), currency)
    return {"quantity": count, "unit": Money(unit, currency) if unit else None, "place": _place(paper.id, read.get("box"))}


def _place(receipt_id: UUID, box: Sequence[float] | None) -> LinePlace | None:
    if not box:
        return None
    page, left, top, width, height = box
    return LinePlace(receipt_id, int(page), (left, top, width, height))


def _count(printed: Any) -> Decimal | None:
    """A quantity as it is printed, `2` or `0,512`; None for what is no number above nothing."""
    try:
        count = Decimal(str(printed or 0).replace(",", "."))
    except InvalidOperation:
        return None
    return count if count.is_finite() and count > 0 else None


def _proposed(line: Bought, place: Place, expense: ExpenseView, by_key: Mapping[str, UUID]) -> LineBought:
    money = Money(line.minor, expense.money.currency if expense.money else "")
    if place.source == "all":
        return LineBought(line.description, money, None, for_all=True, why=place.why)
    wanted = by_key.get(place.category_key or "") or parse_id(place.category_key)
    return LineBought(line.description, money, wanted or expense.category_id, for_all=False, why=place.why if wanted else "")


def _closes(whole: Money, bought: Sequence[Bought], papers: Sequence[ReceiptView]) -> bool:
    fields: dict[str, Any] = {}
    for paper in reversed(papers):
        fields |= paper.fields
    read = {
        name: _minor((fields.get(name) or {}).get("value"), whole.currency) or 0 for name in (*_BESIDES, "discount", "total", "subtotal")
    }
    come_to = sum(line.minor for line in bought)
    if read["total"] == whole.minor and (come_to == read["subtotal"] or "itemised" in ((fields.get("total") or {}).get("checks") or ())):
        return True
    extras = [*(read[name] for name in _BESIDES), -abs(read["discount"])]
    return expenses.adds_up(whole.minor, come_to, extras, rounds=digits(whole.currency) > 0)
