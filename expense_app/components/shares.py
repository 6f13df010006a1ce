"""The lines of a divided expense as they stand on its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from backend.categories import CategoryView
from backend.expenses import ExpenseView
from expense_app import formats
from expense_app.components.marks import icon
from expense_app.components.rows import category_icon
from expense_app.components.sheet import opens
from expense_app.words import _


@dataclass
class Share:
    """A line of a divided expense as it is shown."""

    key: str = ""
    name: str = ""
    icon: str = ""
    amount: str = ""
    note: str = ""


def shares_of(expense: ExpenseView, locale: str, named: Mapping[UUID, CategoryView]) -> list[Share]:
    """The lines of a divided expense; none where it is whole."""
    return [_share(str(i), each, locale, named) for i, each in enumerate(expense.splits)]


def _share(key: str, line: Any, locale: str, named: Mapping[UUID, CategoryView]) -> Share:
    category = named.get(line.category_id) if line.category_id else None
    name = category.name if category else _("No category")
    return Share(key, name, category_icon(category), formats.money(line.money, locale), line.note)


def shares(lines: Any, on_edit: Any) -> rx.Component:
    """The lines of a divided expense, with the way to change them."""
    line = lambda each: rx.el.li(  # noqa: E731 - one line of a list
        icon(each.icon, 18),
        rx.el.div(rx.el.span(each.name, class_name="r-name"), rx.el.div(each.note, class_name="r-meta"), class_name="r-main"),
        rx.el.span(each.amount, class_name="num"),
        key=each.key,
        class_name="share",
    )
    edit = rx.el.button(_("Change"), type="button", class_name="textlink", on_click=on_edit, custom_attrs=opens("split"))
    listed = rx.el.section(
        rx.el.header(rx.el.h2(_("Divided")), edit, class_name="card-h"), rx.el.ul(rx.foreach(lines, line)), class_name="shares w2"
    )
    return rx.cond(lines.length() > 0, listed, rx.fragment())
