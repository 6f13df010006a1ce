"""What helps in the first minute: a receipt to try, and what can be done from here."""

from typing import Final

import reflex as rx

from expense_app.components.marks import icon
from expense_app.words import _

_HINTS: Final = (
    ("files", _("Many at once"), _("Choose a whole pile of pictures and PDFs. Each becomes an expense of its own.")),
    ("inbox", _("A look is enough"), _("What we are not sure of waits in the inbox. The rest is in your books already.")),
    ("smartphone", _("Always at hand"), _("Install Outlay from the menu of your browser. It takes receipts without a network, too.")),
)


def sample_card() -> rx.Component:
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


def hints() -> rx.Component:
    """Three things that are good to know, each in a sentence."""
    listed = [
        rx.el.li(
            rx.el.span(icon(name), class_name="tile"),
            rx.el.div(rx.el.div(title, class_name="r-name wrap"), rx.el.p(words, class_name="sub")),
            class_name="item top",
        )
        for name, title, words in _HINTS
    ]
    return rx.el.section(rx.el.h2(_("Good to know")), rx.el.ul(*listed), class_name="card")
