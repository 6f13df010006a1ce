"""Expenses as rows: what a row says, and how it is drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend.categories import CategoryView
from backend.core.money import Money
from backend.expenses import ExpenseView
from expense_app import formats
from expense_app.components.marks import icon, icon_address, link
from expense_app.desk import Desk
from expense_app.words import _

_ICONS: Final = frozenset((Path(__file__).parents[2] / "assets" / "icons.txt").read_text().split())
_META_LENGTH: Final = 120


@dataclass
class Row:
    """One expense as text. `tone` colours the flag: '', warn, bad, busy; `open` says that it waits for approval.

    `merchant` and `value` are what stands in the fields when the row itself is edited.
    """

    id: str = ""
    href: str = ""
    name: str = ""
    meta: str = ""
    amount: str = ""
    plus: bool = False
    flag: str = ""
    tone: str = ""
    icon: str = ""
    open: bool = False
    merchant: str = ""
    value: str = ""


@dataclass
class Day:
    """The rows of one day with their sum."""

    key: str = ""
    label: str = ""
    total: str = ""
    rows: list[Row] = field(default_factory=list)


def category_icon(category: CategoryView | None) -> str:
    """The address of a category's icon; a tag where it has none that is drawn here."""
    name = category.icon if category else "receipt-text"
    return icon_address(name if name in _ICONS else "tag")


def row_of(expense: ExpenseView, desk: Desk, known: Mapping[UUID, CategoryView], *, with_day: bool = False) -> Row:
    """The row of an expense; `with_day` names its day, where rows do not stand under days."""
    category = known.get(expense.category_id) if expense.category_id else None
    flag, tone = flag_of(expense)
    return Row(
        id=str(expense.id),
        href=f"/expenses/{expense.id}",
        name=title_of(expense),
        meta=_meta(expense, category, desk, with_day=with_day),
        amount=formats.spent(expense.money, expense.kind, desk.locale) if expense.money else "",
        plus=expense.kind == "income",
        flag=flag,
        tone=tone,
        icon=category_icon(category),
        open=expense.status == "needs_review" and expense.money is not None,
        merchant=expense.merchant_name,
        value=formats.plain_amount(expense.money, desk.locale) if expense.money else "",
    )


def title_of(expense: ExpenseView) -> str:
    """What an expense is called: its merchant, else its description, else how far its receipt is."""
    named = expense.merchant_name or expense.description
    if named:
        return named
    return _("New receipt") if expense.status == "processing" else _("Without a merchant")


def flag_of(expense: ExpenseView) -> tuple[str, str]:
    """What a row asks for, and in which tone; empty when all is well."""
    if expense.status == "processing":
        return reading_words(expense), "busy"
    if expense.status == "failed":
        return _("Could not be read"), "bad"
    if expense.status == "needs_review":
        return (_("To review"), "warn") if expense.money else (_("Check total"), "warn")
    if expense.money and expense.base_money is None:
        return _("No rate"), ""
    return "", ""


def reading_words(expense: ExpenseView) -> str:
    """How far the reading of a receipt is."""
    reading = any(each.status == "reading" for each in expense.receipts)
    return _("Reading") if reading else _("Queued")


def days_of(expenses: Iterable[ExpenseView], desk: Desk, known: Mapping[UUID, CategoryView]) -> list[Day]:
    """Rows grouped by their days, in the order given. A day's sum counts what is in the base currency."""
    days = []
    for day, group in groupby(expenses, key=lambda each: each.occurred_on):
        members = list(group)
        rows = [row_of(each, desk, known) for each in members]
        days.append(Day(day.isoformat(), formats.day_label(day, desk.today, desk.locale), _sum(members, desk), rows))
    return days


def one_list(expenses: Iterable[ExpenseView], desk: Desk, known: Mapping[UUID, CategoryView]) -> list[Day]:
    """Rows in another order than by day: all in one, each with its own day."""
    shown = [row_of(each, desk, known, with_day=True) for each in expenses]
    return [Day("all", rows=shown)] if shown else []


def _sum(expenses: list[ExpenseView], desk: Desk) -> str:
    counted = [each for each in expenses if each.base_money and each.kind != "transfer" and each.status in ("confirmed", "needs_review")]
    if not counted:
        return ""
    minor = sum(each.base_money.minor * (-1 if each.kind == "income" else 1) for each in counted if each.base_money)
    total = formats.money(Money(abs(minor), desk.base_currency), desk.locale)
    return f"+{total}" if minor < 0 else total


def _meta(expense: ExpenseView, category: CategoryView | None, desk: Desk, *, with_day: bool) -> str:
    parts = [formats.short_day(expense.occurred_on, desk.today, desk.locale)] if with_day else []
    if expense.splits:
        parts.append(_("Divided"))
    elif category:
        parts.append(category.name)
    elif expense.status not in ("processing", "failed"):
        parts.append(_("No category"))
    parts += [expense.note.splitlines()[0]] if expense.note.strip() else []
    parts += [f"#{tag}" for tag in expense.tags[:3]]
    return " · ".join(parts)[:_META_LENGTH]


def row(entry: Any, *, actions: Any = None) -> rx.Component:
    """A row that opens its expense. With `actions(entry)` it can also be selected, swiped and edited where it stands."""
    attrs = {"data-id": entry.id, "data-waits": entry.open.to_string(), "data-merchant": entry.merchant, "data-value": entry.value}
    return rx.el.li(
        _pick(entry) if actions else rx.fragment(),
        link(
            rx.el.span(icon(entry.icon), class_name="tile"),
            rx.el.span(rx.el.span(entry.name, class_name="r-name"), rx.el.span(entry.meta, class_name="r-meta"), class_name="r-main"),
            rx.el.span(
                rx.el.span(entry.amount, class_name=rx.cond(entry.plus, "r-amt num plus", "r-amt num")),
                rx.el.span(entry.flag, class_name="flag " + entry.tone),
                class_name="r-end",
            ),
            to=entry.href,
            class_name="r-link",
        ),
        rx.el.div(*actions(entry), class_name="r-acts") if actions else rx.fragment(),
        key=entry.id,
        class_name="row",
        custom_attrs=attrs if actions else {},
    )


def _pick(entry: Any) -> rx.Component:
    """The box that selects a row; the client script keeps what is selected."""
    return rx.el.label(
        rx.el.input(type="checkbox", aria_label=_("Select") + " " + entry.name), rx.el.span(icon("check", 14)), class_name="r-pick"
    )


def day(entry: Any, *, actions: Any = None) -> rx.Component:
    """A day's heading and its rows. Its height is known ahead, so that what is out of sight need not be drawn."""
    return rx.el.section(
        rx.el.header(rx.el.h2(entry.label), rx.el.span(entry.total, class_name="num"), class_name="day-h"),
        rx.el.ul(rx.foreach(entry.rows, lambda each: row(each, actions=actions)), class_name="rows"),
        key=entry.key,
        class_name="day",
        style={"--rows": entry.rows.length().to_string()},
    )
