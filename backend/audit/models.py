"""Table of the audit: who did what, when, from where. The app may add to it and never change it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class AuditEntry(SQLModel, table=True):
    """One act. `detail` holds facts without secrets."""

    __tablename__ = "audit_entry"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    actor_id: UUID | None = None
    action: str
    object_type: str = ""
    object_id: UUID | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    address: str = ""
    request_id: UUID | None = None
