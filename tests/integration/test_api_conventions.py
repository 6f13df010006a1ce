"""What holds for every route: problems, ids, bodies, caching, repetition, and who may use the cookie."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, File, Response, UploadFile
from sqlalchemy import text

from backend.api.app import create_api
from backend.api.deps import Current, IfMatch, tag
from backend.api.routing import api_router
from backend.api.schemas import Sent
from backend.core.db import Stores, system_transaction
from backend.core.errors import Conflict, Stale
from backend.core.ids import new_id
from tests.api import PASSWORD, V1, Browser, Person, problem, refused_fields, register

THINGS = f"{V1}/things"


class Thing(Sent):
    """Something with a name."""

    name: str


@dataclass
class Work:
    """What the routes of these tests have done. `gate` keeps them from ending while it is closed."""

    done: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None

    async def do(self, name: str) -> dict[str, Any]:
        self.began.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        self.done.append(name)
        return {"id": str(new_id()), "name": name}


@pytest.fixture
def work() -> Work:
    found = Work()
    found.gate.set()
    return found


def with_things(work: Work) -> FastAPI:
    """The API with a resource of this test's own, and stand-ins where the cookie is taken."""
    app = create_api()
    things = api_router("/things", "Things")

    @things.post("", status_code=201)
    async def make(body: Thing, _actor: Current, response: Response) -> dict[str, Any]:
        tag(response, 1)
        return await work.do(body.name)

    @things.post("/files", status_code=201)
    async def keep(_actor: Current, file: Annotated[UploadFile, File()]) -> dict[str, Any]:
        return await work.do((await file.read()).decode())

    @things.patch("/{thing_id}")
    async def change(thing_id: UUID, _actor: Current, version: IfMatch) -> dict[str, Any]:
        if version not in (None, 3):
            raise Stale
        return {"id": str(thing_id)}

    app.router.routes[:0] = [*things.routes, *_by_cookie(work).routes]
    return app


def _by_cookie(work: Work):  # noqa: ANN202 - a router
    router = api_router("", "By cookie")

    @router.get("/expenses")
    async def expenses(actor: Current) -> dict[str, str]:
        return {"by": str(actor.user_id), "in": str(actor.workspace_id)}

    @router.post("/expenses", status_code=201)
    async def record(body: Thing, _actor: Current) -> dict[str, Any]:
        return await work.do(body.name)

    @router.patch("/expenses/{expense_id}")
    async def amend(expense_id: UUID, _actor: Current) -> dict[str, str]:
        return {"id": str(expense_id)}

    @router.get("/receipts/{receipt_id}/file")
    async def file(receipt_id: UUID, _actor: Current) -> dict[str, str]:
        return {"id": str(receipt_id)}

    @router.get("/receipts/{receipt_id}")
    async def receipt(receipt_id: UUID, _actor: Current) -> dict[str, str]:
        return {"id": str(receipt_id)}

    return router


@pytest.fixture
async def api(stores: Stores, quick_passwords: None, work: Work) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(with_things(work)), base_url="http://testserver") as client:
        yield client


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


# Problems ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/me", "/api/v1/me/", "/session/nothing", "/api/v1//me"]
)
async def test_an_address_where_nothing_is_says_so(api: httpx.AsyncClient, path: str) -> None:
    problem(await api.get(path), 404, "not_found")


async def test_a_method_that_is_not_taken_names_those_that_are(api: httpx.AsyncClient) -> None:
    for method in ("PUT", "DELETE", "POST", "OPTIONS"):
        answer = await api.request(method, f"{V1}/me")
        problem(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == "GET, PATCH"


async def test_a_body_that_is_no_json_is_refused(api: httpx.AsyncClient, ada: Person) -> None:
    headers = {**ada.headers, "Content-Type": "application/json"}
    for body in (b"{", b"", b"\xff\xfe", b"[" * 100_000, b'{"name": 1e', b"'x'"):
        answer = await api.post(THINGS, content=body, headers=headers)
        assert answer.status_code in (400, 422), body[:20]
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/xml"]
)
async def test_a_body_of_another_kind_is_refused(api: httpx.AsyncClient, ada: Person, kind: str) -> None:
    problem(await api.post(THINGS, content=b'{"name":"x"}', headers={**ada.headers, "Content-Type": kind}), 415, "unsupported_type")


