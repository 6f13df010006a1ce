"""`GET /session/expenses.csv`: the list as a file, for whoever has proved lately who they are."""

import csv
import io
import tracemalloc
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest
import time_machine
from sqlalchemy import text

from backend.api import session_export
from backend.core.actor import Actor, Role
from backend.core.clock import now
from backend.core.db import redis, transaction
from backend.core.ids import new_id
from tests.api import PASSWORD, Browser, Person, problem, register
from tests.integration.bookkeeping import rows, spend

FILE = "/session/expenses.csv"
_IDS = "SELECT :workspace, uuid_in(CAST(md5(CAST(n AS text)) AS cstring))"
_FACTS = "DATE '2026-01-01' + n % 300, 'confirmed', n, 'EUR', n, 'EUR', repeat('x', 2000) FROM generate_series(1, 5000) AS series (n)"
_COLUMNS = "workspace_id, id, occurred_on, status, amount_minor, currency, base_minor, base_currency, note"
MANY = (
    f"INSERT INTO expense_key (workspace_id, id) {_IDS} FROM generate_series(1, 5000) AS series (n)",
    f"INSERT INTO expense ({_COLUMNS}) {_IDS}, {_FACTS}",
)


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


@pytest.fixture
async def browser(api: httpx.AsyncClient, ada: Person) -> Browser:
    browser = Browser(api)
    assert (await browser.post("/session/login", email=ada.email, password=PASSWORD)).status_code == 200
    return browser


@pytest.fixture
def actor(ada: Person) -> Actor:
    return Actor(ada.user_id, ada.workspace_id, Role.OWNER)


def lines(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_the_file_holds_what_the_list_finds_in_its_order(browser: Browser, actor: Actor) -> None:
    for amount, on in (("10", "2026-11-02"), ("30", "2026-11-03"), ("20", "2026-11-04"), ("99", "2026-10-01")):
        await spend(actor, amount, on=on, merchant=f"Shop {amount}", tags=("trip",))
    answer = await browser.api.get(FILE, params={"from": "2026-11-01", "tag": "trip", "sort": "-amount", "page": "ignored"})
    assert [each["amount"] for each in lines(answer)] == ["30.00", "20.00", "10.00"]
    assert answer.headers["content-disposition"] == 'attachment; filename="outlay-expenses-2026-11-01.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


async def test_what_has_no_amount_stands_at_the_end_of_a_list_by_amount(browser: Browser, actor: Actor) -> None:
    await spend(actor, "10")
    await spend(actor, "5", "XAF", on="1999-01-04")  # no rate, so no amount to sort by
    assert [each["base_amount"] for each in lines(await browser.api.get(FILE, params={"sort": "-amount"}))] == ["10.00", ""]


async def test_a_bad_filter_is_refused_in_words(browser: Browser) -> None:
    assert (await browser.api.get(FILE, params={"from": "2026-11-02", "to": "2026-11-01"})).status_code == 422


async def test_five_thousand_rows_are_never_in_memory_at_once(browser: Browser, actor: Actor) -> None:
    async with transaction(actor) as session:
        for statement in MANY:
            await session.execute(text(statement), {"workspace": actor.workspace_id})
    read, most = 0, 0
    tracemalloc.start()
    try:
        async for part in session_export._lines(actor, session_export.ListAsked()):
            read += part.count("\r\n")
            most = max(most, tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert read == 5_001
    assert most < 8_000_000  # the file has more than ten


async def test_nobody_else_s_rows_and_no_binned_ones_are_in_it(browser: Browser, actor: Actor, api: httpx.AsyncClient) -> None:
    other = await register(api)
    await spend(Actor(other.user_id, other.workspace_id, Role.OWNER), "666")
    await spend(actor, "10")
    assert [each["amount"] for each in lines(await browser.api.get(FILE))] == ["10.00"]
    assert [each["amount"] for each in lines(await browser.api.get(FILE, params={"deleted": "true"}))] == []


async def test_without_a_session_there_is_no_file(api: httpx.AsyncClient) -> None:
    problem(await api.get(FILE), 401, "unauthenticated")


async def test_a_while_after_signing_in_the_password_is_asked_for_again(browser: Browser, actor: Actor) -> None:
    with time_machine.travel(now() + timedelta(minutes=11)):
        problem(await browser.api.get(FILE), 403, "confirmation_needed")
        problem(await browser.post("/session/confirm"), 403, "confirmation_needed")
        problem(await browser.post("/session/confirm", password="not the right one"), 401, "sign_in_refused")
        problem(await browser.api.get(FILE), 403, "confirmation_needed")
        assert (await browser.post("/session/confirm", password=PASSWORD)).status_code == 204
        assert (await browser.post("/session/confirm")).status_code == 204
        assert lines(await browser.api.get(FILE)) == []
        (key,) = [key async for key in redis().scan_iter("confirmed:*")]
        assert 0 < await redis().ttl(key) <= 600
        await redis().delete(key)  # ten minutes later, or after a loss of Redis
        problem(await browser.api.get(FILE), 403, "confirmation_needed")


async def test_a_page_of_another_site_confirms_nothing(browser: Browser) -> None:
    browser.origin = "https://evil.example"
    problem(await browser.post("/session/confirm", password=PASSWORD), 403, "origin_refused")


async def test_an_export_is_in_the_audit(browser: Browser, actor: Actor) -> None:
    await browser.api.get(FILE, params={"q": "coffee"})
    (entry,) = await rows(actor, "SELECT actor_id, detail FROM audit_entry WHERE action = 'expenses.exported'")
    assert (entry.actor_id, entry.detail) == (actor.user_id, {"q": "coffee"})


async def begun(actor: Actor) -> AsyncGenerator[str]:
    """An export of which only the first line has been fetched."""
    lines = session_export._lines(actor, session_export.ListAsked())
    await anext(lines)
    return lines


async def test_an_export_that_is_fetched_slowly_holds_up_its_own_person_and_nobody_else(actor: Actor, browser: Browser) -> None:
    slow = await begun(Actor(new_id(), actor.workspace_id, Role.OWNER))
    assert len(lines(await browser.api.get(FILE))) == 0
    mine = await begun(actor)
    refused = await browser.api.get(FILE)
    assert "Your last export" in problem(refused, 429, "too_many_requests")["detail"]
    assert refused.headers["retry-after"] == "10"
    await mine.aclose()
    others = [slow, *[await begun(Actor(new_id(), actor.workspace_id, Role.OWNER)) for _ in range(session_export.AT_ONCE - 1)]]
    assert "Other exports" in problem(await browser.api.get(FILE), 429, "too_many_requests")["detail"]
    for each in others:
        await each.aclose()
    assert len(lines(await browser.api.get(FILE))) == 0


async def test_what_is_not_fetched_to_its_end_leaves_the_door_open(actor: Actor, browser: Browser) -> None:
    await spend(actor, "10")
    for _ in range(session_export.AT_ONCE + 1):
        abandoned = session_export._lines(actor, session_export.ListAsked())
        await anext(abandoned)
        await abandoned.aclose()
    assert len(lines(await browser.api.get(FILE))) == 1
