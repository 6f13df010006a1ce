"""The list of expenses as the page holds it: a window of rows over the books, for the filters of the address."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, Final

import reflex as rx

from backend import categories, expenses
from backend.categories import CategoryView
from backend.core.errors import Invalid, Problem
from backend.core.ids import parse_id
from backend.expenses import ExpenseFilter, ExpenseView
from expense_app import filters, formats
from expense_app.components import rows
from expense_app.components.narrowing import Chip, Fields, fields_of, period_words, quick_chips, set_chips
from expense_app.components.rows import Day
from expense_app.components.typed import Choice, currency_choices
from expense_app.desk import Desk, at_desk, follow
from expense_app.failures import words_for
from expense_app.filters import Asked
from expense_app.marks import needs
from expense_app.periods import Period, named_periods
from expense_app.shell import Shell
from expense_app.words import _, ngettext

PAGE_ROWS: Final = 50
WINDOW_PAGES: Final = 3
Known = Mapping[Any, CategoryView]


class Expenses(rx.State):
    """What the list shows. The filters are those of the address.

    The rows are a window of up to three pages: `_starts` are the cursors at which the pages read so far begin, `_first` is
    the first one of the window, `_length` how many it holds.
    """

    loaded: bool = False
    problem: str = ""
    q: str = ""
    days: list[Day] = []
    chips: list[Chip] = []
    narrowed: list[Chip] = []
    fields: Fields = Fields()
    periods: list[Period] = []
    currencies: list[Choice] = []
    filters_set: int = 0
    filters_wrong: str = ""
    sort: str = filters.NEWEST
    period: str = ""
    earlier: str = filters.PAGE
    later: str = ""
    count: int = 0
    count_text: str = ""
    export: str = filters.EXPORT
    all_label: str = ""
    all_words: str = ""
    total: str = ""
    left_out: str = ""
    more: bool = False
    above: bool = False
    first_page: int = 0
    _starts: list[str] = [""]
    _first: int = 0
    _length: int = 1
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the list from its top, for the filters of the address."""
        self._starts, self._first, self._length = [""], 0, 1
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
        if self._first + self._length < len(self._starts):
            full = self._length == WINDOW_PAGES
            self._first, self._length = self._first + full, self._length + (not full)
            await self._read()

    @rx.event
    @needs("expenses:read")
    async def show_earlier(self) -> None:
        """Go back at the upper end; the lower rows make room."""
        if self._first:
            self._first, self._length = self._first - 1, min(self._length + 1, WINDOW_PAGES)
            await self._read()

    @rx.event
    @needs("expenses:read")
    def search(self, q: str) -> Any:
        """Narrow to what the words find: a change of the address, which fills the page."""
        return rx.redirect(filters.address(self._asked(), q=q.strip()[:500] or None), replace=True)

    @rx.event
    @needs("expenses:read")
    def order(self, sort: str) -> Any:
        """List in another order."""
        return rx.redirect(filters.address(self._asked(), sort=sort if sort in filters.SORTS else None), replace=True)

    @rx.event
    @needs("expenses:read")
    async def narrow(self, form: dict[str, str]) -> Any:
        """Set the filters of the sheet; search and order stay as they are."""
        self.filters_wrong = ""
        kept = {name: text for name, text in self._asked().items() if name in ("q", "sort")}
        try:
            async with at_desk(self) as desk:
                wanted = filters.from_form(form, desk.locale) | kept
                wanted |= await _merchant_named(desk, form.get("merchant_name", ""))
                await expenses.totals(desk.books, desk.actor, filters.expense_filter(wanted))
        except Problem as problem:
            self.filters_wrong = words_for(problem)
            return None
        return rx.redirect(filters.address(wanted))

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
            try:
                await self._show_filters(asked, desk, known)
                await self._fill(desk, asked, known)
                await self._sum(desk, filters.expense_filter(asked))
                self.problem = ""
            except Problem as problem:
                self.problem = words_for(problem)
        self.loaded = True

    async def _fill(self, desk: Desk, asked: Asked, known: Known) -> None:
        """Read the pages of the window, each from where the one before it ends."""
        wanted, self.sort = filters.expense_filter(asked), filters.sort_of(asked)
        found: list[ExpenseView] = []
        for number in range(self._first, self._first + self._length):
            start = self._starts[number]
            page = await expenses.list_page(desk.books, desk.actor, wanted, sort=self.sort, limit=PAGE_ROWS, cursor=start or None)
            found += page.items
            self._starts = [*self._starts[: number + 1], *([page.next_cursor] if page.next_cursor else [])]
            if page.next_cursor is None:
                break
        self.more = self._first + self._length < len(self._starts)
        self.above, self.first_page = self._first > 0, self._first
        self.days = rows.days_of(found, desk, known) if filters.by_day(self.sort) else rows.one_list(found, desk, known)

    async def _sum(self, desk: Desk, wanted: ExpenseFilter) -> None:
        sums = await expenses.totals(desk.books, desk.actor, wanted)
        number = formats.count(sums.count, desk.locale)
        self.count = sums.count
        self.count_text = ngettext("{number} expense", "{number} expenses", sums.count).format(number=number)
        self.all_label, self.all_words = _("Select all {number}").format(number=number), _("All {number} selected").format(number=number)
        self.total = desk.base(sums.base_minor)
        self.left_out = _left_out(sums.unconverted)

    async def _show_filters(self, asked: Asked, desk: Desk, known: Known) -> None:
        self.q = asked.get("q", "")
        month = filters.month_of(asked)
        shown = month or desk.today.replace(day=1)
        before, after = filters.months_around(shown)
        self.period = period_words(asked, desk)
        self.earlier = filters.in_month(asked, before if month else shown)
        self.later = filters.in_month(asked, after) if month and after <= desk.today + timedelta(days=366) else ""
        waiting = await expenses.totals(desk.books, desk.actor, ExpenseFilter(status="needs_review"))
        self.chips = quick_chips(asked, formats.count(waiting.count, desk.locale) if waiting.count else "")
        merchant = await _merchant_name(desk, asked)
        self.narrowed = set_chips(asked, desk, known, merchant)
        self.fields, self.filters_wrong = fields_of(asked, merchant, desk.locale), ""
        self.export = filters.export_address(asked)
        self.filters_set = len(filters.narrowing(asked))
        self.periods, self.currencies = named_periods(desk.today), currency_choices(desk.base_currency, desk.locale)


async def _merchant_named(desk: Desk, name: str) -> Asked:
    """The filter for a merchant by name. Raises `Invalid` where there is none of that name."""
    if not name.strip():
        return {}
    found = await categories.merchant_called(desk.books, desk.actor, name)
    if found is None:
        raise Invalid(_("There is no merchant called “{name}” here. Check the spelling, or search for the word instead.").format(name=name))
    return {"merchant": str(found.id)}


async def _merchant_name(desk: Desk, asked: Asked) -> str:
    merchant_id = parse_id(asked.get("merchant", ""))
    found = await categories.find_merchant(desk.books, desk.actor, merchant_id) if merchant_id else None
    return found.name if found else ""


def _left_out(number: int) -> str:
    words = ngettext("{number} without an exchange rate is left out", "{number} without an exchange rate are left out", number)
    return words.format(number=number) if number else ""
