"""The person at the page, as the frame of every page shows them."""

import reflex as rx

from backend import expenses, notifications
from backend.core.languages import language_of
from backend.expenses import ExpenseFilter
from expense_app import formats
from expense_app.desk import at_desk
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _


class Shell(rx.State):
    """The person and what waits for them, as the frame of every page shows it."""

    name: str = ""
    initials: str = ""
    workspace: str = ""
    to_review: int = 0
    unread: int = 0
    bell_label: str = ""
    lang: str = ""

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read name and counts."""
        (await self.get_state(Notice))._tidy()  # noqa: SLF001 - not for the browser to call
        async with at_desk(self) as desk:
            waiting = await expenses.totals(desk.books, desk.actor, ExpenseFilter(status="needs_review"))
            unread = await notifications.unread_count(desk.books, desk.actor)
            self.name, self.initials = desk.name, formats.initials(desk.name)
            self.workspace, self.to_review, self.unread = desk.workspace.name, waiting.count, unread
            self.bell_label = _("Notifications, {number} unread").format(number=unread) if unread else _("Notifications")
            self.lang = language_of(desk.locale)
