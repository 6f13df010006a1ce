"""Notifications: what people should know, told once, in their inbox and by push, as they want it."""

from backend.notifications.errors import NoSuchNotification, NoSuchPreference, NoSuchSubscription, PushFailed, PushGone
from backend.notifications.preferences import PreferenceView, get_preference, list_preferences, prefer
from backend.notifications.push import send_push, send_test, spread_push
from backend.notifications.queries import list_page, unread_count
from backend.notifications.rules import way_to
from backend.notifications.service import mark_all_read, mark_read, tell_expense_read, tell_mail_refused, tell_receipt_failed, tell_security
from backend.notifications.subscribers import (
    Subscribing,
    SubscriptionView,
    forget_session,
    from_milliseconds,
    get_subscription,
    list_subscriptions,
    subscribe,
    unsubscribe,
    unsubscribe_endpoint,
)
from backend.notifications.vapid import private_key as push_private_key
from backend.notifications.vapid import public_key as push_public_key
from backend.notifications.views import NotificationView

__all__ = [
    "NoSuchNotification",
    "NoSuchPreference",
    "NoSuchSubscription",
    "NotificationView",
    "PreferenceView",
    "PushFailed",
    "PushGone",
    "Subscribing",
    "SubscriptionView",
    "forget_session",
    "from_milliseconds",
    "get_preference",
    "get_subscription",
    "list_page",
    "list_preferences",
    "list_subscriptions",
    "mark_all_read",
    "mark_read",
    "prefer",
    "push_private_key",
    "push_public_key",
    "send_push",
    "send_test",
    "spread_push",
    "subscribe",
    "tell_expense_read",
    "tell_mail_refused",
    "tell_receipt_failed",
    "tell_security",
    "unread_count",
    "unsubscribe",
    "unsubscribe_endpoint",
    "way_to",
]
