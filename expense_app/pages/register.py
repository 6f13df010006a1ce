"""Making an account."""

from typing import Final

import reflex as rx

from expense_app.components.fields import gate_field
from expense_app.components.marks import brand, link
from expense_app.routes import Page
from expense_app.words import _


def view() -> rx.Component:
    """The page. Language and zone are the browser's; the currency is guessed from them and shown right after."""
    form = rx.el.form(
        rx.el.p(class_name="notice-line", tab_index=-1, role="alert", custom_attrs={"data-error-all": ""}),
        gate_field("display_name", _("Your name"), auto_complete="name", auto_focus=True),
        gate_field("email", _("E-mail"), "email", auto_complete="username"),
        gate_field("password", _("Password"), "password", auto_complete="new-password"),
        rx.el.p(_("At least 8 characters. A few words in a row are good."), class_name="hint"),
        rx.el.button(_("Create account"), type="submit", class_name="btn primary wide"),
        method="post",
        action="/session/register",
        class_name="stack",
        custom_attrs={"data-session": "/session/register", "data-next": "/welcome", "data-guess": "1", "noValidate": True},
    )
    other = rx.el.p(_("Have an account?"), " ", link(_("Sign in"), to="/login", class_name="textlink"), class_name="sub")
    words = rx.el.p(_("Photograph a receipt, and it stands in your books."), class_name="sub")
    return rx.el.main(brand(), rx.el.div(rx.el.h1(_("Create account"), tab_index=-1), words), form, other, class_name="gate", id="main")


PAGE: Final = Page("/register", view, f"{_('Create account')} · Outlay", public=True)
