"""Sheets and dialogs on the browser's own `<dialog>`: from below on a phone, a card in the middle on a desk.

`data-open` on a button opens one (see `opens`), with the focus on its first choice; Escape, the space around it, a swipe
down, the way back and its own button close it, and the focus returns to where it was. None of it asks the server.
"""

from typing import Any

import reflex as rx

from expense_app.components.marks import icon
from expense_app.words import _

FIRST = {"data-first": ""}


def opens(name: str) -> dict[str, str]:
    """The attributes of a button that opens the sheet `name`."""
    return {"data-open": name, "aria-haspopup": "dialog"}


def sheet(name: str, title: Any, *children: Any, words: Any = None, cls: str = "") -> rx.Component:
    """A sheet with its title; `words` say below it what it is about. Mark the control to begin with by `FIRST`."""
    close = rx.el.button(icon("x"), type="button", class_name="ghost", aria_label=_("Close"), custom_attrs={"data-close": ""})
    said = [rx.el.p(words, class_name="sub", id=f"w-{name}")] if words is not None else []
    ties = {"aria-labelledby": f"t-{name}"} | ({"aria-describedby": f"w-{name}"} if words is not None else {})
    return rx.el.dialog(
        rx.el.div(
            rx.el.header(rx.el.h2(title, id=f"t-{name}"), close, class_name="sheet-h", custom_attrs={"data-grip": ""}),
            *said,
            *children,
            class_name="sheet-in",
        ),
        id=name,
        class_name=f"sheet {cls}".strip(),
        custom_attrs=ties,
    )
