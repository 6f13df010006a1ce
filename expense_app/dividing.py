"""How an expense is divided, as its sheet and its page say it: by lines that are typed, or by what was bought. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from backend import expenses
from backend.ai import LinesBought
from backend.categories import CategoryView
from backend.core.ids import parse_id
from backend.core.money import Money, digits, parse_amount
from backend.expenses import ExpenseView
from expense_app import formats, sums
from expense_app.words import _, retold

_NAMED: Final = 2  # items that are named below a line; the others are counted
_NOTE_MAX: Final = 2_000


@dataclass
class Part:
    """A line in the making: its category, its amount as it was typed, and what is in it: in full, and as it is shown."""

    key: int = 0
    category: str = ""
    amount: str = ""
    note: str = ""
    said: str = ""


@dataclass
class Item:
    """Something bought: where it goes (a category's id, '' for none) and why; `for_all` is what was taken off everything."""

    key: int = 0
    name: str = ""
    label: str = ""
    amount: str = ""
    minor: int = 0
    category: str = ""
    why: str = ""
    for_all: bool = False


def amounts_in(parts: Sequence[Part], whole: Money, locale: str) -> list[Money]:
    """What the typed lines come to; an empty one is nothing. Raises `Invalid` for one that is no amount."""
    typed = (sums.amount_of(each.amount, digits(whole.currency), locale) if each.amount.strip() else "0" for each in parts)
    return [parse_amount(text, whole.currency) for text in typed]


def rest_of(whole: Money, amounts: Sequence[Money]) -> Money:
    """What the typed lines leave; below nothing when they are too much."""
    return Money(whole.minor - sum(each.minor for each in amounts), whole.currency)


def items_of(bought: LinesBought, locale: str) -> list[Item]:
    """What was bought, as rows that can be moved."""
    return [
        Item(
            key=key,
            name=each.description,
            label=_("{name} goes to").format(name=each.description),
            amount=formats.money(each.money, locale),
            minor=each.money.minor,
            category=str(each.category_id or ""),
            why=retold(each.why),
            for_all=each.for_all,
        )
        for key, each in enumerate(bought.lines)
    ]


def moved(items: Iterable[Item], key: int, category: str) -> list[Item]:
    """The items with one of them in another category, which needs no reason any more."""
    return [replace(each, category=category, why="") if each.key == key and not each.for_all else each for each in items]


def parts_of(expense: ExpenseView, items: Sequence[Item], locale: str, *, closes: bool) -> list[Part]:
    """A line for each category among the items, that of the expense first; together they are the whole. The first has no key yet."""
    if expense.money is None:
        return []
    goods = [(each.category, each.minor) for each in items if not each.for_all]
    shares = expenses.share_out(expense.money, goods, str(expense.category_id or ""), closes=closes)
    return [
        Part(0, category, formats.plain_amount(share, locale), note_of(items, category), short_of(items, category))
        for category, share in shares.items()
    ]


def note_of(items: Iterable[Item], category: str) -> str:
    """The names of everything in a category, as the divided expense keeps them."""
    names = ", ".join(_names(items, category))
    return names if len(names) <= _NOTE_MAX else names[: _NOTE_MAX - 1] + "…"


def short_of(items: Iterable[Item], category: str) -> str:
    """The first names in a category, and how many more there are."""
    names = _names(items, category)
    more = [f"+{len(names) - _NAMED}"] if len(names) > _NAMED else []
    return ", ".join([*names[:_NAMED], *more])


def _names(items: Iterable[Item], category: str) -> list[str]:
    return [each.name for each in items if each.category == category and not each.for_all]


def chosen_in(items: Iterable[Item]) -> dict[str, UUID | None]:
    """What a person has chosen for goods, by their words; None where the same words went two ways."""
    chosen: dict[str, UUID | None] = {}
    for each in items:
        if each.minor > 0:
            category = parse_id(each.category)
            chosen[each.name] = category if chosen.get(each.name, category) == category else None
    return chosen


def gap_words(whole: Money, items: Iterable[Item], locale: str) -> str:
    """What is said of lines that do not make the total."""
    come_to = sum(each.minor for each in items)
    amount = formats.money(Money(come_to, whole.currency), locale)
    if come_to < whole.minor:
        return _("The items read come to {amount}. What is missing is in the first line.").format(amount=amount)
    return _("The items read come to {amount}, more than the total. Each line was made smaller to fit.").format(amount=amount)


def offer_of(expense: ExpenseView, bought: LinesBought | None, named: Mapping[UUID, CategoryView], locale: str) -> str:
    """What a division by what was bought would come to, where it falls into several categories and adds up; '' elsewhere.

    Of an expense without a category that is what has to be said first.
    """
    if bought is None or not bought.closes or expense.money is None or expense.category_id is None:
        return ""
    goods = [(each.category_id, each.money.minor) for each in bought.lines if not each.for_all]
    shares = expenses.share_out(expense.money, goods, expense.category_id, closes=True)
    names = {key: named[key].name if key and key in named else _("No category") for key in shares}
    return " · ".join(f"{names[key]} {formats.money(share, locale)}" for key, share in shares.items()) if len(shares) > 1 else ""
