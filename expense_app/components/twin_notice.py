"""The line on an expense's page that says it looks like another one."""

import reflex as rx

from expense_app import twins
from expense_app.components.marks import link
from expense_app.components.states import callout
from expense_app.desk import at_desk
from expense_app.marks import needs
from expense_app.routes import expense_of
from expense_app.words import _


class Twinned(rx.State):
    """What is said of the expense of the address beside its twin; '' where it has none."""

    words: str = ""
    href: str = ""

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Look for an open pair."""
        words, expense_id = "", expense_of(self.router.url.path)
        if expense_id is not None:
            async with at_desk(self) as desk:
                words = (await twins.told_of(desk, [expense_id])).get(expense_id, "")
        self.words, self.href = words, twins.place_of(expense_id) if expense_id and words else ""


def twin_notice() -> rx.Component:
    """The line, and the way to both side by side."""
    there = rx.el.span(Twinned.words, " ", link(_("Compare"), to=Twinned.href, class_name="textlink"))
    return rx.cond(Twinned.words != "", callout(there, tone="calm", ic="files"), rx.fragment())
