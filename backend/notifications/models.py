"""Tables of notifications (a kind and its facts; the words are made when it is shown), of who takes push messages, and of wishes."""

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
    in_app: bool = True


class PushSubscription(SQLModel, table=True):
    """A browser that takes push messages. `sealed` holds endpoint and keys; `service` is the endpoint's host."""

    __tablename__ = "push_subscription"

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    user_id: UUID
    session_id: UUID
    endpoint_hash: bytes
    service: str
    sealed: bytes
    expires_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    last_sent_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class NotificationPreference(SQLModel, table=True):
    """Whether a person wants one kind of news by one channel; what nobody has chosen is on."""

    __tablename__ = "notification_preference"

    user_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    enabled: bool
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
