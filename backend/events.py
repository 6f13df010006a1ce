"""Every event: what has happened, in the past tense, with ids, days and minor units only.

An event is published in the transaction that made it true (`core.outbox.publish`); who reacts stands in
`subscriptions.py`. `PUBLIC_NAMES` are the names that integrations see.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID


@dataclass(frozen=True)
class WorkspaceCreated:
    """A person has new books."""

    owner_id: UUID


@dataclass(frozen=True)
class ReceiptUploaded:
    """A receipt's file is stored and waits to be read."""

    receipt_id: UUID
    expense_id: UUID


@dataclass(frozen=True)
class ReceiptRead:
    """A receipt has been read; its fields stand on its row."""

    receipt_id: UUID
    expense_id: UUID


@dataclass(frozen=True)
class ReceiptFailed:
    """A receipt cannot be read; `code` says why."""

    receipt_id: UUID
    expense_id: UUID
    code: str


@dataclass(frozen=True)
class ExpenseRecorded:
    """An expense stands in the books: typed by a person, or filled in from its receipt."""

    expense_id: UUID
    occurred_on: date


@dataclass(frozen=True)
class ExpenseAmended:
    """Fields of an expense have changed."""

    expense_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ExpenseRemoved:
    """An expense went to the bin."""

    expense_id: UUID


@dataclass(frozen=True)
class ExpenseRestored:
    """An expense came back from the bin."""

    expense_id: UUID


@dataclass(frozen=True)
class ExpenseCategorized:
    """The machine has looked for a category; `category_id` is None when it knows none."""

    expense_id: UUID
    category_id: UUID | None
    source: str


@dataclass(frozen=True)
class SecurityAlert:
    """Something a person should know about their account: `kind` is 'refresh_reused', 'register_taken' and the like."""

    user_id: UUID
    kind: str


@dataclass(frozen=True)
class NotificationMade:
    """A person has been told something new."""

    notification_id: UUID
    user_id: UUID


@dataclass(frozen=True)
class PushDue:
    """One browser of a person is owed a push message about a notification."""

    notification_id: UUID
    subscription_id: UUID


@dataclass(frozen=True)
class MailReceived:
    """A mail for somebody's address is kept and waits to be worked."""

    mail_id: UUID


@dataclass(frozen=True)
class MailRefused:
    """A mail brought no receipt; `reason` says why."""

    mail_id: UUID
    user_id: UUID
    reason: str


Event = (
    WorkspaceCreated
    | ReceiptUploaded
    | ReceiptRead
    | ReceiptFailed
    | ExpenseRecorded
    | ExpenseAmended
    | ExpenseRemoved
    | ExpenseRestored
    | ExpenseCategorized
    | SecurityAlert
    | NotificationMade
    | PushDue
    | MailReceived
    | MailRefused
)

INTERNAL: Final[tuple[type, ...]] = (WorkspaceCreated, NotificationMade, PushDue, MailReceived, MailRefused)
"""Events that concern nobody outside."""

PUBLIC_NAMES: Final[dict[type, str]] = {
    ExpenseRecorded: "expense.created",
    ExpenseAmended: "expense.updated",
    ExpenseRemoved: "expense.deleted",
    ExpenseRestored: "expense.updated",
    ReceiptUploaded: "receipt.uploaded",
    ReceiptRead: "receipt.read",
    ReceiptFailed: "receipt.failed",
    ExpenseCategorized: "expense.categorized",
    SecurityAlert: "security.alert",
}
