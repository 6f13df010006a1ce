"""The description of the API is true, complete, and readable without a script."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from backend.api.app import create_api
from backend.api.credentials import COOKIE_ROUTES
from tests.api import V1, problem, register

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
async def description(api: httpx.AsyncClient) -> dict[str, Any]:
    answer = await api.get(f"{V1}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, methods[method]) for path, methods in description["paths"].items() for method in METHODS if method in methods]


async def test_it_is_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    assert all(path.startswith(V1) for path in description["paths"])


async def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    for name in re.findall(r"#/components/schemas/([^\"']+)", str(description)):
        assert name in description["components"]["schemas"]


async def test_every_refusal_is_a_problem_document(description: dict[str, Any]) -> None:
    for method, path, operation in operations(description):
        for status, response in operation["responses"].items():
            if status[0] in "45":
                assert "application/problem+json" in response["content"], (method, path, status)


async def test_every_operation_says_what_can_go_wrong(description: dict[str, Any]) -> None:
    for method, path, operation in operations(description):
        statuses = set(operation["responses"])
        assert {"422", "429", "500", "503"} <= statuses, (method, path)
        if operation.get("security"):
            assert {"401", "403", "404"} <= statuses, (method, path)
        if "requestBody" in operation:
            assert {"400", "413", "415"} <= statuses, (method, path)
        if any(each["name"] == "If-Match" for each in operation.get("parameters", [])):
            assert "412" in statuses, (method, path)


async def test_everything_but_signing_in_needs_a_credential(description: dict[str, Any]) -> None:
    for method, path, operation in operations(description):
        open_to_all = path in {f"{V1}/auth/{name}" for name in ("register", "login", "refresh")} | {f"{V1}/files/{{link}}"}
        open_to_all |= path.startswith(f"{V1}/webhooks/")  # signed instead
        assert bool(operation.get("security")) is not open_to_all, (method, path)


async def test_the_cookie_is_named_on_its_routes_alone(description: dict[str, Any]) -> None:
    for method, path, operation in operations(description):
        pattern = COOKIE_ROUTES.get(method.upper())
        expected = path == f"{V1}/session" or (pattern is not None and pattern.fullmatch(path) is not None)
        assert any("browser" in each for each in operation.get("security", [])) is expected, (method, path)


async def test_every_post_outside_auth_may_be_repeated(description: dict[str, Any]) -> None:
    for method, path, operation in operations(description):
        names = [each["name"] for each in operation.get("parameters", [])]
        expected = 1 if method == "post" and not path.startswith((f"{V1}/auth/", f"{V1}/webhooks/")) else 0
        assert names.count("Idempotency-Key") == expected, (method, path)


async def test_bodies_say_that_unknown_fields_are_refused(description: dict[str, Any]) -> None:
    for method, path, operation in operations(description):
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        if "$ref" in schema:
            named = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            assert named.get("additionalProperties") is False, (method, path)


async def test_the_reference_shows_every_operation_without_a_script(api: httpx.AsyncClient, description: dict[str, Any]) -> None:
    page = await api.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page.text)
    assert " on" + "click" not in page.text
    assert page.text.count("<article ") == len(operations(description))
    anchors = re.findall(r"href='#([^']+)'", page.text)
    assert all(f"id='{anchor}'" in page.text or f"id={anchor}" in page.text for anchor in anchors)


# Health and figures -----------------------------------------------------------------------------------------------


async def test_a_whole_house_is_ready(api: httpx.AsyncClient) -> None:
    answer = await api.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "redis": "ok", "storage": "ok", "failing": []}
    assert (await api.head("/healthz")).status_code == 200


@pytest.fixture
async def stranger(api: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on another machine."""
    transport = httpx.ASGITransport(create_api(), client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


async def test_figures_are_for_this_machine(api: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    await register(api)
    figures = await api.get("/metrics")
    assert 'outlay_requests_total{method="POST",route="/api/v1/auth/register",status="201"}' in figures.text
    problem(await stranger.get("/metrics"), 403, "forbidden")
    problem(await api.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}), 403, "forbidden")


async def test_figures_are_for_the_holder_of_the_token(stranger: httpx.AsyncClient, set_settings) -> None:
    set_settings(METRICS_TOKEN="a-long-secret")
    assert (await stranger.get("/metrics", headers={"Authorization": "Bearer a-long-secret"})).status_code == 200
    problem(await stranger.get("/metrics", headers={"Authorization": "Bearer another"}), 403, "forbidden")


async def test_figures_name_routes_and_never_ids(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    await api.get(f"{V1}/workspaces/{ada.workspace_id}", headers=ada.headers)
    figures = (await api.get("/metrics")).text
    assert 'route="/api/v1/workspaces/{workspace_id}"' in figures
    assert str(ada.workspace_id) not in figures
