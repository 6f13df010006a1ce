"""Tables of receipts: the file as it came, what was read in it, and the cleaned copies that are served."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class Receipt(SQLModel, table=True):
    """A receipt of an expense. The original lies encrypted under `storage_key` and is never served.

    `fields` is `{name: {value, confidence, box: [page, x, y, w, h] | null, why}}`; `lease_number` fences readers.
    `regions` are the boxes of two receipts where the picture shows two, the one that was read first, and `regions_answer` what a
    person has said about it; `part` is the place of one that goes on in another, or goes on from it,
    and `alone` its fields and lines as they were read without the others: `{"fields", "lines"}`.
    """

    __tablename__ = "receipt"

    workspace_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    expense_id: UUID
    status: str = "queued"
    sha256: bytes
    media_type: str
    size_bytes: int
    file_name: str = ""
    storage_key: str
    pages: int | None = None
    engine: str | None = None
    ms: int | None = None
    cpu_ms: int | None = None
    error_code: str | None = None
    error: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSONB, nullable=False))
    text: str = ""
    regions: list[list[float]] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    regions_answer: str | None = None
    part: int | None = None
    alone: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    uploaded_by: UUID | None = None
    lease_until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    lease_number: int = 0
    attempts: int = 0
    wanted_engine: str | None = None
    wanted_language: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    queued_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    read_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    deleted_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ReceiptFile(SQLModel, table=True):
    """One stored file made from a receipt: a cleaned page or its thumb; kept, never served: the words, and a second receipt cut out."""

    __tablename__ = "receipt_file"

    workspace_id: UUID = Field(primary_key=True)
    receipt_id: UUID = Field(primary_key=True)
    variant: str = Field(primary_key=True)
    page: int = Field(default=1, primary_key=True)
    storage_key: str
    media_type: str
    width: int | None = None
    height: int | None = None
    size_bytes: int
