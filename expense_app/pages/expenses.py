"""All expenses: searched, narrowed, by day, as far down as one scrolls, and worked on where they stand."""

from typing import Any, Final

import reflex as rx

from expense_app import filters
from expense_app.components import rows
from expense_app.components.actions import RowActions, row_actions
from expense_app.components.exporting import export_button, export_sheet
from expense_app.components.listing import Expenses
from expense_app.components.marks import icon, link
from expense_app.components.narrowing import filter_sheet
from expense_app.components.quick_add import quick_add
from expense_app.components.selection import selection_parts
from expense_app.components.sheet import opens
from expense_app.components.states import callout, nothing, skeleton_list
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading, new_expense
from expense_app.words import _


def view() -> rx.Component:
    """The page."""
    empty = rx.cond(Expenses.problem != "", rx.fragment(), _empty())
    listed = rx.el.div(
        rx.cond(Expenses.problem != "", callout(Expenses.problem, tone="bad", ic="circle-alert"), rx.fragment()),
        rx.cond(Expenses.count > 0, _list(), empty),
    )
    sheets = rx.fragment(
        export_sheet(Expenses.export, Expenses.count_text),
        selection_parts(Expenses.all_label, Expenses.all_words),
        filter_sheet(
            Expenses.fields,
            periods=Expenses.periods,
            choices=RowActions.choices,
            currencies=Expenses.currencies,
            wrong=Expenses.filters_wrong,
            on_submit=Expenses.narrow,
        ),
    )
    body = rx.cond(Expenses.loaded, listed, _loading())
    return frame("expenses", heading(_("Expenses"), new_expense()), quick_add(), _tools(), body, sheets, cls="p-expenses")


def _tools() -> rx.Component:
    box = rx.el.input(
        type="search",
        id="q",
        default_value=Expenses.q,
        placeholder=_("Merchant, note, receipt"),
        aria_label=_("Search expenses"),
        on_change=Expenses.search.debounce(200),
        auto_complete="off",
        custom_attrs={"data-shortcut": "/", "data-server": Expenses.q, "enterKeyHint": "search"},
    )
    search = rx.el.div(icon("search", 18, "dim"), box, rx.el.kbd("/", aria_hidden="true"), class_name="search")
    clear = link(_("Clear all"), to=filters.PAGE, class_name="textlink clear-all")
    chips = rx.el.div(
        _filter_button(),
        rx.foreach(Expenses.chips, _chip),
        rx.foreach(Expenses.narrowed, _set_chip),
        rx.cond(Expenses.narrowed.length() > 0, clear, rx.fragment()),
        class_name="chips",
        role="group",
        aria_label=_("Filter"),
    )
    return rx.el.div(search, chips, class_name="tools")


def _filter_button() -> rx.Component:
    number = rx.cond(Expenses.filters_set > 0, rx.el.span(Expenses.filters_set, class_name="num"), rx.fragment())
    return rx.el.button(
        icon("sliders-horizontal", 16), rx.el.span(_("Filters")), number, type="button", class_name="chip", custom_attrs=opens("filters")
    )


def _chip(chip: Any) -> rx.Component:
    number = rx.cond(chip.number != "", rx.el.span(chip.number, class_name="num"), rx.fragment())
    return link(chip.label, number, to=chip.href, class_name="chip", custom_attrs={"aria-current": rx.cond(chip.on, "true", "false")})


def _set_chip(chip: Any) -> rx.Component:
    without = rx.el.span(_("without"), class_name="sr")
    return link(without, rx.el.span(chip.label), icon("x", 15), to=chip.href, class_name="chip set")


def _months() -> rx.Component:
    step = {"class_name": "ghost"}
    later = link(icon("chevron-right", 18, "flip"), to=Expenses.later, aria_label=_("Later month"), **step)
    return rx.el.span(
        link(icon("chevron-left", 18, "flip"), to=Expenses.earlier, aria_label=_("Earlier month"), **step),
        rx.el.span(Expenses.period),
        rx.cond(Expenses.later != "", later, rx.fragment()),
        class_name="period",
    )


def _order() -> rx.Component:
    names = (_("Newest first"), _("Oldest first"), _("Largest first"), _("Smallest first"), _("Added last"))
    return rx.el.label(
        rx.el.span(_("Order"), class_name="sr"),
        rx.el.select(
            *[rx.el.option(name, value=sort) for sort, name in zip(filters.SORTS, names, strict=True)],
            default_value=Expenses.sort,
            on_change=Expenses.order,
            custom_attrs={"data-server": Expenses.sort},
        ),
        icon("chevron-down", 14),
        class_name="order",
    )


def _list() -> rx.Component:
    sums = rx.el.span(
        rx.el.span(Expenses.count_text, class_name="count-text"),
        " ",
        rx.el.b(Expenses.total, class_name="num"),
        export_button(),
        class_name="sums",
    )
    more = _end(_("Show more"), Expenses.show_more, Expenses.days.length().to_string() + "/" + Expenses.first_page.to_string())
    earlier = _end(_("Show earlier ones"), Expenses.show_earlier, Expenses.first_page.to_string())
    top = rx.el.button(icon("arrow-up", 16), _("Back to the top"), type="button", class_name="to-top", on_click=Expenses.load)
    return rx.el.div(
        rx.el.div(_months(), _order(), sums, class_name="sumline"),
        rx.cond(Expenses.left_out != "", rx.el.p(Expenses.left_out, class_name="sub"), rx.fragment()),
        rx.cond(Expenses.above, rx.fragment(top, rx.el.div(earlier, class_name="more-rows")), rx.fragment()),
        rx.el.div(rx.foreach(Expenses.days, lambda each: rows.day(each, actions=row_actions)), class_name="list"),
        rx.cond(Expenses.more, rx.el.div(more, class_name="more-rows"), rx.fragment()),
    )


def _end(words: str, on_click: Any, mark: Any) -> rx.Component:
    """An end of the window: it is taken by itself as it comes near."""
    return rx.el.button(words, type="button", class_name="btn", on_click=on_click, custom_attrs={"data-sentinel": mark})


def _empty() -> rx.Component:
    plain = (Expenses.q == "") & (Expenses.filters_set == 0)
    first = nothing(
        "receipt-text",
        _("No expenses yet"),
        _("Take a picture of a receipt, and it stands here a few seconds later."),
        link(icon("camera", 18), _("Capture a receipt"), to="/capture", class_name="btn primary"),
    )
    none = nothing(
        "search",
        _("Nothing matches"),
        _("Try another word, or clear the filters."),
        link(_("Clear filters"), to=filters.PAGE, class_name="btn"),
    )
    return rx.fragment(
        rx.cond(Expenses.narrowed.length() > 0, rx.el.div(_months(), class_name="sumline"), rx.fragment()), rx.cond(plain, first, none)
    )


def _loading() -> rx.Component:
    return rx.el.div(rx.el.div(rx.el.span(class_name="sk l3"), class_name="sumline", aria_hidden="true"), skeleton_list(8))


PAGE: Final = Page(
    "/expenses",
    view,
    f"{_('Expenses')} · Outlay",
    on_load=(Shell.load, Expenses.load, RowActions.load, Expenses.watch),
)
__all__ = ["PAGE", "Expenses", "RowActions"]
