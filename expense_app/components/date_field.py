"""A day: written in words or numbers, or taken from the browser's own calendar."""

from typing import Any

import reflex as rx

from expense_app.components.marks import icon
from expense_app.words import _


def date_input(name: str, *, iso: Any, ties: dict[str, Any], disabled: Any = False, **props: Any) -> rx.Component:
    """The input of the field `name`. `iso` is the day that stands now (`2026-11-24`), where the calendar opens.

    What is written is read by `expense_app.days`; a day from the calendar comes as `2026-11-24`.
    """
    attrs = {"data-day": "", "data-iso": iso, "enterKeyHint": "done", "spellCheck": "false"} | ties
    calendar = rx.el.input(
        type="date", id=f"c-{name}", class_name="day-native", tab_index=-1, disabled=disabled, custom_attrs={"aria-hidden": "true"}
    )
    opener = rx.el.button(
        icon("calendar", 18),
        type="button",
        class_name="in-btn",
        aria_label=_("Choose from a calendar"),
        disabled=disabled,
        custom_attrs={"data-calendar": name},
    )
    return rx.fragment(
        rx.el.input(id=f"f-{name}", name=name, disabled=disabled, auto_complete="off", custom_attrs=attrs, **props), calendar, opener
    )
