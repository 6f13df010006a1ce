"""One expense: its receipts beside the form, each field saved when it is left."""

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories, expenses, ocr
from backend.core.errors import NotFound, Problem
from backend.expenses import ExpenseChange, ExpenseView, Selection, StaleExpense
from expense_app import edits, formats, known, neighbours
from expense_app.components.bought import purchase_of
from expense_app.components.category_picker import CategoryChoice, category_called, category_choices
from expense_app.components.detail import detail_view
from expense_app.components.history import Line, lines_of, people_in
from expense_app.components.overlay import BACK, RESTORE
from expense_app.components.receipt import Fact, Sheet, facts_of, sheets_of, unread_words
from expense_app.components.rows import category_icon, title_of
from expense_app.components.shares import Share, shares_of
from expense_app.components.twin_notice import Twinned
from expense_app.components.typed import Choice, currency_choices
from expense_app.desk import Desk, at_desk, follow, tell_others
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.purchase import Purchase
from expense_app.routes import Page, expense_of
from expense_app.shell import Shell
from expense_app.words import _


class Expense(rx.State):
    """The expense of the address, as fields, with what is known about each.

    `held` is what was typed and is not in the books, since they could not take it or another person has changed the
    field meanwhile (`clashes` say to what): it stands in its field until it is mended or given up. `told` is the newest
    number of each field's hand-ins that was answered for, so that the browser knows what it may write over; `mine` is
    what this page itself has put into the books last, which is nobody else's change.
    """

    loaded: bool = False
    missing: bool = False
    expense_id: str = ""
    title: str = ""
    meta: str = ""
    amount: str = ""
    base: str = ""
    status: str = ""
    callout: str = ""
    icon: str = ""
    deleted: bool = False
    values: dict[str, str] = {}
    marks: dict[str, str] = {}
    hints: dict[str, str] = {}
    wrong: dict[str, str] = {}
    clashes: list[known.Clash] = []
    saved: str = ""
    sheets: list[Sheet] = []
    reading: str = ""
    two: str = ""
    facts: list[Fact] = []
    shares: list[Share] = []
    bought: Purchase = Purchase()
    day: str = ""
    told: dict[str, int] = dict.fromkeys(edits.FIELDS, 0)
    choices: list[CategoryChoice] = []
    currencies: list[Choice] = []
    history: list[Line] = []
    others_wait: bool = False
    _held: dict[str, str] = {}
    _under: dict[str, str] = {}
    _mine: dict[str, str] = {}
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the expense and its receipts; what was typed into this very one and is not saved stays."""
        self.saved = ""
        if self.expense_id != str(expense_of(self.router.url.path) or ""):
            self.wrong, self.clashes, self._held, self._under, self._mine = {}, [], {}, {}, {}
            self.told, self.loaded = dict.fromkeys(edits.FIELDS, 0), False
        await self._read()

    @rx.event
    @needs("expenses:read")
    async def refresh(self) -> None:
        """Read again what is shown; words about what was just typed stay."""
        await self._read()

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow the reading, and what others change."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield [Expense.refresh, Twinned.load, Shell.load]

    @rx.event
    @needs("expenses:write")
    async def save(self, field: str, value: str, seen: str | None = None, asked: int = 0) -> Any:
        """Save one field as it was left; `seen` is what stood there when the person began, `asked` the number of the hand-in."""
        said = await self._saved(field, value, seen)
        self.told = {**self.told, field: max(asked, self.told.get(field, 0))}
        return said

    @rx.event
    @needs("expenses:write")
    async def keep_mine(self, field: str) -> Any:
        """Put what was typed over what another person has set meanwhile."""
        return await self._saved(field, self._held.get(field, self.values.get(field, "")), None, over=True)

    @rx.event
    @needs("expenses:read")
    async def take_theirs(self, field: str) -> None:
        """Give up what was typed for what stands in the books."""
        self._settle(field)
        await self._read()

    @rx.event
    @needs("categories:write")
    async def save_new_category(self, name: str) -> Any:
        """Make the category that was typed, and put the expense into it."""
        try:
            async with at_desk(self) as desk:
                made = await category_called(desk, name)
        except Problem as problem:
            self.wrong = {**self.wrong, "category_id": words_for(problem)}
            return None
        return await self._saved("category_id", str(made), None)

    async def _saved(self, field: str, value: str, seen: str | None, *, over: bool = False) -> Any:
        """Write the field, once more where another hand came between reading and writing."""
        try:
            try:
                version = await self._amend(field, value, seen, over=over)
            except StaleExpense:
                version = await self._amend(field, value, seen, over=over)
        except Problem as problem:
            self._hold(field, value)
            self.wrong = {**self.wrong, field: words_for(problem)}
            return None
        if version is None:
            return None
        self.saved = field
        return Notice.say(_("Saved"), "info", f"{BACK}{self._id()}:{version}")

    async def _amend(self, field: str, value: str, seen: str | None, *, over: bool) -> int | None:
        """The version that holds the change; None where nothing was written."""
        async with at_desk(self) as desk:
            standing = await expenses.get(desk.books, desk.actor, self._id())
            now = known.values_of(standing, desk.locale, desk.base_currency).get(field, "")
            if value == now:
                self._settle(field)
                await self._show(desk, standing)
                return None
            if not over and known.is_typed(standing, field) and now not in (self._begun(field, seen), self._mine.get(field)):
                self._hold(field, value)
                clash = known.clash_of(field, now, standing, desk.locale)
                self.clashes = [*(each for each in self.clashes if each.field != field), clash]
                await self._show(desk, standing)
                return None
            change = edits.change_of(field, value, standing, desk.locale, desk.base_currency, today=desk.today)
            changed = await expenses.amend(desk.books, desk.actor, standing.id, change, expected_version=standing.version)
            self._mine = known.values_of(changed, desk.locale, desk.base_currency)
            self._settle(field)
            await self._show(desk, changed)
        await tell_others(desk, "expenses")
        return changed.version if changed.version != standing.version else None

    def _begun(self, field: str, seen: str | None) -> str:
        """What stood in the books when the person began to type."""
        if seen is None:
            seen = self.values.get(field, "")
        return self._under.get(field, seen) if seen == self._held.get(field) else seen

    def _hold(self, field: str, value: str) -> None:
        """Keep what was typed in its field though it is not in the books."""
        self._under = {field: self.values.get(field, ""), **self._under}
        self._held = {**self._held, field: value}
        self.values = {**self.values, field: value}

    def _settle(self, field: str) -> None:
        """The field says again what the books say."""
        for kept in (self._held, self._under, self.wrong):
            kept.pop(field, None)
        self.clashes = [each for each in self.clashes if each.field != field]

    @rx.event
    @needs("expenses:write")
    async def approve(self) -> Any:
        """Approve the expense as it stands."""
        return await self._approved(None)

    @rx.event
    @needs("expenses:write")
    async def approve_next(self) -> Any:
        """Approve the expense and open the next one that waits."""
        async with at_desk(self) as desk:
            following = await neighbours.next_waiting(desk, await expenses.get(desk.books, desk.actor, self._id()))
        return await self._approved(following)

    async def _approved(self, following: UUID | None) -> Any:
        async with at_desk(self) as desk:
            done = await expenses.change_many(desk.books, desk.actor, Selection(ids=(self._id(),)), ExpenseChange(status="confirmed"))
            if following is None:
                await self._show(desk, await expenses.get(desk.books, desk.actor, self._id()))
        await tell_others(desk, "expenses")
        said = Notice.say(_("{name} approved").format(name=self.title), "info", done.undo_token or "")
        return [said, self._onward(following)] if following else said

    @rx.event
    @needs("expenses:read")
    async def step(self, forward: bool) -> Any:
        """Open the expense after this one, or before it."""
        async with at_desk(self) as desk:
            expense = await expenses.get(desk.books, desk.actor, self._id())
            wanted = neighbours.list_around(self.router.url.query_parameters, expense)
            found = await neighbours.neighbour(desk, expense, wanted, forward=forward)
        if found is None:
            return Notice.say(_("This is the last one.") if forward else _("This is the first one."))
        return self._onward(found)

    def _onward(self, to: UUID) -> Any:
        query = self.router.url.query
        return rx.redirect(f"/expenses/{to}" + (f"?{query}" if query else ""))

    @rx.event
    @needs("expenses:write")
    async def remove(self) -> Any:
        """Put the expense in the bin and go back to the list."""
        async with at_desk(self) as desk:
            await expenses.remove(desk.books, desk.actor, self._id())
        await tell_others(desk, "expenses")
        gone = Notice.say(_("{name} deleted").format(name=self.title), "info", f"{RESTORE}{self._id()}")
        return [gone, rx.redirect("/expenses")]

    @rx.event
    @needs("expenses:write")
    async def restore(self) -> Any:
        """Bring the expense back from the bin."""
        async with at_desk(self) as desk:
            await self._show(desk, await expenses.restore(desk.books, desk.actor, self._id()))
        await tell_others(desk, "expenses")
        return Notice.say(_("Taken back"))

    def _id(self) -> UUID:
        found = expense_of(self.router.url.path)
        if found is None:
            raise NotFound(_("There is no such expense here."))
        return found

    async def _read(self) -> None:
        try:
            async with at_desk(self) as desk:
                await self._show(desk, await expenses.get(desk.books, desk.actor, self._id()))
            self.missing = False
        except NotFound:
            self.missing, self.expense_id = True, ""
        self.loaded = True

    async def _show(self, desk: Desk, expense: ExpenseView) -> None:
        all_categories = await categories.list_all(desk.books, desk.actor)
        named = {each.id: each for each in all_categories}
        category = named.get(expense.category_id) if expense.category_id else None
        self.expense_id, self.status, self.deleted = str(expense.id), expense.status, expense.deleted_at is not None
        self.title, self.icon = title_of(expense), category_icon(category)
        self.amount = formats.spent(expense.money, expense.kind, desk.locale) if expense.money else ""
        self.base, self.meta = known.base_words(expense, desk), known.meta_words(expense, category, desk)
        self.values = {**known.values_of(expense, desk.locale, desk.base_currency), **self._held}
        self.shares = shares_of(expense, desk.locale, named)
        self.choices, self.currencies = category_choices(all_categories), currency_choices(desk.base_currency, desk.locale)
        receipts = (await ocr.receipts_of(desk.books, desk.actor, [expense.id])).get(expense.id, [])
        self.day, self.bought = expense.occurred_on.isoformat(), await purchase_of(desk, expense, receipts, named)
        self.two = str((not self.deleted and await ocr.asking(desk.books, desk.actor, expense.id)) or "")
        told = await expenses.history(desk.books, desk.actor, expense.id, limit=50)
        people = await people_in(desk, told.items)
        ahead = await ocr.places(desk.books, desk.actor, [each.id for each in receipts if each.status == "queued"])
        self._explain(desk, expense, receipts, ahead, known.setters(told.items, people, desk.actor.user_id))
        names = {str(each.id): each.name for each in all_categories}
        self.history = lines_of(told.items, desk, names, people, expense.id, binned=self.deleted)
        waiting = await expenses.list_page(desk.books, desk.actor, neighbours.WAITING, limit=2)
        self.others_wait = any(each.id != expense.id for each in waiting.items)

    def _explain(self, desk: Desk, expense: ExpenseView, found: list[ocr.ReceiptView], ahead: dict[UUID, int], by: dict[str, str]) -> None:
        """The receipts, and what they say about each field; an earlier receipt outranks a later one."""
        read: dict[str, Any] = {}
        for each in reversed(found):
            read |= each.fields
        self.sheets, self.facts = sheets_of(found, ahead), facts_of(read, desk.locale)
        self.reading = unread_words(found, "queued", "reading", ahead=ahead)
        self.marks, self.hints = known.marks_of(expense, read), known.hints_of(expense, read, desk, by)
        self.callout = known.request_words(expense, self.marks, unread_words(found, "failed", "read"))


# The notice of a twin stands above the form, so it is looked for first: nothing is pushed away.
_FILLED_BY: Final = (Shell.load, Twinned.load, Expense.load, Expense.watch)
PAGE: Final = Page("/expenses/[expense_id]", lambda: detail_view(Expense), f"{_('Expense')} · Outlay", on_load=_FILLED_BY)
