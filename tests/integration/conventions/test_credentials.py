"""What holds for every route: who may use it, in which workspace, and where the cookie is taken."""

import httpx
import pytest

from backend.core.ids import new_id
from tests.api import V1, Browser, Person, problem, register
from tests.integration.conventions.things import Work


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
