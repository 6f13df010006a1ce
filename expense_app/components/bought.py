"""What was bought, in the sheet that divides an expense, and the quiet offer to divide it so."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from backend import ai
from backend.categories import CategoryView
from backend.expenses import ExpenseView
from backend.ocr import ReceiptView
from expense_app import dividing
from expense_app.components.fields import options
from expense_app.components.sheet import opens
from expense_app.desk import Desk
from expense_app.words import _


def items_list(items: Any, choices: Any, on_move: Any) -> rx.Component:
    """The items that were read, each with the category it goes to; few of them stand open at once."""
    listed = rx.el.details(
        rx.el.summary(_("Items of the receipt"), " (", items.length(), ")"),
        rx.el.ul(rx.foreach(items, lambda each: _item(each, choices, on_move)), class_name="items"),
        class_name="bought",
        open=items.length() <= 8,
    )
    return rx.cond(items.length() > 0, listed, rx.fragment())


def _item(each: Any, choices: Any, on_move: Any) -> rx.Component:
    select = rx.el.select(
        options(choices),
        default_value=each.category,
        aria_label=each.label,
        on_change=lambda chosen: on_move(each.key, chosen),
        custom_attrs={"data-server": each.category},
    )
    return rx.el.li(
        rx.el.span(each.name, class_name="r-name wrap"),
        rx.el.span(rx.el.span(each.amount, class_name="num"), rx.cond(each.why != "", " · ", ""), each.why, class_name="sub"),
        rx.cond(each.for_all, rx.fragment(), rx.el.div(select, class_name="inp")),
        key=each.key.to_string(),
        class_name="item",
    )


def offer(words: Any, on_divide: Any) -> rx.Component:
    """That what was bought falls into several categories, and the way to divide it so."""
    divide = rx.el.button(_("Divide"), type="button", class_name="textlink", on_click=on_divide, custom_attrs=opens("split"))
    return rx.cond(words != "", rx.el.p(rx.el.span(words), " ", divide, class_name="offer w2"), rx.fragment())


async def offered(desk: Desk, expense: ExpenseView, receipts: Sequence[ReceiptView], named: Mapping[UUID, CategoryView]) -> str:
    """The words of the offer; '' for what is divided already, or not worth dividing."""
    if expense.splits or expense.deleted_at is not None:
        return ""
    found = await ai.lines_bought(desk.books, desk.actor, expense, receipts)
    return dividing.offer_of(expense, found, named, desk.locale)
