"""Push messages on the real stores, over the real protocol: a push service that decrypts what it is sent."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend import auth, notifications
from backend.core import deliveries
from backend.core.actor import Actor
from backend.core.db import system_transaction, transaction
from backend.core.inbox import Once
from backend.core.outbox import publish
from backend.core.settings import Settings
from backend.events import PushDue, SecurityAlert
from backend.notifications import Subscribing, provider, vapid
from tests.api import V1, Browser, Person, problem, refused_fields, register
from tests.integration.bookkeeping import new_books, rows
from tests.integration.test_receipt_path import RECEIPT, a_worker, capture
from tests.push_service import PushService, push_service

_OWED = "SELECT (SELECT count(*) FROM outbox WHERE fanned_out_at IS NULL) + (SELECT count(*) FROM delivery) AS owed"


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture(autouse=True)
def in_reach(database: Any, set_settings: Callable[..., Settings]) -> Iterator[None]:
    """The push service of the tests stands on this machine, which only a setting allows."""
    set_settings(OUTBOUND_PRIVATE="true")
    vapid.forget()
    provider._breakers.clear()
    yield
    vapid.forget()


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


async def session_of(actor: Actor) -> UUID:
    """A browser's session."""
    async with system_transaction("identity") as session:
        token = await auth.open_web_session(session, actor.user_id, actor.workspace_id, auth.Client("127.0.0.1", "tests"))
    web = await auth.web_session(token)
    assert web is not None
    return web.id


async def subscribed(actor: Actor, service: PushService, session_id: UUID | None = None) -> dict[str, Any]:
    """A browser of the actor that takes push messages."""
    made = service.subscribe(notifications.push_public_key())
    asked = Subscribing(made["endpoint"], made["keys"]["p256dh"], made["keys"]["auth"])
    view = await notifications.subscribe(actor, session_id or await session_of(actor), asked)
    return {**made, "id": view.id}


async def alert(actor: Actor, kind: str = "password_changed") -> None:
    """Something happens that the actor should know."""
    async with transaction(actor) as session:
        await publish(session, actor, SecurityAlert(actor.user_id, kind))


async def all_done(actor: Actor) -> None:
    async with asyncio.timeout(30):
        while (await rows(actor, _OWED))[0].owed:
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("stores")
async def test_news_reach_each_browser_of_their_person_encrypted_for_it_and_once(service: PushService) -> None:
    actor, other = await new_books(), await new_books()
    phone, desk = await subscribed(actor, service), await subscribed(actor, service)
    strange = await subscribed(other, service)
    async with a_worker():
        await alert(actor)
        await all_done(actor)
    (told,) = service.received(phone)
    assert (told["title"], told["url"]) == ("Your password was changed", "/notifications")
    assert service.received(desk) == [told]
    assert service.received(strange) == []


@pytest.mark.usefixtures("stores")
async def test_what_was_turned_off_is_not_sent_and_what_was_read_is_sent_no_more(service: PushService) -> None:
    actor = await new_books()
    phone = await subscribed(actor, service)
    async with transaction(actor) as session:
        await notifications.prefer(session, actor, "security", push=False)
    async with a_worker():
        await alert(actor)
        await all_done(actor)
    assert service.received(phone) == []
    async with transaction(actor) as session:
        (news,) = (await notifications.list_page(session, actor)).items
        await notifications.mark_all_read(session, actor)
        event = await publish(session, actor, PushDue(news.id, phone["id"]))
    await notifications.send_push(PushDue(news.id, phone["id"]), Once(event, "send_push", Actor.for_job(actor.workspace_id)))
    assert service.received(phone) == []


@pytest.mark.usefixtures("stores")
async def test_news_wanted_by_push_alone_come_there_and_stand_in_no_list(service: PushService) -> None:
    actor = await new_books()
    phone = await subscribed(actor, service)
    async with transaction(actor) as session:
        await notifications.prefer(session, actor, "receipt_failed", in_app=False)
    async with a_worker():
        damaged = await capture(actor, RECEIPT.read_bytes()[:3000])
        await all_done(actor)
    (told,) = service.received(phone)
    assert (told["title"], told["url"]) == ("We could not read a receipt", f"/expenses/{damaged.id}")
    async with transaction(actor) as session:
        assert (await notifications.list_page(session, actor)).items == []
        assert await notifications.unread_count(session, actor) == 0


