"""All expenses: searched, narrowed, by day, as far down as one scrolls."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import reflex as rx

from backend import categories, expenses
from backend.categories import CategoryView
from backend.core.errors import Problem
from backend.core.paging import Page as BookPage
from backend.expenses import ExpenseFilter, ExpenseView
from expense_app import filters, formats
from expense_app.components import rows
from expense_app.components.actions import RowActions, row_actions
from expense_app.components.marks import icon, link
from expense_app.components.rows import Day
from expense_app.components.states import callout, nothing, skeleton_list
from expense_app.desk import Desk, at_desk, follow
from expense_app.failures import words_for
from expense_app.filters import Asked
from expense_app.marks import needs
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading, new_expense
from expense_app.words import _, ngettext

PAGE_ROWS: Final = 50
WINDOW_PAGES: Final = 3


@dataclass
class Chip:
    """One filter: a link that sets it or, where it is `on`, takes it away."""

    label: str = ""
    href: str = ""
    on: bool = False
    number: str = ""


class Expenses(rx.State):
    """What the list shows. The filters are those of the address."""

    loaded: bool = False
    problem: str = ""
    q: str = ""
    days: list[Day] = []
    chips: list[Chip] = []
    narrowed: list[Chip] = []
    period: str = ""
    earlier: str = filters.PAGE
    later: str = ""
    count: int = 0
    count_text: str = ""
    total: str = ""
    left_out: str = ""
    more: bool = False
    above: bool = False
    _starts: list[str] = [""]
    _next: str = ""
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the list from its top, for the filters of the address."""
        self._starts = [""]
        await self._read()

    @rx.event
    @needs("expenses:read")
    async def refresh(self) -> None:
        """Read again what is shown."""
        await self._read()

    @rx.event
    @needs("expenses:read")
    async def show_more(self) -> None:
        """Go on at the lower end; above a hundred and fifty rows the upper ones make room."""
        if self._next:
            self._starts = [*self._starts, self._next][-WINDOW_PAGES:]
            self.above = self._starts[0] != ""
            await self._read()

    @rx.event
    @needs("expenses:read")
    def search(self, q: str) -> Any:
        """Narrow to what the words find: a change of the address, which fills the page."""
        return rx.redirect(filters.address(self._asked(), q=q.strip()[:500] or None), replace=True)

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what happens in the books."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield Expenses.refresh
            yield Shell.load

    def _asked(self) -> Asked:
        return filters.asked_in(self.router.url.query_parameters)

    async def _read(self) -> None:
        asked = self._asked()
        async with at_desk(self) as desk:
            known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
            self._show_filters(asked, desk, known)
            try:
                wanted = filters.expense_filter(asked)
                await self._fill(desk, wanted, known)
                self.problem = ""
            except Problem as problem:
                self.problem = words_for(problem)
        self.loaded = True

    async def _fill(self, desk: Desk, wanted: ExpenseFilter, known: dict[Any, CategoryView]) -> None:
        found: list[ExpenseView] = []
        last: BookPage[ExpenseView] | None = None
        for start in list(self._starts):
            last = await expenses.list_page(desk.books, desk.actor, wanted, limit=PAGE_ROWS, cursor=start or None)
            found += last.items
            if last.next_cursor is None:
                break
        self._next = (last.next_cursor if last else None) or ""
        self.more, self.above = bool(self._next), self._starts[0] != ""
        self.days = rows.days_of(found, desk, known)
        await self._sum(desk, wanted)

    async def _sum(self, desk: Desk, wanted: ExpenseFilter) -> None:
        sums = await expenses.totals(desk.books, desk.actor, wanted)
        number = formats.count(sums.count, desk.locale)
        self.count = sums.count
        self.count_text = ngettext("{number} expense", "{number} expenses", sums.count).format(number=number)
        self.total = desk.base(sums.base_minor)
        self.left_out = _left_out(sums.unconverted)
        waiting = await expenses.totals(desk.books, desk.actor, ExpenseFilter(status="needs_review"))
        self.chips = [_with_number(chip, waiting.count, desk) if i == 1 else chip for i, chip in enumerate(self.chips)]

    def _show_filters(self, asked: Asked, desk: Desk, known: dict[Any, CategoryView]) -> None:
        self.q = asked.get("q", "")
        month = filters.month_of(asked)
        shown = month or desk.today.replace(day=1)
        before, after = filters.months_around(shown)
        self.period = formats.month_label(month, desk.locale) if month else _period(asked, desk)
        self.earlier = filters.in_month(asked, before if month else shown)
        self.later = filters.in_month(asked, after) if month and after <= desk.today + timedelta(days=366) else ""
        self.chips, self.narrowed = _chips(asked), _narrowed(asked, desk, known)


