"""How many sockets there may be, and what comes to those that stay open."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from backend.core.nudge import nudge
from tests.security.conftest import SOCKETS_PER_ADDRESS, ProbeSite
from tests.security.socket_client import STATE, Socket
from tests.security.test_socket import SILENCE, SignIn, refused


async def as_many_as_possible(site: ProbeSite, open_ones: AsyncExitStack, **how: Any) -> int:
    """Open sockets until one is refused for a whole second (those of earlier tests may still be ending); how many were opened."""
    opened = refusals = 0
    while refusals < 10:
        try:
            await open_ones.enter_async_context(Socket(site.url, **how))
            opened, refusals = opened + 1, 0
        except aiohttp.WSServerHandshakeError:
            refusals += 1
            await asyncio.sleep(0.1)
    return opened


async def test_a_person_has_twenty_sockets_and_closed_ones_make_room(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    for _ in range(2):
        async with AsyncExitStack() as open_ones:
            assert await as_many_as_possible(site, open_ones, cookie=person.cookie) == 20


async def test_an_address_has_so_many_sockets_whoever_asks(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with AsyncExitStack() as open_ones:
        assert await as_many_as_possible(site, open_ones) == SOCKETS_PER_ADDRESS
        assert await refused(site, cookie=person.cookie) == 403
    async with AsyncExitStack() as open_ones:
        assert await as_many_as_possible(site, open_ones, cookie=person.cookie) == 20


async def test_a_nudge_fills_the_open_page_anew_and_only_in_its_own_workspace(site: ProbeSite, sign_in: SignIn) -> None:
    person, stranger = await sign_in(), await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket, Socket(site.url, cookie=stranger.cookie) as other:
        for each in (socket, other):
            await each.fire(f"{STATE}.hydrate_and_load")
            while (await each.values())["loads"] < 2:  # once by itself, once when its watcher has begun
                continue
        await nudge(person.workspace_id, "expenses")
        await nudge(person.workspace_id, "expenses")
        assert (await socket.values())["loads"] == 3
        assert (await other.values(SILENCE)) == {"events": []}
        await nudge(person.workspace_id, "receipts")
        assert (await socket.values(SILENCE)) == {"events": []}


async def test_a_page_goes_on_watching_after_redis_was_away(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        await socket.fire(f"{STATE}.hydrate_and_load")
        await socket.values()
        site.servers.restart("valkey")  # not from a thread: what it starts would die with that one
        await socket.values(3, 3)
        await nudge(person.workspace_id, "expenses")
        assert (await socket.values())["loads"] >= 1
