"""An amount: a keypad for numbers, and sums such as `12.5*3`, worked out in the browser as the server will."""

from typing import Any, Final

import reflex as rx

from expense_app.words import _

_SIGNS: Final = ("+", "−", "×", "÷")


def money_input(name: str, *, ties: dict[str, Any], currency: str = "f-currency", **props: Any) -> rx.Component:
    """The input of the field `name`, with the result of a sum beside it.

    `currency` is the id of the select whose currency says how many decimals a result has; `ties` are further attributes.
    Phones' number pads have no signs for sums, so these stand below while the field is in use.
    """
    attrs = {"enterKeyHint": "done", "data-sum": currency, "spellCheck": "false"} | ties
    props = {"auto_complete": "off", "input_mode": "decimal"} | props
    return rx.fragment(
        rx.el.input(id=f"f-{name}", name=name, custom_attrs=attrs, **props),
        rx.el.output(id=f"r-{name}", class_name="sum-of num", aria_live="polite", html_for=f"f-{name}"),
        rx.el.div(*_signs(name), class_name="signs", role="group", aria_label=_("Signs for sums")),
    )


def _signs(name: str) -> list[rx.Component]:
    words = (_("Plus"), _("Minus"), _("Times"), _("Divided by"))
    return [
        rx.el.button(sign, type="button", tab_index=-1, aria_label=word, custom_attrs={"data-sign": sign, "data-into": f"f-{name}"})
        for sign, word in zip(_SIGNS, words, strict=True)
    ]
