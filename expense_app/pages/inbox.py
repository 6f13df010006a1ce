"""Inbox: what needs a person, one after the other, then what happened."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories, expenses
from backend.core.errors import Invalid
from backend.expenses import ExpenseFilter, ExpenseView
from expense_app import edits, formats, twins
from expense_app.components import rows
from expense_app.components.actions import RowActions, row_actions
from expense_app.components.capture import Arrival, arrival_row, arrivals_of
from expense_app.components.doubts import MENDED, Doubt, doubt_field, doubts_of, place_of, said_on
from expense_app.components.marks import icon, link, script
from expense_app.components.news import News, news_list
from expense_app.components.overlay import BACK
from expense_app.components.rows import Row
from expense_app.components.selection import row_parts
from expense_app.components.states import callout, nothing, skeleton_list
from expense_app.desk import Desk, at_desk, follow, tell_others
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading
from expense_app.words import _, ngettext

LISTED: Final = 50
BESIDE: Final = 25  # of those that are read or failed: with the waiting ones and their cards no more than a state may hold


@dataclass
class Card:
    """One expense to approve: its row, the picture of its receipt, '' without one, its day and why it has its category."""

    id: str = ""
    href: str = ""
    name: str = ""
    amount: str = ""
    day: str = ""
    category: str = ""
    why: str = ""
    note: str = ""
    flag: str = ""
    picture: str = ""
    twin: str = ""
    beside: str = ""
    open: bool = False
    doubts: list[Doubt] = field(default_factory=list)


def card_of(expense: ExpenseView, row: Row, category: str, twin: str, desk: Desk) -> Card:
    """The card of an expense whose row is made already."""
    read = next((each for each in expense.receipts if each.status == "read"), None)
    return Card(
        id=row.id,
        href=row.href,
        name=row.name,
        amount=row.amount or _("No amount yet"),
        day=formats.full_day(expense.occurred_on, desk.locale),
        category=category or _("No category"),
        why=expense.category_why if expense.category_id else "",
        note=expense.note.strip()[:200],
        flag=row.flag,
        picture=f"/api/v1/receipts/{read.id}/file?variant=page&page=1" if read else "",
        twin=twin,
        beside=twins.place_of(expense.id) if twin else "",
        open=row.open,
    )


class Inbox(rx.State):
    """Expenses that wait for approval, and receipts that could not be read."""

    loaded: bool = False
    waiting: list[Row] = []
    cards: list[Card] = []
    reading: list[Arrival] = []
    failed: list[Row] = []
    more: str = ""
    pairs: str = ""
    _told: dict[str, int] = {}
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read both lists."""
        async with at_desk(self) as desk:
            named = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
            found, left = await _found(desk, ExpenseFilter(status="needs_review"))
            failed, more = await _found(desk, ExpenseFilter(status="failed"), BESIDE)
            self.waiting = [rows.row_of(each, desk, named, with_day=True) for each in found]
            names = [named[each.category_id].name if each.category_id in named else "" for each in found]
            like = await twins.told_of(desk, [each.id for each in found])
            told = [like.get(each.id, "") for each in found]
            cards = [card_of(*each, desk) for each in zip(found, self.waiting, names, told, strict=True)]
            for card, each, said in zip(cards, found, await said_on(desk, found), strict=True):
                card.doubts = doubts_of(each, said, desk, self._told)
            self.cards = cards
            self._told = {place_of(card.id, each.field): each.told for card in cards for each in card.doubts if each.told or each.mended}
            self.pairs = await twins.others_words(desk, like)
            self.failed = [rows.row_of(each, desk, named, with_day=True) for each in failed]
            self.reading = await _reading(desk, named)
            left += more
            self.more = ngettext("{number} more after these", "{number} more after these", left).format(number=left) if left else ""
        self.loaded = True

    @rx.event
    @needs("expenses:write")
    async def mend(self, expense_id: UUID, field: str, value: str, seen: str | None = None, asked: int = 0) -> Any:
        """Put a field of a card right, as it was left; one that still holds what was `seen` there was only looked at."""
        if field not in MENDED:
            raise Invalid(_("There is no such field."))
        place = place_of(expense_id, field)
        if value == seen and asked <= self._told.get(place, 0):
            return None
        async with at_desk(self) as desk:
            before = await expenses.get(desk.books, desk.actor, expense_id)
            change = edits.change_of(field, value, before, desk.locale, desk.base_currency, today=desk.today)
            after = await expenses.amend(desk.books, desk.actor, expense_id, change)
        self._told = {**self._told, place: asked}
        await tell_others(desk, "expenses")
        undo = f"{BACK}{expense_id}:{after.version}" if after.version != before.version else ""
        return [Inbox.load, Notice.say(_("Saved"), "info", undo)]

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what comes in."""
        async for _seen in follow(self, "expenses", "receipts", "notifications"):
            yield Inbox.load
            yield News.load
            yield Shell.load


async def _found(desk: Desk, wanted: ExpenseFilter, most: int = LISTED) -> tuple[list[ExpenseView], int]:
    """What a filter finds first, and how many more there are."""
    page = await expenses.list_page(desk.books, desk.actor, wanted, limit=most, include_total=True)
    return list(page.items), max(0, (page.total or 0) - len(page.items))


async def _reading(desk: Desk, named: Mapping[UUID, Any]) -> list[Arrival]:
    """What is being read or waits for it, with its place in the line."""
    busy, _left = await _found(desk, ExpenseFilter(status="processing"), BESIDE)
    return await arrivals_of(desk, busy, named)


def view() -> rx.Component:
    """The page."""
    caught_up = nothing(
        "inbox",
        _("All caught up"),
        _("New receipts and questions land here."),
        link(icon("camera", 18), _("Capture"), to="/capture", class_name="btn"),
    )
    empty = (Inbox.waiting.length() == 0) & (Inbox.failed.length() == 0) & (Inbox.reading.length() == 0)
    listed = rx.fragment(_to_approve(), _section(_("Could not be read"), Inbox.failed), _being_read())
    more = rx.cond(Inbox.more != "", rx.el.p(Inbox.more, class_name="foot-note"), rx.fragment())
    pairs = rx.cond(Inbox.pairs != "", _like(Inbox.pairs, twins.PLACE), rx.fragment())
    body = rx.cond(Inbox.loaded, rx.fragment(pairs, rx.cond(empty, caught_up, listed), more, _news()), skeleton_list(5))
    return frame("inbox", heading(_("Inbox")), body, row_parts(), script("cards"), cls="p-inbox")


def _to_approve() -> rx.Component:
    """The list with the card of one of them beside it; on a phone the cards alone, one at a time."""
    at = rx.el.span(class_name="i-at num", aria_live="polite")
    later = rx.el.button(_("Later"), type="button", class_name="textlink i-later", custom_attrs={"data-later": ""})
    listed = rx.el.section(
        rx.el.div(rx.el.h2(_("To approve"), " ", at, class_name="section-h"), later, class_name="i-head"),
        rx.el.div(
            rx.el.div(_rows(Inbox.waiting), class_name="list i-rows"),
            rx.el.div(rx.foreach(Inbox.cards, _card), class_name="i-cards"),
            class_name="i-two",
        ),
    )
    return rx.cond(Inbox.waiting.length() > 0, listed, rx.fragment())


def _rows(entries: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(entries, lambda each: rows.row(each, actions=row_actions)), class_name="rows")


def _card(card: Any) -> rx.Component:
    image = rx.el.img(src=card.picture, alt=_("Receipt of") + " " + card.name, custom_attrs={"loading": "lazy", "decoding": "async"})
    paper = link(
        rx.cond(card.picture != "", image, _no_picture()), to=card.href, class_name="i-paper", aria_label=_("Open") + " " + card.name
    )
    facts = rx.el.div(
        rx.el.div(rx.el.h3(card.name), rx.el.p(card.amount, class_name="big num"), class_name="d-top"),
        rx.el.p(card.day, " · ", card.category, class_name="sub"),
        rx.cond(card.why != "", rx.el.p(icon("sparkles", 13), " ", card.why, class_name="mk"), rx.fragment()),
        rx.cond(card.note != "", rx.el.p(card.note, class_name="sub"), rx.fragment()),
        rx.cond(card.doubts.length() > 0, rx.fragment(), rx.el.p(card.flag, class_name="flag warn")),
        rx.foreach(card.doubts, lambda each: doubt_field(card.id, each, Inbox.mend)),
        rx.cond(card.twin != "", _like(card.twin, card.beside), rx.fragment()),
        class_name="i-facts",
    )
    return rx.el.article(paper, facts, _decisions(card), class_name="i-card", key=card.id, custom_attrs={"data-card": card.id})


def _like(words: Any, to: Any) -> rx.Component:
    """What looks like another one, and the way to both side by side."""
    return callout(rx.el.span(words, " ", link(_("Compare"), to=to, class_name="textlink")), tone="calm", ic="files")


def _being_read() -> rx.Component:
    listed = rx.el.section(
        rx.el.h2(_("Being read"), class_name="section-h"), rx.el.ul(rx.foreach(Inbox.reading, arrival_row), class_name="rows list")
    )
    return rx.cond(Inbox.reading.length() > 0, listed, rx.fragment())


def _no_picture() -> rx.Component:
    return rx.el.span(icon("receipt-text", 28), rx.el.span(_("No receipt")), class_name="blank")


def _decisions(card: Any) -> rx.Component:
    approve = _decision("approve", "check", _("Approve"), "A", "btn primary")
    change = link(_("Edit"), rx.el.kbd("E", aria_hidden="true"), to=card.href, class_name="btn")
    return rx.el.div(
        _decision("delete", "trash-2", _("Delete"), "", "btn danger"),
        change,
        rx.cond(card.open, approve, rx.fragment()),
        class_name="i-acts",
    )


def _decision(what: str, ic: str, words: str, key: str, cls: str) -> rx.Component:
    mark = rx.el.kbd(key, aria_hidden="true") if key else rx.fragment()
    return rx.el.button(icon(ic, 18), rx.el.span(words), mark, type="button", class_name=cls, custom_attrs={"data-do": what})


def _section(title: str, entries: Any) -> rx.Component:
    listed = rx.el.section(rx.el.h2(title, class_name="section-h"), rx.el.div(_rows(entries), class_name="list"))
    return rx.cond(entries.length() > 0, listed, rx.fragment())


def _news() -> rx.Component:
    listed = rx.el.section(rx.el.h2(_("What happened"), class_name="section-h"), news_list())
    return rx.cond(News.items.length() > 0, listed, rx.fragment())


PAGE: Final = Page(
    "/inbox",
    view,
    f"{_('Inbox')} · Outlay",
    on_load=(Shell.load, Inbox.load, RowActions.load, News.load, Inbox.watch),
)
