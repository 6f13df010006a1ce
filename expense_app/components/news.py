"""Notifications as rows: their words are made here, for the reader's language."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from backend import mails, notifications
from backend.core.clock import now
from backend.core.money import parse_amount
from expense_app import formats
from expense_app.components.marks import icon, icon_address, link
from expense_app.desk import Desk, at_desk, follow
from expense_app.marks import needs
from expense_app.person import Shell
from expense_app.words import _, retold

SHOWN = 50


@dataclass
class Item:
    """One piece of news."""

    id: str = ""
    words: str = ""
    detail: str = ""
    at: str = ""
    href: str = ""
    icon: str = ""
    unread: bool = False


class News(rx.State):
    """The latest notifications of the person."""

    loaded: bool = False
    items: list[Item] = []
    any_unread: bool = False
    _round: int = 0

    @rx.event
    @needs("notifications:read")
    async def load(self) -> None:
        """Read the latest ones."""
        async with at_desk(self) as desk:
            page = await notifications.list_page(desk.books, desk.actor, limit=SHOWN)
            self.items = [item_of(each, desk) for each in page.items]
        self.any_unread = any(each.unread for each in self.items)
        self.loaded = True

    @rx.event
    @needs("notifications:write")
    async def read(self, notification_id: UUID) -> Any:
        """Mark one as read."""
        async with at_desk(self) as desk:
            await notifications.mark_read(desk.books, desk.actor, notification_id)
        return [News.load(), Shell.load()]

    @rx.event
    @needs("notifications:write")
    async def read_all(self) -> Any:
        """Mark all as read."""
        async with at_desk(self) as desk:
            await notifications.mark_all_read(desk.books, desk.actor)
        return [News.load(), Shell.load()]

    @rx.event(background=True)
    @needs("notifications:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what comes in."""
        async for _seen in follow(self, "notifications"):
            yield News.load
            yield Shell.load


def item_of(news: Any, desk: Desk) -> Item:
    """A notification in words. One of a kind that is not known here says only that something happened."""
    words, detail, name = _words(news.kind, news.params, desk)
    return Item(
        id=str(news.id),
        words=words,
        detail=detail,
        at=formats.ago(news.created_at, now(), desk.locale),
        href=notifications.way_to(news.kind, news.expense_id),
        icon=icon_address(name),
        unread=news.read_at is None,
    )


def _words(kind: str, params: dict[str, Any], desk: Desk) -> tuple[str, str, str]:
    merchant = str(params.get("merchant") or "") or _("Your receipt")
    if kind == "expense_read":
        return _("{merchant} has been read").format(merchant=merchant), _amount(params, desk), "receipt-text"
    if kind == "receipt_failed":
        return _("A receipt could not be read"), retold(str(params.get("reason") or "")) or _("Open it to type it in."), "circle-alert"
    if kind == "mail_refused":
        why = _(mails.why_refused(str(params.get("reason")))).format(sender=params.get("sender") or "?")
        return _("A mail brought no receipt"), why, "inbox"
    if kind == "security":
        return _("Something about your sign-in"), _("If this was not you, change your password and sign out other devices."), "shield"
    return _("Something changed in your books"), "", "bell"


def _amount(params: dict[str, Any], desk: Desk) -> str:
    if not params.get("amount"):
        return _("No total was found. Please check.")
    shown = formats.money(parse_amount(params["amount"], params["currency"]), desk.locale)
    return f"{shown} · {params['category']}" if params.get("category") else shown


def news_list() -> rx.Component:
    """The rows; opening one marks it as read."""
    return rx.el.ul(rx.foreach(News.items, news_row), class_name="rows")


def news_row(item: Any) -> rx.Component:
    """A row that opens what it speaks of."""
    unread = rx.cond(item.unread, rx.el.span(_("Unread"), class_name="sr"), rx.fragment())
    return rx.el.li(
        link(
            rx.el.span(icon(item.icon), class_name="tile"),
            rx.el.span(
                rx.el.span(item.words, unread, class_name="r-name wrap"), rx.el.span(item.detail, class_name="r-meta"), class_name="r-main"
            ),
            rx.el.span(rx.el.span(item.at, class_name="sub"), class_name="r-end"),
            to=item.href,
            on_click=News.read(item.id),
            class_name=rx.cond(item.unread, "r-link unread", "r-link"),
        ),
        key=item.id,
        class_name="row",
    )
