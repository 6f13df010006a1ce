"""People at a running site, for benches: registered, with a session's cookie, books that are not empty, and sockets."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Self

import aiohttp

from backend.core.ids import new_id
from tests.security.socket_client import STATE, Socket, merged

PASSWORD: Final = "plenty of small coins"  # noqa: S105 - of people who live for a minute
_MERCHANTS: Final = ("Corner bakery", "Bean & leaf", "City trams", "Paper and pens", "Green grocer", "Harbour hotel", "Book nook")
_AT_ONCE: Final = 8
_PATIENCE: Final = 30.0


@dataclass
class Visitor:
    """Somebody who is signed in at `url`."""

    url: str
    web: aiohttp.ClientSession
    email: str = field(default_factory=lambda: f"{new_id()}@bench.example")
    cookie: str = ""
    csrf: str = ""

    async def register(self) -> Self:
        """Make the account and its session."""
        form = {"email": self.email, "password": PASSWORD, "display_name": "Bench", "base_currency": "EUR", "locale": "en-GB"}
        answer = await self._form("register", form)
        self.cookie = answer.cookies["outlay"].value
        async with self.web.get(f"{self.url}/session/csrf", headers=self.headers) as shown:
            self.csrf = (await shown.json())["csrf"]
        return self

    async def sign_in(self) -> None:
        """Sign in once more, as from another browser."""
        await self._form("login", {"email": self.email, "password": PASSWORD})

    async def _form(self, name: str, fields: dict[str, str]) -> aiohttp.ClientResponse:
        """Send a form as a visitor's page does. Raises when it is refused."""
        async with self.web.get(f"{self.url}/session/csrf") as shown:
            csrf = (await shown.json())["csrf"]
        async with self.web.post(f"{self.url}/session/{name}", json={**fields, "csrf": csrf}, headers={"Origin": self.url}) as answer:
            answer.raise_for_status()
            return answer

    @property
    def headers(self) -> dict[str, str]:
        """What the person's own browser sends."""
        return {"Cookie": f"outlay={self.cookie}", "Origin": self.url, "X-CSRF-Token": self.csrf}

    async def fill(self, number: int) -> None:
        """Type in some expenses of the last months."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(each: int) -> None:
            day = date.today() - timedelta(days=each // 3)  # noqa: DTZ011 - any day of the past will do
            body = {
                "money": {"amount": f"{3 + each % 90}.{each % 100:02}", "currency": "EUR"},
                "merchant": _MERCHANTS[each % len(_MERCHANTS)],
                "occurred_on": day.isoformat(),
            }
            async with turns, self.web.post(f"{self.url}/api/v1/expenses", json=body, headers=self.headers) as answer:
                answer.raise_for_status()

        await asyncio.gather(*(one(each) for each in range(number)))

    async def read(self, path: str) -> Any:
        """What the API answers. Raises when it refuses."""
        async with self.web.get(f"{self.url}/api/v1/{path}", headers=self.headers) as answer:
            answer.raise_for_status()
            return await answer.json()

    def socket(self) -> Socket:
        """A tab of this person."""
        return Socket(self.url, cookie=self.cookie)


async def open_page(socket: Socket, page: str) -> None:
    """Load a page as a browser that has just opened it, until its own events are through."""
    await socket.fire(f"{STATE}.hydrate_and_load", page=page)
    while not merged([await socket.update(_PATIENCE)]).get("is_hydrated"):
        pass
    await socket.updates(first=0.5, quiet=0.3)


async def fire_and_wait(socket: Socket, event: str, var: str, page: str) -> Any:
    """Send one event and return the new value of `var`, which it sets."""
    await socket.fire(event, page=page)
    while True:
        seen = merged([await socket.update(_PATIENCE)])
        if var in seen:
            return seen[var]
