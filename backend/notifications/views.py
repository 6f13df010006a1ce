"""Notifications as readers see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.notifications.models import Notification
from backend.notifications.rules import words


@dataclass(frozen=True)
class NotificationView:
    """Something to know: words for people, kind and facts for programs, and the expense that it leads to."""

    id: UUID
    kind: str
    title: str
    text: str
    params: dict[str, Any]
    expense_id: UUID | None
    created_at: datetime
    read_at: datetime | None


def view_of(row: Notification) -> NotificationView:
    """The view of a row."""
    title, text = words(row.kind, row.params)
    return NotificationView(row.id, row.kind, title, text, row.params, row.expense_id, row.created_at, row.read_at)