@pytest.mark.usefixtures("stores")
async def test_a_subscription_that_is_over_goes_and_nothing_is_tried_again(service: PushService) -> None:
    actor = await new_books()
    gone, here = await subscribed(actor, service), await subscribed(actor, service)
    service.expire(gone)
    async with a_worker():
        await alert(actor)
        await all_done(actor)
    assert [row.id for row in await rows(actor, "SELECT id FROM push_subscription")] == [here["id"]]
    assert len(service.received(here)) == 1
    assert await rows(actor, "SELECT 1 FROM dead_letter") == []


@pytest.mark.usefixtures("stores")
async def test_a_service_that_is_away_is_tried_again_and_buried_after_the_last_attempt(
    service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(deliveries, "ATTEMPTS", 2)
    actor = await new_books()
    made = service.subscribe(notifications.push_public_key())
    with socket.socket() as nobody:  # bound and not listening: every connection is refused
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}/notify/x"
        await notifications.subscribe(actor, await session_of(actor), Subscribing(endpoint, **made["keys"]))
        async with a_worker():
            await alert(actor)
            await all_done(actor)
    (letter,) = await rows(actor, "SELECT consumer, attempts, error FROM dead_letter")
    assert (letter.consumer, letter.attempts) == ("send_push", 2)
    assert "could not be reached" in letter.error
    assert len(await rows(actor, "SELECT 1 FROM push_subscription")) == 1


@pytest.mark.usefixtures("stores")
async def test_a_session_that_ended_takes_its_browser_along(service: PushService) -> None:
    actor = await new_books()
    here, there = await session_of(actor), await session_of(actor)
    kept, lost = await subscribed(actor, service, here), await subscribed(actor, service, there)
    async with system_transaction("identity") as session:
        await auth.end_session(session, actor, there, "revoked")
    async with a_worker():
        await alert(actor)
        await all_done(actor)
    assert (len(service.received(kept)), len(service.received(lost))) == (1, 0)


@pytest.mark.usefixtures("stores")
async def test_endpoint_and_keys_are_sealed_in_their_place(service: PushService) -> None:
    actor = await new_books()
    made = await subscribed(actor, service)
    (row,) = await rows(actor, "SELECT sealed, service FROM push_subscription")
    assert row.service == "127.0.0.1"
    assert made["endpoint"].encode() not in bytes(row.sealed)
    assert made["keys"]["auth"].encode() not in bytes(row.sealed)


@pytest.mark.usefixtures("stores")
async def test_the_same_browser_in_the_hands_of_somebody_else_is_theirs(service: PushService) -> None:
    first, second = await new_books(), await new_books()
    made = await subscribed(first, service)
    asked = Subscribing(made["endpoint"], **made["keys"])
    await asyncio.gather(*(notifications.subscribe(second, each, asked) for each in [await session_of(second)] * 3))
    assert await rows(first, "SELECT 1 FROM push_subscription") == []
    assert len(await rows(second, "SELECT 1 FROM push_subscription")) == 1


@pytest.mark.usefixtures("stores")
async def test_a_test_message_comes_at_once_to_the_browser_that_asked(service: PushService) -> None:
    actor = await new_books()
    here = await session_of(actor)
    asking, other = await subscribed(actor, service, here), await subscribed(actor, service)
    assert await notifications.send_test(actor, here)
    assert [each["title"] for each in service.received(asking)] == ["Push messages work here"]
    assert service.received(other) == []
    service.expire(asking)
    assert not await notifications.send_test(actor, here)
    with pytest.raises(notifications.NoSuchSubscription):
        await notifications.send_test(actor, here)


