"""How receipts are drawn: the strip or column beside the form, and the large view.

`assets/receipt.js` moves them, `assets/words.js` lets one point at their words.
"""

from typing import Any

import reflex as rx

from expense_app.components.capture import ACCEPTED
from expense_app.components.marks import icon
from expense_app.components.read_again import THIS, read_again_sheet
from expense_app.components.receipt_actions import Receipts
from expense_app.components.sheet import opens, sheet
from expense_app.words import _


def papers(sheets: Any, expense_id: Any) -> rx.Component:
    """All sheets, one at a time, with what can be done to the one that is shown."""
    opener = rx.el.button(type="button", class_name="rc-open", aria_label=_("Open the receipt"), custom_attrs={"data-view": ""})
    stage = rx.el.div(rx.foreach(sheets, _sheet), opener, class_name="paper", custom_attrs={"data-stage": ""})
    return rx.el.section(
        stage,
        _pager(),
        _tools(expense_id),
        _menu(expense_id),
        read_again_sheet(),
        class_name="rc",
        aria_label=_("Receipts"),
        custom_attrs={"data-sheets": "", "data-script": "words"},
    )


def _sheet(each: Any) -> rx.Component:
    waiting = rx.el.div(icon("scan-line", 28), rx.el.span(each.words, role="status"), class_name="blank scan")
    blank = rx.el.div(icon("file-text", 28), rx.el.span(each.words), class_name="blank")
    unread = rx.cond(each.busy, waiting, blank)
    return rx.el.div(
        rx.cond(each.picture != "", _picture(each), unread),
        key=each.key,
        class_name="leaf",
        custom_attrs={"data-leaf": each.key, "data-receipt": each.receipt, "data-busy": each.busy.to_string()},
    )


def _picture(each: Any) -> rx.Component:
    image = rx.el.img(src=each.picture, alt=each.alt, custom_attrs={"decoding": "async", "draggable": "false"})
    return rx.el.div(image, rx.foreach(each.boxes, _box), class_name="sheet-of")


def _box(each: Any) -> rx.Component:
    """A mark on the page: a picture of where the value stands, and for the pointer a way to its field."""
    place = {"left": each.left, "top": each.top, "width": each.width, "height": each.height}
    return rx.el.span(class_name="hl hl-" + each.name, style=place, aria_hidden="true", custom_attrs={"data-field": each.field})


def _pager() -> rx.Component:
    """Which of several sheets is shown. The client script fills in the numbers and shows it when there is more than one."""
    return rx.el.div(
        _arrow("chevron-left", _("Previous page"), "-1"),
        rx.el.span(class_name="num", role="status", custom_attrs={"data-place": ""}),
        _arrow("chevron-right", _("Next page"), "1"),
        class_name="rc-pager",
        hidden=True,
    )


def _arrow(ic: str, label: str, by: str) -> rx.Component:
    return rx.el.button(icon(ic, 18, "flip"), type="button", class_name="ghost", aria_label=label, custom_attrs={"data-leaf-by": by})


def _tools(expense_id: Any) -> rx.Component:
    view = rx.el.button(icon("zoom-in", 18), _("Open"), type="button", class_name="btn needs-picture", custom_attrs={"data-view": ""})
    turn = rx.el.button(icon("rotate-cw", 18), _("Turn"), type="button", class_name="btn needs-picture", custom_attrs={"data-turn": ""})
    replace = chooser(icon("camera", 18), rx.el.span(_("Replace")), label=_("Replace this receipt"), expense_id=expense_id, replaces=True)
    more = rx.el.button(
        icon("ellipsis", 18),
        type="button",
        class_name="btn square",
        aria_label=_("More"),
        custom_attrs=opens("receipt-menu"),
    )
    return rx.el.div(view, turn, replace, more, class_name="rc-tools")


def chooser(*children: Any, label: str, expense_id: Any, replaces: bool = False, cls: str = "btn") -> rx.Component:
    """A button that takes a file for an expense; with `replaces` it stands in for the receipt that is shown."""
    attrs = {"data-receipts": "", "data-expense": expense_id, "aria-label": label} | ({"data-replace": ""} if replaces else {})
    return rx.el.label(rx.el.input(type="file", accept=ACCEPTED, class_name="sr", custom_attrs=attrs), *children, class_name=cls)


def _menu(expense_id: Any) -> rx.Component:
    """What else can be done to the receipt that is shown; the client script says which one that is."""

    def choice(ic: str, words: str, on_click: Any, cls: str = "line-btn") -> rx.Component:
        attrs = {"data-close": "", "data-this": ""}
        return rx.el.button(icon(ic, 18), words, type="button", class_name=cls, on_click=on_click, custom_attrs=attrs)

    add = chooser(icon("plus", 18), _("Add another receipt"), label=_("Add another receipt"), expense_id=expense_id, cls="line-btn")
    again = rx.el.button(
        icon("repeat", 18),
        _("Read it again"),
        type="button",
        class_name="line-btn",
        on_click=Receipts.offer,
        custom_attrs=opens("receipt-again") | {"data-close": ""},
    )
    remove = choice("trash-2", _("Remove this receipt"), Receipts.remove(THIS), "line-btn bad")
    return sheet("receipt-menu", _("This receipt"), rx.el.div(add, again, remove, class_name="line-btns"), cls="small")


def viewer() -> rx.Component:
    """The receipts as large as the screen: zoom by wheel, pinch or keys, move by dragging. The client script fills the stage."""

    def tool(ic: str, label: str, attrs: dict[str, str]) -> rx.Component:
        return rx.el.button(icon(ic), type="button", class_name="ghost", aria_label=label, custom_attrs=attrs)

    tools = rx.el.div(
        tool("zoom-out", _("Smaller"), {"data-zoom": "-1"}),
        tool("zoom-in", _("Larger"), {"data-zoom": "1"}),
        tool("rotate-cw", _("Turn"), {"data-turn": ""}),
        tool("x", _("Close"), {"data-close": "", "data-first": ""}),
        class_name="view-tools",
    )
    stage = rx.el.div(class_name="view-stage", custom_attrs={"data-stage": ""})
    return rx.el.dialog(
        tools,
        stage,
        _pager(),
        id="viewer",
        class_name="viewer",
        aria_label=_("Receipt, large"),
        custom_attrs={"data-sheets": "", "data-script": "receipt"},
    )
