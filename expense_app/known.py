"""What is known about an expense, as its page says it: what each field holds, who set it, why, and what is asked of the person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from backend.categories import CategoryView
from backend.expenses import Change, ExpenseView
from expense_app import edits, formats
from expense_app.components.receipt import SURE, hint_of, is_sure, sure_words
from expense_app.desk import Desk
from expense_app.words import _, retold

READ_AS: Final = {"merchant": "merchant", "amount": "total", "currency": "currency", "occurred_on": "date"}
_IN_BOOKS: Final = {"amount": "money", "currency": "money"}
_SURE_ENOUGH: Final = 0.6
Read = Mapping[str, Mapping[str, Any]]


def in_books(field: str) -> str:
    """The name that the books have for a field of the form."""
    return _IN_BOOKS.get(field, field)


def values_of(expense: ExpenseView, locale: str, base_currency: str) -> dict[str, str]:
    """What each field holds; amounts without their currency, as the person types them."""
    return {
        "merchant": expense.merchant_name,
        "amount": formats.plain_amount(expense.money, locale) if expense.money else "",
        "currency": expense.money.currency if expense.money else base_currency,
        "occurred_on": formats.field_day(expense.occurred_on, locale),
        "category_id": str(expense.category_id or ""),
        "note": expense.note.replace("\r\n", "\n"),
        "tags": ", ".join(expense.tags),
        "kind": "income" if expense.kind == "income" else "expense",
    }


def is_typed(expense: ExpenseView, field: str) -> bool:
    """Whether a person has set what stands in a field."""
    if field == "category_id":
        return expense.category_source == "user"
    return expense.field_sources.get(in_books(field), "") == "user"


def setters(told: Iterable[Change], people: Mapping[Any, str], me: Any) -> dict[str, str]:
    """Who set each field last, by the books' names of fields: '' for the person at the page. `told` begins with the newest."""
    found: dict[str, str] = {}
    for change in told:
        for name in change.changes if change.source == "user" else ():
            found.setdefault(name, "" if change.actor_id == me else people.get(change.actor_id, _("a member")))
    return found


def marks_of(expense: ExpenseView, read: Read) -> dict[str, str]:
    """How each value came to be: read, check, yours, guess, or nothing to say."""
    marks = {name: _mark(expense, name, read.get(read_as)) for name, read_as in READ_AS.items()}
    unsure = (expense.category_confidence or 0) < _SURE_ENOUGH
    guess = "check" if unsure and expense.status == "needs_review" else "guess"
    marks["category_id"] = "" if not expense.category_id else ("yours" if expense.category_source == "user" else guess)
    return marks


def _mark(expense: ExpenseView, name: str, found: Mapping[str, Any] | None) -> str:
    if not expense.receipts or expense.status == "processing":
        return ""
    if is_typed(expense, name):
        return "yours"
    if expense.status == "confirmed":
        return "read" if found else ""
    return "read" if found and is_sure(found) else "check"


def hints_of(expense: ExpenseView, read: Read, desk: Desk, by: Mapping[str, str]) -> dict[str, str]:
    """Why each value stands there: the reader's reason, the category's, or which other member entered it."""
    hints = {name: _entered(by.get(in_books(name), "")) for name in edits.FIELDS}
    for name, read_as in READ_AS.items():
        if read_as in read and not is_typed(expense, name):
            hints[name] = hint_of(read[read_as], desk.locale)
    if expense.category_id and expense.category_source != "user":
        hints["category_id"] = category_hint(expense, desk.locale)
    return hints


def _entered(name: str) -> str:
    return _("Entered by {name}").format(name=name) if name else ""


def category_hint(expense: ExpenseView, locale: str) -> str:
    """Why the machine chose this category, and how sure it is."""
    why = retold(expense.category_why[:1].upper() + expense.category_why[1:])
    if expense.category_confidence is None or expense.category_confidence >= SURE:
        return why
    sure = sure_words(expense.category_confidence, locale)
    return f"{why.rstrip('.')}. {sure}." if why else f"{sure}."


def base_words(expense: ExpenseView, desk: Desk) -> str:
    """The amount in the currency of the books, where that is another one."""
    if not expense.money or expense.money.currency == desk.base_currency:
        return ""
    if expense.base_money is None:
        return _("No exchange rate for this day; left out of sums")
    amount = formats.money(expense.base_money, desk.locale)
    rate = formats.rate(expense.fx_rate or Decimal(0), desk.locale)
    return _("{amount} at {rate} ({source})").format(amount=amount, rate=rate, source=rate_source(expense.fx_source or "", desk.locale))


def rate_source(source: str, locale: str) -> str:
    """Where an exchange rate is from: the European Central Bank and its day, or the person."""
    bank, _space, day = source.partition(" ")
    if bank == "ecb":
        return _("ECB, {day}").format(day=formats.field_day(date.fromisoformat(day), locale))
    return _("Entered by you") if source == "user" else source


def meta_words(expense: ExpenseView, category: CategoryView | None, desk: Desk) -> str:
    """The line below the name: day and category."""
    day = formats.short_day(expense.occurred_on, desk.today, desk.locale)
    if expense.splits:
        return f"{day} · " + _("Divided")
    return f"{day} · {category.name}" if category else day


def request_words(expense: ExpenseView, marks: Mapping[str, str], unread: str) -> str:
    """What the person is asked to do, above the form; `unread` is why the receipt could not be read."""
    if expense.deleted_at is not None:
        return _("This expense is in the bin. It is kept for 30 days.")
    if expense.status == "failed":
        return _("{reason} Type it in here; the picture stays beside it.").format(reason=unread or _("The receipt could not be read."))
    if expense.status == "needs_review":
        labels = {"merchant": _("merchant"), "amount": _("total"), "occurred_on": _("date"), "category_id": _("category")}
        if unread:
            return unread
        doubts = [words for name, words in labels.items() if marks.get(name) == "check"]
        return _("Please check: {fields}.").format(fields=", ".join(doubts)) if doubts else _("Look it over, then approve.")
    return ""


@dataclass
class Clash:
    """What another hand has put into a field while the person was typing there; `order` is the field's place in the form."""

    field: str = ""
    order: str = ""
    words: str = ""


def clash_of(field: str, now: str, standing: ExpenseView, locale: str) -> Clash:
    """The clash at a field that now holds `now`."""
    return Clash(field, str(edits.FIELDS.index(field)), _clash_words(field, now, standing, locale))


def _clash_words(field: str, now: str, standing: ExpenseView, locale: str) -> str:
    shown = now
    if field == "category_id":
        shown = _("another category")
    elif field == "amount" and standing.money:
        shown = formats.money(standing.money, locale)
    shown = shown if len(shown) <= 80 else f"{shown[:79]}…"
    return _("Changed meanwhile to “{value}”. Yours is not saved yet.").format(value=shown) if shown else _("Emptied meanwhile.")
