"""Messages at the edge of the page, the newest nearest to it, each with its way back where there is one.

They go by themselves after eight seconds, those of trouble after fourteen, but not while one of them is pointed at or
holds the focus. They never take the focus; the key U presses the newest Undo.
"""

from typing import Any

import reflex as rx

from expense_app.components.marks import icon
from expense_app.notice import Notice
from expense_app.words import _


def toasts(take_back: Any) -> rx.Component:
    """The region that screen readers follow; `take_back(token)` undoes a change."""
    shown = rx.foreach(Notice.messages, lambda each: _toast(each, take_back))
    return rx.el.div(shown, role="status", aria_live="polite", aria_atomic="false", class_name="toasts")


def _toast(message: Any, take_back: Any) -> rx.Component:
    undo = rx.el.button(
        _("Undo"),
        rx.el.kbd("U", aria_hidden="true"),
        type="button",
        class_name="undo",
        on_click=take_back(message.undo),
        custom_attrs={"data-shortcut": "u"},
    )
    return rx.el.div(
        rx.el.span(message.text),
        rx.cond(message.undo != "", undo, rx.fragment()),
        rx.el.button(icon("x", 18), type="button", aria_label=_("Close"), on_click=Notice.hide(message.number)),
        class_name="toast " + message.tone,
        key=message.number.to_string(),
    )
