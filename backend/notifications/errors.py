"""What can go wrong with notifications."""

from backend.core.errors import NotFound, Problem


class NoSuchNotification(NotFound):
    """There is no such notification for this person."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such notification.")


class NoSuchSubscription(NotFound):
    """There is no such push subscription of this person."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such push subscription.")


class NoSuchPreference(NotFound):
    """There is no such kind of news."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such kind of notification.")


class PushGone(Problem):
    """The push service knows this browser no more: its subscription is over."""

    status, code, title = 410, "push_gone", "This browser no longer takes push messages"


class PushFailed(Problem):
    """The push service did not take a message; it may later."""

    status, code, title = 503, "push_failed", "The push service of this browser did not take the message"
