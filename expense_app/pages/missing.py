"""Where there is nothing."""

from typing import Final

import reflex as rx

from expense_app.components.marks import brand, link
from expense_app.routes import Page
from expense_app.words import _


def view() -> rx.Component:
    """The page."""
    return rx.el.main(
        brand(),
        rx.el.h1(_("There is nothing here"), tab_index=-1),
        rx.el.p(_("The address may be old, or it belongs to other books. Your own are safe."), class_name="sub"),
        link(_("Go home"), to="/", class_name="btn primary"),
        class_name="gate mid",
        id="main",
    )


PAGE: Final = Page("404", view, f"{_('Not found')} · Outlay", public=True)
