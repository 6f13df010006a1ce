"""Messages to the person at the page. They are state, since the content policy keeps scripts sent by the server from running."""

from dataclasses import dataclass
from time import monotonic
from typing import Final

import reflex as rx

from expense_app.marks import public

SHOWN: Final = 3
OLD_SECONDS: Final = 20.0


@dataclass
class Message:
    """One message. `tone` is 'info' or 'bad'; `undo` is the token that takes the change back, '' where there is none."""

    number: int = 0
    text: str = ""
    tone: str = "info"
    undo: str = ""


class Notice(rx.State):
    """The latest messages, the newest last. How long each is seen, and that it stays while it is used, is up to the page."""

    messages: list[Message] = []
    _number: int = 0
    _said_at: float = 0.0

    @rx.event
    @public
    def say(self, text: str, tone: str = "info", undo: str = "") -> None:
        """Show a message; `undo` is the token that takes the change back, empty where there is none."""
        self._number += 1
        said = Message(self._number, text[:500], tone if tone in ("info", "bad") else "info", undo[:200])
        kept = [] if self._is_old() else [each for each in self.messages if each.undo or each.text != said.text]
        self.messages = [*kept, said][-SHOWN:]
        self._said_at = monotonic()

    @rx.event
    @public
    def hide(self, number: int) -> None:
        """Put a message away."""
        self.messages = [each for each in self.messages if each.number != number]

    def _taken_back(self, undo: str) -> None:
        """Put the message of a change away that is undone."""
        self.messages = [each for each in self.messages if each.undo != undo]

    def _tidy(self) -> None:
        """Forget what was said long ago, so that a page that is opened anew does not say it again."""
        if self.messages and self._is_old():
            self.messages = []

    def _is_old(self) -> bool:
        """By this process's clock; after a change of process what was said before counts as old."""
        return not 0 <= monotonic() - self._said_at < OLD_SECONDS
