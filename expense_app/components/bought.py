"""What was bought, on the page of an expense and in the sheet that divides it, and the quiet offer to divide it so."""

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
from expense_app.purchase import Purchase, rows_of, sum_words
from expense_app.words import _


def items_list(items: Any, choices: Any, on_move: Any) -> rx.Component:
    """The items that were read, each with the category it goes to; few of them stand open at once."""
    return _fold(_("Items of the receipt"), items, lambda each: _item(each, choices, on_move), open=items.length() <= 8)


def purchase(found: Any) -> rx.Component:
    """What was bought, folded away on the page of an expense; `assets/receipt.js` shows where each line stands."""
    shows = rx.el.span(_("Shows it on the receipt"), id="shows-line", hidden=True)
    return _fold(_("Items"), found.rows, _row, rx.el.p(found.sums, class_name="sub"), shows, cls="bought on-page")


def _fold(title: str, rows: Any, row: Any, *below: rx.Component, cls: str = "bought", **props: Any) -> rx.Component:
    """A list of what was bought behind its title and number; nothing where nothing was."""
    number = rx.el.span("(", rows.length(), ")", class_name="num")
    listed = rx.el.details(
        rx.el.summary(title, " ", number), rx.el.ul(rx.foreach(rows, row), class_name="items"), *below, class_name=cls, **props
    )
    return rx.cond(rows.length() > 0, listed, rx.fragment())


def _row(each: Any, index: Any) -> rx.Component:
    words = rx.el.span(
        rx.el.span(each.name, class_name="wrap", dir="auto"),
        rx.cond(each.times != "", rx.el.span(each.times, class_name="sub num"), rx.fragment()),
        rx.cond(each.kind != "", rx.el.span(each.kind, class_name="sub"), rx.fragment()),
    )
    line = rx.fragment(words, rx.el.span(each.amount, class_name="num"))
    place = {"data-sheet": each.sheet, "data-spot": each.spot, "aria-describedby": "shows-line"}
    shown = rx.el.button(line, type="button", class_name="got", custom_attrs=place)
    return rx.el.li(rx.cond(each.sheet != "", shown, rx.el.div(line, class_name="got")), key=index)


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


async def purchase_of(desk: Desk, expense: ExpenseView, receipts: Sequence[ReceiptView], named: Mapping[UUID, CategoryView]) -> Purchase:
    """What was bought; what is divided already, or deleted, is not offered to be divided."""
    found = await ai.lines_bought(desk.books, desk.actor, expense, receipts)
    if found is None or expense.money is None:
        return Purchase()
    divisible = not expense.splits and expense.deleted_at is None
    offer = dividing.offer_of(expense, found, named, desk.locale) if divisible else ""
    return Purchase(rows_of(expense, found, named, desk.locale), sum_words(expense.money, found, desk.locale), offer)
