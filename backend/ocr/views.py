"""Receipts as others see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.ocr.models import Receipt


@dataclass(frozen=True)
class ReceiptView:
    """A receipt and what was read in it: `fields` by name, `lines` bought. `error` is for people, `error_code` for programs.

    `part` is its place among the pictures of one long receipt, None for one that is whole.
    """

    id: UUID
    expense_id: UUID
    status: str
    media_type: str
    file_name: str
    size_bytes: int
    pages: int | None
    engine: str | None
    ms: int | None
    cpu_ms: int | None
    error_code: str | None
    error: str | None
    fields: dict[str, Any]
    lines: list[dict[str, Any]]
    created_at: datetime
    read_at: datetime | None
    uploaded_by: UUID | None
    part: int | None = None


@dataclass(frozen=True)
class ReceiptFileView:
    """A cleaned picture, ready to be sent."""

    data: bytes
    media_type: str


def view_of(row: Receipt) -> ReceiptView:
    """The view of a row."""
    return ReceiptView(
        id=row.id,
        expense_id=row.expense_id,
        status=row.status,
        media_type=row.media_type,
        file_name=row.file_name,
        size_bytes=row.size_bytes,
        pages=row.pages,
        engine=row.engine,
        ms=row.ms,
        cpu_ms=row.cpu_ms,
        error_code=row.error_code,
        error=row.error,
        fields=row.fields,
        lines=row.lines,
        created_at=row.created_at,
        read_at=row.read_at,
        uploaded_by=row.uploaded_by,
        part=row.part,
    )
