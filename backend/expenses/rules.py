"""What the books take and what outranks what: pure functions, with the words that UI and API both say."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, get_args
from uuid import UUID

from backend.core.errors import Invalid
from backend.core.money import Money, MoneyInvalid, checked, digits, parse_amount, split_by_weights, to_decimal_string
from backend.core.text import has_forbidden_characters
from backend.expenses.drafts import ExpenseDraft, Kind, MoneyDraft, SplitDraft
from backend.expenses.errors import refused

FIRST_DAY: Final = date(1970, 1, 1)
NOTE_MAX: Final = 20_000
DESCRIPTION_MAX: Final = 2_000
MERCHANT_MAX: Final = 200
TAGS_MAX: Final = 50
TAG_MAX: Final = 60
SPLITS_MAX: Final = 100
BASE_MAX: Final = 10**18
RATE_MAX: Final = Decimal(10) ** 12
RATE_DIGITS: Final = 12

# Weakest first: nothing lower overwrites something higher.
RANKS: Final = ("none", "provider", "llm", "model", "catalogue", "memory", "rule", "user")

_PLAIN_NUMBER: Final = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,18})?", re.ASCII)
_FORBIDDEN: Final = "This holds characters that cannot be stored. Please type it again."


def may_set(standing: str | None, source: str) -> bool:
    """Whether a value of `source` may replace one of `standing` (None: nobody has set it)."""
    return RANKS.index(source) >= RANKS.index(standing or "none")


def last_day(today: date) -> date:
    """The latest day an expense may have: a year from today."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:  # 29 February
        return date(today.year + 1, 2, 28)


def cleaned(sent: ExpenseDraft, today: date) -> dict[str, Any]:
    """The sent fields as they will be stored. Raises `Invalid` that names every refused field at once."""
    values, problems = {}, []
    for name, value in sent.sent().items():
        try:
            values[name] = _CHECKS[name](value, today)
        except Invalid as error:
            problems.extend(error.fields)
    if problems:
        raise refused(problems)
    return values


def checked_text(field: str, value: object, longest: int) -> str:
    """`value` without the blanks around it. Raises `Invalid`: no text, too long, or characters that cannot be stored."""
    if not isinstance(value, str):
        raise Invalid.field(field, "not_text", "This should be text.")
    text = value.strip()
    if has_forbidden_characters(text):
        raise Invalid.field(field, "forbidden_characters", _FORBIDDEN)
    if len(text) > longest:
        raise Invalid.field(field, "too_long", f"At most {longest:,} characters, please; this has {len(text):,}.")
    return text


def checked_day(field: str, value: object, today: date) -> date:
    """A day from 1970 to a year from today. Raises `Invalid`."""
    if not isinstance(value, date):
        raise Invalid.field(field, "not_a_date", "A day looks like 2026-11-24.")
    last = last_day(today)
    if not FIRST_DAY <= value <= last:
        raise Invalid.field(field, "date_out_of_range", f"Choose a day from {FIRST_DAY} to {last}.")
    return value


def checked_money(field: str, value: object) -> Money:
    """Money within the bounds, from `Money` or as it was typed. Raises `Invalid`."""
    if not isinstance(value, (Money, MoneyDraft)):
        raise Invalid.field(field, "required", "Please send an amount and its currency.")
    try:
        digits(value.currency)
        return checked(value) if isinstance(value, Money) else parse_amount(value.amount, value.currency)
    except MoneyInvalid as error:
        raise error.at(f"{field}.{error.field_name}") from None


def checked_rate(value: object) -> Decimal | None:
    """A person's own rate: above zero, with at most 12 decimals; None takes it back. Raises `Invalid`."""
    if value is None:
        return None
    rate = _decimal(value)
    if rate is None or not 0 < rate <= RATE_MAX or -int(rate.as_tuple().exponent) > RATE_DIGITS:
        raise Invalid.field("fx_rate", "rate_invalid", "A rate is a plain number above zero, such as 1.0867, with at most 12 decimals.")
    return rate


