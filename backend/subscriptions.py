"""Who reacts to what: the whole choreography on one screen.

A consumer is `async def name(event, once)`: it claims the event in its own transaction, recomputes from the books, and
publishes what follows. Delivery is at least once and in no order.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from backend import ai, events, expenses, intake, notifications, ocr
from backend.core.inbox import Once

Consumer = Callable[[Any, Once], Awaitable[None]]
SLOW: Final = frozenset({"read_receipt"})
"""Consumers that take seconds: they have a queue of their own, so that nothing else ever waits for them."""


@dataclass(frozen=True)
class Subscriptions:
    """Event types, and the consumers of each by name."""

    types: Mapping[str, type]
    consumers: Mapping[str, Mapping[str, Consumer]]

    def names(self) -> dict[str, tuple[str, ...]]:
        """The consumers' names by event type, as the relay wants them."""
        return {event: tuple(named) for event, named in self.consumers.items()}

    def consumer(self, event: str, name: str) -> Consumer:
        """The consumer `name` of an event type. Raises `KeyError`."""
        return self.consumers[event][name]


def subscriptions(readers: ocr.Readers) -> Subscriptions:
    """The choreography, with the readers that this worker has."""
    reactions: dict[type, dict[str, Consumer]] = {
        events.ReceiptUploaded: {"read_receipt": partial(ocr.read_receipt, readers=readers)},
        events.ReceiptRead: {"fill_from_receipt": partial(expenses.fill_from_receipt, readers=readers)},
        events.ReceiptFailed: {"mark_unreadable": expenses.mark_unreadable, "tell_receipt_failed": notifications.tell_receipt_failed},
        events.ExpenseRecorded: {"categorise": ai.categorise, "find_twins": expenses.find_twins},
        events.ExpenseAmended: {"categorise": ai.categorise_again, "find_twins": expenses.find_twins},
        events.ExpenseRestored: {"find_twins": expenses.find_twins},
        events.ExpenseCategorized: {"tell_expense_read": notifications.tell_expense_read},
        events.SecurityAlert: {"tell_security": notifications.tell_security},
        events.NotificationMade: {"spread_push": notifications.spread_push},
        events.MailReceived: {"work_mail": intake.work_mail},
        events.MailRefused: {"tell_mail_refused": notifications.tell_mail_refused},
        events.PushDue: {"send_push": notifications.send_push},
    }
    return Subscriptions(
        types={event.__name__: event for event in (*events.PUBLIC_NAMES, *events.INTERNAL)},
        consumers={event.__name__: named for event, named in reactions.items()},
    )
