"""While Redis is away the socket says so instead of swallowing events, and everything goes on by itself once it is back."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import pytest

from tests.security.conftest import ProbeSite
from tests.security.socket_client import STATE, ClosedError, Socket
from tests.security.test_socket import PROBE, SignIn, after

TRY_LATER = 1013


@contextmanager
def away(site: ProbeSite, how: str) -> Iterator[None]:
    """Valkey is gone, or hangs, and comes back at the end."""
    getattr(site.servers, how)("valkey")
    try:
        yield
    finally:
        if how == "halt":
            site.servers.resume("valkey")
        else:
            site.servers.restart("valkey")


async def ended(socket: Socket) -> int | None:
    """The code with which the server ends a socket."""
    with pytest.raises(ClosedError) as closed:
        await socket.updates(first=10)
    return closed.value.code


@pytest.mark.parametrize("how", ["kill", "halt"])
async def test_an_event_that_can_do_nothing_ends_the_socket_and_later_ones_work_again(site: ProbeSite, sign_in: SignIn, how: str) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        assert (await after(socket, "open"))["opened"] == 1
        with away(site, how):
            await asyncio.sleep(1.1)
            await socket.fire(f"{PROBE}.open")
            assert await ended(socket) == TRY_LATER
    async with asyncio.timeout(30):
        while not await works(site, person.cookie):
            await asyncio.sleep(0.2)


async def works(site: ProbeSite, cookie: str) -> bool:
    """Whether a new page is filled and its events do something."""
    try:
        async with Socket(site.url, cookie=cookie) as socket:
            await socket.fire(f"{STATE}.hydrate_and_load")
            filled = await socket.values()
            return bool(filled.get("is_hydrated")) and (await after(socket, "open")).get("opened", 0) >= 1
    except (ClosedError, TimeoutError):
        return False


async def test_a_new_socket_is_not_counted_out_but_told_to_come_later(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    address = f"{site.url}/_event/?EIO=4&transport=websocket&token=a-tab-of-this-test"
    headers = {"Cookie": f"outlay={person.cookie}", "Origin": site.url}
    with away(site, "kill"):
        await asyncio.sleep(1.1)
        async with aiohttp.ClientSession() as browser, browser.ws_connect(address, headers=headers) as line:
            await line.send_str("40/_event,")
            while (await line.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
                continue
            assert line.close_code == TRY_LATER
        async with aiohttp.ClientSession() as browser, browser.get(f"{site.url}/login.html") as page:
            assert page.status == 200
    async with asyncio.timeout(30):
        while not await works(site, person.cookie):
            await asyncio.sleep(0.2)
