"""How one expense is drawn; the state that fills it is handed in by its page."""

from typing import Any, Final

import reflex as rx
from reflex.style import Style

from expense_app.components.bought import offer, purchase
from expense_app.components.capture import drop_zone, uploads
from expense_app.components.category_picker import category_picker
from expense_app.components.date_field import date_input
from expense_app.components.fields import ASKED, SEEN, certainty, described, labelled, options
from expense_app.components.history import history
from expense_app.components.marks import icon, link
from expense_app.components.money_field import money_input
from expense_app.components.paper import papers, viewer
from expense_app.components.receipt_actions import asks_two
from expense_app.components.shares import shares
from expense_app.components.sheet import opens
from expense_app.components.split import Split
from expense_app.components.split_sheet import split_sheet
from expense_app.components.states import callout, nothing
from expense_app.components.twin_notice import twin_notice
from expense_app.edits import FIELDS
from expense_app.known import READ_AS
from expense_app.shell import back, frame
from expense_app.words import _

_KNOWN: Final = (*READ_AS, "category_id")  # the fields of which it is known how they came to be


def detail_view(state: Any) -> rx.Component:
    """The page of an expense."""
    gone = nothing(
        "file-text",
        _("There is no such expense here"),
        _("It may belong to other books."),
        link(_("All expenses"), to="/expenses", class_name="btn"),
    )
    missing = rx.fragment(rx.el.h1(_("Not found"), class_name="sr", tab_index=-1), gone)
    body = rx.cond(state.loaded, rx.cond(state.missing, missing, _shown(state)), _loading())
    head = rx.el.header(back(_("Expenses"), "/expenses"), _head_actions(state), class_name="head slim")
    return frame("expenses", head, body, viewer(), split_sheet(), cls="p-detail", tabs=False)


def _head_actions(state: Any) -> rx.Component:
    def step(ic: str, label: str, key: str, *, forward: bool) -> rx.Component:
        attrs = {"data-shortcut": key, "aria-keyshortcuts": key.upper(), "title": f"{label} ({key.upper()})"}
        return rx.el.button(icon(ic), type="button", class_name="ghost", aria_label=label, on_click=state.step(forward), custom_attrs=attrs)

    delete = rx.el.button(icon("trash-2"), type="button", class_name="ghost", aria_label=_("Delete"), on_click=state.remove)
    here = state.loaded & ~state.missing
    return rx.el.div(
        rx.cond(
            here,
            rx.fragment(
                step("chevron-up", _("Previous expense"), "k", forward=False),
                step("chevron-down", _("Next expense"), "j", forward=True),
                rx.cond(state.deleted, rx.fragment(), delete),
            ),
            rx.fragment(),
        ),
        class_name="head-r",
    )


def _shown(state: Any) -> rx.Component:
    form = rx.el.section(
        _top(state),
        _call(state),
        twin_notice(),
        _form(state),
        shares(state.shares, Split.begin(state.expense_id)),
        offer(state.bought.offer, Split.begin_by_items(state.expense_id)),
        _facts(state),
        purchase(state.bought),
        _actions(state),
        history(state.history),
    )
    return rx.el.div(_papers(state), rx.el.div(form, class_name="d-form"), key=state.expense_id, class_name="d-grid")


def _papers(state: Any) -> rx.Component:
    """The receipts, or in their place the way to add one."""
    words = _("Drop it here, take a picture or choose a file. What it says fills in what you have not typed.")
    empty = rx.el.div(drop_zone(_("Add the receipt"), words, state.expense_id), class_name="rc-none")
    held = papers(state.sheets, state.expense_id)
    return rx.el.div(
        rx.cond(state.sheets.length() > 0, held, rx.cond(state.deleted, rx.fragment(), empty)),
        rx.cond(state.deleted, rx.fragment(), uploads(state.refresh, state.expense_id)),
        class_name="d-papers",
    )


def _top(state: Any) -> rx.Component:
    words = rx.el.div(rx.el.h1(state.title, tab_index=-1), rx.el.p(state.meta, class_name="sub"))
    amount = rx.el.div(state.amount, class_name=rx.cond(state.amount.length() > 12, "big long num", "big num"))
    base = rx.cond(state.base != "", rx.el.p(state.base, class_name="sub"), rx.fragment())
    return rx.el.div(rx.el.div(words, amount, class_name="d-top"), base)


def _call(state: Any) -> rx.Component:
    """What is asked of the person; calm while the receipt is being read."""
    reading = callout(rx.el.span(state.reading, role="status"), tone="calm", ic="scan-line")
    asked = rx.match(state.status, ("failed", callout(state.callout, tone="bad", ic="circle-alert")), callout(state.callout))
    request = rx.cond(state.callout != "", asked, rx.fragment())
    return rx.cond(state.status == "processing", reading, rx.fragment(asks_two(state.two), request))


def _form(state: Any) -> rx.Component:
    amount = money_input("amount", ties=_ties(state, "amount"), **_saves(state, "amount"))
    day = date_input("occurred_on", iso=state.day, ties=_ties(state, "occurred_on"), **_saves(state, "occurred_on"))
    note = rx.el.textarea(id="f-note", name="note", rows=2, custom_attrs=_ties(state, "note"), **_saves(state, "note"))
    kinds = rx.fragment(rx.el.option(_("Expense"), value="expense"), rx.el.option(_("Income"), value="income"))
    return rx.el.form(
        _field(state, "merchant", _("Merchant"), _input(state, "merchant"), wide=True),
        _field(state, "amount", _("Total"), amount, box="inp amount"),
        _field(state, "currency", _("Currency"), _select(state, "currency", options(state.currencies))),
        _field(state, "occurred_on", _("Date"), day),
        rx.cond(state.shares.length() > 0, rx.fragment(), _field(state, "category_id", _("Category"), _category(state), box="inp pick")),
        _field(state, "note", _("Note"), note, wide=True),
        _field(state, "tags", _("Tags"), _input(state, "tags", placeholder=_("trip, client"))),
        _field(state, "kind", _("Kind"), _select(state, "kind", kinds)),
        rx.foreach(state.clashes, lambda each: _clash(state, each)),
        class_name="form",
        custom_attrs={"noValidate": True, "aria-label": _("Expense"), "data-typed": "", "data-script": "typed"},
    )


