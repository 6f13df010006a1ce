"""The socket, spoken to as an attacker would."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from tests.security.conftest import Person, ProbeSite, end_session
from tests.security.socket_client import STATE, ClosedError, Socket

PROBE = f"{STATE}.tests___security___probe_state____probe"
REPORT = f"{STATE}.reflex___state____frontend_event_exception_state.handle_frontend_exception"
SILENCE = 0.8
SignIn = Callable[..., Awaitable[Person]]


async def refused(site: ProbeSite, **how: Any) -> int:
    """The status with which the site refuses to open a socket; 0 when it opens it."""
    try:
        async with Socket(site.url, **how):
            return 0
    except aiohttp.WSServerHandshakeError as error:
        return error.status


def said(values: dict[str, Any]) -> str:
    """The newest message that a page was given."""
    return values["messages"][-1]["text"]


async def after(socket: Socket, name: str, payload: dict[str, Any] | None = None, page: str = "/") -> dict[str, Any]:
    """What the page sees after one event of the probe."""
    await socket.fire(f"{PROBE}.{name}", payload, page)
    return await socket.values(quiet=0.3)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1", None])
async def test_a_page_of_another_origin_opens_no_socket(site: ProbeSite, origin: str | None) -> None:
    assert await refused(site, origin=origin) == 403
    assert await refused(site) == 0


@pytest.mark.parametrize("token", ["short", "a" * 81])
async def test_a_token_of_strange_length_opens_no_socket(site: ProbeSite, token: str) -> None:
    assert await refused(site, token=token) == 403


@pytest.mark.parametrize("path", ["//_event", "/_EVENT", "/_event/x", "/other"])
async def test_no_other_address_opens_a_socket(site: ProbeSite, path: str) -> None:
    assert await refused(site, path=path) in (403, 404)


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
async def test_there_is_no_polling(site: ProbeSite, method: str) -> None:
    address = f"{site.url}/_event/?EIO=4&transport=polling&token={uuid4()}"
    async with aiohttp.ClientSession() as browser, browser.request(method, address, headers={"Origin": site.url}) as answer:
        assert answer.status == 404


async def test_a_binary_frame_ends_the_socket(site: ProbeSite) -> None:
    async with Socket(site.url) as socket:
        await socket.line.send_bytes(b"x")
        with pytest.raises(ClosedError) as ended:
            await socket.updates()
    assert ended.value.code == 1003


async def test_a_frame_of_300_kilobytes_ends_the_socket(site: ProbeSite) -> None:
    async with Socket(site.url) as socket:
        await socket.fire(f"{PROBE}.open", {"padding": "a" * 300_000})
        with pytest.raises(ClosedError) as ended:
            await socket.updates()
    assert ended.value.code == 1009


async def test_a_flood_ends_its_own_socket_while_another_is_served(site: ProbeSite) -> None:
    async with Socket(site.url) as loud, Socket(site.url) as calm:
        flood = asyncio.create_task(flooded(loud, 1500))
        assert (await after(calm, "open"))["opened"] == 1
        assert await flood
        assert (await after(calm, "open"))["opened"] == 2


@pytest.mark.parametrize(
    "frame", ["42/_event," + "[" * 200_000, "5999999999-/_event,[]", "42/_event,{", "49", "\x00", "40/other,", "3" * 1000]
)
async def test_a_frame_that_makes_no_sense_harms_nobody_else(site: ProbeSite, frame: str) -> None:
    async with Socket(site.url) as strange, Socket(site.url) as calm:
        await strange.send_text(frame)
        assert (await after(calm, "open"))["opened"] == 1


async def flooded(socket: Socket, events: int) -> bool:
    """Whether the server ended the socket because of so many events at once."""
    try:
        for _ in range(events):
            await socket.fire(f"{PROBE}.open")
        await socket.updates()
    except (ClosedError, ConnectionError):
        return True
    return False


async def test_a_member_s_page_is_filled_for_them(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        await socket.fire(f"{STATE}.hydrate_and_load")
        seen = await socket.values()
    assert seen["who"] == str(person.user_id)
    assert seen["is_hydrated"] is True


@pytest.mark.parametrize("handler", ["undeclared", "plain", "undeclared_background", "chain"])
async def test_a_handler_without_a_mark_does_not_run(site: ProbeSite, sign_in: SignIn, handler: str) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        seen = await after(socket, handler)
    assert "ran" not in seen or seen["ran"] == ""
    assert "does not allow" in said(seen)


async def test_a_denial_is_in_the_audit(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        await after(socket, "undeclared")
    found = site.rows(
        "SELECT detail->>'handler', address FROM audit_entry WHERE actor_id = %s AND action = 'access.denied'", person.user_id
    )
    assert found == [(f"{PROBE}.undeclared", "127.0.0.1")]


async def test_vars_cannot_be_set_from_outside(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        seen = await after(socket, "setvar", {"var_name": "amount", "value": 5})
        assert seen.get("amount", 0) == 0
        await socket.fire(f"{STATE}.reflex___state____update_vars_internal_state.update_vars_internal", {"vars": {f"{PROBE}.amount": 5}})
        assert (await socket.values(SILENCE)).get("amount", 0) == 0
        await socket.fire(f"{STATE}.hydrate_and_load", {"vars": {f"{PROBE}.amount_rx_state_": 5}})
        assert (await socket.values())["amount"] == 0


async def test_the_framework_s_report_of_page_failures_is_closed_without_a_word_to_the_person(site: ProbeSite) -> None:
    async with Socket(site.url) as socket:
        await socket.fire(REPORT, {"info": "x", "component_stack": "report-in-the-log"})
        assert await socket.values(SILENCE) == {"events": []}
    log = site.log.read_text()
    assert "event denied" in log
    assert "report-in-the-log" not in log


async def test_an_event_that_does_not_exist_is_refused_and_nothing_of_it_is_logged(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        await socket.fire(f"{PROBE}.nowhere", {"secret": "payload-in-the-log"})
        assert (await socket.values(SILENCE)) == {"events": []}
        assert (await after(socket, "load"))["loads"] == 1
    log = site.log.read_text()
    assert "payload-in-the-log" not in log
    assert person.cookie not in log


async def test_a_viewer_cannot_write(site: ProbeSite, sign_in: SignIn) -> None:
    viewer, member = await sign_in("viewer"), await sign_in("member")
    async with Socket(site.url, cookie=viewer.cookie) as socket:
        seen = await after(socket, "write", {"amount": 5})
    assert "amount" not in seen or seen["amount"] == 0
    async with Socket(site.url, cookie=member.cookie) as socket:
        assert (await after(socket, "write", {"amount": 5}))["amount"] == 5


@pytest.mark.parametrize("payload", [{}, {"amount": "five"}, {"amount": 5, "more": 1}, {"amount": {"$gt": 1}}, {"self": 1, "amount": 1}])
async def test_a_payload_of_another_shape_is_refused_in_words(site: ProbeSite, sign_in: SignIn, payload: dict[str, Any]) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        seen = await after(socket, "write", payload)
    assert "could not be read" in said(seen)
    assert "amount" not in seen or seen["amount"] == 0


async def test_a_failure_is_told_without_its_inside_and_logged_under_the_number_that_is_told(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        seen = await after(socket, "fail")
    assert "password" not in json.dumps(seen)
    assert "Traceback" not in json.dumps(seen)
    number = said(seen).rsplit("Number: ", 1)[1].rstrip(".")
    assert any(line for line in site.log.read_text().splitlines() if number in line and "handler failed" in line)


async def test_a_foreseen_problem_is_told_in_its_own_words(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        assert said(await after(socket, "miss")) == "There is no such expense."


async def test_another_person_s_token_opens_a_state_of_one_s_own(site: ProbeSite, sign_in: SignIn) -> None:
    victim, thief = await sign_in(), await sign_in()
    async with Socket(site.url, cookie=victim.cookie) as socket:
        await after(socket, "write", {"amount": 7})
        for cookie in (thief.cookie, ""):
            async with Socket(site.url, cookie=cookie, token=socket.token) as other:
                await other.fire(f"{STATE}.hydrate_and_load")
                seen = await other.values()
                assert seen["amount"] == 0
                assert str(victim.user_id) not in json.dumps(seen)
        assert (await after(socket, "load"))["who"] == str(victim.user_id)


async def test_the_app_s_own_name_of_a_tab_is_no_token(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        await after(socket, "write", {"amount": 7})
        await socket.fire(f"{STATE}.hydrate_and_load")
        name = (await socket.values())["rx_router_session"]["client_token"]
    async with Socket(site.url, token=name) as other:
        await other.fire(f"{STATE}.hydrate_and_load")
        assert (await other.values())["amount"] == 0


async def test_neither_cookie_nor_key_reaches_the_page(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        await socket.fire(f"{STATE}.hydrate_and_load")
        seen = json.dumps(await socket.values())
    assert person.cookie not in seen
    assert "authorization" not in seen.lower()


async def test_headers_in_an_event_do_not_make_somebody_else_of_its_sender(site: ProbeSite, sign_in: SignIn) -> None:
    victim = await sign_in()
    async with Socket(site.url) as socket:
        key = site.rows("SELECT encode(token_hash, 'hex') FROM auth_session WHERE user_id = %s", victim.user_id)[0][0]
        await socket.fire(f"{PROBE}.load", headers={"authorization": f"Session {key}"}, token="12345678")
        seen = await socket.values()
    assert seen.get("who", "") == ""


async def test_a_visitor_gets_an_empty_page_and_is_sent_to_sign_in(site: ProbeSite) -> None:
    async with Socket(site.url) as socket:
        await socket.fire(f"{STATE}.hydrate_and_load", page="/")
        seen = await socket.values()
    assert (seen["who"], seen["loads"]) == ("", 0)
    assert {event["name"] for event in seen["events"]} == {"_redirect"}
    assert {event["payload"]["path"] for event in seen["events"]} == {"/login"}


async def test_a_visitor_may_use_public_pages(site: ProbeSite) -> None:
    async with Socket(site.url) as socket:
        await socket.fire(f"{STATE}.hydrate_and_load", page="/login")
        assert (await socket.values())["events"] == []
        assert (await after(socket, "open", page="/login"))["opened"] == 1
        await socket.fire(f"{PROBE}.load", page="/login")
        assert "who" not in await socket.values(SILENCE)


async def test_a_revoked_session_is_refused_on_its_open_socket(site: ProbeSite, sign_in: SignIn) -> None:
    person = await sign_in()
    async with Socket(site.url, cookie=person.cookie) as socket:
        assert (await after(socket, "load"))["loads"] == 1
        await end_session(person)
        assert await cut_code(socket) == 4401
    async with Socket(site.url, cookie=person.cookie, token=socket.token) as again:
        await again.fire(f"{STATE}.hydrate_and_load")
        seen = await again.values()
    assert (seen["who"], seen["loads"]) == ("", 0)


async def cut_code(socket: Socket) -> int | None:
    """The code with which the server ends the socket within some seconds of events; 0 when it does not."""
    try:
        for _ in range(20):
            await after(socket, "open")
    except ClosedError as ended:
        return ended.code
    return 0