def _left_out(number: int) -> str:
    words = ngettext("{number} without an exchange rate is left out", "{number} without an exchange rate are left out", number)
    return words.format(number=number) if number else ""


def _with_number(chip: Chip, number: int, desk: Desk) -> Chip:
    return Chip(chip.label, chip.href, chip.on, formats.count(number, desk.locale) if number else "")


def _chips(asked: Asked) -> list[Chip]:
    """The ready-made views; the second counts what waits."""
    review, bare = asked.get("status") == "needs_review", asked.get("receipt") == "no"
    return [
        Chip(_("All"), filters.address(asked, status=None, receipt=None, kind=None), not (review or bare or asked.get("kind"))),
        Chip(_("To review"), filters.address(asked, status=None if review else "needs_review"), review),
        Chip(_("No receipt"), filters.address(asked, receipt=None if bare else "no"), bare),
        Chip(_("Income"), filters.address(asked, kind=None if asked.get("kind") == "income" else "income"), asked.get("kind") == "income"),
    ]


def _narrowed(asked: Asked, desk: Desk, known: dict[Any, CategoryView]) -> list[Chip]:
    """What else the address asks for, each with a link that takes it away."""
    names = {str(each.id): each.name for each in known.values()} | {"none": _("No category")}
    found = []
    if "category" in asked:
        found.append(Chip(names.get(asked["category"], _("Category")), filters.address(asked, category=None), True))
    if "tag" in asked:
        found.append(Chip(f"#{asked['tag']}", filters.address(asked, tag=None), True))
    if "merchant" in asked:
        found.append(Chip(_("One merchant"), filters.address(asked, merchant=None), True))
    if "from" in asked or "to" in asked:
        label = formats.month_label(month, desk.locale) if (month := filters.month_of(asked)) else _period(asked, desk)
        found.append(Chip(label, filters.address(asked, **{"from": None, "to": None}), True))
    return found


def _period(asked: Asked, desk: Desk) -> str:
    """The days the address asks for, in words."""
    try:
        wanted = filters.expense_filter({name: asked[name] for name in ("from", "to") if name in asked})
    except Problem:
        return _("All time")
    start, end = (formats.short_day(each, desk.today, desk.locale) if each else "" for each in (wanted.from_, wanted.to))
    if start and end:
        return start if wanted.from_ == wanted.to else _("{start} to {end}").format(start=start, end=end)
    return _("Since {start}").format(start=start) if start else (_("Until {end}").format(end=end) if end else _("All time"))


def view() -> rx.Component:
    """The page."""
    empty = rx.cond(Expenses.problem != "", rx.fragment(), _empty())
    listed = rx.el.div(
        rx.cond(Expenses.problem != "", callout(Expenses.problem, tone="bad", ic="circle-alert"), rx.fragment()),
        rx.cond(Expenses.count > 0, _list(), empty),
    )
    return frame(
        "expenses", heading(_("Expenses"), new_expense()), _tools(), rx.cond(Expenses.loaded, listed, _loading()), cls="p-expenses"
    )