async def test_one_adds_lists_and_removes_ones_own_subscriptions(api: httpx.AsyncClient, ada: Person, service: PushService) -> None:
    path = f"{V1}/push-subscriptions"
    key = (await api.get(f"{path}/key", headers=ada.headers)).json()["public_key"]
    sent = service.subscribe(key)
    made = await api.post(path, json=sent, headers=ada.headers)
    assert made.status_code == 201, made.text
    assert (made.json()["service"], made.json()["current"], made.json()["last_sent_at"]) == ("127.0.0.1", True, None)
    again = await api.post(path, json=sent, headers=ada.headers)
    assert again.json()["id"] == made.json()["id"]
    assert (await api.get(path, headers=ada.headers)).json()["items"] == [again.json()]
    eve = await register(api)
    problem(await api.get(f"{path}/{made.json()['id']}", headers=eve.headers), 404, "not_found")
    problem(await api.delete(f"{path}/{made.json()['id']}", headers=eve.headers), 404, "not_found")
    assert (await api.delete(f"{path}/{made.json()['id']}", headers=ada.headers)).status_code == 204
    assert (await api.get(f"{path}?include=total", headers=ada.headers)).json()["total"] == 0


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"endpoint": "ftp://example.com"}, {"endpoint": "endpoint_refused"}),
        ({"endpoint": "https://example.com/" + "x" * 2000}, {"endpoint": "too_long"}),
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, {"keys.p256dh": "key_invalid"}),
        ({"expirationTime": 1000}, {"expirationTime": "expired"}),
        ({"expirationTime": 1e300}, {"expirationTime": "time_invalid"}),
        ({"more": 1}, {"more": "unknown_field"}),
    ],
)
async def test_what_is_no_subscription_is_refused_by_its_field(
    api: httpx.AsyncClient, ada: Person, service: PushService, change: dict[str, Any], refused: dict[str, str]
) -> None:
    sent = service.subscribe(notifications.push_public_key()) | change
    assert refused_fields(await api.post(f"{V1}/push-subscriptions", json=sent, headers=ada.headers)) == refused


async def test_addresses_inside_the_network_are_refused_where_the_setting_does_not_allow_them(
    api: httpx.AsyncClient, ada: Person, service: PushService, set_settings: Callable[..., Settings]
) -> None:
    sent = service.subscribe(notifications.push_public_key())
    set_settings(OUTBOUND_PRIVATE="false")
    for endpoint in ("http://push.example.com/x", "https://127.0.0.1/x", "https://169.254.169.254/latest"):
        answer = await api.post(f"{V1}/push-subscriptions", json={**sent, "endpoint": endpoint}, headers=ada.headers)
        assert refused_fields(answer) == {"endpoint": "endpoint_refused"}


async def test_each_kind_of_news_is_chosen_by_channel(api: httpx.AsyncClient, ada: Person) -> None:
    path = f"{V1}/notification-preferences"
    listed = (await api.get(path, headers=ada.headers)).json()
    assert listed == {
        "items": [{"kind": kind, "in_app": True, "push": True} for kind in ("expense_read", "receipt_failed", "mail_refused", "security")],
        "next_cursor": None,
    }
    changed = await api.patch(f"{path}/expense_read", json={"push": False}, headers=ada.headers)
    assert changed.json() == {"kind": "expense_read", "in_app": True, "push": False}
    assert (await api.get(f"{path}/expense_read", headers=ada.headers)).json() == changed.json()
    refused = await api.patch(f"{path}/security", json={"in_app": False}, headers=ada.headers)
    assert refused_fields(refused) == {"in_app": "always_on"}
    problem(await api.patch(f"{path}/weather", json={"push": False}, headers=ada.headers), 404, "not_found")
    eve = await register(api)
    assert (await api.get(f"{path}/expense_read", headers=eve.headers)).json()["push"] is True


async def test_a_page_adds_its_browser_and_signing_out_removes_it(api: httpx.AsyncClient, service: PushService) -> None:
    browser = Browser(api)
    person = await register(api)
    await browser.post("/session/login", email=person.email, password=person.password)
    sent = service.subscribe((await api.get("/session/push")).json()["public_key"])
    assert (await browser.post("/session/push", **sent)).status_code == 204
    actor = Actor.for_job(person.workspace_id, person.user_id)
    assert len(await rows(actor, "SELECT 1 FROM push_subscription")) == 1
    refused = await api.post("/session/push", json=sent, headers={"Origin": "http://testserver"})
    problem(refused, 403, "csrf_refused")
    foreign = {"Origin": "https://evil.example", "X-CSRF-Token": await browser.csrf()}
    problem(await api.post("/session/push", json=sent, headers=foreign), 403, "origin_refused")
    assert (await browser.post("/session/push/forget", endpoint=sent["endpoint"])).status_code == 204
    assert await rows(actor, "SELECT 1 FROM push_subscription") == []
    await browser.post("/session/push", **sent)
    await browser.post("/session/logout")
    assert await rows(actor, "SELECT 1 FROM push_subscription") == []
    problem(await api.post("/session/push", json=sent, headers={"Origin": "http://testserver"}), 401, "unauthenticated")
