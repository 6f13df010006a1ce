"""What stands around a list so that its rows can be worked on: the bar for what is selected, and the sheets it opens."""

from typing import Any

import reflex as rx

from expense_app.components.actions import RowActions
from expense_app.components.marks import icon, script
from expense_app.components.sheet import FIRST, sheet
from expense_app.words import _


def selection_parts(all_label: Any, all_words: Any) -> rx.Component:
    """Bar, sheets and the form that sends. `all_label` offers all that match, `all_words` says that all are selected."""
    return rx.fragment(_bar(all_label, all_words), _tags(), row_parts())


def row_parts() -> rx.Component:
    """What rows need that are worked on one by one: the sheet of categories, and the forms that send."""
    return rx.fragment(_categories(), row_form(), list_words(), script("list"))


def row_form() -> rx.Component:
    """What an action is sent with; the client script fills it in."""
    names = ("what", "ids", "all", "value")
    act = rx.el.form(*[rx.el.input(type="hidden", name=name) for name in names], on_submit=RowActions.act, id="act-form", hidden=True)
    done = rx.el.div(id="acted", hidden=True, custom_attrs={"data-done": RowActions.done.to_string()})
    names = ("id", "merchant", "amount")
    edit = rx.el.form(*[rx.el.input(type="hidden", name=name) for name in names], on_submit=RowActions.edit, id="edit-form", hidden=True)
    return rx.fragment(act, edit, done)


def list_words() -> rx.Component:
    """The words that the client script puts on rows."""
    words = {
        "selected": _("{number} selected"),
        "most": _("At most 500 one by one. Select all that match instead."),
        "approve": _("Approve"),
        "delete": _("Delete"),
        "merchant": _("Merchant"),
        "amount": _("Amount"),
        "create": _("Create “{name}”"),
        "none": _("No category of this name"),
        "of": _("{number} of {total}"),
    }
    return rx.el.div(id="list-words", hidden=True, custom_attrs={f"data-{name}": text for name, text in words.items()})


def _bar(all_label: Any, all_words: Any) -> rx.Component:
    every = rx.el.button(all_label, type="button", class_name="bulk-all", custom_attrs={"data-bulk": "all"})
    count = rx.el.span(class_name="bulk-n num", aria_live="polite", custom_attrs={"data-all": all_words})
    return rx.el.div(
        rx.el.button(icon("x"), type="button", class_name="ghost", aria_label=_("Clear selection"), custom_attrs={"data-bulk": "clear"}),
        rx.el.div(count, every, class_name="bulk-what"),
        rx.el.div(
            _do("approve", "check", _("Approve")),
            _do("category", "tag", _("Category")),
            _do("tags", "tags", _("Tags")),
            _do("delete", "trash-2", _("Delete"), "bulk-do danger"),
            class_name="bulk-acts",
        ),
        class_name="bulk",
        role="region",
        aria_label=_("Selected expenses"),
    )


def _do(what: str, ic: str, words: str, cls: str = "bulk-do") -> rx.Component:
    return rx.el.button(icon(ic, 19), rx.el.span(words), type="button", class_name=cls, custom_attrs={"data-bulk": what})


def _categories() -> rx.Component:
    box = rx.el.input(
        type="search",
        placeholder=_("Find or create"),
        aria_label=_("Find or create a category"),
        auto_complete="off",
        custom_attrs={"data-sieve": "choices", "enterKeyHint": "done", "spellCheck": "false"} | FIRST,
    )
    return sheet(
        "choose-category",
        _("Category"),
        rx.el.div(icon("search", 18, "dim"), box, class_name="search"),
        rx.el.ul(rx.foreach(RowActions.choices, _choice), id="choices", class_name="choices"),
        rx.el.p(id="choices-none", class_name="sub", hidden=True),
        rx.el.button(icon("plus", 18), rx.el.span(), type="button", id="choices-new", class_name="choice", hidden=True),
        cls="chooser",
    )


def _choice(choice: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            icon(choice.icon, 18),
            rx.el.span(choice.label),
            type="button",
            class_name="choice",
            custom_attrs={"data-category": choice.value},
        ),
        key=choice.value,
    )


def _tags() -> rx.Component:
    attrs = {"enterKeyHint": "done", "autoCapitalize": "none", "spellCheck": "false"} | FIRST
    box = rx.el.input(id="tag-line", placeholder="trip", auto_complete="off", custom_attrs=attrs)
    return sheet(
        "choose-tags",
        _("Tags"),
        rx.el.div(
            rx.el.div(rx.el.label(_("Tag, or several with commas"), html_for="tag-line"), class_name="lab"),
            rx.el.div(box, class_name="inp"),
            class_name="field",
        ),
        rx.el.div(
            rx.el.button(_("Take away"), type="button", class_name="btn", custom_attrs={"data-tag": "untag"}),
            rx.el.button(_("Add"), type="button", class_name="btn primary", custom_attrs={"data-tag": "tag"}),
            class_name="sheet-acts",
        ),
    )
