"""How one expense is drawn; the state that fills it is handed in by its page."""

from typing import Any

import reflex as rx

from expense_app.components.category_picker import category_picker
from expense_app.components.date_field import date_input
from expense_app.components.fields import certainty, described, labelled, options
from expense_app.components.history import history
from expense_app.components.marks import icon, link
from expense_app.components.money_field import money_input
from expense_app.components.receipt import picture, viewer
from expense_app.components.states import callout, nothing
from expense_app.shell import back, frame
from expense_app.words import _


def detail_view(state: Any) -> rx.Component:
    """The page of an expense."""
    alt = _("Receipt of") + " " + state.title
    has_paper = state.paper.status != ""
    menu = rx.el.div(
        rx.el.span(state.saved, class_name="sub", role="status"),
        rx.cond(
            state.loaded & ~state.deleted & ~state.missing,
            rx.el.button(icon("trash-2"), type="button", class_name="ghost", aria_label=_("Delete"), on_click=state.remove),
            rx.fragment(),
        ),
        class_name="head-r",
    )
    shown = rx.el.div(
        rx.cond(has_paper, picture(state.paper, alt), rx.fragment()),
        rx.el.section(_top(state), _call(state), _form(state), _facts(state), _actions(state), history(state.history), class_name="d-form"),
        class_name="d-grid",
    )
    gone = nothing(
        "file-text",
        _("There is no such expense here"),
        _("It may belong to other books."),
        link(_("All expenses"), to="/expenses", class_name="btn"),
    )
    body = rx.cond(
        state.loaded, rx.cond(state.missing, rx.fragment(rx.el.h1(_("Not found"), class_name="sr", tab_index=-1), gone), shown), _loading()
    )
    head = rx.el.header(back(_("Expenses"), "/expenses"), menu, class_name="head slim")
    return frame("expenses", head, body, viewer(state.paper, alt), cls="p-detail", tabs=False)


def _top(state: Any) -> rx.Component:
    words = rx.el.div(rx.el.h1(state.title, tab_index=-1), rx.el.p(state.meta, class_name="sub"))
    return rx.el.div(
        rx.el.div(
            words, rx.el.div(state.amount, class_name=rx.cond(state.amount.length() > 12, "big long num", "big num")), class_name="d-top"
        ),
        rx.cond(state.base != "", rx.el.p(state.base, class_name="sub"), rx.fragment()),
    )


def _call(state: Any) -> rx.Component:
    """What is asked of the person; calm while the receipt is being read."""
    reading = callout(rx.el.span(state.paper.words, role="status"), tone="calm", ic="scan-line")
    asked = rx.match(state.status, ("failed", callout(state.callout, tone="bad", ic="circle-alert")), callout(state.callout))
    return rx.cond(state.status == "processing", reading, rx.cond(state.callout != "", asked, rx.fragment()))


def _form(state: Any) -> rx.Component:
    merchant = _input(state, "merchant")
    amount = money_input("amount", ties=_ties(state, "amount"), **_saves(state, "amount"))
    day = date_input("occurred_on", iso=state.day, ties=_ties(state, "occurred_on"), **_saves(state, "occurred_on"))
    return rx.el.form(
        _field(state, "merchant", _("Merchant"), merchant, wide=True),
        _field(state, "amount", _("Total"), amount, box="inp amount"),
        _field(state, "currency", _("Currency"), _select(state, "currency", options(state.currencies))),
        _field(state, "occurred_on", _("Date"), day),
        _field(state, "category_id", _("Category"), _category(state), box="inp pick"),
        _field(state, "note", _("Note"), _note(state), wide=True),
        _field(state, "tags", _("Tags"), _input(state, "tags", placeholder=_("trip, client")), wide=True),
        class_name="form",
        custom_attrs={"noValidate": True, "aria-label": _("Expense")},
    )


