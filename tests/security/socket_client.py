"""A bare client of the socket: speaks the protocol by hand, so that it can also speak it badly."""

import asyncio
import json
import ssl
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import aiohttp

STATE = "reflex___state____state"
NAMESPACE = "/_event"


class ClosedError(Exception):
    """The server ended the socket; `code` is the close code."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Socket:
    """One socket to a site at `url`."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        cookie: str = "",
        origin: str | None = "own",
        path: str = NAMESPACE,
        cookie_name: str = "outlay",
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`origin` 'own' is the site's; None sends none. `trust` holds the certificates believed over wss."""
        self.token = token or str(uuid4())
        self._address = f"{url}{path}/?EIO=4&transport=websocket&token={self.token}"
        self._headers = {"Cookie": f"{cookie_name}={cookie}"} if cookie else {}
        if origin is not None:
            self._headers["Origin"] = url if origin == "own" else origin
        self._browser = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust or True))

    async def __aenter__(self) -> Self:
        """Open it and join the framework's namespace."""
        try:
            self.line = await self._browser.ws_connect(self._address, headers=self._headers)
            await self.send_text(f"40{NAMESPACE},")
            await self._until("40")
        except BaseException:
            await self._browser.close()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        await self.line.close()
        await self._browser.close()

    async def send_text(self, text: str) -> None:
        """Send one text frame as it is."""
        await self.line.send_str(text)

    async def fire(self, name: str, payload: dict[str, Any] | None = None, page: str = "/", **router_data: Any) -> None:
        """Send an event, as the page at `page` would."""
        place = {"pathname": page, "asPath": page, "query": {}, **router_data}
        event = {"name": name, "payload": payload or {}, "router_data": place}
        await self.send_text(f"42{NAMESPACE}," + json.dumps(["event", event]))

    async def update(self, seconds: float = 10.0) -> dict[str, Any]:
        """The next thing the server says to the page. Raises `TimeoutError`, `ClosedError`."""
        async with asyncio.timeout(seconds):
            while True:
                if (said := _update_in(await self._frame())) is not None:
                    return said

    async def updates(self, first: float = 4.0, quiet: float = 0.5) -> list[dict[str, Any]]:
        """What the server says: waits `first` seconds for it to begin and ends after `quiet` seconds of silence. Raises `ClosedError`."""
        heard: list[dict[str, Any]] = []
        while True:
            try:
                text = await asyncio.wait_for(self._frame(), quiet if heard else first)
            except TimeoutError:
                return heard
            if (said := _update_in(text)) is not None:
                heard.append(said)

    async def values(self, first: float = 4.0, quiet: float = 0.5) -> dict[str, Any]:
        """The state's vars as the updates leave them, by their plain names ('who')."""
        return merged(await self.updates(first, quiet))

    async def _until(self, start: str) -> str:
        while True:
            text = await asyncio.wait_for(self._frame(), 5)
            if text.startswith(start):
                return text

    async def _frame(self) -> str:
        while True:
            message = await self.line.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise ClosedError(self.line.close_code)
            if message.data != "2":
                return message.data
            await self.line.send_str("3")


def _update_in(text: str) -> dict[str, Any] | None:
    """The update that a frame carries; None for frames of other kinds."""
    if not text.startswith(f"42{NAMESPACE},"):
        return None
    kind, update = json.loads(text.removeprefix(f"42{NAMESPACE},"))
    return update if kind == "event" else None


def merged(updates: list[dict[str, Any]]) -> dict[str, Any]:
    """All vars of several updates, later ones winning; 'events' holds what the page is told to do."""
    seen: dict[str, Any] = {"events": []}
    for update in updates:
        for changes in (update.get("delta") or {}).values():
            seen.update({name.split("_rx_state_")[0]: value for name, value in changes.items()})
        seen["events"] += update.get("events") or []
    return seen
