"""An expense divided among categories: the lines as they stand, and the sheet in which they are made.

The first line takes what the others leave, so the lines always add up to the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories, expenses
from backend.categories import CategoryView
from backend.core.errors import Invalid, Problem
from backend.core.ids import parse_id
from backend.core.money import Money, digits, parse_amount, split_evenly
from backend.expenses import ExpenseChange, ExpenseView, SplitDraft
from expense_app import formats, sums
from expense_app.components.category_picker import CategoryChoice, category_choices
from expense_app.components.fields import options
from expense_app.components.marks import icon
from expense_app.components.overlay import BACK
from expense_app.components.rows import category_icon
from expense_app.components.sheet import sheet
from expense_app.desk import Desk, at_desk, tell_others
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _

MOST: Final = 50


@dataclass
class Share:
    """A line of a divided expense as it is shown."""

    key: str = ""
    name: str = ""
    icon: str = ""
    amount: str = ""
    note: str = ""


@dataclass
class Part:
    """A line in the making: its category, and its amount as it was typed."""

    key: int = 0
    category: str = ""
    amount: str = ""


def shares_of(expense: ExpenseView, locale: str, named: Mapping[UUID, CategoryView]) -> list[Share]:
    """The lines of a divided expense; none where it is whole."""
    return [_share(str(i), each, locale, named) for i, each in enumerate(expense.splits)]


def _share(key: str, line: Any, locale: str, named: Mapping[UUID, CategoryView]) -> Share:
    category = named.get(line.category_id) if line.category_id else None
    name = category.name if category else _("No category")
    return Share(key, name, category_icon(category), formats.money(line.money, locale), line.note)


def amounts_in(parts: Sequence[Part], whole: Money, locale: str) -> list[Money]:
    """What the typed lines come to; an empty one is nothing. Raises `Invalid` for one that is no amount."""
    typed = (sums.amount_of(each.amount, digits(whole.currency), locale) if each.amount.strip() else "0" for each in parts)
    return [parse_amount(text, whole.currency) for text in typed]


def rest_of(whole: Money, amounts: Sequence[Money]) -> Money:
    """What the typed lines leave; below nothing when they are too much."""
    return Money(whole.minor - sum(each.minor for each in amounts), whole.currency)


class Split(rx.State):
    """The sheet: `first` is the category of the line that takes the rest."""

    whole: str = ""
    rest: str = ""
    over: bool = False
    wrong: str = ""
    first: str = ""
    divided: bool = False
    parts: list[Part] = []
    choices: list[CategoryChoice] = []
    done: int = 0
    _expense: str = ""
    _next: int = 1

    @rx.event
    @needs("expenses:write")
    async def begin(self, expense_id: UUID) -> None:
        """Take the lines of an expense as they stand; one that is whole begins with an empty line beside its own category."""
        self._expense, self.wrong = str(expense_id), ""
        async with at_desk(self) as desk:
            expense = await expenses.get(desk.books, desk.actor, expense_id)
            self.choices = category_choices(await categories.list_all(desk.books, desk.actor))
            lines = expense.splits
            self.divided = bool(lines)
            self.first = str((lines[0].category_id if lines else expense.category_id) or "")
            self.parts = []
            for each in lines[1:]:
                self._add(str(each.category_id or ""), formats.plain_amount(each.money, desk.locale))
            if not self.parts:
                self._add("", "")
            self._weigh(expense, desk.locale)

    @rx.event
    @needs("expenses:write")
    async def set_amount(self, key: int, amount: str) -> None:
        """Take what was typed into a line, and say what is left."""
        self.parts = [Part(each.key, each.category, amount[:100]) if each.key == key else each for each in self.parts]
        await self._look()

    @rx.event
    @needs("expenses:write")
    def set_category(self, key: int, category: str) -> None:
        """Put a line into a category; key 0 is the first line."""
        if key == 0:
            self.first = category
        self.parts = [Part(each.key, category, each.amount) if each.key == key else each for each in self.parts]

    @rx.event
    @needs("expenses:write")
    def add(self) -> None:
        """One more line."""
        if len(self.parts) < MOST:
            self._add("", "")

    @rx.event
    @needs("expenses:write")
    async def drop(self, key: int) -> None:
        """Take a line away; the first one takes what it held."""
        self.parts = [each for each in self.parts if each.key != key]
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
                self.parts = [Part(each.key, each.category, text) for each, text in zip(self.parts, texts, strict=True)]
            self._weigh(expense, desk.locale)

    @rx.event
    @needs("expenses:write")
    async def save(self) -> Any:
        """Divide the expense as the lines say."""
        return await self._write(self.parts)

    @rx.event
    @needs("expenses:write")
    async def unite(self) -> Any:
        """Make the expense whole again."""
        return await self._write([])

    async def _write(self, parts: list[Part]) -> Any:
        try:
            async with at_desk(self) as desk:
                expense = await self._of(desk)
                change = ExpenseChange(splits=self._lines(expense, parts, desk.locale))
                changed = await expenses.amend(desk.books, desk.actor, expense.id, change, expected_version=expense.version)
        except Problem as problem:
            self.wrong = words_for(problem)
            return None
        self.wrong, self.done = "", self.done + 1
        await tell_others(desk, "expenses")
        if changed.version == expense.version:
            return None
        return Notice.say(_("Divided") if parts else _("Whole again"), "info", f"{BACK}{expense.id}:{changed.version}")

    def _lines(self, expense: ExpenseView, parts: list[Part], locale: str) -> tuple[SplitDraft, ...] | None:
        if not parts:
            return None
        if expense.money is None:
            raise Invalid(_("Enter the total first, then divide it."))
        amounts = amounts_in(parts, expense.money, locale)
        rest = rest_of(expense.money, amounts)
        if rest.minor < 0:
            raise Invalid(self.rest)
        lines = [(self.first, rest), *((each.category, amount) for each, amount in zip(parts, amounts, strict=True))]
        kept = tuple(SplitDraft(amount, parse_id(category or "")) for category, amount in lines if amount.minor)
        return kept if len(kept) > 1 else None

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
            rest = rest_of(expense.money, amounts_in(self.parts, expense.money, locale))
        except Invalid as problem:
            self.wrong = words_for(problem)
            return
        self.over = rest.minor < 0
        amount = formats.money(Money(abs(rest.minor), rest.currency), locale)
        self.rest = _("{amount} more than the total. Make a line smaller.").format(amount=amount) if self.over else amount

    def _add(self, category: str, amount: str) -> None:
        self.parts = [*self.parts, Part(self._next, category, amount)]
        self._next += 1

    async def _of(self, desk: Desk) -> ExpenseView:
        wanted = parse_id(self._expense)
        if wanted is None:
            raise Invalid(_("Close this and open it again, please."))
        return await expenses.get(desk.books, desk.actor, wanted)


def shares(lines: Any, on_edit: Any) -> rx.Component:
    """The lines of a divided expense, with the way to change them."""
    line = lambda each: rx.el.li(  # noqa: E731 - one line of a list
        icon(each.icon, 18),
        rx.el.span(each.name, class_name="r-name"),
        rx.el.span(each.amount, class_name="num"),
        key=each.key,
        class_name="share",
    )
    edit = rx.el.button(
        _("Change"), type="button", class_name="textlink", on_click=on_edit, custom_attrs={"data-open": "split", "aria-haspopup": "dialog"}
    )
    listed = rx.el.section(
        rx.el.header(rx.el.h2(_("Divided")), edit, class_name="card-h"), rx.el.ul(rx.foreach(lines, line)), class_name="shares w2"
    )
    return rx.cond(lines.length() > 0, listed, rx.fragment())


def split_sheet() -> rx.Component:
    """The sheet in which an expense is divided."""
    first = rx.el.li(
        _choice(0, Split.first),
        rx.el.div(rx.el.output(Split.rest, class_name="num", aria_live="polite"), class_name=rx.cond(Split.over, "rest over", "rest")),
        class_name="split-row",
    )
    add = rx.el.button(icon("plus", 18), _("Add a line"), type="button", class_name="btn", on_click=Split.add)
    even = rx.el.button(_("Same for all"), type="button", class_name="btn", on_click=Split.evenly)
    save = rx.el.button(
        _("Divide"), type="button", class_name="btn primary", on_click=Split.save, disabled=Split.over | (Split.whole == "")
    )
    unite = rx.el.button(_("Make it whole"), type="button", class_name="btn", on_click=Split.unite)
    return sheet(
        "split",
        _("Divide among categories"),
        rx.el.ul(first, rx.foreach(Split.parts, _part), class_name="split-rows"),
        rx.el.div(add, even, class_name="acts start"),
        rx.el.p(Split.wrong, class_name="err", role="alert"),
        rx.el.div(save, rx.cond(Split.divided, unite, rx.fragment()), class_name="acts start"),
        rx.el.span(hidden=True, custom_attrs={"data-done": Split.done}),
        words=rx.fragment(_("Of"), " ", rx.el.b(Split.whole, class_name="num"), ". ", _("The first line takes what the others leave.")),
    )


def _part(each: Any) -> rx.Component:
    amount = rx.el.input(
        default_value=each.amount,
        input_mode="decimal",
        auto_complete="off",
        aria_label=_("Part"),
        on_blur=lambda value: Split.set_amount(each.key, value),
        custom_attrs={"data-server": each.amount, "enterKeyHint": "done"},
    )
    drop = rx.el.button(icon("x", 18), type="button", class_name="ghost", aria_label=_("Remove this line"), on_click=Split.drop(each.key))
    return rx.el.li(
        _choice(each.key, each.category), rx.el.div(amount, class_name="inp amount"), drop, key=each.key.to_string(), class_name="split-row"
    )


def _choice(key: Any, value: Any) -> rx.Component:
    select = rx.el.select(
        options(Split.choices),
        default_value=value,
        aria_label=_("Goes to"),
        on_change=lambda chosen: Split.set_category(key, chosen),
        custom_attrs={"data-server": value},
    )
    return rx.el.div(select, class_name="inp")
