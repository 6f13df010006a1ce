"""Categories and merchants as callers see and send them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

CategoryKind = Literal["expense", "income"]


@dataclass(frozen=True)
class CategoryView:
    """A category. `key` names the starter category it came from and survives renaming; None for a person's own."""

    id: UUID
    key: str | None
    name: str
    parent_id: UUID | None
    icon: str
    color: str | None
    kind: str
    position: int
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class CategoryDraft:
    """A new category."""

    name: str
    parent_id: UUID | None = None
    icon: str = "tag"
    color: str | None = None
    kind: CategoryKind = "expense"


@dataclass(frozen=True)
class CategoryChange:
    """The category as it should be from now on, field by field; `sent` names the fields that count."""

    sent: frozenset[str]
    name: str | None = None
    parent_id: UUID | None = None
    icon: str | None = None
    color: str | None = None
    kind: CategoryKind | None = None


@dataclass(frozen=True)
class MerchantView:
    """Whom money went to."""

    id: UUID
    name: str
