"""What can go wrong with notifications."""

from backend.core.errors import NotFound


class NoSuchNotification(NotFound):
    """There is no such notification for this person."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such notification.")
