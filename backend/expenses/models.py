"""Tables of the books. An expense is two rows: a flat key that everything refers to, and the facts, partitioned by year."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, Column, DateTime, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class ExpenseKey(SQLModel, table=True):
    """An expense's identity, which every writer locks first, and where it came from."""

    __tablename__ = "expense_key"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    created_by: UUID | None = None
    source: str = "manual"
    external_id: str | None = None
    idempotency_key: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class Expense(SQLModel, table=True):
    """The facts of an expense. `field_sources` remembers who set each field; `splits` are lines of category and amount."""

    __tablename__ = "expense"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    occurred_on: date = Field(primary_key=True)
    created_by: UUID | None = None
    kind: str = "expense"
    status: str
    amount_minor: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = Field(default=None, sa_type=CHAR(3))
    base_minor: int | None = Field(default=None, sa_type=BigInteger)
    base_currency: str = Field(sa_type=CHAR(3))
    fx_rate: Decimal | None = Field(default=None, sa_type=Numeric(24, 12))
    fx_source: str | None = None
    description: str = ""
    merchant_id: UUID | None = None
    merchant_name: str = ""
    note: str = ""
    category_id: UUID | None = None
    category_source: str = "none"
    category_confidence: float | None = None
    category_why: str = ""
    account_id: UUID | None = None
    tags: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    splits: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    reimbursable: bool = False
    private_to: UUID | None = None
    recurring_id: UUID | None = None
    transfer_id: UUID | None = None
    field_sources: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    deleted_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ExpenseChange(SQLModel, table=True):
    """One version's change: `{field: [old, new]}`, by whom, and whether a person or the machine. Never altered."""

    __tablename__ = "expense_change"

    workspace_id: UUID = Field(primary_key=True)
    expense_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    actor_id: UUID | None = None
    source: str
    changes: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class Undo(SQLModel, table=True):
    """What a bulk change replaced, for its person to take it back within the time."""

    __tablename__ = "undo"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    user_id: UUID
    entries: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    used_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
