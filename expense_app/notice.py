"""Messages to the person at the page. They are state, since the content policy keeps scripts sent by the server from running."""

import reflex as rx

from expense_app.marks import public


class Notice(rx.State):
    """The message now shown: `tone` is 'info' or 'bad', `number` changes with each so that a repeated one shows again."""

    text: str = ""
    tone: str = "info"
    undo: str = ""
    number: int = 0

    @rx.event
    @public
    def say(self, text: str, tone: str = "info", undo: str = "") -> None:
        """Show a message; `undo` is the token that takes the change back, empty where there is none."""
        self.text, self.tone, self.undo = text[:500], tone if tone in ("info", "bad") else "info", undo[:200]
        self.number += 1

    @rx.event
    @public
    def hide(self) -> None:
        """Put the message away."""
        self.text = self.undo = ""
