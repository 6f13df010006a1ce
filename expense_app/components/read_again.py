"""The sheet on which one chooses with what a receipt is read again."""

from typing import Any, Final

import reflex as rx

from expense_app.components.fields import options
from expense_app.components.receipt_actions import Receipts
from expense_app.components.sheet import FIRST, sheet
from expense_app.words import _

# The receipt that is shown, as the client script writes it on the buttons that mean it.
THIS: Final = rx.Var("(_e?.currentTarget?.dataset?.receipt ?? '')", _var_type=str)


def read_again_sheet() -> rx.Component:
    """Engine and language, both left open at first; what is chosen is read from the selects when the button is pressed."""
    read = rx.el.button(
        _("Read it again"),
        type="button",
        class_name="btn primary wide",
        on_click=Receipts.read_again(THIS, _chosen("again-engine"), _chosen("again-language")),
        custom_attrs={"data-close": "", "data-this": ""},
    )
    return sheet(
        "receipt-again",
        _("Read it again"),
        _select("again-engine", _("Read by"), Receipts.engines, FIRST),
        _select("again-language", _("Language"), Receipts.languages, {}),
        read,
        words=_("What you have set yourself stays as it is."),
        cls="small",
    )


def _select(name: str, label: str, choices: Any, attrs: dict[str, str]) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.label(label, html_for=name), class_name="lab"),
        rx.el.div(rx.el.select(options(choices), id=name, custom_attrs=attrs), class_name="inp"),
        class_name="field",
    )


def _chosen(name: str) -> rx.Var:
    return rx.Var(f"(document.getElementById('{name}')?.value ?? '')", _var_type=str)
