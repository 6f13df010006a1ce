"""Notifications: what people should know, told once, in their inbox."""

from backend.notifications.errors import NoSuchNotification
from backend.notifications.queries import list_page, unread_count
from backend.notifications.service import mark_all_read, mark_read, tell_expense_read, tell_receipt_failed, tell_security
from backend.notifications.views import NotificationView

__all__ = [
    "NoSuchNotification",
    "NotificationView",
    "list_page",
    "mark_all_read",
    "mark_read",
    "tell_expense_read",
    "tell_receipt_failed",
    "tell_security",
    "unread_count",
]
