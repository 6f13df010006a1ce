"""What can go wrong with a receipt that is stored."""

from backend.core.errors import Conflict, NotFound


class NoSuchReceipt(NotFound):
    """There is no such receipt in this workspace."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such receipt.")


class NotReady(Conflict):
    """A picture that is asked for before it has been made."""

    code, title = "not_ready", "This picture is not ready yet. Please try again in a moment."

    def __init__(self) -> None:
        """Ask to come back in a second."""
        super().__init__(headers={"Retry-After": "1"})
