"""Tables of the order in the books: categories, merchants and rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class Category(SQLModel, table=True):
    """What an expense was for. `key` names a starter category; it stays when the person renames it."""

    __tablename__ = "category"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    key: str | None = None
    name: str
    parent_id: UUID | None = None
    icon: str = "tag"
    color: str | None = None
    kind: str = "expense"
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class Merchant(SQLModel, table=True):
    """Whom money went to. `name_key` is the name without case, accents and punctuation."""

    __tablename__ = "merchant"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str
    name_key: str
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class Rule(SQLModel, table=True):
    """What a person wants done with every expense of a kind: `{field, op, value}` conditions, `{op, field, value}` actions."""

    __tablename__ = "rule"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str
    stage: str = "default"
    match: str = "all"
    conditions: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    actions: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    enabled: bool = True
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