async def test_json_may_name_its_character_set(api: httpx.AsyncClient, ada: Person) -> None:
    headers = {**ada.headers, "Content-Type": "application/json; charset=utf-8"}
    assert (await api.post(THINGS, content=b'{"name":"x"}', headers=headers)).status_code == 201


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"name": "required"}),
        ({"name": "x", "nmae": "y"}, {"nmae": "unknown_field"}),
        ({"name": 1}, {"name": "not_text"}),
        ({"name": None}, {"name": "not_text"}),
        ({"name": "a\x00b"}, {"name": "forbidden_characters"}),
        ({"name": "a\ud800b"}, {"name": "forbidden_characters"}),
        ([], {"body": "not_an_object"}),
        ("x", {"body": "not_an_object"}),
    ],
)
async def test_each_refused_field_is_named_with_words(
    api: httpx.AsyncClient, ada: Person, work: Work, body: Any, expected: dict[str, str]
) -> None:
    answer = await api.post(THINGS, content=json.dumps(body), headers={**ada.headers, "Content-Type": "application/json"})
    assert refused_fields(answer) == expected
    assert all(each["message"] for each in problem(answer, 422, answer.json()["code"])["errors"])
    assert work.done == []


async def test_text_in_any_script_is_taken(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    names = ["🧾 قهوة", "كتاب", "日本語\nline", "e\u0301"]
    for name in names:
        assert (await api.post(THINGS, json={"name": name}, headers=ada.headers)).json()["name"] == name


async def test_nul_in_the_address_is_refused(api: httpx.AsyncClient, ada: Person) -> None:
    problem(await api.get(f"{V1}/workspaces?cursor=%00", headers=ada.headers), 422, "forbidden_characters")
    problem(await api.get(f"{V1}/workspaces/%00", headers=ada.headers), 404, "not_found")


async def test_a_failure_nobody_foresaw_tells_nothing_of_the_inside(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    work.failure = RuntimeError("secret detail")
    body = problem(await api.post(THINGS, json={"name": "x"}, headers=ada.headers), 500, "internal_error")
    assert "secret" not in str(body)


# Headers ----------------------------------------------------------------------------------------------------------


async def test_the_request_id_of_the_client_is_taken_when_it_is_one(api: httpx.AsyncClient) -> None:
    mine = str(new_id())
    assert (await api.get("/healthz", headers={"X-Request-Id": mine})).headers["x-request-id"] == mine
    for strange in ("1", "x" * 36, "<script>"):
        made = (await api.get("/healthz", headers={"X-Request-Id": strange})).headers["x-request-id"]
        assert made != strange
        assert UUID(made)


async def test_every_answer_says_how_many_requests_are_left_and_is_not_kept(api: httpx.AsyncClient, ada: Person) -> None:
    answers = [
        await api.get(f"{V1}/me", headers=ada.headers),
        await api.get(f"{V1}/me"),
        await api.get(f"{V1}/nothing"),
        await api.put(f"{V1}/me"),
    ]
    for answer in answers:
        assert answer.headers["ratelimit-policy"].endswith(";w=60")
        assert ";r=" in answer.headers["ratelimit"]
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("seen", "status"), [('"3"', 200), ('W/"3"', 200), ("*", 200), (None, 200), ('"2"', 412), ("nonsense", 412), ('"-3"', 412), ("", 412)]
)
async def test_what_was_changed_meanwhile_is_not_changed(api: httpx.AsyncClient, ada: Person, seen: str | None, status: int) -> None:
    headers = {**ada.headers, **({"If-Match": seen} if seen is not None else {})}
    assert (await api.patch(f"{THINGS}/{new_id()}", headers=headers)).status_code == status


# Repetition -------------------------------------------------------------------------------------------------------


def keyed(person: Person, key: str = "key-1") -> dict[str, str]:
    return {**person.headers, "Idempotency-Key": key}


async def test_a_repeated_request_is_done_once_and_answered_alike(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    first = await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    again = await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    assert (again.status_code, again.content, again.headers["etag"]) == (201, first.content, '"1"')
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert work.done == ["x"]


async def test_a_key_is_good_for_one_request(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    problem(await api.post(THINGS, json={"name": "y"}, headers=keyed(ada)), 422, "idempotency_key_reused")
    problem(await api.post(f"{V1}/workspaces", json={"name": "x"}, headers=keyed(ada)), 422, "idempotency_key_reused")
    assert work.done == ["x"]


async def test_keys_of_two_people_are_two_keys(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    eve = await register(api)
    for person in (ada, eve):
        assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(person))).status_code == 201
    assert work.done == ["x", "x"]


async def test_while_the_first_runs_the_second_waits_outside(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    work.gate.clear()
    first = asyncio.create_task(api.post(THINGS, json={"name": "x"}, headers=keyed(ada)))
    await work.began.wait()
    answer = await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    problem(answer, 409, "idempotency_in_progress")
    assert answer.headers["retry-after"] == "1"
    work.gate.set()
    assert (await first).status_code == 201
    assert work.done == ["x"]


async def test_many_at_once_do_it_once(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    answers = await asyncio.gather(*(api.post(THINGS, json={"name": "x"}, headers=keyed(ada)) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert work.done == ["x"]


@pytest.mark.parametrize("failure", [RuntimeError("broken"), Conflict("not now")])
async def test_a_request_that_failed_frees_its_key(api: httpx.AsyncClient, ada: Person, work: Work, failure: Exception) -> None:
    work.failure = failure
    assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))).status_code in (409, 500)
    work.failure = None
    assert (await api.post(THINGS, json={"name": "other"}, headers=keyed(ada))).status_code == 201


async def test_a_request_that_was_cut_off_frees_its_key(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    work.gate.clear()
    first = asyncio.create_task(api.post(THINGS, json={"name": "x"}, headers=keyed(ada)))
    await work.began.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.gate.set()
    assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))).status_code == 201


async def test_a_key_whose_process_died_is_free_when_its_lease_has_run_out(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    await _change_keys(ada, "UPDATE idempotency SET status = NULL, body = NULL")
    problem(await api.post(THINGS, json={"name": "x"}, headers=keyed(ada)), 409, "idempotency_in_progress")
    await _change_keys(ada, "UPDATE idempotency SET started_at = started_at - interval '16 seconds'")
    assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))).status_code == 201
    assert work.done == ["x", "x"]


