"""`/categories` through HTTP, and merchants."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from backend import categories
from backend.core.actor import Actor, Role
from backend.core.db import transaction
from backend.core.errors import Invalid
from backend.expenses import MoneyDraft, SplitDraft
from tests.api import problem, refused_fields
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import category, check_rollup, look, new_books, rows, spend


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


@pytest.fixture
async def client(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(actor) as signed_in:
        yield signed_in


async def test_new_books_start_with_categories_and_seeding_again_adds_none(client: httpx.AsyncClient, actor: Actor) -> None:
    async with transaction(actor) as session:
        await categories.seed(session, actor)
    found = (await client.get("/categories", params={"limit": 200, "include": "total"})).json()
    assert found["total"] == len(found["items"]) == len({each["key"] for each in found["items"]}) >= 8
    assert set(found["items"][0]) == {
        "id", "key", "name", "parent_id", "icon", "color", "kind", "position", "version", "created_at", "updated_at",
    }  # fmt: skip


async def test_a_category_is_made_changed_and_removed(client: httpx.AsyncClient) -> None:
    made = await client.post("/categories", json={"name": " Garden 🌱 ", "icon": "leaf", "color": "#3F8F5B"})
    body = made.json()
    assert (made.status_code, body["name"], body["color"], body["key"]) == (201, "Garden 🌱", "#3f8f5b", None)
    path = f"/categories/{body['id']}"
    assert made.headers["location"] == f"/api/v1{path}" and made.headers["etag"] == '"1"'
    changed = await client.patch(path, json={"name": "Allotment"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name"], changed.json()["icon"], changed.headers["etag"]) == ("Allotment", "leaf", '"2"')
    problem(await client.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'}), 412, "stale")
    problem(await client.delete(path, headers={"If-Match": '"1"'}), 412, "stale")
    assert (await client.patch(path, json={"name": "Allotment"})).headers["etag"] == '"2"'
    assert (await client.delete(path)).status_code == 204
    problem(await client.get(path), 404, "not_found")


async def test_a_name_is_there_once_a_kind_whatever_its_case(client: httpx.AsyncClient) -> None:
    problem(await client.post("/categories", json={"name": "gROCERIES"}), 409, "category_name_taken")
    income = await client.post("/categories", json={"name": "Groceries", "kind": "income"})
    assert income.status_code == 201
    problem(await client.patch(f"/categories/{income.json()['id']}", json={"kind": "expense"}), 409, "category_name_taken")


async def test_categories_nest_without_circles(client: httpx.AsyncClient) -> None:
    parent, above = None, []
    for name in ("one", "two", "three", "four"):
        parent = (await client.post("/categories", json={"name": name, "parent_id": parent})).json()["id"]
        above.append(parent)
    assert refused_fields(await client.post("/categories", json={"name": "five", "parent_id": parent})) == {"parent_id": "too_deep"}
    for target in above:
        assert refused_fields(await client.patch(f"/categories/{above[0]}", json={"parent_id": target})) == {"parent_id": "category_cycle"}
    assert (await client.delete(f"/categories/{above[1]}")).status_code == 204
    assert (await client.get(f"/categories/{above[2]}")).json()["parent_id"] == above[0]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x", "color": "red"}, "color"),
        ({"name": "x", "icon": "<svg>"}, "icon"),
        ({"name": "x", "kind": "transfer"}, "kind"),
        ({"name": "x", "parent_id": "01920000-0000-7000-8000-000000000000"}, "parent_id"),
        ({"name": "x", "size": 1}, "size"),
    ],
)
async def test_a_bad_category_is_refused_by_field(client: httpx.AsyncClient, body: dict[str, object], field: str) -> None:
    assert field in refused_fields(await client.post("/categories", json=body))


async def test_what_stands_in_a_category_moves_before_it_goes(client: httpx.AsyncClient, actor: Actor) -> None:
    home, fuel = await category(actor, "home"), await category(actor, "fuel")
    plain = await spend(actor, category_id=home)
    lines = (SplitDraft(MoneyDraft("10", "EUR"), home, "shelf"), SplitDraft(MoneyDraft("2.34", "EUR"), fuel))
    split = await spend(actor, splits=lines)
    binned = await spend(actor, category_id=home)
    await client.delete(f"/expenses/{binned.id}")
    assert problem(await client.delete(f"/categories/{home}"), 409, "category_in_use")["expenses"] == 3
    for target, code in ((home, "same_category"), ("01920000-0000-7000-8000-000000000000", "category_unknown")):
        assert refused_fields(await client.delete(f"/categories/{home}", params={"move_to": str(target)})) == {"move_to": code}
    assert (await client.delete(f"/categories/{home}", params={"move_to": str(fuel)})).status_code == 204
    assert {(await look(actor, view.id)).category_id for view in (plain, binned)} == {fuel}
    moved = await look(actor, split.id)
    assert [(line.category_id, line.note) for line in moved.splits] == [(fuel, "shelf"), (fuel, "")]
    assert moved.version == 2
    await check_rollup(actor)
    history = (await client.get(f"/expenses/{plain.id}/history")).json()["items"][0]
    assert history["changes"] == [{"field": "category_id", "old": str(home), "new": str(fuel)}]


async def test_taking_a_bulk_change_back_skips_rows_whose_category_is_gone(client: httpx.AsyncClient, actor: Actor) -> None:
    home, fuel = await category(actor, "home"), await category(actor, "fuel")
    views = [await spend(actor, category_id=home), await spend(actor)]
    done = await client.post("/expenses/bulk", json={"ids": [str(view.id) for view in views], "set": {"category_id": str(fuel)}})
    assert (await client.delete(f"/categories/{home}")).status_code == 204
    undone = await client.post("/expenses/undo", json={"undo_token": done.json()["undo_token"]})
    assert undone.json() == {"changed": 1, "skipped": 1}
    assert (await look(actor, views[0].id)).category_id == fuel


async def test_another_workspaces_category_does_not_exist(client: httpx.AsyncClient) -> None:
    theirs = await new_books()
    foreign = await category(theirs, "fuel")
    path = f"/categories/{foreign}"
    for answer in (await client.get(path), await client.patch(path, json={"name": "x"}), await client.delete(path)):
        problem(answer, 404, "not_found")
    assert refused_fields(await client.post("/categories", json={"name": "x", "parent_id": str(foreign)})) == {
        "parent_id": "category_unknown"
    }


async def test_a_viewer_looks_and_does_not_touch(stores: object) -> None:
    async with client_of(await new_books(role=Role.VIEWER)) as viewer:
        assert (await viewer.get("/categories")).status_code == 200
        problem(await viewer.post("/categories", json={"name": "x"}), 403, "forbidden")


async def test_a_merchant_is_one_however_its_name_is_written(actor: Actor) -> None:
    async with transaction(actor) as session:
        first = await categories.find_or_create_merchant(session, actor, "Café  Größenwahn")
        again = [await categories.find_or_create_merchant(session, actor, name) for name in ("CAFE GRÖSSENWAHN!", "cafe größenwahn")]
        signs = [await categories.find_or_create_merchant(session, actor, name) for name in ("🍕", "🍔")]
    assert again == [first, first] and first.name == "Café Größenwahn"
    assert signs[0] != signs[1]
    for name in ("  ", "m" * 201):
        with pytest.raises(Invalid):
            async with transaction(actor) as session:
                await categories.find_or_create_merchant(session, actor, name)


async def test_two_who_name_a_merchant_at_once_make_one(actor: Actor) -> None:
    await asyncio.gather(*(spend(actor, merchant="Bakery") for _ in range(5)))
    assert (await rows(actor, "SELECT count(*) FROM merchant"))[0][0] == 1
