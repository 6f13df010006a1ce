"""The state of the sheet in which an expense is divided among categories.

The first line takes what the others leave, so the lines always add up to the whole.
"""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import ai, categories, expenses, ocr
from backend.core.errors import Invalid, Problem
from backend.core.ids import parse_id
from backend.core.money import Money, split_evenly
from backend.expenses import ExpenseChange, ExpenseView, SplitDraft
from expense_app import dividing, formats
from expense_app.components.category_picker import CategoryChoice, category_choices
from expense_app.components.overlay import BACK
from expense_app.desk import Desk, at_desk, tell_others
from expense_app.dividing import Item, Part
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _

MOST: Final = 50


class Split(rx.State):
    """The sheet: `first` is the category of the line that takes the rest, `said` what is in it.

    `items` are there once it was filled by what was bought; `bought` says that it can be.
    """

    whole: str = ""
    rest: str = ""
    over: bool = False
    wrong: str = ""
    gap: str = ""
    first: str = ""
    said: str = ""
    divided: bool = False
    bought: bool = False
    parts: list[Part] = []
    items: list[Item] = []
    choices: list[CategoryChoice] = []
    done: int = 0
    _expense: str = ""
    _note: str = ""
    _closes: bool = False
    _next: int = 1

    @rx.event
    @needs("expenses:write")
    async def begin(self, expense_id: UUID) -> None:
        """Take the lines of an expense as they stand; one that is whole begins with an empty line beside its own category."""
        async with at_desk(self) as desk:
            await self._begin(desk, expense_id)

    @rx.event
    @needs("expenses:write")
    async def begin_by_items(self, expense_id: UUID) -> None:
        """Begin with a line for each category among what was bought."""
        async with at_desk(self) as desk:
            expense, found = await self._begin(desk, expense_id)
            self._fill(expense, found, desk.locale)

    @rx.event
    @needs("expenses:write")
    async def by_items(self) -> None:
        """A line for each category among what was bought, in place of the lines that stand."""
        async with at_desk(self) as desk:
            expense = await self._of(desk)
            self._fill(expense, await self._bought(desk, expense), desk.locale)

    @rx.event
    @needs("expenses:write")
    async def move(self, key: int, category: str) -> None:
        """Put an item into another category; all lines are reckoned anew."""
        self.items = dividing.moved(self.items, key, category)
        async with at_desk(self) as desk:
            self._regroup(await self._of(desk), desk.locale)

    @rx.event
    @needs("expenses:write")
    async def set_amount(self, key: int, amount: str) -> None:
        """Take what was typed into a line, and say what is left."""
        self.parts = [replace(each, amount=amount[:100]) if each.key == key else each for each in self.parts]
        await self._look()

    @rx.event
    @needs("expenses:write")
    def set_category(self, key: int, category: str) -> None:
        """Put a line into a category, with what is in it; key 0 is the first line."""
        before = self.first if key == 0 else next((each.category for each in self.parts if each.key == key), category)
        self.items = [replace(each, category=category) if each.category == before and not each.for_all else each for each in self.items]
        if key == 0:
            self.first = category
        self.parts = [replace(each, category=category) if each.key == key else each for each in self.parts]

    @rx.event
    @needs("expenses:write")
    def add(self) -> None:
        """One more line."""
        if len(self.parts) < MOST:
            self._add(Part())

    @rx.event
    @needs("expenses:write")
    async def drop(self, key: int) -> None:
        """Take a line away; the first one takes what it held."""
        gone = next((each.category for each in self.parts if each.key == key), None)
        self.parts = [each for each in self.parts if each.key != key]
        if gone is not None and all(each.category != gone for each in self.parts):
            self.items = [replace(each, category=self.first) if each.category == gone else each for each in self.items]
            self._note, self.said = self._of_first()
        await self._look()

    @rx.event
    @needs("expenses:write")
    async def evenly(self) -> None:
        """The same for every line, to the last cent."""
        async with at_desk(self) as desk:
            expense = await self._of(desk)
            if expense.money:
                shares = split_evenly(expense.money, len(self.parts) + 1)[1:]
                texts = [formats.plain_amount(each, desk.locale) for each in shares]
                self.parts = [replace(each, amount=text) for each, text in zip(self.parts, texts, strict=True)]
            self._weigh(expense, desk.locale)

    @rx.event
    @needs("expenses:write")
    async def save(self) -> Any:
        """Divide the expense as the lines say."""
        return await self._write(self.parts, self.items)

    @rx.event
    @needs("expenses:write")
    async def unite(self) -> Any:
        """Make the expense whole again."""
        return await self._write([], [])

    async def _write(self, parts: list[Part], items: list[Item]) -> Any:
        try:
            async with at_desk(self) as desk:
                expense = await self._of(desk)
                lines = self._lines(expense, parts, desk.locale)
                change = ExpenseChange(splits=lines if len(lines) > 1 else None)
                if items and len(lines) == 1 and lines[0].category_id != expense.category_id:
                    change = replace(change, category_id=lines[0].category_id)
                changed = await expenses.amend(desk.books, desk.actor, expense.id, change, expected_version=expense.version)
                if items:
                    await expenses.remember_lines(desk.books, desk.actor, expense.id, dividing.chosen_in(items))
        except Problem as problem:
            self.wrong = words_for(problem)
            return None
        self.wrong, self.done = "", self.done + 1
        await tell_others(desk, "expenses")
        if changed.version == expense.version:
            return Notice.say(_("Kept in mind for the next receipt")) if items else None
        return Notice.say(_("Divided") if changed.splits else _("Whole again"), "info", f"{BACK}{expense.id}:{changed.version}")

    def _lines(self, expense: ExpenseView, parts: list[Part], locale: str) -> tuple[SplitDraft, ...]:
        """The lines that hold something; none where there are no parts."""
        if not parts:
            return ()
        if expense.money is None:
            raise Invalid(_("Enter the total first, then divide it."))
        amounts = dividing.amounts_in(parts, expense.money, locale)
        rest = dividing.rest_of(expense.money, amounts)
        if rest.minor < 0:
            raise Invalid(self.rest)
        lines = [(self.first, rest, self._note), *((each.category, amount, each.note) for each, amount in zip(parts, amounts, strict=True))]
        return tuple(SplitDraft(amount, parse_id(category or ""), note) for category, amount, note in lines if amount.minor)

    async def _begin(self, desk: Desk, expense_id: UUID) -> tuple[ExpenseView, ai.LinesBought | None]:
        self._expense, self.items, self.parts, self.gap = str(expense_id), [], [], ""
        expense = await expenses.get(desk.books, desk.actor, expense_id)
        self.choices = category_choices(await categories.list_all(desk.books, desk.actor))
        found = await self._bought(desk, expense)
        self.bought = found is not None
        lines = expense.splits
        self.divided = bool(lines)
        self.first = str((lines[0].category_id if lines else expense.category_id) or "")
        self._note = self.said = lines[0].note if lines else ""
        for each in lines[1:]:
            self._add(Part(0, str(each.category_id or ""), formats.plain_amount(each.money, desk.locale), each.note, each.note))
        if not self.parts:
            self._add(Part())
        self._weigh(expense, desk.locale)
        return expense, found

    def _fill(self, expense: ExpenseView, found: ai.LinesBought | None, locale: str) -> None:
        if found is not None:
            self.items, self._closes = dividing.items_of(found, locale), found.closes
            self._regroup(expense, locale)

    async def _bought(self, desk: Desk, expense: ExpenseView) -> ai.LinesBought | None:
        receipts = await ocr.receipts_of(desk.books, desk.actor, [expense.id])
        return await ai.lines_bought(desk.books, desk.actor, expense, receipts.get(expense.id, []))

    def _regroup(self, expense: ExpenseView, locale: str) -> None:
        """The lines anew, one for each category among the items."""
        first, *others = dividing.parts_of(expense, self.items, locale, closes=self._closes) or [Part()]
        self.first, self._note, self.said, self.parts = first.category, first.note, first.said, []
        for each in others[:MOST]:
            self._add(each)
        self.gap = dividing.gap_words(expense.money, self.items, locale) if expense.money and not self._closes else ""
        self._weigh(expense, locale)

    def _of_first(self) -> tuple[str, str]:
        return dividing.note_of(self.items, self.first), dividing.short_of(self.items, self.first)

    async def _look(self) -> None:
        async with at_desk(self) as desk:
            self._weigh(await self._of(desk), desk.locale)

    def _weigh(self, expense: ExpenseView, locale: str) -> None:
        """Say the whole, and what the typed lines leave of it."""
        self.wrong, self.over = "", False
        if expense.money is None:
            self.whole, self.rest = "", _("Enter the total first, then divide it.")
            return
        self.whole = formats.money(expense.money, locale)
        try:
            rest = dividing.rest_of(expense.money, dividing.amounts_in(self.parts, expense.money, locale))
        except Invalid as problem:
            self.wrong = words_for(problem)
            return
        self.over = rest.minor < 0
        amount = formats.money(Money(abs(rest.minor), rest.currency), locale)
        self.rest = _("{amount} more than the total. Make a line smaller.").format(amount=amount) if self.over else amount

    def _add(self, part: Part) -> None:
        self.parts = [*self.parts, replace(part, key=self._next)]
        self._next += 1

    async def _of(self, desk: Desk) -> ExpenseView:
        wanted = parse_id(self._expense)
        if wanted is None:
            raise Invalid(_("Close this and open it again, please."))
        return await expenses.get(desk.books, desk.actor, wanted)