def _field(state: Any, name: str, label: str, control: rx.Component, *, wide: bool = False, box: str = "inp") -> rx.Component:
    plain = "field w2" if wide else "field"
    known = name in _KNOWN
    cls = rx.cond(state.marks[name] == "check", f"{plain} check", plain) if known else plain
    saved = rx.el.span(icon("check", 13), _("Saved"), class_name="mk")
    mark = rx.cond(state.saved == name, saved, certainty(state.marks[name]) if known else rx.fragment())
    shown = labelled(name, label, control, mark=mark, hint=state.hints[name], error=state.wrong[name], cls=cls, box_cls=box)
    shown.style = Style({"order": str(FIELDS.index(name))})
    return shown


def _clash(state: Any, each: Any) -> rx.Component:
    """Another hand was at a field meanwhile: both are shown, and the person decides. It stands behind its field by its order."""
    mine = rx.el.button(_("Keep mine"), type="button", class_name="act", on_click=state.keep_mine(each.field))
    theirs = rx.el.button(_("Take the other"), type="button", class_name="act", on_click=state.take_theirs(each.field))
    words = rx.el.p(each.words, role="status")
    return rx.el.div(
        words, rx.el.div(mine, theirs, class_name="acts start"), class_name="clash", style={"order": each.order}, key=each.field
    )


def _ties(state: Any, name: str) -> dict[str, Any]:
    return described(name, state.wrong[name].to(str)) | {"data-server": state.values[name], "data-told": state.told[name]}


def _saves(state: Any, name: str) -> dict[str, Any]:
    """What makes an input save itself when it is left."""
    return {"default_value": state.values[name], "on_blur": lambda value: state.save(name, value, SEEN, ASKED), "disabled": state.deleted}


def _category(state: Any) -> rx.Component:
    select = rx.el.select(
        options(state.choices),
        id="s-category_id",
        name="category_id",
        default_value=state.values["category_id"],
        on_change=lambda value: state.save("category_id", value, SEEN, ASKED),
        custom_attrs={"data-server": state.values["category_id"], "data-told": state.told["category_id"]},
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
        custom_attrs=_ties(state, name) | {"enterKeyHint": "done"},
        **_saves(state, name),
        **props,
    )


def _select(state: Any, name: str, choices: rx.Component) -> rx.Component:
    return rx.el.select(
        choices,
        id=f"f-{name}",
        name=name,
        default_value=state.values[name],
        on_change=lambda value: state.save(name, value, SEEN, ASKED),
        disabled=state.deleted,
        custom_attrs=_ties(state, name),
    )


def _facts(state: Any) -> rx.Component:
    """What else was read: tax, tip, how it was paid."""
    fact = lambda each: rx.el.div(  # noqa: E731 - one fact
        rx.el.dt(each.label), rx.el.dd(rx.el.b(each.value, class_name="num"), rx.el.span(each.hint)), class_name="fact fact-" + each.name
    )
    return rx.cond(state.facts.length() > 0, rx.el.dl(rx.foreach(state.facts, fact), class_name="facts"), rx.fragment())


def _actions(state: Any) -> rx.Component:
    open_ones = (state.status == "needs_review") | (state.status == "failed")
    known = state.values["amount"] != ""
    onward = rx.el.button(
        _("Approve, next"),
        icon("arrow-right", 18, "flip"),
        type="button",
        class_name="btn",
        on_click=state.approve_next,
        custom_attrs=_key("n"),
    )
    divide = rx.el.button(
        icon("split", 18),
        rx.el.span(_("Split")),
        type="button",
        class_name="btn",
        on_click=Split.begin(state.expense_id),
        custom_attrs=opens("split"),
    )
    restore = rx.el.button(icon("undo-2", 18), _("Restore"), type="button", class_name="btn primary", on_click=state.restore)
    asked = rx.fragment(_approve(state), rx.cond(state.others_wait, onward, rx.fragment()))
    buttons = rx.fragment(rx.cond(known & open_ones, asked, rx.fragment()), rx.cond(known, divide, rx.fragment()))
    return rx.el.div(
        rx.cond(state.deleted, restore, buttons), class_name=rx.cond(state.deleted | open_ones, "bar-actions", "bar-actions calm")
    )


def _approve(state: Any) -> rx.Component:
    return rx.el.button(
        _("Approve"),
        rx.el.kbd("A", aria_hidden="true"),
        type="button",
        class_name="btn primary",
        on_click=state.approve,
        custom_attrs=_key("a"),
    )


def _key(key: str) -> dict[str, str]:
    return {"data-shortcut": key, "aria-keyshortcuts": key.upper()}


def _loading() -> rx.Component:
    fields = [rx.el.div(rx.el.span(class_name="sk l3"), rx.el.span(class_name="sk box"), class_name="field") for _i in range(6)]
    return rx.el.div(
        rx.el.h1(_("Expense"), class_name="sr", tab_index=-1),
        rx.el.div(rx.el.div(rx.el.div(class_name="paper"), class_name="rc"), class_name="d-papers", aria_hidden="true"),
        rx.el.div(rx.el.div(*fields, class_name="form"), class_name="d-form", aria_hidden="true"),
        class_name="d-grid",
    )
