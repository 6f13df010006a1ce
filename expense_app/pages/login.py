"""Signing in."""

from typing import Final

import reflex as rx

from expense_app.components.fields import gate_field
from expense_app.components.marks import brand, link
from expense_app.routes import Page
from expense_app.words import _


def view() -> rx.Component:
    """The page. The client script sends the form and writes what is wrong under its fields."""
    form = rx.el.form(
        rx.el.p(class_name="notice-line", tab_index=-1, role="alert", custom_attrs={"data-error-all": ""}),
        gate_field("email", _("E-mail"), "email", auto_complete="username", auto_focus=True),
        gate_field("password", _("Password"), "password", auto_complete="current-password"),
        rx.el.label(
            rx.el.input(type="checkbox", name="remember", default_checked=True), _("Keep me signed in on this device"), class_name="tick"
        ),
        rx.el.button(_("Sign in"), type="submit", class_name="btn primary wide"),
        method="post",
        action="/session/login",
        class_name="stack",
        custom_attrs={"data-session": "/session/login", "data-next": "/", "noValidate": True},
    )
    other = rx.el.p(_("New here?"), " ", link(_("Create an account"), to="/register", class_name="textlink"), class_name="sub")
    return rx.el.main(brand(), rx.el.h1(_("Sign in"), tab_index=-1), form, other, class_name="gate", id="main")


PAGE: Final = Page("/login", view, f"{_('Sign in')} · Outlay", public=True)
