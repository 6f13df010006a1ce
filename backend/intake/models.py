"""Tables of mail intake: addresses, allowed senders, mails."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class IntakeAddress(SQLModel, table=True):
    """The secret address of a person in a workspace. `sealed` holds its token; `token_hash` is what it is found by."""

    __tablename__ = "intake_address"

    workspace_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    token_hash: bytes
    sealed: bytes
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class IntakeSender(SQLModel, table=True):
    """One who may write to it: an address, or `@` and a domain."""

    __tablename__ = "intake_sender"

    workspace_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class IntakeMail(SQLModel, table=True):
    """A mail. `storage_key` names it as it came, sealed; `provider_id` where it still lies with the provider that announced it.

    `results` are `{name, outcome, expense_id}`, one for each file that was in it.
    """

    __tablename__ = "intake_mail"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    user_id: UUID
    message_key: bytes
    delivery_key: str | None = None
    provider_id: str | None = None
    storage_key: str | None = None
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)
    sender: str = ""
    subject: str = ""
    status: str = "waiting"
    reason: str | None = None
    results: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    worked_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
