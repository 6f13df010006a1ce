"""The browser's session: plain routes, an HttpOnly cookie, an exact origin and a token that its pages know."""

import hashlib
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from sqlalchemy import text

from backend import auth
from backend.core.db import system_transaction
from tests.api import PASSWORD, V1, Browser, Person, problem, register, some_email

SESSION = f"{V1}/session"
ORIGIN = "http://testserver"


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


@pytest.fixture
def browser(api: httpx.AsyncClient) -> Browser:
    return Browser(api)


async def signed_in(browser: Browser, person: Person, **fields: str) -> httpx.Response:
    answer = await browser.post("/session/login", email=person.email, password=PASSWORD, **fields)
    assert answer.status_code == 200, answer.text
    return answer


async def session_row() -> Any:
    async with system_transaction("identity") as session:
        return (await session.execute(text("SELECT * FROM auth_session WHERE kind = 'web' ORDER BY id DESC LIMIT 1"))).one()


async def test_signing_in_gives_a_cookie_that_scripts_cannot_read(browser: Browser, ada: Person) -> None:
    answer = await signed_in(browser, ada, next="/expenses")
    assert answer.json() == {"next": "/expenses"}
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("outlay=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie
    session = (await browser.api.get(SESSION)).json()
    assert (session["user_id"], session["workspace_id"]) == (ada.user["id"], ada.workspace["id"])
    assert session["csrf"]


async def test_the_next_page_comes_in_the_language_of_who_signs_in(browser: Browser) -> None:
    answer = await browser.post("/session/register", email=some_email(), password=PASSWORD, locale="de-AT")
    _, language = answer.headers.get_list("set-cookie")
    assert language == "lang=de; Max-Age=34560000; Path=/; SameSite=lax"
    italian = await browser.post("/session/register", email=some_email(), password=PASSWORD, locale="it-IT")
    assert "lang=en" in italian.headers["set-cookie"]  # a language that the interface does not speak


async def test_over_tls_the_cookie_is_bound_to_the_host(browser: Browser, ada: Person, set_settings) -> None:
    set_settings(PUBLIC_URL="https://outlay.example")
    browser.origin = "https://outlay.example"
    answer = await signed_in(browser, ada)
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-outlay=")
    assert "Secure" in cookie.split("; ")
    assert "domain" not in cookie.lower()


async def test_the_database_keeps_the_hash_of_256_bits(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    assert browser.cookie is not None
    assert len(browser.cookie) == 43
    assert bytes((await session_row()).token_hash) == hashlib.sha256(browser.cookie.encode()).digest()


async def test_plain_forms_are_sent_on(browser: Browser, ada: Person) -> None:
    form = {"email": ada.email, "password": PASSWORD, "csrf": await browser.csrf(), "remember": "on", "next": "/capture"}
    answer = await browser.api.post("/session/login", data=form, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/capture")
    assert f"Max-Age={90 * 24 * 3600}" in answer.headers["set-cookie"]
    wrong = await browser.api.post("/session/login", data={**form, "password": "not the right one"}, headers={"Origin": ORIGIN})
    assert (wrong.status_code, wrong.headers["location"]) == (303, "/login?error=sign_in_refused")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example"])
async def test_nobody_is_sent_to_another_site(browser: Browser, ada: Person, target: str) -> None:
    assert (await signed_in(browser, ada, next=target)).json() == {"next": "/"}


async def test_registering_signs_in(browser: Browser) -> None:
    answer = await browser.post("/session/register", email=some_email(), password=PASSWORD, timezone="Europe/Vienna")
    assert answer.status_code == 201
    assert (await browser.api.get(SESSION)).status_code == 200


async def test_a_taken_address_gets_a_cookie_that_leads_nowhere(browser: Browser, ada: Person) -> None:
    fresh = await browser.post("/session/register", email=some_email(), password=PASSWORD)
    taken = await browser.post("/session/register", email=ada.email, password=PASSWORD)
    assert (taken.status_code, taken.json(), set(taken.headers)) == (fresh.status_code, fresh.json(), set(fresh.headers))
    assert len(taken.headers["set-cookie"]) == len(fresh.headers["set-cookie"])
    problem(await browser.api.get(SESSION), 401, "unauthenticated")


async def test_signing_in_again_ends_the_session_before(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    before = browser.cookie
    await signed_in(browser, ada)
    assert browser.cookie != before
    assert before is not None
    assert await auth.web_session(before) is None


async def test_signing_out_ends_the_session_and_drops_the_cookie(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    token = browser.cookie or ""
    answer = await browser.post("/session/logout")
    assert answer.json() == {"next": "/login"}
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert await auth.web_session(token) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_a_request_from_elsewhere_is_refused(browser: Browser, ada: Person, headers: dict[str, str]) -> None:
    body = {"email": ada.email, "password": PASSWORD, "csrf": await browser.csrf()}
    for path in ("/session/login", "/session/logout"):
        fields = body if path == "/session/login" else {"csrf": body["csrf"]}
        problem(await browser.api.post(path, json=fields, headers=headers), 403, "origin_refused")
    assert browser.cookie is None


async def test_fetch_metadata_stands_in_for_a_missing_origin(browser: Browser, ada: Person) -> None:
    body = {"email": ada.email, "password": PASSWORD, "csrf": await browser.csrf()}
    assert (await browser.api.post("/session/login", json=body, headers={"Sec-Fetch-Site": "same-origin"})).status_code == 200


@pytest.mark.parametrize("token", ["", "made-up"])
async def test_a_request_without_its_token_is_refused(browser: Browser, ada: Person, token: str) -> None:
    body = {"email": ada.email, "password": PASSWORD, "csrf": token}
    problem(await browser.api.post("/session/login", json=body, headers={"Origin": ORIGIN}), 403, "csrf_refused")
    await signed_in(browser, ada)
    problem(await browser.api.post("/session/logout", json={"csrf": token}, headers={"Origin": ORIGIN}), 403, "csrf_refused")


async def test_a_visitors_token_does_not_sign_anybody_out(browser: Browser, ada: Person) -> None:
    visitors = await browser.csrf()
    await signed_in(browser, ada)
    problem(await browser.api.post("/session/logout", json={"csrf": visitors}, headers={"Origin": ORIGIN}), 403, "csrf_refused")


async def test_two_cookies_of_one_name_are_none(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    token = browser.cookie
    browser.api.cookies.clear()
    assert (await browser.api.get(SESSION, headers={"Cookie": f"outlay={token}"})).status_code == 200
    assert (await browser.api.get(SESSION, headers={"Cookie": f"outlay={token}; outlay=other"})).status_code == 401


async def test_an_unused_session_ends_after_half_an_hour(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    with time_machine.travel(time.time(), tick=False) as clock:
        for _ in range(3):
            clock.shift(timedelta(minutes=25))
            auth.forget_web_sessions()
            assert (await browser.api.get(SESSION)).status_code == 200
        clock.shift(timedelta(minutes=31))
        auth.forget_web_sessions()
        assert (await browser.api.get(SESSION)).status_code == 401


async def test_a_remembered_device_stays_for_weeks_and_ends_after_ninety_days(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada, remember="on")
    with time_machine.travel(time.time(), tick=False) as clock:
        for _ in range(3):
            clock.shift(timedelta(days=29))
            auth.forget_web_sessions()
            assert (await browser.api.get(SESSION)).status_code == 200
        clock.shift(timedelta(days=4))
        auth.forget_web_sessions()
        assert (await browser.api.get(SESSION)).status_code == 401


async def test_the_one_way_key_finds_the_session_and_is_no_cookie(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    key = auth.session_key(browser.cookie or "")
    found = await auth.web_session_by_key(key)
    assert found is not None
    assert (found.user_id, found.workspace_id, found.role) == (ada.user_id, ada.workspace_id, "owner")
    assert await auth.web_session(key) is None
    assert await auth.web_session_by_key("not hex") is None


async def test_no_password_or_token_is_written_to_the_log(browser: Browser, ada: Person, capfd: pytest.CaptureFixture[str]) -> None:
    await signed_in(browser, ada)
    await browser.api.get(f"{V1}/me", headers=ada.headers)
    written = "".join(capfd.readouterr())
    for secret in (PASSWORD, browser.cookie or "?", ada.tokens["access_token"], ada.tokens["refresh_token"]):
        assert secret not in written


async def workspace_of(browser: Browser) -> str:
    return (await browser.api.get(SESSION)).json()["workspace_id"]


async def switched(browser: Browser, workspace_id: str, **headers: str) -> httpx.Response:
    csrf = (await browser.api.get(SESSION)).json()["csrf"]
    sent = {"Origin": ORIGIN, "Accept": "application/json", "X-CSRF-Token": csrf} | headers
    return await browser.api.post("/session/workspace", json={"workspace_id": workspace_id}, headers=sent)


async def test_a_session_goes_on_in_another_of_ones_workspaces_under_a_new_cookie(browser: Browser, ada: Person) -> None:
    made = await browser.api.post(f"{V1}/workspaces", json={"name": "Household"}, headers=ada.headers)
    await signed_in(browser, ada, remember="on")
    old = browser.api.cookies["outlay"]
    answer = await switched(browser, made.json()["id"])
    assert answer.status_code == 200, answer.text
    assert "Max-Age" in answer.headers["set-cookie"]
    assert browser.api.cookies["outlay"] != old
    assert await workspace_of(browser) == made.json()["id"]
    browser.api.cookies.clear()
    assert (await browser.api.get(SESSION, headers={"Cookie": f"outlay={old}"})).status_code == 401


async def test_nobody_gets_into_books_that_are_not_theirs(browser: Browser, ada: Person, api: httpx.AsyncClient) -> None:
    eve = await register(api)
    await signed_in(browser, ada)
    assert (await switched(browser, eve.workspace["id"])).status_code == 404
    assert (await switched(browser, "nothing")).status_code == 422
    assert await workspace_of(browser) == ada.workspace["id"]


async def test_switching_asks_for_the_token_of_the_page_and_its_origin(browser: Browser, ada: Person) -> None:
    await signed_in(browser, ada)
    assert (await switched(browser, ada.workspace["id"], **{"X-CSRF-Token": "guessed"})).status_code == 403
    assert (await switched(browser, ada.workspace["id"], Origin="https://evil.example")).status_code == 403
    browser.api.cookies.clear()
    answer = await browser.api.post("/session/workspace", json={"workspace_id": ada.workspace["id"]}, headers={"Origin": ORIGIN})
    assert answer.status_code == 401
