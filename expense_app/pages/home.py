"""Home: this month against the last, where it went, what waits, what came last."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import reflex as rx

from backend import analytics, categories, expenses
from backend.categories import CategoryView
from backend.core.clock import now
from backend.core.money import Money
from backend.expenses import ExpenseFilter
from expense_app import filters, formats
from expense_app.components import rows
from expense_app.components.capture import Recent, arrivals, drop_zone
from expense_app.components.charts import Bar, Series, Trend, trend, trend_chart
from expense_app.components.first_run import hints, sample_card
from expense_app.components.marks import icon, link
from expense_app.components.push import PushOffer, push_card
from expense_app.components.quick_add import quick_add
from expense_app.components.rows import Row, category_icon
from expense_app.components.states import callout, skeleton_row
from expense_app.desk import Desk, at_desk, follow
from expense_app.marks import needs
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading, new_expense
from expense_app.words import _, ngettext

BARS: Final = 6
LISTED: Final = 5


class Home(rx.State):
    """The figures of the month and the rows beside them."""

    loaded: bool = False
    first_run: bool = False
    day: str = ""
    greeting: str = ""
    title: str = ""
    whole: str = ""
    cents: str = ""
    month_href: str = filters.PAGE
    change: str = ""
    change_rest: str = ""
    less: bool = False
    left_out: str = ""
    this_month: str = ""
    last_month: str = ""
    chart: Trend = Trend()
    bars: list[Bar] = []
    review: list[Row] = []
    review_more: str = ""
    recent: list[Row] = []
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> Any:
        """Read the month."""
        async with at_desk(self) as desk:
            self.day = formats.weekday_line(desk.today, desk.locale)
            self.greeting = formats.greeting(now(), desk.timezone, desk.name)
            known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
            latest = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(), sort="-created_at", limit=LISTED)
            self.first_run = not latest.items
            self.recent = [rows.row_of(each, desk, known, with_day=True) for each in latest.items]
            await self._read_review(desk, known)
            await self._read_month(desk)
            await self._read_parts(desk, known)
        self.loaded = True
        return Recent.load() if self.first_run else None

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what happens in the books."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield Home.load
            yield Shell.load

    async def _read_review(self, desk: Desk, known: dict[Any, Any]) -> None:
        waiting = ExpenseFilter(status="needs_review")
        page = await expenses.list_page(desk.books, desk.actor, waiting, limit=LISTED, include_total=True)
        more = (page.total or 0) - len(page.items)
        self.review = [rows.row_of(each, desk, known, with_day=True) for each in page.items]
        self.review_more = ngettext("{number} more", "{number} more", more).format(number=more) if more > 0 else ""

    async def _read_month(self, desk: Desk) -> None:
        start = desk.today.replace(day=1)
        before = filters.months_around(start)[0]
        current = await _series(desk, start, desk.today)
        previous = await _series(desk, before, filters.month_end(before))
        days = max(filters.month_end(start).day, filters.month_end(before).day)
        figure = formats.figure(Money(current.sums[-1], desk.base_currency), desk.locale)
        self.title = _("Spent in {month}").format(month=current.name)
        self.whole, self.cents, self.month_href = figure.whole, figure.cents, filters.in_month({}, start)
        self.this_month, self.last_month = current.name, previous.name
        labels = [_day_label(start, i, desk) for i in range(days)]
        self.chart = trend(current, previous, days=days, label=labels, currency=desk.base_currency, locale=desk.locale)
        self._compare(current, previous, before, desk)

    def _compare(self, current: Series, previous: Series, before: date, desk: Desk) -> None:
        """This month so far against the same day of the last."""
        same_day = min(len(current.sums), len(previous.sums))
        difference = current.sums[-1] - previous.sums[same_day - 1]
        on = formats.month_day(before + timedelta(days=same_day - 1), desk.locale)
        amount = desk.base(abs(difference))
        self.less = difference < 0
        if not previous.sums[-1] and not current.sums[-1]:
            self.change, self.change_rest = "", _("Nothing spent this month yet")
        elif difference == 0:
            self.change, self.change_rest = "", _("As much as on {day}").format(day=on)
        else:
            self.change = (_("{amount} less") if self.less else _("{amount} more")).format(amount=amount)
            self.change_rest = _("than on {day}").format(day=on)

    async def _read_parts(self, desk: Desk, known: dict[Any, Any]) -> None:
        start = desk.today.replace(day=1)
        found = await analytics.breakdown(desk.books, desk.actor, start, desk.today, "category")
        self.bars = _bars(found.slices, start, desk, {str(key): each for key, each in known.items()})
        number = found.unconverted
        words = ngettext("{number} without an exchange rate is left out", "{number} without an exchange rate are left out", number)
        self.left_out = words.format(number=number) if number else ""


async def _series(desk: Desk, start: date, end: date) -> Series:
    """The running sums of a month, day by day."""
    found = await analytics.trend(desk.books, desk.actor, start, end, "day")
    by_day = {each.starts_on: each.spent for each in found.points}
    sums, total = [], 0
    for i in range((end - start).days + 1):
        total += by_day.get(start + timedelta(days=i), 0)
        sums.append(total)
    return Series(formats.month_name(start, desk.locale), sums)


def _day_label(start: date, i: int, desk: Desk) -> str:
    """The name of a day under the chart: the number, with the month at its end."""
    last = filters.month_end(start).day
    if i + 1 == last:
        return formats.short_day(start.replace(day=last), start, desk.locale)
    return formats.count(i + 1, desk.locale)


def _bars(slices: Sequence[analytics.Slice], start: date, desk: Desk, known: Mapping[str, CategoryView]) -> list[Bar]:
    """The largest parts of the spending; `known` are the categories by their ids as text."""
    spent = [each for each in slices if each.spent > 0]
    top = max((each.spent for each in spent), default=1)
    return [_bar(each, top, start, desk, known) for each in spent[:BARS]]


def _bar(part: analytics.Slice, top: int, start: date, desk: Desk, known: Mapping[str, CategoryView]) -> Bar:
    category = known.get(part.key or "")
    asked = {"from": start.isoformat(), "to": filters.month_end(start).isoformat()}
    return Bar(
        href=filters.address(asked, category=part.key or "none"),
        icon=category_icon(category),
        name=category.name if category else _("No category"),
        amount=desk.base(part.spent),
        share=formats.percent(float(part.share), desk.locale),
        width=f"{part.spent / top * 100:.1f}%",
    )


def view() -> rx.Component:
    """The page."""
    body = rx.cond(Home.loaded, rx.cond(Home.first_run, _first_run(), _month()), _loading())
    return frame("home", heading(rx.cond(Home.greeting != "", Home.greeting, _("Home")), new_expense(), above=Home.day), body, cls="p-home")


def _month() -> rx.Component:
    left = rx.el.div(_hero(), _categories(), class_name="col")
    right = rx.el.div(_review(), _recent(), push_card(), class_name="col")
    return rx.el.div(left, right, class_name="grid-2")


def _hero() -> rx.Component:
    figure = link(
        Home.whole,
        rx.el.span(Home.cents, class_name="cents"),
        to=Home.month_href,
        class_name=rx.cond(Home.whole.length() > 10, "figure long num", "figure num"),
    )
    change = rx.el.p(rx.el.span(Home.change, class_name=rx.cond(Home.less, "good", "")), " ", Home.change_rest, class_name="sub")
    legend = rx.el.div(
        rx.el.span(class_name="key"),
        Home.this_month,
        rx.el.span(class_name="key prev"),
        Home.last_month,
        class_name="legend",
        aria_hidden="true",
    )
    left_out = rx.cond(Home.left_out != "", rx.el.p(Home.left_out, class_name="sub"), rx.fragment())
    words = rx.el.div(rx.el.h2(Home.title), figure, change, left_out)
    chart = trend_chart(Home.chart, Home.this_month, Home.last_month)
    return rx.el.section(rx.el.div(words, legend, class_name="hero-h"), chart, class_name="card hero")


def _card(title: str, more: tuple[Any, Any] | None, *children: Any) -> rx.Component:
    way = link(more[0], icon("chevron-right", 16, "flip"), to=more[1], class_name="more") if more else rx.fragment()
    return rx.el.section(rx.el.div(rx.el.h2(title), way, class_name="card-h"), *children, class_name="card")


def _categories() -> rx.Component:
    bar = lambda each: rx.el.li(  # noqa: E731 - one bar
        link(
            icon(each.icon, 18),
            rx.el.span(each.name, class_name="r-name"),
            rx.el.span(each.amount, class_name="num"),
            rx.el.span(rx.el.span(style={"width": each.width}), class_name="bar", aria_hidden="true"),
            rx.el.span(each.share, class_name="pct"),
            to=each.href,
            class_name="brow",
        )
    )
    none = rx.el.p(_("What you spend this month stands here by category."), class_name="sub")
    return _card(_("By category"), None, rx.cond(Home.bars.length() > 0, rx.el.ul(rx.foreach(Home.bars, bar)), none))


def _review() -> rx.Component:
    listed = rx.fragment(
        rx.el.ul(rx.foreach(Home.review, rows.row), class_name="rows"),
        rx.cond(Home.review_more != "", link(Home.review_more, to="/inbox", class_name="foot-note"), rx.fragment()),
    )
    none = rx.el.div(icon("check", 18), rx.el.p(_("All caught up")), class_name="foot-note")
    return _card(_("To review"), (_("Inbox"), "/inbox"), rx.cond(Home.review.length() > 0, listed, none))


def _recent() -> rx.Component:
    return _card(_("Latest"), (_("All"), "/expenses"), rx.el.ul(rx.foreach(Home.recent, rows.row), class_name="rows"))


def _first_run() -> rx.Component:
    zone = drop_zone(
        _("Capture your first receipt"), _("Take a picture or choose a file. Seconds later it stands here with shop, day and total.")
    )
    words = callout(_("Your month appears here as soon as there is something to count."), tone="calm", ic="chart-no-axes-column")
    start = rx.el.div(
        zone,
        arrivals(),
        rx.el.section(rx.el.h2(_("Or type one in a line")), quick_add(), class_name="card"),
        sample_card(),
        words,
        class_name="col",
    )
    return rx.el.div(start, hints(), class_name="grid-2 cap-grid")


def _loading() -> rx.Component:
    """The outline of the month, in the very boxes of what comes."""
    hero = rx.el.div(
        rx.el.span(class_name="sk l3"), rx.el.span(class_name="sk fig"), rx.el.span(class_name="sk plot"), class_name="card hero"
    )
    side = rx.el.div(rx.el.span(class_name="sk l3"), *[skeleton_row() for _i in range(3)], class_name="card")
    return rx.el.div(rx.el.div(hero, class_name="col"), rx.el.div(side, class_name="col"), class_name="grid-2", aria_hidden="true")


PAGE: Final = Page("/", view, f"{_('Home')} · Outlay", on_load=(Shell.load, Home.load, PushOffer.load, Home.watch))
