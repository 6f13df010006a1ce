"""Two expenses that look like one, in words: why, what each says, and where they differ."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend import categories, expenses
from backend.categories import CategoryView
from backend.expenses import ExpenseView, Twin
from expense_app import formats
from expense_app.components.rows import title_of
from expense_app.desk import Desk
from expense_app.words import _, ngettext

PLACE: Final = "/duplicates"


@dataclass
class Side:
    """One of the two: its page, what it is called, its sum, its picture ('' without one), and how it came into the books."""

    href: str = ""
    name: str = ""
    amount: str = ""
    picture: str = ""
    alt: str = ""
    came: str = ""


@dataclass
class Compared:
    """One thing that both say, as text; `differs` where they say it differently."""

    label: str = ""
    first: str = ""
    second: str = ""
    differs: bool = False


def place_of(expense_id: UUID) -> str:
    """Where an expense stands beside its twin."""
    return f"{PLACE}?of={expense_id}"


def reasons(twin: Twin) -> list[str]:
    """Why the two look like one, a sentence each."""
    words = {
        "pictures": _("The pictures look the same."),
        "read_alike": _("Total and date on them are the same."),
        "shop_day_total": _("Merchant, day and total are the same."),
        "day_total": _("Day and total are the same."),
        "number": _("The receipt number is the same."),
        "typed": _("One was typed, the other comes from a receipt."),
        "words": _("What was written about them is the same."),
    }
    return [words[each] for each in twin.why if each in words]


def like_words(twin: Twin, other: ExpenseView, desk: Desk) -> str:
    """What is said of an expense beside its twin."""
    told = {"name": title_of(other), "day": formats.short_day(other.occurred_on, desk.today, desk.locale)}
    if twin.kind == "typed":
        return _("Looks like the same expense as {name}, {day}.").format(**told)
    return _("Looks like the same receipt as {name}, {day}.").format(**told)


async def told_of(desk: Desk, expense_ids: Sequence[UUID]) -> dict[UUID, str]:
    """For each of these expenses that has an open twin what is said of it."""
    found = await expenses.twins_of(desk.books, desk.actor, expense_ids)
    others = [twin.other(expense_id) for expense_id, twin in found.items()]
    known = {each.id: each for each in await expenses.get_many(desk.books, desk.actor, others)} if others else {}
    return {
        expense_id: like_words(twin, known[twin.other(expense_id)], desk)
        for expense_id, twin in found.items()
        if twin.other(expense_id) in known
    }


async def others_words(desk: Desk, told: Collection[UUID]) -> str:
    """How many open pairs there are without any of these expenses; '' for none."""
    pairs = await expenses.open_twins(desk.books, desk.actor)
    left = sum(each.first_id not in told and each.second_id not in told for each in pairs)
    return (
        ngettext("{number} pair looks like a duplicate.", "{number} pairs look like duplicates.", left).format(number=left) if left else ""
    )


async def both_of(desk: Desk, twin: Twin) -> tuple[ExpenseView, ExpenseView]:
    """The two expenses, the earlier first."""
    return await expenses.get(desk.books, desk.actor, twin.first_id), await expenses.get(desk.books, desk.actor, twin.second_id)


def side_of(expense: ExpenseView, desk: Desk) -> Side:
    """One of the two as it is shown."""
    read = next((each for each in expense.receipts if each.status == "read"), None)
    when = formats.moment(expense.created_at, desk.timezone, desk.locale)
    came = _("From a receipt, {when}") if expense.receipts else _("Typed, {when}")
    return Side(
        href=f"/expenses/{expense.id}",
        name=title_of(expense),
        amount=formats.spent(expense.money, expense.kind, desk.locale) if expense.money else _("No amount yet"),
        picture=f"/api/v1/receipts/{read.id}/file?variant=page&page=1" if read else "",
        alt=_("Receipt of {name}").format(name=title_of(expense)),
        came=came.format(when=when),
    )


async def compared(desk: Desk, first: ExpenseView, second: ExpenseView) -> list[Compared]:
    """What both say, field by field; what neither says is left out."""
    named = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
    sides = zip(_facts(first, desk, named.values()), _facts(second, desk, named.values()), strict=True)
    said = [Compared(label, one, other, one != other) for (label, one), (_label, other) in sides if one or other]
    one, other = (_("Yes") if each.status == "confirmed" else _("Not yet") for each in (first, second))
    return [*said, Compared(_("Approved"), one, other)]  # nothing that either says of itself, so it never counts as a difference


def _facts(expense: ExpenseView, desk: Desk, known: Iterable[CategoryView]) -> list[tuple[str, str]]:
    category = next((each.name for each in known if each.id == expense.category_id), "")
    return [
        (_("Merchant"), expense.merchant_name),
        (_("Total"), formats.spent(expense.money, expense.kind, desk.locale) if expense.money else ""),
        (_("Date"), formats.full_day(expense.occurred_on, desk.locale)),
        (_("Category"), _("Divided") if expense.splits else category),
        (_("Note"), expense.note.strip()[:200]),
        (_("Tags"), ", ".join(expense.tags)),
    ]
