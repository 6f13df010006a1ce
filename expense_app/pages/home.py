"""Home: this month against the last and the usual, where it went, what waits, what came last."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories, expenses, recurring
from backend.api.problems import STORES_AWAY
from backend.categories import CategoryView
from backend.core.clock import now
from backend.core.money import Money
from backend.expenses import ExpenseFilter
from expense_app import coming, filters, formats, month, parts
from expense_app.components import rows
from expense_app.components.capture import Recent
from expense_app.components.charts import Bar, Trend
from expense_app.components.charts_plain import Arc, Columns, Heat, Ring
from expense_app.components.month import home_view
from expense_app.components.push import PushOffer
from expense_app.components.rows import Row
from expense_app.desk import Desk, at_desk, follow
from expense_app.marks import needs
from expense_app.month import Span
from expense_app.routes import Page
from expense_app.shell import Shell
from expense_app.words import _, ngettext

LISTED: Final = 5
FORESEEN: Final = 25
Known = Mapping[UUID, CategoryView]


class Home(rx.State):
    """The figures of the month that the address names, and the rows beside them."""

    loaded: bool = False
    first_run: bool = False
    day: str = ""
    greeting: str = ""
    as_of: str = ""
    away: str = ""
    title: str = ""
    month: str = ""
    before_href: str = "/"
    after_href: str = ""
    whole: str = ""
    cents: str = ""
    month_href: str = filters.PAGE
    last_href: str = filters.PAGE
    change: str = ""
    change_rest: str = ""
    less: bool = False
    usual: str = ""
    left_out: str = ""
    this_month: str = ""
    last_month: str = ""
    chart: Trend = Trend()
    bars: list[Bar] = []
    calendar: Heat = Heat()
    ring: Ring = Ring()
    as_ring: bool = False
    bars_href: str = "/"
    ring_href: str = "/"
    months: Columns = Columns()
    keys: list[Arc] = []
    in_parts: bool = False
    whole_href: str = "/"
    parts_href: str = "/"
    busy: list[Row] = []
    review: list[Row] = []
    review_more: str = ""
    bare: str = ""
    bare_href: str = filters.PAGE
    recent: list[Row] = []
    coming: list[Row] = []
    later: list[Row] = []
    later_words: str = ""
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> Any:
        """Read the month; when that fails the last numbers stay, with the hour they are from."""
        try:
            async with at_desk(self) as desk:
                await self._read(desk)
        except STORES_AWAY:
            if not self.loaded or self.first_run:
                raise
            self.away = _("These are the numbers as of {time}. They could not be read anew just now.").format(time=self.as_of)
            return None
        self.loaded, self.away = True, ""
        return Recent.load() if self.first_run else None

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what happens in the books."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield Home.load
            yield Shell.load

    async def _read(self, desk: Desk) -> None:
        self.day = formats.weekday_line(desk.today, desk.locale)
        self.greeting = formats.greeting(now(), desk.timezone, desk.name)
        known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
        span = month.span_of(str(self.router.url.query_parameters.get("month", "")), desk.today)
        latest = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(), sort="-created_at", limit=LISTED)
        self.first_run = not latest.items
        self.recent = [rows.row_of(each, desk, known, with_day=True) for each in latest.items]
        await self._read_waiting(desk, known, span)
        await self._read_month(desk, span)
        await self._read_parts(desk, known, span)
        await self._read_coming(desk, known, span)
        self.as_of = formats.clock(now(), desk.timezone, desk.locale)

    async def _read_waiting(self, desk: Desk, known: Known, span: Span) -> None:
        """What asks for a look: rows to approve, receipts still being read, expenses without a receipt."""
        waiting = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(status="needs_review"), limit=LISTED, include_total=True)
        busy = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(status="processing"), sort="-created_at", limit=LISTED)
        more = (waiting.total or 0) - len(waiting.items)
        self.review = [rows.row_of(each, desk, known, with_day=True) for each in waiting.items]
        self.review_more = ngettext("{number} more", "{number} more", more).format(number=more) if more > 0 else ""
        self.busy = [rows.row_of(each, desk, known, with_day=True) for each in busy.items]
        bare = ExpenseFilter(has_receipt=False, kind="expense", from_=span.start, to=span.end)
        number = (await expenses.totals(desk.books, desk.actor, bare)).count
        words = ngettext("{number} expense of {month} has no receipt", "{number} expenses of {month} have no receipt", number)
        name = formats.month_name(span.start, desk.locale)
        self.bare = words.format(number=formats.count(number, desk.locale), month=name) if number else ""
        asked = {"from": span.start.isoformat(), "to": span.end.isoformat(), "kind": "expense", "receipt": "no"}
        self.bare_href = filters.address(asked)

    async def _read_month(self, desk: Desk, span: Span) -> None:
        before = month.months_before(span.start, 1)
        by_day = await month.spent_by_day(desk, month.months_before(span.start, month.USUAL_OF), span.end)
        current = month.series(by_day, span.start, span.last, desk.locale)
        previous = month.series(by_day, before, filters.month_end(before), desk.locale)
        figure = formats.figure(Money(current.sums[-1], desk.base_currency), desk.locale)
        self.title, self.month = _("Spent in {month}").format(month=current.name), formats.month_label(span.start, desk.locale)
        self.whole, self.cents = figure.whole, figure.cents
        self.month_href, self.last_href = filters.in_month({}, span.start), filters.in_month({}, before)
        view = parts.view_of(self.router.url.query_parameters)
        self.before_href = month.address(before, desk.today, view)
        self.after_href = "" if span.runs else month.address(filters.months_around(span.start)[1], desk.today, view)
        self.this_month, self.last_month = current.name, previous.name
        self.chart, self.calendar = month.chart(current, previous, span, desk), month.calendar(by_day, span, desk)
        last = month.against_last(current, previous, span, desk)
        self.change, self.change_rest, self.less = last.amount, last.rest, last.less
        self.usual = month.against_usual(current, by_day, span, desk).amount

    async def _read_parts(self, desk: Desk, known: Known, span: Span) -> None:
        view = parts.view_of(self.router.url.query_parameters)
        found, number = await parts.read(desk, span, {str(key): each for key, each in known.items()})
        self.bars, self.ring, self.as_ring = found.bars(), found.ring(), "by" in view
        self.months, self.keys, self.in_parts = found.months(view), found.legend(), "months" in view
        ways = (view | {"by": ""}, view | {"by": "ring"}, view | {"months": ""}, view | {"months": "parts"})
        bars, ring, whole, split = (
            month.address(span.start, desk.today, {name: way for name, way in each.items() if way}) for each in ways
        )
        self.bars_href, self.ring_href, self.whole_href, self.parts_href = bars, ring, whole, split
        words = ngettext("{number} without an exchange rate is left out", "{number} without an exchange rate are left out", number)
        self.left_out = words.format(number=number) if number else ""

    async def _read_coming(self, desk: Desk, known: Known, span: Span) -> None:
        """What is to be expected, beside the month that runs."""
        expected = await recurring.upcoming(desk.books, desk.actor) if span.runs else []
        found = coming.rows_of(expected, desk, known)
        self.coming, self.later = found[:LISTED], found[LISTED:FORESEEN]
        more = len(self.later)
        self.later_words = ngettext("{number} more", "{number} more", more).format(number=more) if more else ""


PAGE: Final = Page("/", lambda: home_view(Home), f"{_('Home')} · Outlay", on_load=(Shell.load, Home.load, PushOffer.load, Home.watch))
