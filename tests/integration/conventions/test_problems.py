"""What holds for every route: problems, ids, bodies, caching and versions."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core.ids import new_id
from tests.api import V1, Person, problem, refused_fields
from tests.integration.conventions.things import THINGS, Work


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
