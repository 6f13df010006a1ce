"""What callers send: drafts of new expenses, changes to recorded ones, filters and selections. Checked by `rules`."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, Literal
from uuid import UUID

from backend.core.money import Money

Kind = Literal["expense", "income", "transfer"]
Status = Literal["processing", "needs_review", "confirmed", "failed"]
Sort = Literal["-occurred_on", "occurred_on", "-amount", "amount", "-created_at"]


class Unset(Enum):
    """The type of `UNSET`, which says «not sent» where None would mean «empty it»."""

    UNSET = "unset"

    def __bool__(self) -> bool:
        """Nothing was sent."""
        return False


UNSET: Final = Unset.UNSET


@dataclass(frozen=True)
class MoneyDraft:
    """Money as it was typed: a plain decimal string and a currency code."""

    amount: str
    currency: str


@dataclass(frozen=True)
class SplitDraft:
    """One line of a divided expense."""

    money: Money | MoneyDraft
    category_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True)
class ExpenseDraft:
    """A new expense; what is left UNSET gets its usual value. `merchant` is a name, `merchant_id` an existing one's id."""

    kind: Kind | Unset = UNSET
    occurred_on: date | Unset = UNSET
    money: Money | MoneyDraft | Unset = UNSET
    description: str | Unset = UNSET
    merchant: str | Unset | None = UNSET
    merchant_id: UUID | Unset | None = UNSET
    note: str | Unset = UNSET
    category_id: UUID | Unset | None = UNSET
    account_id: UUID | Unset | None = UNSET
    tags: tuple[str, ...] | Unset = UNSET
    splits: tuple[SplitDraft, ...] | Unset | None = UNSET
    reimbursable: bool | Unset = UNSET
    fx_rate: Decimal | str | Unset | None = UNSET

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, by name."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in values if value is not UNSET}


@dataclass(frozen=True)
class ExpenseChange(ExpenseDraft):
    """A change of a recorded expense: UNSET fields stay. `status` takes 'confirmed' alone, a person's approval."""

    status: Literal["confirmed"] | Unset = UNSET


@dataclass(frozen=True)
class ExpenseFilter:
    """Which expenses: all conditions hold together, None asks for nothing.

    `category_id` takes its sub-categories and split lines with it, and 'none' means without a category. Amounts mean the
    base currency, or `currency` where that is given. `deleted` lists the bin instead of the books.
    """

    q: str | None = None
    from_: date | None = None
    to: date | None = None
    kind: Kind | None = None
    status: Status | None = None
    category_id: UUID | Literal["none"] | None = None
    account_id: UUID | None = None
    merchant_id: UUID | None = None
    tag: str | None = None
    min_amount: str | None = None
    max_amount: str | None = None
    currency: str | None = None
    has_receipt: bool | None = None
    deleted: bool = False


@dataclass(frozen=True)
class Selection:
    """Rows for a bulk change: these ids, or whatever a filter finds."""

    ids: tuple[UUID, ...] = ()
    filter: ExpenseFilter | None = None


@dataclass(frozen=True)
class Suggestion:
    """What the machine takes an expense for: a category of the workspace or None, who says so, how sure, and why."""

    category_id: UUID | None
    source: Literal["rule", "memory", "catalogue", "model", "llm", "provider"]
    confidence: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Reading:
    """What a receipt's reader found, in values the books take; None where it found nothing that holds."""

    merchant: str | None = None
    occurred_on: date | None = None
    money: Money | None = None
