"""What the keys do: the sheet behind `?`."""

from typing import Final

import reflex as rx

from expense_app.components.sheet import sheet
from expense_app.words import _

NAME: Final = "keys"

_EVERYWHERE: Final = (
    ("Ctrl K", _("Search or jump to")),
    ("/", _("Search expenses")),
    ("C", _("Capture a receipt")),
    ("N", _("Add an expense in one line")),
    ("U", _("Undo the last change")),
    ("?", _("Show these keys")),
    ("Esc", _("Close what is open")),
)
_GO: Final = (
    ("G H", _("Home")),
    ("G E", _("Expenses")),
    ("G I", _("Inbox")),
    ("G N", _("Notifications")),
    ("G S", _("Settings")),
)
_ONE: Final = (
    ("A", _("Approve")),
    ("N", _("Approve, next")),
    ("Ctrl Enter", _("Approve from within a field")),
    ("F2", _("From a field to the words of the receipt")),
    ("+ - R", _("Zoom and turn the large picture")),
)
_LIST: Final = (
    ("J", _("Next expense")),
    ("K", _("Expense before")),
    ("X", _("Select")),
    ("A", _("Approve")),
    ("L", _("Choose a category")),
    ("E", _("Open")),
    ("F", _("What is to be checked on the card")),
    ("F2", _("Edit in the row")),
    ("Delete", _("Delete")),
)

_TWO: Final = (
    ("K", _("Keep both")),
    ("R", _("Replace the earlier")),
    ("D", _("Discard the new")),
)


def keys() -> rx.Component:
    """The sheet. Keys do nothing while one types or a dialog is open."""
    parts = [
        _part(_("Everywhere"), _EVERYWHERE),
        _part(_("Go to"), _GO),
        _part(_("In lists"), _LIST),
        _part(_("Beside a receipt"), _ONE),
        _part(_("Duplicates"), _TWO),
    ]
    return sheet(NAME, _("Keyboard shortcuts"), rx.el.div(*parts, class_name="keys"), cls="wide")


def _part(title: str, lines: tuple[tuple[str, str], ...]) -> rx.Component:
    return rx.el.section(rx.el.h3(title), rx.el.dl(*[_line(*each) for each in lines]))


def _line(pressed: str, words: str) -> rx.Component:
    return rx.el.div(rx.el.dt(*[rx.el.kbd(each) for each in pressed.split()]), rx.el.dd(words))
