"""An expense that is typed in: amount, merchant, day, category, note."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from backend import categories, expenses
from backend.core.errors import Invalid, Problem
from backend.core.ids import new_id, parse_id
from backend.core.money import currency_codes, digits
from backend.expenses import UNSET, ExpenseDraft, ExpenseView, MoneyDraft
from expense_app import formats, sums
from expense_app.components.category_picker import CategoryChoice, category_called, category_choices, category_picker
from expense_app.components.date_field import date_input
from expense_app.components.fields import ASKED, described, labelled, options, text_input
from expense_app.components.money_field import money_input
from expense_app.components.overlay import REMOVE
from expense_app.desk import Desk, at_desk, tell_others
from expense_app.edits import day_of
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _

_FIELDS = {"money": "amount", "money.amount": "amount", "amount": "amount", "currency": "currency", "money.currency": "currency"}


@dataclass
class Choice:
    """One choice of a select."""

    value: str = ""
    label: str = ""


def currency_choices(base: str, locale: str) -> list[Choice]:
    """All currencies, that of the books on top."""
    names = formats.locale_of(locale).currencies
    ordered = sorted((code for code in currency_codes() if code != base), key=lambda code: (code not in names, code))
    return [Choice(code, f"{code} {names.get(code, '')}".strip()) for code in [base, *ordered]]


class Typed(rx.State):
    """The form, its choices and what is wrong with it. `client_id` makes a second press the same expense.

    `answered` is the client id of the one that was recorded last: the form is emptied of it by the client script.
    A day that was `chosen` stands until the expense is in the books: a line that comes back fills the page anew.
    """

    ready: bool = False
    client_id: str = ""
    answered: str = ""
    today: str = ""
    day: str = ""
    day_words: str = ""
    told: int = 0
    currency: str = ""
    category: str = ""
    choices: list[CategoryChoice] = []
    currencies: list[Choice] = []
    amount_wrong: str = ""
    day_wrong: str = ""
    merchant_wrong: str = ""
    category_wrong: str = ""
    form_wrong: str = ""
    _chosen: bool = False

    @rx.event
    @needs("expenses:write")
    async def load(self) -> None:
        """Prepare an empty form."""
        async with at_desk(self) as desk:
            self.choices = category_choices(await categories.list_all(desk.books, desk.actor))
            self.currencies = currency_choices(desk.base_currency, desk.locale)
            self.currency = self.currency or desk.base_currency
            if not self._chosen:
                self._set_day(desk.today, desk.locale)
        self.client_id = self.client_id or str(new_id())
        self.ready = True

    @rx.event
    @needs("expenses:write")
    async def save(self, form: dict[str, str]) -> Any:
        """Record what the form says, once for its client id, and say so."""
        self.amount_wrong = self.day_wrong = self.merchant_wrong = self.category_wrong = self.form_wrong = ""
        try:
            async with at_desk(self) as desk:
                key = (form.get("client_id") or str(new_id()))[:64]
                made = await expenses.record(desk.books, desk.actor, draft_of(form, desk.locale, desk.today), idempotency_key=key)
                words = _recorded(made, desk)
                self._set_day(desk.today, desk.locale)
        except Problem as problem:
            self._say(problem)
            return None
        self.client_id, self.currency, self.category = str(new_id()), form.get("currency") or self.currency, ""
        self.answered, self._chosen = key, False
        await tell_others(desk, "expenses")
        return Notice.say(words, "info", f"{REMOVE}{made.id}")

    @rx.event
    @needs("expenses:write")
    async def read_day(self, text: str, asked: int = 0) -> None:
        """Say which day the words in the date field mean; words that mean none stay there, as if they had no answer."""
        self.day_wrong = ""
        try:
            async with at_desk(self) as desk:
                day = day_of(text, desk.today, desk.locale)
                self._set_day(day, desk.locale)
        except Invalid as problem:
            self._say(problem)
            return
        self._chosen, self.told = day != desk.today, max(asked, self.told)

    @rx.event
    @needs("categories:write")
    async def add_category(self, name: str) -> None:
        """Make the category that was typed, and choose it."""
        self.category_wrong = ""
        try:
            async with at_desk(self) as desk:
                self.category = str(await category_called(desk, name))
                self.choices = category_choices(await categories.list_all(desk.books, desk.actor))
        except Problem as problem:
            self.category_wrong = words_for(problem)

    def _set_day(self, day: date, locale: str) -> None:
        self.today, self.day, self.day_words = day.isoformat(), formats.field_day(day, locale), formats.weekday_line(day, locale)

    def _say(self, problem: Problem) -> None:
        """Put the words of a refusal under their fields."""
        for each in problem.fields:
            name = _FIELDS.get(each.field, each.field)
            if name in ("amount", "currency"):
                self.amount_wrong = each.message
            elif name == "occurred_on":
                self.day_wrong = each.message
            elif name == "merchant":
                self.merchant_wrong = each.message
            else:
                self.form_wrong = each.message
        if not problem.fields:
            self.form_wrong = words_for(problem)


def _recorded(made: ExpenseView, desk: Desk) -> str:
    amount = formats.money(made.money, desk.locale) if made.money else ""
    return _("{amount} recorded").format(amount=amount)


def draft_of(form: dict[str, str], locale: str, today: date) -> ExpenseDraft:
    """The expense a form describes. Raises `Invalid` with the fields that say nothing the books can take."""
    amount = form.get("amount", "").strip()
    if not amount:
        raise Invalid.field("amount", "required", _("Enter the amount."))
    currency = form.get("currency", "")
    merchant = form.get("merchant", "").strip()
    category = parse_id(form["category_id"]) if form.get("category_id") else None
    return ExpenseDraft(
        money=MoneyDraft(sums.amount_of(amount, digits(currency), locale), currency),
        occurred_on=day_of(form.get("occurred_on", ""), today, locale),
        merchant=merchant or UNSET,
        category_id=category or UNSET,
        note=form.get("note", "").strip() or UNSET,
        kind="income" if form.get("kind") == "income" else "expense",
    )


def typed_form() -> rx.Component:
    """The form. It is emptied once the expense is in the books, but not of what was typed since."""
    return rx.el.form(
        rx.el.input(type="hidden", name="client_id", value=Typed.client_id, read_only=True),
        labelled("amount", _("Amount"), _amount(), error=Typed.amount_wrong, box_cls="inp amount"),
        labelled("currency", _("Currency"), _currency()),
        labelled(
            "merchant",
            _("Merchant"),
            text_input("merchant", auto_complete="off", error=Typed.merchant_wrong),
            error=Typed.merchant_wrong,
            cls="field w2",
        ),
        labelled("occurred_on", _("Date"), _day(), hint=Typed.day_words, error=Typed.day_wrong),
        labelled("category_id", _("Category"), _category(), error=Typed.category_wrong, box_cls="inp pick"),
        labelled("note", _("Note"), rx.el.textarea(id="f-note", name="note", rows=2), cls="field w2"),
        rx.el.p(Typed.form_wrong, class_name="err w2", role="alert"),
        rx.el.button(_("Save expense"), type="submit", class_name="btn primary w2"),
        on_submit=Typed.save,
        class_name="form",
        custom_attrs={"noValidate": True, "aria-label": _("Type it in"), "data-draft": "form", "data-answered": Typed.answered},
    )


def _amount() -> rx.Component:
    return money_input("amount", ties=described("amount", Typed.amount_wrong), placeholder=_("0.00"))


def _currency() -> rx.Component:
    return rx.el.select(
        options(Typed.currencies),
        id="f-currency",
        name="currency",
        default_value=Typed.currency,
        custom_attrs={"data-server": Typed.currency},
    )


def _day() -> rx.Component:
    ties = described("occurred_on", Typed.day_wrong) | {"data-server": Typed.day, "data-told": Typed.told}
    return date_input("occurred_on", iso=Typed.today, ties=ties, default_value=Typed.day, on_blur=lambda text: Typed.read_day(text, ASKED))


def _category() -> rx.Component:
    select = rx.el.select(
        options(Typed.choices),
        id="s-category_id",
        name="category_id",
        default_value=Typed.category,
        custom_attrs={"data-server": Typed.category},
    )
    ties = described("category_id", Typed.category_wrong)
    return category_picker("category_id", choices=Typed.choices, select=select, ties=ties, on_new=Typed.add_category)
