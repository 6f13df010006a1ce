"""The list as a file: a sheet that says what will be in it, and asks for the password where nobody has entered it for a while."""

from typing import Any

import reflex as rx

from expense_app.components.marks import icon, script
from expense_app.components.sheet import FIRST, opens, sheet
from expense_app.words import _


def export_button() -> rx.Component:
    """The way to the sheet."""
    return rx.el.button(icon("download", 18), type="button", class_name="ghost", aria_label=_("Export"), custom_attrs=opens("export"))


def export_sheet(address: Any, count: Any) -> rx.Component:
    """The sheet; `address` is that of the file, `count` says how many expenses are in it. Hidden until asked for: the password."""
    box = rx.el.input(id="export-password", name="password", type="password", auto_complete="current-password")
    password = rx.el.div(
        rx.el.div(rx.el.label(_("Your password"), html_for="export-password"), class_name="lab"),
        rx.el.div(box, class_name="inp"),
        class_name="field",
        hidden=True,
        custom_attrs={"data-password": ""},
    )
    form = rx.el.form(
        rx.el.p(rx.el.b(count), class_name="num"),
        rx.el.p(_("Everything that the list finds now, also what is further down: a CSV file for spreadsheets."), class_name="sub"),
        password,
        rx.el.p(class_name="err", role="alert", custom_attrs={"data-error-all": ""}),
        rx.el.div(
            rx.el.button(_("Not now"), type="button", class_name="btn", custom_attrs={"data-close": ""}),
            rx.el.button(icon("download", 18), _("Download"), type="submit", class_name="btn primary", custom_attrs=FIRST),
            class_name="sheet-acts",
        ),
        class_name="stack",
        custom_attrs={"data-export": address, "noValidate": True},
    )
    return rx.fragment(sheet("export", _("Export"), form), script("export"))
