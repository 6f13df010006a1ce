"""First run: one thing to do, what was guessed, and a receipt to try it with."""

from typing import Any, Final

import reflex as rx

from expense_app import formats
from expense_app.components.capture import Recent, arrivals, drop_zone
from expense_app.components.marks import brand, icon, link
from expense_app.desk import at_desk
from expense_app.marks import needs
from expense_app.routes import Page
from expense_app.shell import Shell, frame
from expense_app.words import _


class Welcome(rx.State):
    """What was guessed about the person, in words."""

    loaded: bool = False
    guessed: str = ""

    @rx.event
    @needs("expenses:read")
    async def load(self) -> Any:
        """Read what the books were opened with."""
        async with at_desk(self) as desk:
            names = formats.locale_of(desk.locale).currencies
            currency = f"{names.get(desk.base_currency, desk.base_currency)} ({desk.base_currency})"
            self.guessed = _("Your books are kept in {currency}, and your day is that of {zone}.").format(
                currency=currency, zone=desk.workspace.timezone.replace("_", " ")
            )
        self.loaded = True
        return Recent.load()


def view() -> rx.Component:
    """The page."""
    head = rx.el.header(
        rx.el.div(brand(), class_name="phone-only"),
        rx.el.h1(_("Welcome. Start with a receipt."), tab_index=-1),
        class_name="stack",
        style={"padding": "28px 0 16px"},
    )
    zone = drop_zone(_("Capture"), _("Take a picture, choose a file, or drop one here. That is all; it is stored and read at once."))
    ways = rx.el.div(
        link(icon("pencil", 18), _("Type one in"), to="/capture", class_name="btn"),
        link(_("Look around first"), to="/", class_name="btn"),
        class_name="acts",
    )
    body = rx.el.div(zone, arrivals(), _sample(), ways, _guess(), class_name="stack narrow")
    return frame("capture", head, body, cls="p-welcome")


def _guess() -> rx.Component:
    change = link(_("Change"), to="/settings", class_name="textlink")
    return rx.cond(Welcome.loaded, rx.el.p(Welcome.guessed, " ", change, class_name="sub"), rx.fragment())


def _sample() -> rx.Component:
    """A receipt that this product drew itself, for those who have none at hand."""
    words = rx.el.div(
        rx.el.h2(_("No receipt at hand?")),
        rx.el.p(_("Try it with a sample of ours. You can delete it afterwards."), class_name="sub"),
        rx.el.button(_("Use the sample"), type="button", class_name="btn", style={"margin_top": "10px"}, custom_attrs={"data-sample": ""}),
    )
    picture = rx.el.img(
        src="/sample-receipt.png", alt="", custom_attrs={"width": "84", "height": "100", "loading": "lazy"}, class_name="sample-img"
    )
    return rx.el.div(rx.el.div(picture, words, class_name="sample"), class_name="card")


PAGE: Final = Page("/welcome", view, f"{_('Welcome')} · Outlay", on_load=(Shell.load, Welcome.load, Recent.watch))
