"""Mails that Resend announces: fetched from there by its own client, over HTTP, and worked like any other."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from aiohttp import web

from backend.core.actor import Actor
from backend.core.inbox import Postponed
from tests.integration.bookkeeping import new_books
from tests.integration.test_mail import LUNCH, ME, books, due, work
from tests.mails import BASE, SECRET, a_mail, an_address, announce, the_mails
from tests.ports import free_port

KEY = "re_of_the_tests"


@dataclass
class Resend:
    """What the provider keeps: originals by id, or the account of a mail and its one attachment. `asked` are the paths asked for."""

    port: int = field(default_factory=free_port)
    originals: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def mail(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"statusCode": 401, "name": "missing_api_key", "message": "no key"}, status=401)
        if self.away:
            return web.json_response({"statusCode": 500, "name": "application_error", "message": "broken"}, status=500)
        name = request.match_info["id"]
        if name in self.originals:
            return web.json_response({"object": "email", "id": name, "raw": {"download_url": f"{self.url}/raw/{name}"}})
        if name in self.told:
            return web.json_response({"object": "email", "id": name, "attachments": [], **self.told[name]})
        return web.json_response({"statusCode": 404, "name": "not_found", "message": "Email not found"}, status=404)

    async def attachments(self, request: web.Request) -> web.Response:
        name = request.match_info["id"]
        one = {"id": "a1", "filename": "lunch.jpg", "content_type": "image/jpeg", "size": len(LUNCH), "download_url": f"{self.url}/raw/a1"}
        there = name in self.told and "html" not in self.told[name]
        return web.json_response({"object": "list", "has_more": False, "data": [one] if there else []})

    async def download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.originals.get(request.match_info["id"], LUNCH))


@pytest.fixture
async def resend(stores: object, set_settings: Callable[..., Any]) -> AsyncIterator[Resend]:
    provider = Resend()
    app = web.Application()
    app.router.add_get("/emails/receiving/{id}", provider.mail)
    app.router.add_get("/emails/receiving/{id}/attachments", provider.attachments)
    app.router.add_get("/raw/{id}", provider.download)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", provider.port).start()
    set_settings(INTAKE_ADDRESS=BASE, INTAKE_SECRET=SECRET, RESEND_API_KEY=KEY, RESEND_API_URL=provider.url, OUTBOUND_PRIVATE="true")
    yield provider
    await runner.cleanup()


async def told(api: httpx.AsyncClient, address: str, name: str) -> None:
    data = {
        "email_id": name,
        "from": f"Mara <{ME}>",
        "to": ["team@list.example"],
        "received_for": [address],
        "message_id": f"<{name}@x.example>",
    }
    answer = await announce(api, {**data, "message_id": f"<{name}@x.example>", "subject": "Lunch", "attachments": []})
    assert answer.json() == {"accepted": 1}


async def taken(actor: Actor) -> list[tuple[str, str | None]]:
    await work(actor)
    return [(each.status, each.reason) for each in await the_mails(actor)]


async def test_an_announced_mail_is_fetched_whole_and_its_picture_becomes_a_receipt(api: httpx.AsyncClient, resend: Resend) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    resend.originals["m1"] = a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes()
    for _ in range(2):
        await told(api, address, "m1")
    assert len(await due(actor)) == 1
    assert await taken(actor) == [("taken", None)]
    assert (len(await books(actor)), resend.asked) == (1, ["/emails/receiving/m1"])


async def test_a_mail_without_an_original_is_put_together_from_its_parts(
    api: httpx.AsyncClient, resend: Resend, set_settings: Callable[..., Any]
) -> None:
    set_settings(INTAKE_AUTHSERV="amazonses.com")
    actor = await new_books()
    address = await an_address(actor, ME)
    verdict = "amazonses.com; spf=pass smtp.mailfrom=shop.example; dkim=pass header.i=@shop.example"
    resend.told["m2"] = {"from": ME, "subject": "Lunch", "headers": {"authentication-results": verdict}}
    await told(api, address, "m2")
    assert await taken(actor) == [("taken", None)]
    words = {"text": "see the HTML", "html": "<p>Order, total €12.50</p>"}
    resend.told["m5"] = {"from": ME, "subject": "Your order", "headers": {"authentication-results": verdict}, **words}
    await told(api, address, "m5")
    assert (await taken(actor))[0] == ("taken", None)
    assert [each.name for each in (await the_mails(actor))[0].results] == ["Your order"]
    resend.told["m3"] = {"from": ME, "subject": "Lunch", "headers": {}}
    await told(api, address, "m3")
    assert (await taken(actor))[0] == ("refused", "not_authenticated")


async def test_a_provider_that_is_away_is_asked_again_and_one_without_the_mail_is_believed(api: httpx.AsyncClient, resend: Resend) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    resend.originals["m4"] = a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes()
    resend.away = True
    await told(api, address, "m4")
    with pytest.raises(Postponed):
        await work(actor)
    resend.away = False
    assert await taken(actor) == [("taken", None)]
    await told(api, address, "unknown")
    assert (await taken(actor))[0] == ("refused", "gone")


async def test_a_download_larger_than_is_worked_is_broken_off(
    api: httpx.AsyncClient, resend: Resend, set_settings: Callable[..., Any]
) -> None:
    set_settings(INTAKE_MAX_BYTES="65536")
    actor = await new_books()
    address = await an_address(actor, ME)
    resend.originals["m5"] = a_mail(address, ME, ("lunch.jpg", bytes(200_000))).as_bytes()
    await told(api, address, "m5")
    assert await taken(actor) == [("refused", "too_large")]


async def test_nothing_is_fetched_from_inside_the_network(api: httpx.AsyncClient, resend: Resend, set_settings: Callable[..., Any]) -> None:
    set_settings(OUTBOUND_PRIVATE="false")
    actor = await new_books()
    address = await an_address(actor, ME)
    resend.originals["m6"] = a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes()
    await told(api, address, "m6")
    assert await taken(actor) == [("refused", "gone")]


async def test_other_events_change_nothing_and_nonsense_is_refused(api: httpx.AsyncClient, resend: Resend) -> None:
    assert (await announce(api, {"email_id": "x"}, "email.delivered")).json() == {"accepted": 0}
    assert (await announce(api, {"email_id": 7})).status_code == 422
