"""Edits of single fields: what was typed as a change of the books, and how a change is taken back. Pure."""

from datetime import date
from typing import Any

from backend.core.errors import Invalid
from backend.core.ids import parse_id
from backend.core.money import digits, parse_amount, split_by_weights
from backend.expenses import Change, ExpenseChange, ExpenseView, MoneyDraft, SplitDraft
from expense_app import days, formats, sums
from expense_app.words import _

FIELDS = ("merchant", "amount", "currency", "occurred_on", "category_id", "note", "tags", "kind")


def change_of(field: str, text: str, expense: ExpenseView, locale: str, base_currency: str, *, today: date) -> ExpenseChange:
    """The change that the text in a field asks for. Raises `Invalid` where it says nothing the books can take."""
    if field not in FIELDS:
        raise Invalid(_("There is no such field."))
    if field in ("amount", "currency"):
        money = _money(field, text, expense, locale, base_currency)
        return ExpenseChange(money=money, splits=_shared_anew(expense, money)) if expense.splits else ExpenseChange(money=money)
    if field == "occurred_on":
        return ExpenseChange(occurred_on=day_of(text, today, locale))
    return _PLAIN[field](text)


def _money(field: str, text: str, expense: ExpenseView, locale: str, base_currency: str) -> MoneyDraft:
    currency = expense.money.currency if expense.money else base_currency
    if field == "amount":
        if not text.strip():
            raise Invalid.field("amount", "required", _("Enter the amount."))
        return MoneyDraft(sums.amount_of(text, digits(currency), locale), currency)
    if expense.money is None:
        raise Invalid.field("currency", "required", _("Enter the amount first."))
    return MoneyDraft(_digits(expense), text)


def _shared_anew(expense: ExpenseView, money: MoneyDraft) -> tuple[SplitDraft, ...] | None:
    """The lines of a divided expense in the same proportions of another amount; None where there is nothing to divide."""
    whole = parse_amount(money.amount, money.currency)
    if not whole.minor or not any(each.money.minor for each in expense.splits):
        return None
    shares = split_by_weights(whole, [each.money.minor for each in expense.splits])
    return tuple(SplitDraft(share, each.category_id, each.note) for share, each in zip(shares, expense.splits, strict=True))


def _digits(expense: ExpenseView) -> str:
    """The number as it stands, without closing zeros, to be taken in another currency."""
    amount = formats.plain_amount(expense.money, "en") if expense.money else "0"
    whole, _dot, part = amount.partition(".")
    kept = part.rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def day_of(text: str, today: date, locale: str) -> date:
    """The day that a date field names, in words or numbers. Raises `Invalid`."""
    found = days.day_in(text, today, locale)
    if found is None:
        example = formats.field_day(today, locale)
        raise Invalid.field("occurred_on", "date_invalid", _("Enter a day, such as “yesterday” or {day}.").format(day=example))
    return found


def _tags(text: str) -> ExpenseChange:
    tags = (each.strip().removeprefix("#").strip() for each in text.replace("\n", ",").split(","))
    return ExpenseChange(tags=tuple(dict.fromkeys(each for each in tags if each)))


def _category(text: str) -> ExpenseChange:
    return ExpenseChange(category_id=parse_id(text) if text else None)


def _kind(text: str) -> ExpenseChange:
    return ExpenseChange(kind="income" if text == "income" else "expense")


_PLAIN: dict[str, Any] = {
    "merchant": lambda text: ExpenseChange(merchant=text.strip() or None),
    "category_id": _category,
    "note": lambda text: ExpenseChange(note=text),
    "tags": _tags,
    "kind": _kind,
}


def can_go_back(change: Change) -> bool:
    """Whether a version changed something that a person can put back; the first one made the expense."""
    return change.version > 1 and any(name in _BACK for name in change.changes)


def back_to(change: Change) -> ExpenseChange:
    """The change that puts back what stood before `change`, as far as a person can set it."""
    before = {name: old for name, (old, _new) in change.changes.items() if name in _BACK}
    return ExpenseChange(**{name: _BACK[name](old) for name, old in before.items()})


def _lines(old: Any) -> tuple[SplitDraft, ...] | None:
    lines = ((each["money"], parse_id(each["category_id"] or ""), each["note"]) for each in old or ())
    return tuple(SplitDraft(MoneyDraft(money["amount"], money["currency"]), category, note) for money, category, note in lines) or None


_BACK: dict[str, Any] = {
    "splits": _lines,
    "merchant": lambda old: old or None,
    "money": lambda old: MoneyDraft(old["amount"], old["currency"]) if old else None,
    "occurred_on": date.fromisoformat,
    "category_id": lambda old: parse_id(old) if old else None,
    "note": lambda old: old or "",
    "tags": lambda old: tuple(old or ()),
    "kind": lambda old: old,
}