def _field(state: Any, name: str, label: str, control: rx.Component, *, wide: bool = False, box: str = "inp") -> rx.Component:
    plain = "field w2" if wide else "field"
    cls = rx.cond(state.marks[name] == "check", f"{plain} check", plain)
    return labelled(
        name, label, control, mark=certainty(state.marks[name]), hint=state.hints[name], error=state.wrong[name], cls=cls, box_cls=box
    )


def _ties(state: Any, name: str) -> dict[str, Any]:
    return described(name, state.wrong[name].to(str)) | {"data-server": state.values[name], "data-told": state.told[name]}


def _saves(state: Any, name: str) -> dict[str, Any]:
    """What makes an input save itself when it is left."""
    return {"default_value": state.values[name], "on_blur": lambda value: state.save(name, value), "disabled": state.deleted}


def _category(state: Any) -> rx.Component:
    select = rx.el.select(
        options(state.choices),
        id="s-category_id",
        name="category_id",
        default_value=state.values["category_id"],
        on_change=lambda value: state.save("category_id", value),
        custom_attrs={"data-server": state.values["category_id"]},
    )
    return category_picker(
        "category_id",
        choices=state.choices,
        select=select,
        ties=described("category_id", state.wrong["category_id"].to(str)),
        on_new=state.save_new_category,
        disabled=state.deleted,
    )


def _input(state: Any, name: str, **props: Any) -> rx.Component:
    return rx.el.input(
        id=f"f-{name}",
        name=name,
        auto_complete="off",
        custom_attrs=_ties(state, name),
        **_saves(state, name),
        **props,
    )


def _note(state: Any) -> rx.Component:
    return rx.el.textarea(
        id="f-note",
        name="note",
        rows=2,
        default_value=state.values["note"],
        on_blur=lambda value: state.save("note", value),
        disabled=state.deleted,
        custom_attrs=_ties(state, "note"),
    )


def _select(state: Any, name: str, choices: rx.Component) -> rx.Component:
    return rx.el.select(
        choices,
        id=f"f-{name}",
        name=name,
        default_value=state.values[name],
        on_change=lambda value: state.save(name, value),
        disabled=state.deleted,
        custom_attrs=_ties(state, name),
    )


def _facts(state: Any) -> rx.Component:
    """What else was read: tax, tip, how it was paid."""
    fact = lambda each: rx.el.span(each.label, " ", rx.el.b(each.value, class_name="num"), " ", rx.el.span(each.hint))  # noqa: E731 - one fact
    return rx.cond(state.paper.facts.length() > 0, rx.el.div(rx.foreach(state.paper.facts, fact), class_name="facts"), rx.fragment())


def _actions(state: Any) -> rx.Component:
    approve = rx.el.button(
        _("Approve"),
        rx.el.kbd("A", aria_hidden="true"),
        type="button",
        class_name="btn primary",
        on_click=state.approve,
        custom_attrs={"data-shortcut": "a"},
    )
    again = rx.el.button(icon("rotate-cw", 18), _("Read again"), type="button", class_name="btn", on_click=state.read_again)
    restore = rx.el.button(icon("undo-2", 18), _("Restore"), type="button", class_name="btn primary", on_click=state.restore)
    open_ones = (state.status == "needs_review") | (state.status == "failed")
    buttons = rx.fragment(
        rx.cond((state.values["amount"] != "") & open_ones, approve, rx.fragment()), rx.cond(state.status == "failed", again, rx.fragment())
    )
    return rx.cond(
        state.deleted,
        rx.el.div(restore, class_name="bar-actions"),
        rx.cond(open_ones, rx.el.div(buttons, class_name="bar-actions"), rx.fragment()),
    )


def _loading() -> rx.Component:
    fields = [rx.el.div(rx.el.span(class_name="sk l3"), rx.el.span(class_name="sk box"), class_name="field") for _i in range(6)]
    return rx.el.div(
        rx.el.h1(_("Expense"), class_name="sr", tab_index=-1),
        rx.el.div(rx.el.div(class_name="paper"), class_name="rc", aria_hidden="true"),
        rx.el.div(*fields, class_name="form", aria_hidden="true"),
        class_name="d-grid",
    )
