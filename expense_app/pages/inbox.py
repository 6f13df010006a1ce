"""Inbox: what needs a person, then what happened."""

from collections.abc import AsyncIterator
from typing import Any, Final

import reflex as rx

from backend import categories, expenses
from backend.expenses import ExpenseFilter
from expense_app.components import rows
from expense_app.components.actions import RowActions, row_actions
from expense_app.components.marks import icon, link
from expense_app.components.news import News, news_list
from expense_app.components.rows import Row
from expense_app.components.selection import row_parts
from expense_app.components.states import nothing, skeleton_list
from expense_app.desk import Desk, at_desk, follow
from expense_app.marks import needs
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading
from expense_app.words import _, ngettext

LISTED: Final = 50


class Inbox(rx.State):
    """Expenses that wait for approval, and receipts that could not be read."""

    loaded: bool = False
    waiting: list[Row] = []
    failed: list[Row] = []
    more: str = ""
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read both lists."""
        async with at_desk(self) as desk:
            known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
            self.waiting, left = await _rows(desk, ExpenseFilter(status="needs_review"), known)
            self.failed, _left = await _rows(desk, ExpenseFilter(status="failed"), known)
            self.more = ngettext("{number} more after these", "{number} more after these", left).format(number=left) if left else ""
        self.loaded = True

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what comes in."""
        async for _seen in follow(self, "expenses", "receipts", "notifications"):
            yield Inbox.load
            yield News.load
            yield Shell.load


async def _rows(desk: Desk, wanted: ExpenseFilter, known: dict[Any, Any]) -> tuple[list[Row], int]:
    """Rows of what a filter finds, and how many more there are."""
    page = await expenses.list_page(desk.books, desk.actor, wanted, limit=LISTED, include_total=True)
    return [rows.row_of(each, desk, known, with_day=True) for each in page.items], max(0, (page.total or 0) - len(page.items))


def view() -> rx.Component:
    """The page."""
    caught_up = nothing(
        "inbox",
        _("All caught up"),
        _("New receipts and questions land here."),
        link(icon("camera", 18), _("Capture"), to="/capture", class_name="btn"),
    )
    empty = (Inbox.waiting.length() == 0) & (Inbox.failed.length() == 0)
    listed = rx.el.div(_section(_("To approve"), Inbox.waiting), _section(_("Could not be read"), Inbox.failed), class_name="list")
    more = rx.cond(Inbox.more != "", rx.el.p(Inbox.more, class_name="foot-note"), rx.fragment())
    body = rx.cond(Inbox.loaded, rx.fragment(rx.cond(empty, caught_up, listed), more, _news()), skeleton_list(5))
    return frame("inbox", heading(_("Inbox")), body, row_parts(), cls="p-inbox")


def _section(title: str, entries: Any) -> rx.Component:
    listed = rx.el.section(
        rx.el.h2(title, class_name="section-h"),
        rx.el.ul(rx.foreach(entries, lambda each: rows.row(each, actions=row_actions)), class_name="rows"),
    )
    return rx.cond(entries.length() > 0, listed, rx.fragment())


def _news() -> rx.Component:
    listed = rx.el.section(rx.el.h2(_("What happened"), class_name="section-h"), news_list())
    return rx.cond(News.items.length() > 0, listed, rx.fragment())


PAGE: Final = Page("/inbox", view, f"{_('Inbox')} · Outlay", on_load=(Shell.load, Inbox.load, RowActions.load, News.load, Inbox.watch))
