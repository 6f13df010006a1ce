"""How the sheet is drawn in which an expense is divided; `split.Split` fills it."""

from typing import Any

import reflex as rx

from expense_app.components.bought import items_list
from expense_app.components.fields import options
from expense_app.components.marks import icon
from expense_app.components.sheet import sheet
from expense_app.components.split import Split
from expense_app.words import _


def split_sheet() -> rx.Component:
    """The sheet in which an expense is divided."""
    first = rx.el.li(
        _choice(0, Split.first),
        rx.el.div(rx.el.output(Split.rest, class_name="num", aria_live="polite"), class_name=rx.cond(Split.over, "rest over", "rest")),
        rx.el.p(Split.said, class_name="sub said"),
        class_name="split-row",
    )
    add = rx.el.button(icon("plus", 18), _("Add a line"), type="button", class_name="btn", on_click=Split.add)
    even = rx.el.button(_("Same for all"), type="button", class_name="btn", on_click=Split.evenly)
    bought = rx.el.button(icon("receipt-text", 18), _("By what was bought"), type="button", class_name="btn", on_click=Split.by_items)
    save = rx.el.button(
        _("Divide"), type="button", class_name="btn primary", on_click=Split.save, disabled=Split.over | (Split.whole == "")
    )
    unite = rx.el.button(_("Make it whole"), type="button", class_name="btn", on_click=Split.unite)
    return sheet(
        "split",
        _("Divide among categories"),
        rx.el.ul(first, rx.foreach(Split.parts, _part), class_name="split-rows"),
        rx.el.p(Split.gap, class_name="hint", role="status"),
        rx.el.div(add, even, rx.cond(Split.bought, bought, rx.fragment()), class_name="acts start"),
        items_list(Split.items, Split.choices, Split.move),
        rx.el.p(Split.wrong, class_name="err", role="alert"),
        rx.el.div(rx.cond(Split.divided, unite, rx.fragment()), save, class_name="sheet-acts"),
        rx.el.span(hidden=True, custom_attrs={"data-done": Split.done}),
        words=rx.fragment(_("Of"), " ", rx.el.b(Split.whole, class_name="num"), ". ", _("The first line takes what the others leave.")),
    )


def _part(each: Any) -> rx.Component:
    amount = rx.el.input(
        default_value=each.amount,
        input_mode="decimal",
        auto_complete="off",
        aria_label=_("Part"),
        on_blur=lambda value: Split.set_amount(each.key, value),
        custom_attrs={"data-server": each.amount, "enterKeyHint": "done"},
    )
    drop = rx.el.button(icon("x", 18), type="button", class_name="ghost", aria_label=_("Remove this line"), on_click=Split.drop(each.key))
    return rx.el.li(
        _choice(each.key, each.category),
        rx.el.div(amount, class_name="inp amount"),
        drop,
        rx.el.p(each.said, class_name="sub said"),
        key=each.key.to_string(),
        class_name="split-row",
    )


def _choice(key: Any, value: Any) -> rx.Component:
    select = rx.el.select(
        options(Split.choices),
        default_value=value,
        aria_label=_("Goes to"),
        on_change=lambda chosen: Split.set_category(key, chosen),
        custom_attrs={"data-server": value},
    )
    return rx.el.div(select, class_name="inp")