def _decimal(value: object) -> Decimal | None:
    """A finite number from a Decimal or from plain ASCII digits and a point."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(value) if isinstance(value, str) and _PLAIN_NUMBER.fullmatch(value) else None


def checked_tags(value: object) -> list[str]:
    """Tags in the order they came, each once. Raises `Invalid`."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise Invalid.field("tags", "not_a_list", "This should be a list.")
    tags = [checked_text(f"tags.{number}", tag, TAG_MAX) for number, tag in enumerate(value)]
    if not all(tags):
        raise Invalid.field(f"tags.{tags.index('')}", "too_short", "A tag has at least one character.")
    once = list(dict.fromkeys(tags))
    if len(once) > TAGS_MAX:
        raise Invalid.field("tags", "too_many", f"At most {TAGS_MAX} tags, please.")
    return once


def checked_splits(value: object) -> list[SplitDraft] | None:
    """Split lines with checked money and notes; none at all takes the division back. Raises `Invalid`."""
    if not value:
        return None
    if not isinstance(value, Sequence):
        raise Invalid.field("splits", "not_a_list", "This should be a list.")
    if len(value) > SPLITS_MAX:
        raise Invalid.field("splits", "too_many", f"At most {SPLITS_MAX} lines, please.")
    return [_checked_split(f"splits.{number}", split) for number, split in enumerate(value)]


def _checked_split(field: str, split: SplitDraft) -> SplitDraft:
    return SplitDraft(
        checked_money(f"{field}.money", split.money),
        checked_id(f"{field}.category_id", split.category_id),
        checked_text(f"{field}.note", split.note, NOTE_MAX),
    )


def checked_id(field: str, value: object) -> UUID | None:
    """An id or None. Raises `Invalid`."""
    if value is not None and not isinstance(value, UUID):
        raise Invalid.field(field, "not_an_id", "This is not an id.")
    return value


def _checked_merchant(value: object) -> str:
    return "" if value is None else checked_text("merchant", value, MERCHANT_MAX)


def _checked_choice(field: str, value: object, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise Invalid.field(field, "not_a_choice", f"Choose one of {', '.join(choices)}.")
    return str(value)


def _checked_status(value: object) -> str:
    if value != "confirmed":
        raise Invalid.field("status", "not_a_choice", "A person sets the status to “confirmed” alone; the rest follows from reading.")
    return "confirmed"


def _checked_flag(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise Invalid.field(field, "not_a_boolean", "This should be true or false.")
    return value


_CHECKS: Final[dict[str, Callable[[Any, date], Any]]] = {
    "kind": lambda value, _: _checked_choice("kind", value, get_args(Kind)),
    "occurred_on": lambda value, today: checked_day("occurred_on", value, today),
    "money": lambda value, _: checked_money("money", value),
    "description": lambda value, _: checked_text("description", value, DESCRIPTION_MAX),
    "merchant": lambda value, _: _checked_merchant(value),
    "merchant_id": lambda value, _: checked_id("merchant_id", value),
    "note": lambda value, _: checked_text("note", value, NOTE_MAX),
    "category_id": lambda value, _: checked_id("category_id", value),
    "account_id": lambda value, _: checked_id("account_id", value),
    "tags": lambda value, _: checked_tags(value),
    "splits": lambda value, _: checked_splits(value),
    "reimbursable": lambda value, _: _checked_flag("reimbursable", value),
    "fx_rate": lambda value, _: checked_rate(value),
    "status": lambda value, _: _checked_status(value),
}


def check_sum(splits: Sequence[Money], money: Money | None) -> None:
    """Refuse split lines that are not the whole. Raises `Invalid` that says by how much."""
    if money is None:
        raise Invalid.field("splits", "splits_without_total", "Enter the amount first, then divide it.")
    for number, split in enumerate(splits):
        if split.currency != money.currency:
            raise Invalid.field(f"splits.{number}.money.currency", "splits_currency", f"The lines are in {money.currency} like the whole.")
    left = money.minor - sum(split.minor for split in splits)
    if left:
        amount = to_decimal_string(Money(abs(left), money.currency))
        words = (
            f"{amount} {money.currency} {'is left to divide' if left > 0 else 'is divided too much'}. The lines must add up to the whole."
        )
        raise Invalid.field("splits", "splits_sum", words)


def base_shares(splits: Sequence[Money], base: Money | None) -> list[int | None]:
    """What each split line is of the base amount; the shares sum to it."""
    if base is None:
        return [None] * len(splits)
    weights = [split.minor for split in splits]
    if not any(weights):
        return [base.minor] + [0] * (len(splits) - 1)
    return [share.minor for share in split_by_weights(base, weights)]
