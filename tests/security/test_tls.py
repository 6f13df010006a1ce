"""A site reached over TLS by its public address: cookies bound to the host, one origin, sockets over wss."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from backend.core.ids import new_id
from tests.live import LiveSite
from tests.ports import free_port
from tests.security.socket_client import STATE, Socket
from tests.tls import tls_in_front_of

COOKIE = "__Host-outlay"


@dataclass
class PublicSite:
    """A live site with `url` as its public address, behind a proxy that ends TLS."""

    live: LiveSite
    url: str
    trust: ssl.SSLContext
    web: aiohttp.ClientSession

    async def register(self, origin: str, email: str = "") -> aiohttp.ClientResponse:
        """Sign up as a page of `origin` does."""
        async with self.web.get(f"{self.url}/session/csrf") as shown:
            csrf = (await shown.json())["csrf"]
        form = {"email": email or f"{new_id()}@tls.example", "password": "plenty of small coins", "display_name": "Mara", "csrf": csrf}
        return await self.web.post(f"{self.url}/session/register", json=form, headers={"Origin": origin})

    def socket(self, cookie: str, name: str = COOKIE, origin: str = "own") -> Socket:
        """A tab over wss."""
        return Socket(self.url, cookie=cookie, cookie_name=name, origin=origin, trust=self.trust)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, int]]:
    port = free_port()
    site = LiveSite(tmp_path_factory.mktemp("tls"), settings={"PUBLIC_URL": f"https://localhost:{port}"})
    try:
        yield site.start(), port
    finally:
        site.stop()


@pytest.fixture
async def public(behind: tuple[LiveSite, int]) -> AsyncIterator[PublicSite]:
    live, port = behind
    async with tls_in_front_of(live.port, port) as trust:
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust), cookie_jar=jar) as web:
            yield PublicSite(live, f"https://localhost:{port}", trust, web)


async def filled(socket: Socket) -> dict[str, Any]:
    async with socket:
        await socket.fire(f"{STATE}.hydrate_and_load", page="/settings")
        return await socket.values(first=15, quiet=2)


async def test_the_cookie_is_bound_to_the_host_and_opens_a_socket_over_wss(public: PublicSite) -> None:
    email = f"{new_id()}@tls.example"
    answer = await public.register(public.url, email)
    assert answer.status == 201, await answer.text()
    (cookie,) = (each for each in answer.headers.getall("Set-Cookie") if each.startswith(f"{COOKIE}="))
    parts = cookie.split("; ")
    assert parts[0].startswith(f"{COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(parts)
    assert "domain" not in cookie.lower()
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    token = answer.cookies[COOKIE].value
    assert (await filled(public.socket(token)))["email"] == email
    # The plain name counts only where there is no TLS: another page of the host cannot slip one in.
    assert (await filled(public.socket(token, name="outlay"))).get("email", "") == ""


async def test_a_page_is_served_to_its_owner_over_tls(public: PublicSite) -> None:
    token = (await public.register(public.url)).cookies[COOKIE].value
    page = await public.web.get(f"{public.url}/expenses", headers={"Cookie": f"{COOKIE}={token}"}, allow_redirects=False)
    assert page.status == 200
    stranger = await public.web.get(f"{public.url}/expenses", allow_redirects=False)
    assert (stranger.status, stranger.headers["Location"]) == (303, "/login?next=/expenses")


@pytest.mark.parametrize(
    "origin", ["http://localhost:{port}", "https://127.0.0.1:{port}", "https://localhost", "https://evil.example", "null"]
)
async def test_only_the_public_address_is_the_site_s_own_origin(public: PublicSite, origin: str) -> None:
    foreign = origin.format(port=public.url.rpartition(":")[2])
    assert (await public.register(foreign)).status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with public.socket("", origin=foreign):
            pass
    assert refused.value.status == 403


async def test_the_bare_port_behind_the_proxy_takes_no_page_of_its_own(public: PublicSite) -> None:
    async with aiohttp.ClientSession() as plain:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with Socket(public.live.url):
                pass
        async with plain.get(f"{public.live.url}/session/csrf") as shown:
            form = {"email": "a@tls.example", "password": "plenty of small coins", "csrf": (await shown.json())["csrf"]}
        async with plain.post(f"{public.live.url}/session/login", json=form, headers={"Origin": public.live.url}) as answer:
            assert answer.status == 403


async def test_the_address_that_is_said_is_the_public_one(behind: tuple[LiveSite, int]) -> None:
    live, port = behind
    async with asyncio.timeout(30):
        while f"Outlay is ready at https://localhost:{port}" not in live.said():
            await asyncio.sleep(0.1)
