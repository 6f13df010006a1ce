"""Tables of people and workspaces."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, Column, DateTime
from sqlalchemy.dialects.postgresql import CITEXT, JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class UserAccount(SQLModel, table=True):
    """A person who signs in. `email` compares without case."""

    __tablename__ = "user_account"

    id: UUID = Field(primary_key=True)
    email: str = Field(sa_column=Column(CITEXT, nullable=False, unique=True))
    password_hash: str
    display_name: str
    locale: str = "en"
    timezone: str = "UTC"
    preferences: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    default_workspace_id: UUID | None = None
    email_verified_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class Workspace(SQLModel, table=True):
    """One set of books: a base currency, a time zone, and the wrapped key that its files are encrypted with."""

    __tablename__ = "workspace"

    id: UUID = Field(primary_key=True)
    name: str
    base_currency: str = Field(sa_type=CHAR(3))
    timezone: str = "UTC"
    data_key: bytes
    created_by: UUID
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    deleted_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class Membership(SQLModel, table=True):
    """A person's role in a workspace."""

    __tablename__ = "membership"

    workspace_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    role: str
    joined_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
