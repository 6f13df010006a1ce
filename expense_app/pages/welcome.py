"""First run: one thing to do, other ways to do it, and what was guessed about the person, to be put right in one place."""

from typing import Any, Final

import reflex as rx

from expense_app.components.capture import Recent, arrivals, drop_zone, once_known
from expense_app.components.first_run import sample_card
from expense_app.components.marks import brand, icon, link
from expense_app.components.quick_add import QuickAdd, quick_add
from expense_app.marks import needs
from expense_app.pages.settings import Settings, setting
from expense_app.routes import Page
from expense_app.shell import Shell, frame
from expense_app.words import _


class Welcome(rx.State):
    """The page has no memory of its own: what was guessed are settings, and receipts stand in the books."""

    @rx.event
    @needs("expenses:read")
    def load(self) -> list[Any]:
        """Read what the books were opened with, and what came in."""
        return [Settings.load(), Recent.load()]


def view() -> rx.Component:
    """The page."""
    head = rx.el.header(
        rx.el.div(brand(), class_name="phone-only"),
        rx.el.h1(_("Welcome. Start with a receipt."), tab_index=-1),
        class_name="stack",
        style={"padding": "28px 0 16px"},
    )
    zone = drop_zone(_("Capture"), _("Take a picture, or choose pictures and PDFs, many at once. They are stored and read by themselves."))
    ways = rx.el.section(_in_words(), sample_card(), _onward(), class_name="col")
    start = rx.el.div(zone, arrivals(), once_known(ways, _outline(_("Or type one in a line"), 1)), class_name="col")
    return frame("capture", head, rx.el.div(start, _guessed(), class_name="grid-2 cap-grid"), cls="p-welcome")


def _in_words() -> rx.Component:
    """The other way in: an expense in a line."""
    return rx.el.section(rx.el.h2(_("Or type one in a line")), quick_add(), class_name="card")


def _onward() -> rx.Component:
    """The ways from here: nothing on this page has to be done."""
    # Two links, not one that changes its colours: half way from one to the other its words could not be read.
    month = link(_("See your month"), icon("chevron-right", 16, "flip"), to="/", class_name="btn primary", key="month")
    look = link(_("Look around first"), to="/", class_name="btn", key="look")
    begun = (Recent.rows.length() > 0) | (QuickAdd.answered != "")
    return rx.el.div(rx.cond(begun, month, look), class_name="acts")


def _guessed() -> rx.Component:
    """Language, currency and zone, as the browser let us guess them."""
    fields = rx.el.div(
        setting("locale", _("Language and formats"), Settings.languages, Settings.sample),
        setting("base_currency", _("Base currency"), Settings.currencies, _("Can be changed until the first expense is in the books.")),
        setting("timezone", _("Time zone"), Settings.zones),
        class_name="form",
    )
    title = _("Guessed from your browser")
    there = rx.el.section(
        rx.el.h2(title),
        rx.el.p(_("Right as it is? Then there is nothing to do here."), class_name="sub"),
        fields,
        class_name="card guessed",
    )
    return rx.cond(Settings.loaded, once_known(there, _outline(title, 3)), _outline(title, 3))


def _outline(title: Any, fields: int) -> rx.Component:
    """A card as long as it is not known where it stands."""
    boxes = [rx.el.span(class_name="sk box w2") for _i in range(fields)]
    return rx.el.div(rx.el.h2(title), rx.el.div(*boxes, class_name="form", aria_hidden="true"), class_name="card")


PAGE: Final = Page("/welcome", view, f"{_('Welcome')} · Outlay", on_load=(Shell.load, Welcome.load, Recent.watch))
