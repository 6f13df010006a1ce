"""Oneself, one's workspaces, and who is a member of which."""

from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from backend.core.db import system_transaction
from backend.core.ids import new_id
from tests.api import V1, Person, problem, refused_fields, register

ME, WORKSPACES = f"{V1}/me", f"{V1}/workspaces"


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


async def join(person: Person, workspace_id: UUID, role: str) -> None:
    async with system_transaction("identity") as session:
        await session.execute(
            text("INSERT INTO membership (workspace_id, user_id, role) VALUES (:workspace_id, :user_id, :role)"),
            {"workspace_id": workspace_id, "user_id": person.user_id, "role": role},
        )


async def open_books(api: httpx.AsyncClient, person: Person, name: str = "Household", **fields: str) -> dict:
    answer = await api.post(WORKSPACES, json={"name": name, **fields}, headers=person.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_one_sees_oneself(api: httpx.AsyncClient, ada: Person) -> None:
    answer = await api.get(ME, headers=ada.headers)
    assert answer.headers["etag"] == '"1"'
    assert answer.json() == {**ada.user, "base_currency": "EUR"}


async def test_one_changes_what_is_sent_and_keeps_the_rest(api: httpx.AsyncClient, ada: Person) -> None:
    body = {"display_name": " Ada  Lovelace ", "locale": "de-AT", "timezone": "Europe/Vienna", "preferences": {"theme": "dark"}}
    changed = await api.patch(ME, json=body, headers=ada.headers)
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["display_name"] == "Ada Lovelace"
    later = await api.patch(ME, json={"preferences": {"start": "home"}}, headers=ada.headers)
    assert later.json()["preferences"] == {"theme": "dark", "start": "home"}
    assert (later.json()["locale"], later.json()["timezone"], later.json()["email"]) == ("de-AT", "Europe/Vienna", ada.email)
    assert (await api.get(ME, headers=ada.headers)).json() == later.json()


async def test_the_base_currency_is_that_of_the_default_workspace(api: httpx.AsyncClient, ada: Person) -> None:
    assert (await api.patch(ME, json={"base_currency": "JPY"}, headers=ada.headers)).json()["base_currency"] == "JPY"
    books = (await api.get(f"{WORKSPACES}/{ada.workspace['id']}", headers=ada.headers)).json()
    assert books["base_currency"] == "JPY"


async def test_the_base_currency_stays_once_there_are_expenses(api: httpx.AsyncClient, ada: Person) -> None:
    async with system_transaction("identity") as session:
        await session.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": str(ada.workspace_id)})
        await session.execute(
            text("INSERT INTO expense_key (workspace_id, id) VALUES (:workspace_id, :id)"),
            {"workspace_id": ada.workspace_id, "id": new_id()},
        )
    answer = await api.patch(ME, json={"base_currency": "JPY", "display_name": "Changed"}, headers=ada.headers)
    problem(answer, 409, "base_currency_in_use")
    assert (await api.get(ME, headers=ada.headers)).json()["display_name"] == "Ada"
    assert (await api.patch(ME, json={"base_currency": "EUR"}, headers=ada.headers)).status_code == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"display_name": ""}, {"display_name": "required"}),
        ({"display_name": "x" * 101}, {"display_name": "too_long"}),
        ({"timezone": "Nowhere"}, {"timezone": "timezone_unknown"}),
        ({"base_currency": "XXY"}, {"base_currency": "currency_unknown"}),
        ({"locale": "?"}, {"locale": "locale_unknown"}),
        ({"email": "eve@example.com"}, {"email": "unknown_field"}),
        ({"preferences": []}, {"preferences": "not_an_object"}),
        ({"display_name": None}, {"display_name": "null"}),
        ({"default_workspace_id": str(new_id())}, {"default_workspace_id": "workspace_not_found"}),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(api: httpx.AsyncClient, ada: Person, body: dict, expected: dict) -> None:
    assert refused_fields(await api.patch(ME, json=body, headers=ada.headers)) == expected
    assert (await api.get(ME, headers=ada.headers)).json()["version"] == 1


async def test_a_stale_change_changes_nothing(api: httpx.AsyncClient, ada: Person) -> None:
    first = await api.patch(ME, json={"display_name": "First"}, headers={**ada.headers, "If-Match": '"1"'})
    assert first.status_code == 200
    problem(await api.patch(ME, json={"display_name": "Second"}, headers={**ada.headers, "If-Match": '"1"'}), 412, "stale")
    assert (await api.get(ME, headers=ada.headers)).json()["display_name"] == "First"


async def test_further_books_start_like_the_present_ones(api: httpx.AsyncClient, ada: Person) -> None:
    await api.patch(ME, json={"base_currency": "CHF"}, headers=ada.headers)
    answer = await api.post(WORKSPACES, json={"name": "Household"}, headers=ada.headers)
    made = answer.json()
    assert (made["name"], made["base_currency"], made["role"]) == ("Household", "CHF", "owner")
    assert answer.headers["location"] == f"{WORKSPACES}/{made['id']}"
    listed = (await api.get(f"{WORKSPACES}?include=total", headers=ada.headers)).json()
    assert [each["name"] for each in listed["items"]] == ["Personal", "Household"]
    assert (listed["total"], listed["next_cursor"]) == (2, None)


