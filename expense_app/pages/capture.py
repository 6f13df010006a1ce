"""Capture: a picture, a PDF, or a few words."""

from typing import Any, Final

import reflex as rx

from expense_app.components.capture import Recent, arrivals, drop_zone, once_known, one_receipt
from expense_app.components.typed import Typed, typed_form
from expense_app.marks import needs
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading
from expense_app.words import _


class Capture(rx.State):
    """The page has no memory of its own: files are sent by the client script, forms by `Typed`."""

    @rx.event
    @needs("expenses:read")
    def load(self) -> list[Any]:
        """Fill form and list."""
        return [Typed.load(), Recent.load()]


def view() -> rx.Component:
    """The page."""
    pictures = rx.el.section(
        drop_zone(
            _("Take or choose a receipt"),
            _("Pictures and PDFs, up to 15 MB each, many at once. They are stored at once and read by themselves."),
        ),
        one_receipt(),
        arrivals(),
    )
    typed = rx.cond(
        Typed.ready,
        once_known(rx.el.section(rx.el.h2(_("Type it in"), id="typed"), typed_form(), class_name="card"), _outline()),
        _outline(),
    )
    return frame("capture", heading(_("Capture")), rx.el.div(pictures, typed, class_name="grid-2 cap-grid"), cls="p-capture")


def _outline() -> rx.Component:
    """The form as long as it is not known where it stands."""
    boxes = [rx.el.span(class_name="sk box") for _i in range(4)]
    return rx.el.div(rx.el.h2(_("Type it in")), rx.el.div(*boxes, class_name="form", aria_hidden="true"), class_name="card")


PAGE: Final = Page("/capture", view, f"{_('Capture')} · Outlay", on_load=(Shell.load, Capture.load, Recent.watch))
