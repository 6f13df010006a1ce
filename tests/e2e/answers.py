"""Answers of the server on a slow way: what comes over the socket of a page is held back, and passed on piece by piece."""

import asyncio
import re
from dataclasses import dataclass, field

from playwright.async_api import Page, WebSocketRoute

_SOCKET = re.compile(r"/_event")
_STATE = ("42", "45", "b")  # events of the framework; what keeps the line alive goes by


@dataclass
class Answers:
    """The messages of the server to one page. `hold` keeps them back, in their order."""

    waiting: asyncio.Queue[tuple[WebSocketRoute, str | bytes]] = field(default_factory=asyncio.Queue)
    are_held: bool = False
    ways: list[WebSocketRoute] = field(default_factory=list)

    def hold(self) -> None:
        """Pass nothing on from here."""
        self.are_held = True

    async def pass_until(self, text: str) -> None:
        """Pass on what comes, up to and with the message that holds a text."""
        passed = ""
        while text not in passed:
            way, message = await self.waiting.get()
            passed = str(message)
            way.send(message)

    def let_go(self) -> None:
        """Pass on what waits, and all that comes."""
        self.are_held = False
        while not self.waiting.empty():
            way, message = self.waiting.get_nowait()
            way.send(message)

    async def cut(self) -> None:
        """Break the line, which the page takes up again by itself."""
        await self.ways.pop().close(code=1012)

    def take(self, way: WebSocketRoute, message: str | bytes) -> None:
        """A message came from the server."""
        if self.are_held and str(message).startswith(_STATE):
            self.waiting.put_nowait((way, message))
        else:
            way.send(message)


async def slow_answers(page: Page) -> Answers:
    """Take the way of a page's answers into one's hands, from the next address it opens."""
    answers = Answers()

    def connect(way: WebSocketRoute) -> None:
        answers.ways.append(way)
        way.connect_to_server().on_message(lambda message: answers.take(way, message))

    await page.route_web_socket(_SOCKET, connect)
    return answers
