"""One expense: its receipt beside the form, each field saved when it is left."""

from collections.abc import AsyncIterator
from typing import Any, Final

import reflex as rx

from backend import categories, expenses, ocr
from backend.core.errors import NotFound, Problem
from backend.expenses import ExpenseChange, ExpenseView, Selection, StaleExpense
from expense_app import edits, formats
from expense_app.components.category_picker import CategoryChoice, category_called, category_choices
from expense_app.components.detail import detail_view
from expense_app.components.history import Line, lines_of
from expense_app.components.overlay import BACK, RESTORE
from expense_app.components.receipt import Paper, hint_of, is_sure, paper_of
from expense_app.components.rows import category_icon, flag_of, title_of
from expense_app.components.typed import Choice, currency_choices
from expense_app.desk import Desk, at_desk, follow, tell_others
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.routes import Page, expense_of
from expense_app.shell import Shell
from expense_app.words import _, retold

_READ_AS: Final = {"merchant": "merchant", "amount": "total", "currency": "currency", "occurred_on": "date"}
_SOURCE_OF: Final = {"amount": "money", "currency": "money"}


class Expense(rx.State):
    """The expense of the address, as fields, with what is known about each."""

    loaded: bool = False
    missing: bool = False
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
    saved: str = ""
    paper: Paper = Paper()
    day: str = ""
    told: dict[str, int] = {}
    choices: list[CategoryChoice] = []
    currencies: list[Choice] = []
    history: list[Line] = []
    _version: int = 0
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the expense and its receipt."""
        self.wrong, self.saved = {}, ""
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
            yield Expense.refresh
            yield Shell.load

    @rx.event
    @needs("expenses:write")
    async def save(self, field: str, value: str) -> Any:
        """Save one field as it was left; nothing happens where it says what stands already."""
        return await self._saved(field, value)

    async def _saved(self, field: str, value: str) -> Any:
        if value == self.values.get(field, ""):
            self.wrong = {name: words for name, words in self.wrong.items() if name != field}
            return None
        try:
            version = await self._amend(field, value)
        except StaleExpense as problem:
            await self._read()
            self.wrong = {**self.wrong, field: words_for(problem)}
            return None
        except Problem as problem:
            self.wrong = {**self.wrong, field: words_for(problem)}
            return None
        return Notice.say(self.saved, "info", f"{BACK}{self._id()}:{version}")

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
        return await self._saved("category_id", str(made))

    async def _amend(self, field: str, value: str) -> int:
        async with at_desk(self) as desk:
            standing = await expenses.get(desk.books, desk.actor, self._id())
            change = edits.change_of(field, value, standing, desk.locale, desk.base_currency, today=desk.today)
            changed = await expenses.amend(desk.books, desk.actor, standing.id, change, expected_version=self._version)
            await self._show(desk, changed)
        self.saved = _("Saved")
        self.told = {**self.told, field: self.told.get(field, 0) + 1}
        self.wrong = {name: words for name, words in self.wrong.items() if name != field}
        await tell_others(desk, "expenses")
        return changed.version

    @rx.event
    @needs("expenses:write")
    async def approve(self) -> Any:
        """Approve the expense as it stands."""
        async with at_desk(self) as desk:
            done = await expenses.change_many(desk.books, desk.actor, Selection(ids=(self._id(),)), ExpenseChange(status="confirmed"))
            await self._show(desk, await expenses.get(desk.books, desk.actor, self._id()))
        await tell_others(desk, "expenses")
        return Notice.say(_("{name} approved").format(name=self.title), "info", done.undo_token or "")

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

    @rx.event
    @needs("receipts:write")
    async def read_again(self) -> None:
        """Have the receipt read once more."""
        async with at_desk(self) as desk:
            expense = await expenses.get(desk.books, desk.actor, self._id())
            for each in expense.receipts[:1]:
                await ocr.reread(desk.books, desk.actor, each.id)
        await tell_others(desk, "receipts")
        await self._read()

    def _id(self) -> Any:
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
            self.missing = True
        self.loaded = True

    async def _show(self, desk: Desk, expense: ExpenseView) -> None:
        known = await categories.list_all(desk.books, desk.actor)
        receipt = await ocr.get_receipt(desk.books, desk.actor, expense.receipts[0].id) if expense.receipts else None
        named = {each.id: each for each in known}
        category = named.get(expense.category_id) if expense.category_id else None
        self._version, self.status, self.deleted = expense.version, expense.status, expense.deleted_at is not None
        self.title, self.icon = title_of(expense), category_icon(category)
        self.amount = formats.spent(expense.money, expense.kind, desk.locale) if expense.money else ""
        self.base, self.meta = _base(expense, desk), _meta(expense, category, desk)
        self.values, self.day = _values(expense, desk), expense.occurred_on.isoformat()
        read = receipt.fields if receipt else {}
        self.marks, self.hints = _marks(expense, read), _hints(expense, read, desk)
        self.paper = paper_of(receipt, desk.locale) if receipt else Paper()
        self.callout = _callout(expense, self.marks, self.paper)
        self.choices, self.currencies = category_choices(known), currency_choices(desk.base_currency, desk.locale)
        told = await expenses.history(desk.books, desk.actor, expense.id, limit=30)
        self.history = lines_of(told.items, desk, {str(each.id): each.name for each in known})


def _values(expense: ExpenseView, desk: Desk) -> dict[str, str]:
    """What each field holds; amounts without their currency, as the person types them."""
    return {
        "merchant": expense.merchant_name,
        "amount": formats.plain_amount(expense.money, desk.locale) if expense.money else "",
        "currency": expense.money.currency if expense.money else desk.base_currency,
        "occurred_on": formats.field_day(expense.occurred_on, desk.locale),
        "category_id": str(expense.category_id or ""),
        "note": expense.note,
        "tags": ", ".join(expense.tags),
        "kind": "income" if expense.kind == "income" else "expense",
    }


def _marks(expense: ExpenseView, read: dict[str, Any]) -> dict[str, str]:
    """How each value came to be: read, check, yours, guess, or nothing to say."""
    marks = {name: _mark(expense, name, read.get(read_as)) for name, read_as in _READ_AS.items()}
    source = expense.category_source
    unsure = (expense.category_confidence or 0) < 0.6
    guess = "check" if unsure and expense.status == "needs_review" else "guess"
    marks["category_id"] = "" if not expense.category_id else ("yours" if source == "user" else guess)
    return marks


def _mark(expense: ExpenseView, name: str, found: dict[str, Any] | None) -> str:
    source = expense.field_sources.get(_SOURCE_OF.get(name, name), "")
    if not expense.receipts or expense.status == "processing":
        return ""
    if source == "user":
        return "yours"
    if expense.status == "confirmed":
        return "read" if found else ""
    return "read" if found and is_sure(found) else "check"


def _hints(expense: ExpenseView, read: dict[str, Any], desk: Desk) -> dict[str, str]:
    """Why each value stands there."""
    hints = dict.fromkeys(edits.FIELDS, "")
    for name, read_as in _READ_AS.items():
        if read_as in read and expense.field_sources.get(_SOURCE_OF.get(name, name)) != "user":
            hints[name] = hint_of(read[read_as], desk.locale)
    if expense.category_id and expense.category_source != "user":
        hints["category_id"] = _category_hint(expense, desk)
    return hints


def _category_hint(expense: ExpenseView, desk: Desk) -> str:
    why = retold(expense.category_why[:1].upper() + expense.category_why[1:])
    if expense.category_confidence is None:
        return why
    sure = _("{percent} sure").format(percent=formats.percent(expense.category_confidence, desk.locale))
    return f"{why.rstrip('.')}. {sure}." if why else f"{sure}."


def _base(expense: ExpenseView, desk: Desk) -> str:
    """The amount in the currency of the books, where that is another one."""
    if not expense.money or expense.money.currency == desk.base_currency:
        return ""
    if expense.base_money is None:
        return _("No exchange rate for this day; left out of sums")
    amount = formats.money(expense.base_money, desk.locale)
    return _("{amount} at {rate} ({source})").format(amount=amount, rate=f"{expense.fx_rate or 0:.4f}", source=expense.fx_source or "")


def _meta(expense: ExpenseView, category: categories.CategoryView | None, desk: Desk) -> str:
    day = formats.short_day(expense.occurred_on, desk.today, desk.locale)
    return f"{day} · {category.name}" if category else day


def _callout(expense: ExpenseView, marks: dict[str, str], paper: Paper) -> str:
    """What the person is asked to do, above the form."""
    if expense.deleted_at is not None:
        return _("This expense is in the bin. It is kept for 30 days.")
    if expense.status == "failed":
        return _("{reason} Type it in here; the picture stays beside it.").format(reason=paper.words or flag_of(expense)[0])
    if expense.status == "needs_review":
        labels = {"merchant": _("merchant"), "amount": _("total"), "occurred_on": _("date"), "category_id": _("category")}
        doubts = [words for name, words in labels.items() if marks.get(name) == "check"]
        return _("Please check: {fields}.").format(fields=", ".join(doubts)) if doubts else _("Look it over, then approve.")
    return ""


PAGE: Final = Page(
    "/expenses/[expense_id]", lambda: detail_view(Expense), f"{_('Expense')} · Outlay", on_load=(Shell.load, Expense.load, Expense.watch)
)