async def test_a_list_comes_in_pages(api: httpx.AsyncClient, ada: Person) -> None:
    for name in ("B", "C"):
        await open_books(api, ada, name)
    names, cursor = [], ""
    for _ in range(3):
        page = (await api.get(f"{WORKSPACES}?limit=1{cursor}", headers=ada.headers)).json()
        names += [each["name"] for each in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (names, page["next_cursor"]) == (["Personal", "B", "C"], None)
    assert "total" not in page


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
        ("include=all", "include"),
    ],
)
async def test_a_strange_page_is_refused(api: httpx.AsyncClient, ada: Person, query: str, field: str) -> None:
    assert set(refused_fields(await api.get(f"{WORKSPACES}?{query}", headers=ada.headers))) == {field}


async def test_a_cursor_of_another_list_is_refused(api: httpx.AsyncClient, ada: Person) -> None:
    await open_books(api, ada)
    cursor = (await api.get(f"{WORKSPACES}?limit=1", headers=ada.headers)).json()["next_cursor"]
    assert refused_fields(await api.get(f"{V1}/auth/sessions?cursor={cursor}", headers=ada.headers)) == {"cursor": "cursor_invalid"}


async def test_books_are_renamed(api: httpx.AsyncClient, ada: Person) -> None:
    address = f"{WORKSPACES}/{ada.workspace['id']}"
    changed = await api.patch(address, json={"name": "Mine"}, headers={**ada.headers, "If-Match": '"1"'})
    assert (changed.json()["name"], changed.headers["etag"]) == ("Mine", '"2"')
    problem(await api.patch(address, json={"name": "Yours"}, headers={**ada.headers, "If-Match": '"1"'}), 412, "stale")


async def test_closed_books_are_gone_and_another_set_becomes_the_default(api: httpx.AsyncClient, ada: Person) -> None:
    other = await open_books(api, ada)
    first = f"{WORKSPACES}/{ada.workspace['id']}"
    problem(await api.delete(first, headers={**ada.headers, "If-Match": '"7"'}), 412, "stale")
    assert (await api.delete(first, headers=ada.headers)).status_code == 204
    problem(await api.get(first, headers=ada.headers), 404, "workspace_not_found")
    assert (await api.get(ME, headers=ada.headers)).json()["default_workspace_id"] == other["id"]
    problem(await api.delete(f"{WORKSPACES}/{other['id']}", headers=ada.headers), 409, "last_workspace")


async def test_the_default_workspace_is_chosen_among_ones_own(api: httpx.AsyncClient, ada: Person) -> None:
    other = await open_books(api, ada, base_currency="USD")
    changed = await api.patch(ME, json={"default_workspace_id": other["id"]}, headers=ada.headers)
    assert (changed.json()["default_workspace_id"], changed.json()["base_currency"]) == (other["id"], "USD")


async def test_somebody_elses_books_do_not_exist(api: httpx.AsyncClient, ada: Person) -> None:
    eve = await register(api)
    theirs = f"{WORKSPACES}/{eve.workspace['id']}"
    for answer in (
        await api.get(theirs, headers=ada.headers),
        await api.patch(theirs, json={"name": "Mine"}, headers=ada.headers),
        await api.delete(theirs, headers=ada.headers),
        await api.get(f"{theirs}/members", headers=ada.headers),
    ):
        problem(answer, 404, "workspace_not_found")
    assert (await api.get(theirs, headers=eve.headers)).json()["name"] == "Personal"


async def test_members_see_each_other(api: httpx.AsyncClient, ada: Person) -> None:
    eve = await register(api, display_name="Eve")
    await join(eve, ada.workspace_id, "viewer")
    members = (await api.get(f"{WORKSPACES}/{ada.workspace['id']}/members", headers=eve.headers)).json()["items"]
    assert [(each["display_name"], each["role"]) for each in members] == [("Ada", "owner"), ("Eve", "viewer")]


@pytest.mark.parametrize(("role", "may_change", "may_close"), [("viewer", False, False), ("member", False, False), ("admin", True, False)])
async def test_a_role_that_is_too_small_is_told_so(
    api: httpx.AsyncClient, ada: Person, role: str, may_change: bool, may_close: bool
) -> None:
    eve = await register(api)
    await join(eve, ada.workspace_id, role)
    address = f"{WORKSPACES}/{ada.workspace['id']}"
    assert (await api.get(address, headers=eve.headers)).json()["role"] == role
    changed = await api.patch(address, json={"name": "Ours"}, headers=eve.headers)
    assert changed.status_code == (200 if may_change else 403)
    problem(await api.delete(address, headers=eve.headers), 403, "forbidden")
    assert not may_close
