"""What was bought, as the page of an expense says it: its lines, and whether they make the total. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from backend.ai import LineBought, LinePlace, LinesBought
from backend.categories import CategoryView
from backend.core.money import Money
from backend.expenses import ExpenseView
from expense_app import formats
from expense_app.words import _


@dataclass
class Row:
    """A line that was bought. `sheet` is the key of the page it stands on, `spot` where on it in per cent; '' where unknown."""

    name: str = ""
    times: str = ""
    kind: str = ""
    amount: str = ""
    sheet: str = ""
    spot: str = ""


@dataclass
class Purchase:
    """All lines, with words about their sum; `offer` is what a division by them would come to, '' where it is not worth one."""

    rows: list[Row] = field(default_factory=list)
    sums: str = ""
    offer: str = ""


def rows_of(expense: ExpenseView, bought: LinesBought, named: Mapping[UUID, CategoryView], locale: str) -> list[Row]:
    """The lines as they are shown; one that would go elsewhere than its expense has the name of that category."""
    return [
        Row(
            name=each.description,
            times=_times(each, locale),
            kind=_elsewhere(each, expense, named),
            amount=formats.money(each.money, locale),
            sheet=f"{each.place.receipt_id}-{each.place.page}" if each.place else "",
            spot=_spot(each.place) if each.place else "",
        )
        for each in bought.lines
    ]


def sum_words(whole: Money, bought: LinesBought, locale: str) -> str:
    """Whether the lines make the total, and what they come to where they are not the total by themselves."""
    come_to = sum(each.money.minor for each in bought.lines)
    amount, total = formats.money(Money(come_to, whole.currency), locale), formats.money(whole, locale)
    if come_to == whole.minor:
        return _("Adds up to the total.")
    if bought.closes:
        return _("The items come to {amount}. With tax and the like that is the total.").format(amount=amount)
    return _("The items come to {amount}, the total says {total}.").format(amount=amount, total=total)


def _elsewhere(line: LineBought, expense: ExpenseView, named: Mapping[UUID, CategoryView]) -> str:
    category = named.get(line.category_id) if line.category_id else None
    return category.name if category and category.id != expense.category_id else ""


def _times(line: LineBought, locale: str) -> str:
    """How many at which price; '' for one, and where it is not printed."""
    if line.quantity in (None, 1) or line.unit is None:
        return ""
    return f"{formats.quantity(line.quantity, locale)} × {formats.money(line.unit, locale)}"


def _spot(place: LinePlace) -> str:
    return " ".join(f"{part * 100:.2f}" for part in place.box)