def _tools() -> rx.Component:
    box = rx.el.input(
        type="search",
        id="q",
        default_value=Expenses.q,
        placeholder=_("Merchant, note, receipt"),
        aria_label=_("Search expenses"),
        on_change=Expenses.search.debounce(200),
        auto_complete="off",
        custom_attrs={"data-shortcut": "/", "data-server": Expenses.q, "enterKeyHint": "search"},
    )
    search = rx.el.div(icon("search", 18, "dim"), box, rx.el.kbd("/", aria_hidden="true"), class_name="search")
    chips = rx.el.div(
        rx.foreach(Expenses.chips, _chip),
        rx.foreach(Expenses.narrowed, _set_chip),
        class_name="chips",
        role="group",
        aria_label=_("Filter"),
    )
    return rx.el.div(search, chips, class_name="tools")


def _chip(chip: Any) -> rx.Component:
    number = rx.cond(chip.number != "", rx.el.span(chip.number, class_name="num"), rx.fragment())
    return link(chip.label, number, to=chip.href, class_name="chip", custom_attrs={"aria-current": rx.cond(chip.on, "true", "false")})


def _set_chip(chip: Any) -> rx.Component:
    without = rx.el.span(_("without"), class_name="sr")
    return link(without, rx.el.span(chip.label), icon("x", 15), to=chip.href, class_name="chip set")


def _months() -> rx.Component:
    step = {"class_name": "ghost"}
    later = link(icon("chevron-right", 18, "flip"), to=Expenses.later, aria_label=_("Later month"), **step)
    return rx.el.span(
        link(icon("chevron-left", 18, "flip"), to=Expenses.earlier, aria_label=_("Earlier month"), **step),
        rx.el.span(Expenses.period),
        rx.cond(Expenses.later != "", later, rx.fragment()),
        class_name="period",
    )


def _list() -> rx.Component:
    line = rx.el.div(
        _months(),
        rx.el.span(rx.el.span(Expenses.count_text, class_name="count-text"), " ", rx.el.b(Expenses.total, class_name="num")),
        class_name="sumline",
    )
    more = rx.el.button(
        _("Show more"),
        type="button",
        class_name="btn",
        on_click=Expenses.show_more,
        custom_attrs={"data-sentinel": Expenses.days.length().to_string()},
    )
    top = rx.el.button(_("Back to the newest"), type="button", class_name="btn", on_click=Expenses.load)
    return rx.el.div(
        line,
        rx.cond(Expenses.left_out != "", rx.el.p(Expenses.left_out, class_name="sub"), rx.fragment()),
        rx.cond(Expenses.above, rx.el.div(top, class_name="more-rows"), rx.fragment()),
        rx.el.div(rx.foreach(Expenses.days, lambda each: rows.day(each, actions=row_actions)), class_name="list"),
        rx.cond(Expenses.more, rx.el.div(more, class_name="more-rows"), rx.fragment()),
    )


def _empty() -> rx.Component:
    plain = (Expenses.q == "") & (Expenses.narrowed.length() == 0) & Expenses.chips[0].on
    first = nothing(
        "receipt-text",
        _("No expenses yet"),
        _("Take a picture of a receipt, and it stands here a few seconds later."),
        link(icon("camera", 18), _("Capture a receipt"), to="/capture", class_name="btn primary"),
    )
    none = nothing(
        "search",
        _("Nothing matches"),
        _("Try another word, or clear the filters."),
        link(_("Clear filters"), to=filters.PAGE, class_name="btn"),
    )
    return rx.fragment(
        rx.cond(Expenses.narrowed.length() > 0, rx.el.div(_months(), class_name="sumline"), rx.fragment()), rx.cond(plain, first, none)
    )


def _loading() -> rx.Component:
    return rx.el.div(rx.el.div(rx.el.span(class_name="sk l3"), class_name="sumline", aria_hidden="true"), skeleton_list(8))


PAGE: Final = Page(
    "/expenses",
    view,
    f"{_('Expenses')} · Outlay",
    on_load=(Shell.load, Expenses.load, Expenses.watch),
)
__all__ = ["PAGE", "Expenses", "RowActions"]
