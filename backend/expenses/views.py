"""What callers get: frozen views of expenses, their history and their sums."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.core.money import Money


@dataclass(frozen=True)
class SplitView:
    """One line of a divided expense; `base_money` is its share of the whole's base amount."""

    category_id: UUID | None
    money: Money
    note: str
    base_money: Money | None = None


@dataclass(frozen=True)
class ReceiptBrief:
    """A receipt of an expense and how far its reading is: queued, reading, read, failed."""

    id: UUID
    status: str
    error: str | None = None


@dataclass(frozen=True)
class ExpenseView:
    """An expense as it stands. `money` is None until it is known; `base_money` is None without a rate («unconverted»)."""

    id: UUID
    workspace_id: UUID
    created_by: UUID | None
    kind: str
    status: str
    occurred_on: date
    money: Money | None
    base_money: Money | None
    fx_rate: Decimal | None
    fx_source: str | None
    description: str
    merchant_id: UUID | None
    merchant_name: str
    note: str
    category_id: UUID | None
    category_source: str
    category_confidence: float | None
    category_why: str
    account_id: UUID | None
    tags: tuple[str, ...]
    splits: tuple[SplitView, ...]
    receipts: tuple[ReceiptBrief, ...]
    recurring_id: UUID | None
    transfer_id: UUID | None
    reimbursable: bool
    field_sources: dict[str, str]
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True)
class Change:
    """One version of an expense: `changes` is `{field: (old, new)}` in plain JSON values, `source` says who set them."""

    version: int
    at: datetime
    actor_id: UUID | None
    source: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class ListTotals:
    """What a filter finds: how many, their net spending in base minor units, and how many are left out unconverted."""

    count: int
    base_minor: int
    base_currency: str
    unconverted: int


@dataclass(frozen=True)
class BulkResult:
    """How many rows a bulk change reached, how many it left as they were, and the token that takes it back."""

    changed: int
    skipped: int
    undo_token: str | None = None
