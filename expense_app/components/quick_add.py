"""One line that becomes an expense: `12.50 coffee yesterday #trip`, with what was understood of it below."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from backend import expenses
from backend.core.errors import Invalid, Problem
from backend.core.ids import new_id
from backend.expenses import UNSET, ExpenseDraft, MoneyDraft
from expense_app import formats, quick
from expense_app.components.marks import icon, icon_address, script
from expense_app.components.overlay import REMOVE
from expense_app.desk import Desk, at_desk, tell_others
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.quick import Quick
from expense_app.words import _


@dataclass
class Bit:
    """One thing that was understood; `tone` is 'warn' for what is missing."""

    icon: str = ""
    text: str = ""
    tone: str = ""


class QuickAdd(rx.State):
    """What is understood of the line now, what is wrong with it, and the `client_id` of the one that was recorded last.

    `client_id` makes a second Enter the same expense, `answered` empties the line of what is in the books.
    """

    bits: list[Bit] = []
    wrong: str = ""
    answered: str = ""
    client_id: str = ""

    @rx.event
    @needs("expenses:write")
    async def look(self, text: str) -> None:
        """Say what is understood of a line."""
        self.wrong, self.client_id = "", self.client_id or str(new_id())
        if not text.strip():
            self.bits = []
            return
        try:
            async with at_desk(self) as desk:
                found = quick.understood(text, desk.today, desk.locale, desk.base_currency)
                self.bits = bits_of(found, desk)
        except Problem as problem:
            self.wrong = words_for(problem)

    @rx.event
    @needs("expenses:write")
    async def save(self, form: dict[str, str]) -> Any:
        """Record what the line says; where the books refuse it the line stays as it is."""
        self.wrong = ""
        try:
            async with at_desk(self) as desk:
                found = quick.understood(form.get("text", ""), desk.today, desk.locale, desk.base_currency)
                key = (form.get("client_id") or str(new_id()))[:64]
                made = await expenses.record(desk.books, desk.actor, draft_of(found), idempotency_key=key)
                words = _told(found, desk)
        except Problem as problem:
            self.wrong = words_for(problem)
            return None
        self.answered, self.client_id, self.bits = key, str(new_id()), []
        await tell_others(desk, "expenses")
        return Notice.say(words, "info", f"{REMOVE}{made.id}")


def draft_of(found: Quick) -> ExpenseDraft:
    """The expense that a line describes. Raises `Invalid` where it holds no amount."""
    if not found.amount:
        raise Invalid(_("Type an amount, such as 12.50 coffee."))
    return ExpenseDraft(
        money=MoneyDraft(found.amount, found.currency),
        occurred_on=found.day or UNSET,
        merchant=found.words or UNSET,
        tags=found.tags or UNSET,
        kind="income" if found.kind == "income" else "expense",
    )


def bits_of(found: Quick, desk: Desk) -> list[Bit]:
    """What was understood, in the order people say it."""
    amount = quick.shown_amount(found, desk.locale)
    bits = [Bit(icon_address("coins"), amount)] if amount else [Bit(icon_address("coins"), _("Amount is missing"), "warn")]
    bits += [Bit(icon_address("receipt-text"), found.words)] if found.words else []
    bits.append(Bit(icon_address("calendar"), formats.short_day(found.day or desk.today, desk.today, desk.locale)))
    return bits + [Bit(icon_address("tag"), f"#{tag}") for tag in found.tags]


def _told(found: Quick, desk: Desk) -> str:
    amount = quick.shown_amount(found, desk.locale)
    return (
        _("{amount} for {name} recorded").format(amount=amount, name=found.words)
        if found.words
        else _("{amount} recorded").format(amount=amount)
    )


def quick_add() -> rx.Component:
    """The line, for any page; the key N leads to it."""
    ties = {"data-shortcut": "n", "enterKeyHint": "done", "aria-describedby": "quick-bits quick-wrong", "autoCapitalize": "none"}
    box = rx.el.input(
        name="text",
        aria_label=_("Add an expense in one line"),
        placeholder=_("12.50 coffee yesterday #trip"),
        on_change=QuickAdd.look.debounce(150),
        auto_complete="off",
        custom_attrs=ties,
    )
    add = rx.el.button(_("Add"), type="submit", class_name="quick-go")
    return rx.el.form(
        rx.el.div(icon("plus", 18, "dim"), box, add, rx.el.kbd("N", aria_hidden="true"), class_name="search"),
        rx.el.input(type="hidden", name="client_id", value=QuickAdd.client_id, read_only=True),
        rx.el.ul(rx.foreach(QuickAdd.bits, _bit), id="quick-bits", class_name="bits", aria_live="polite"),
        rx.el.p(QuickAdd.wrong, id="quick-wrong", class_name="err", role="alert"),
        script("list"),
        on_submit=QuickAdd.save,
        class_name="quick",
        custom_attrs={"noValidate": True, "data-draft": "line", "data-answered": QuickAdd.answered},
    )


def _bit(bit: Any) -> rx.Component:
    return rx.el.li(icon(bit.icon, 14), rx.el.span(bit.text), class_name="bit " + bit.tone)
