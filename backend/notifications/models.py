"""Table of notifications: a kind and its facts; the words are made for the reader's language when it is shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class Notification(SQLModel, table=True):
    """Something one person should know. `dedupe_key` keeps the same news from being told twice."""

    __tablename__ = "notification"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    user_id: UUID
    kind: str
    params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    expense_id: UUID | None = None
    dedupe_key: str
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    read_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