async def test_a_key_is_forgotten_after_a_day(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    await _change_keys(ada, "UPDATE idempotency SET started_at = started_at - interval '25 hours'")
    assert (await api.post(THINGS, json={"name": "y"}, headers=keyed(ada))).status_code == 201
    assert work.done == ["x", "y"]


async def _change_keys(person: Person, sql: str) -> None:
    async with system_transaction("identity") as session:
        await session.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": str(person.workspace_id)})
        await session.execute(text(sql))


async def test_the_same_file_is_the_same_whatever_its_boundary(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    for _ in range(2):
        assert (await api.post(f"{THINGS}/files", files={"file": ("a.jpg", b"bytes")}, headers=keyed(ada))).status_code == 201
    problem(await api.post(f"{THINGS}/files", files={"file": ("a.jpg", b"other")}, headers=keyed(ada)), 422, "idempotency_key_reused")
    assert work.done == ["bytes"]


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
async def test_a_strange_key_is_refused(api: httpx.AsyncClient, ada: Person, key: str) -> None:
    problem(await api.post(THINGS, json={"name": "x"}, headers=keyed(ada, key)), 422, "idempotency_key_invalid")


async def test_tokens_are_never_stored_for_repetition(api: httpx.AsyncClient, ada: Person) -> None:
    body = {"email": ada.email, "password": PASSWORD}
    pairs = [(await api.post(f"{V1}/auth/login", json=body, headers={"Idempotency-Key": "k"})).json() for _ in range(2)]
    assert pairs[0]["refresh_token"] != pairs[1]["refresh_token"]


# Who, and where ---------------------------------------------------------------------------------------------------


async def test_without_a_credential_nothing_is_shown(api: httpx.AsyncClient) -> None:
    for method, path in [("GET", "/me"), ("GET", "/workspaces"), ("POST", "/things"), ("GET", "/expenses"), ("GET", "/auth/sessions")]:
        problem(await api.request(method, V1 + path, json={"name": "x"} if method == "POST" else None), 401, "unauthenticated")


async def test_one_acts_in_the_workspace_that_the_header_names(api: httpx.AsyncClient, ada: Person) -> None:
    second = (await api.post(f"{V1}/workspaces", json={"name": "Second"}, headers=ada.headers)).json()
    there = await api.get(f"{V1}/expenses", headers={**ada.headers, "Outlay-Workspace": second["id"]})
    assert there.json()["in"] == second["id"]
    assert (await api.get(f"{V1}/expenses", headers=ada.headers)).json()["in"] == ada.workspace["id"]


async def test_somebody_elses_workspace_does_not_exist(api: httpx.AsyncClient, ada: Person) -> None:
    eve = await register(api)
    for named in (eve.workspace["id"], str(new_id()), "nonsense", ""):
        problem(await api.get(f"{V1}/expenses", headers={**ada.headers, "Outlay-Workspace": named}), 404, "workspace_not_found")


@pytest.fixture
async def browser(api: httpx.AsyncClient, ada: Person) -> Browser:
    found = Browser(api)
    assert (await found.post("/session/login", email=ada.email, password=PASSWORD)).status_code == 200
    return found


async def test_the_cookie_is_taken_where_the_offline_queue_needs_it(browser: Browser, ada: Person, work: Work) -> None:
    assert (await browser.api.get(f"{V1}/expenses")).json()["by"] == ada.user["id"]
    assert (await browser.api.get(f"{V1}/receipts/{new_id()}/file")).status_code == 200
    assert (await browser.post(f"{V1}/expenses", name="x")).status_code == 201
    assert work.done == ["x"]


async def test_the_cookie_is_refused_everywhere_else(browser: Browser) -> None:
    csrf = await browser.csrf()
    headers = {"Origin": browser.origin, "X-CSRF-Token": csrf}
    elsewhere = [
        ("GET", "/me"),
        ("PATCH", f"/expenses/{new_id()}"),
        ("GET", f"/receipts/{new_id()}"),
        ("POST", "/things"),
        ("GET", "/auth/sessions"),
        ("POST", "/auth/logout"),
        ("GET", "/workspaces"),
    ]
    for method, path in elsewhere:
        body = {"name": "x"} if path == "/things" else None
        problem(await browser.api.request(method, V1 + path, json=body, headers=headers), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "origin_refused"),
        ({"Sec-Fetch-Site": "same-origin"}, "origin_refused"),
        ({"Origin": "http://evil.example"}, "origin_refused"),
        ({"Origin": "http://testserver"}, "csrf_refused"),
        ({"Origin": "http://testserver", "X-CSRF-Token": "made-up"}, "csrf_refused"),
    ],
)
async def test_a_post_by_cookie_needs_origin_and_token(browser: Browser, work: Work, headers: dict[str, str], code: str) -> None:
    token = {"X-CSRF-Token": await browser.csrf()} if code == "origin_refused" else {}
    problem(await browser.api.post(f"{V1}/expenses", json={"name": "x"}, headers={**token, **headers}), 403, code)
    assert work.done == []


async def test_a_refused_token_is_not_made_good_by_the_cookie(browser: Browser) -> None:
    problem(await browser.api.get(f"{V1}/expenses", headers={"Authorization": "Bearer nonsense"}), 401, "token_invalid")
