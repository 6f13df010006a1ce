"""`/expenses` through HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import transaction
from tests.api import problem, refused_fields
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import category, check_rollup, look, new_books, spend


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


@pytest.fixture
async def client(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(actor) as signed_in:
        yield signed_in


MONEY = {"amount": "12.34", "currency": "EUR"}


async def test_a_typed_expense_is_answered_in_the_shape_of_the_contract(client: httpx.AsyncClient, actor: Actor) -> None:
    groceries = str(await category(actor, "groceries"))
    body: dict[str, object] = {
        "money": {"amount": "12.3", "currency": "USD"},
        "occurred_on": "2024-03-05",
        "merchant": "Bäckerei",
        "note": "🥐 שלום",
    }
    body |= {"category_id": groceries, "tags": ["trip"], "description": "CARD 1"}
    answer = await client.post("/expenses", json=body)
    assert answer.status_code == 201
    made = answer.json()
    assert list(made) == [
        "id", "workspace_id", "created_by", "kind", "status", "occurred_on", "money", "base_money", "fx_rate", "fx_source", "description",
        "merchant", "note", "category_id", "category_source", "category_confidence", "category_why", "account_id", "tags", "splits",
        "receipts", "recurring_id", "transfer_id", "reimbursable", "version", "created_at", "updated_at", "deleted_at",
    ]  # fmt: skip
    assert made["money"] == {"amount": "12.30", "currency": "USD"}
    assert made["base_money"]["currency"] == "EUR" and made["fx_source"] == "ecb 2024-03-05"
    assert (made["status"], made["category_source"], made["merchant"]["name"]) == ("confirmed", "user", "Bäckerei")
    assert made["created_at"].endswith("Z") and made["note"] == "🥐 שלום"
    assert answer.headers["etag"] == '"1"' and answer.headers["location"] == f"/api/v1/expenses/{made['id']}"
    got = await client.get(f"/expenses/{made['id']}")
    assert got.json() == made and got.headers["etag"] == '"1"'
    listed = (await client.get("/expenses", params={"include": "total"})).json()
    assert listed == {"items": [made], "next_cursor": None, "total": 1}


async def test_yen_have_no_decimals_and_dinars_three(client: httpx.AsyncClient) -> None:
    for currency, sent, shown in (("JPY", "1234", "1234"), ("KWD", "1.5", "1.500"), ("EUR", "0", "0.00")):
        answer = await client.post("/expenses", json={"money": {"amount": sent, "currency": currency}})
        assert answer.json()["money"] == {"amount": shown, "currency": currency}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({}, "money", "required"),
    ({"money": None}, "money", "not_an_object"),
    ({"money": {"amount": "1e9", "currency": "EUR"}}, "money.amount", "amount_format"),
    ({"money": {"amount": "NaN", "currency": "EUR"}}, "money.amount", "amount_format"),
    ({"money": {"amount": "-1", "currency": "EUR"}}, "money.amount", "amount_format"),
    ({"money": {"amount": "１２", "currency": "EUR"}}, "money.amount", "amount_format"),
    ({"money": {"amount": "12.345", "currency": "EUR"}}, "money.amount", "amount_digits"),
    ({"money": {"amount": "0.5", "currency": "JPY"}}, "money.amount", "amount_digits"),
    ({"money": {"amount": "1000000000000.01", "currency": "EUR"}}, "money.amount", "amount_range"),
    ({"money": {"amount": 12.34, "currency": "EUR"}}, "money.amount", "not_text"),
    ({"money": {"amount": "1", "currency": "XXQ"}}, "money.currency", "currency_unknown"),
    ({"money": {"amount": "1"}}, "money.currency", "required"),
    ({"money": MONEY, "occurred_on": "0001-01-01"}, "occurred_on", "date_out_of_range"),
    ({"money": MONEY, "occurred_on": "1969-12-31"}, "occurred_on", "date_out_of_range"),
    ({"money": MONEY, "occurred_on": f"{now().year + 2}-01-01"}, "occurred_on", "date_out_of_range"),
    ({"money": MONEY, "occurred_on": "2026-02-30"}, "occurred_on", "not_a_date"),
    ({"money": MONEY, "occurred_on": 1}, "occurred_on", "not_a_date"),
    ({"money": MONEY, "note": "x" * 20_001}, "note", "too_long"),
    ({"money": MONEY, "note": "a\x00b"}, "note", "forbidden_characters"),
    ({"money": MONEY, "merchant": "m" * 201}, "merchant", "too_long"),
    ({"money": MONEY, "tags": ["t" * 61]}, "tags.0", "too_long"),
    ({"money": MONEY, "tags": ["a", " "]}, "tags.1", "too_short"),
    ({"money": MONEY, "tags": [str(n) for n in range(51)]}, "tags", "too_many"),
    ({"money": MONEY, "kind": "gift"}, "kind", "not_a_choice"),
    ({"money": MONEY, "category_id": "nope"}, "category_id", "not_an_id"),
    ({"money": MONEY, "category_id": "01920000-0000-7000-8000-000000000000"}, "category_id", "category_unknown"),
    ({"money": MONEY, "merchant_id": "01920000-0000-7000-8000-000000000000"}, "merchant_id", "merchant_unknown"),
    ({"money": MONEY, "fx_rate": "0"}, "fx_rate", "rate_invalid"),
    ({"money": MONEY, "fx_rate": "1e3"}, "fx_rate", "rate_invalid"),
    ({"money": MONEY, "amount": "1"}, "amount", "unknown_field"),
    ({"money": MONEY, "splits": [{"money": {"amount": "12.33", "currency": "EUR"}}]}, "splits", "splits_sum"),
    ({"money": MONEY, "splits": [{"money": {"amount": "12.34", "currency": "USD"}}]}, "splits.0.money.currency", "splits_currency"),
    ({"money": MONEY, "status": "confirmed"}, "status", "unknown_field"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "field", "code"), BAD)
async def test_bad_input_is_refused_with_its_field_and_words(
    client: httpx.AsyncClient, body: dict[str, Any], field: str, code: str
) -> None:
    answer = await client.post("/expenses", json=body)
    assert refused_fields(answer)[field] == code
    assert all(each["message"] for each in answer.json()["errors"])
    assert (await client.get("/expenses")).json()["items"] == []


async def test_every_refused_field_is_named_at_once(client: httpx.AsyncClient) -> None:
    answer = await client.post("/expenses", json={"money": {"amount": "x", "currency": "EUR"}, "note": "n" * 20_001, "tags": ["t" * 61]})
    assert refused_fields(answer) == {"money.amount": "amount_format", "note": "too_long", "tags.0": "too_long"}


async def test_long_notes_emoji_and_right_to_left_text_are_kept(client: httpx.AsyncClient) -> None:
    note = "שלום 🧾 " * 1_250 + "end"
    made = (await client.post("/expenses", json={"money": MONEY, "note": f"  {note}\n"})).json()
    assert made["note"] == note


async def test_a_body_that_is_no_json_is_a_bad_request_and_another_kind_is_named(client: httpx.AsyncClient) -> None:
    problem(await client.post("/expenses", content=b"{", headers={"content-type": "application/json"}), 400, "malformed_json")
    problem(await client.post("/expenses", content=b"x", headers={"content-type": "text/plain"}), 415, "unsupported_type")


async def test_patching_needs_the_version_that_stands(client: httpx.AsyncClient) -> None:
    made = (await client.post("/expenses", json={"money": MONEY})).json()
    path = f"/expenses/{made['id']}"
    changed = await client.patch(path, json={"note": "lunch", "merchant": "Café"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200 and changed.headers["etag"] == '"2"' and changed.json()["note"] == "lunch"
    problem(await client.patch(path, json={"note": "x"}, headers={"If-Match": '"1"'}), 412, "stale")
    problem(await client.delete(path, headers={"If-Match": '"1"'}), 412, "stale")
    assert (await client.get(path)).json() == changed.json()
    cleared = (await client.patch(path, json={"merchant": None, "tags": []})).json()
    assert cleared["merchant"] is None and cleared["version"] == 3
    assert refused_fields(await client.patch(path, json={"status": "failed"})) == {"status": "not_a_choice"}
    assert refused_fields(await client.patch(path, json={"money": None})) == {"money": "not_an_object"}


async def test_a_deleted_expense_goes_to_the_bin_and_comes_back(client: httpx.AsyncClient) -> None:
    made = (await client.post("/expenses", json={"money": MONEY})).json()
    path = f"/expenses/{made['id']}"
    assert (await client.delete(path, headers={"If-Match": '"1"'})).status_code == 204
    binned = (await client.get(path)).json()
    assert binned["deleted_at"] is not None
    assert (await client.get("/expenses")).json()["items"] == []
    assert (await client.get("/expenses", params={"deleted": "true"})).json()["items"] == [binned]
    problem(await client.patch(path, json={"note": "x"}), 409, "expense_binned")
    restored = await client.post(f"{path}/restore")
    assert (restored.status_code, restored.json()["deleted_at"], restored.headers["etag"]) == (200, None, '"3"')
    history = (await client.get(f"{path}/history", params={"limit": 2})).json()
    assert [(each["version"], each["changes"][0]["field"]) for each in history["items"]] == [(3, "deleted"), (2, "deleted")]
    rest = (await client.get(f"{path}/history", params={"cursor": history["next_cursor"]})).json()
    assert [each["version"] for each in rest["items"]] == [1] and rest["next_cursor"] is None


async def test_splits_are_put_whole(client: httpx.AsyncClient, actor: Actor) -> None:
    made = (await client.post("/expenses", json={"money": MONEY})).json()
    path = f"/expenses/{made['id']}/splits"
    line = {"category_id": str(await category(actor, "home")), "money": {"amount": "2.34", "currency": "EUR"}, "note": "hooks"}
    rest = {"category_id": None, "money": {"amount": "10.00", "currency": "EUR"}, "note": ""}
    assert (await client.put(path, json={"splits": [line, rest]})).json()["splits"] == [line, rest]
    assert refused_fields(await client.put(path, json={"splits": [line]})) == {"splits": "splits_sum"}
    assert (await client.put(path, json={"splits": []})).json()["splits"] == []


async def test_a_key_is_replayed_and_stays_with_the_expense_for_ever(client: httpx.AsyncClient, actor: Actor) -> None:
    body, headers = {"money": MONEY}, {"Idempotency-Key": "phone-7"}
    first = await client.post("/expenses", json=body, headers=headers)
    again = await client.post("/expenses", json=body, headers=headers)
    assert (again.status_code, again.content, again.headers["idempotent-replayed"]) == (201, first.content, "true")
    assert refused_fields(await client.post("/expenses", json={"money": {**MONEY, "amount": "1"}}, headers=headers)) == {}
    async with transaction(actor) as session:
        await session.execute(text("DELETE FROM idempotency"))  # a day has gone by
    late = await client.post("/expenses", json=body, headers=headers)
    assert (late.status_code, late.json(), late.headers["idempotent-replayed"]) == (201, first.json(), "true")
    assert (await client.get("/expenses", params={"include": "total"})).json()["total"] == 1


async def test_many_are_changed_at_once_and_taken_back(client: httpx.AsyncClient, actor: Actor) -> None:
    fuel = str(await category(actor, "fuel"))
    views = [await spend(actor, note=str(number), tags=("old",)) for number in range(4)]
    ids = [str(view.id) for view in views]
    sent = {"ids": [*ids[:3], "01920000-0000-7000-8000-000000000000"], "set": {"category_id": fuel, "tags": ["trip"], "merchant": "Shell"}}
    done = (await client.post("/expenses/bulk", json=sent)).json()
    assert (done["changed"], done["skipped"]) == (3, 1)
    again = (await client.post("/expenses/bulk", json=sent)).json()
    assert again == {"changed": 0, "skipped": 4, "undo_token": None}
    one = (await client.get(f"/expenses/{ids[0]}")).json()
    assert (one["category_id"], one["category_source"], one["tags"], one["merchant"]["name"], one["version"]) == (
        fuel,
        "user",
        ["trip"],
        "Shell",
        2,
    )
    await client.patch(f"/expenses/{ids[1]}", json={"note": "changed since"})
    undone = await client.post("/expenses/undo", json={"undo_token": done["undo_token"]})
    assert undone.json() == {"changed": 2, "skipped": 1}
    one, other = [(await client.get(f"/expenses/{each}")).json() for each in ids[:2]]
    assert (one["category_id"], one["tags"], one["merchant"], one["version"]) == (None, ["old"], None, 3)
    assert (other["category_id"], other["tags"]) == (fuel, ["trip"])
    problem(await client.post("/expenses/undo", json={"undo_token": done["undo_token"]}), 409, "undo_spent")
    problem(await client.post("/expenses/undo", json={"undo_token": ids[0]}), 404, "not_found")
    await check_rollup(actor)


async def test_what_a_filter_finds_is_deleted_at_once_and_taken_back(client: httpx.AsyncClient, actor: Actor) -> None:
    for number in range(3):
        await spend(actor, on=f"2026-03-0{number + 1}")
    done = (await client.post("/expenses/bulk", json={"filter": {"from": "2026-03-02"}, "delete": True})).json()
    assert (done["changed"], done["skipped"]) == (2, 0)
    assert len((await client.get("/expenses")).json()["items"]) == 1
    await check_rollup(actor)
    assert (await client.post("/expenses/undo", json={"undo_token": done["undo_token"]})).json()["changed"] == 2
    assert len((await client.get("/expenses")).json()["items"]) == 3
    await check_rollup(actor)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"ids": [], "delete": True}, "ids"),
        ({"delete": True}, "body"),
        ({"ids": ["01920000-0000-7000-8000-000000000000"]}, "body"),
        ({"filter": {}, "ids": ["01920000-0000-7000-8000-000000000000"], "delete": True}, "body"),
        ({"filter": {}, "delete": False}, "delete"),
        ({"filter": {}, "set": {}}, "set"),
        ({"filter": {}, "set": {"money": MONEY}}, "set.money"),
        ({"filter": {}, "set": {"tags": ["x" * 61]}}, "set.tags.0"),
        ({"filter": {"kind": "x"}, "delete": True}, "filter.kind"),
        ({"filter": {"colour": "red"}, "delete": True}, "filter.colour"),
    ],
)
async def test_a_bad_change_of_many_is_refused_whole(client: httpx.AsyncClient, body: dict[str, Any], field: str) -> None:
    assert field in refused_fields(await client.post("/expenses/bulk", json=body))


async def test_another_workspaces_expense_does_not_exist(client: httpx.AsyncClient) -> None:
    theirs = await new_books()
    view = await spend(theirs, merchant="Secret", category_id=await category(theirs, "fuel"))
    path = f"/expenses/{view.id}"
    for answer in (
        await client.get(path),
        await client.patch(path, json={"note": "x"}),
        await client.delete(path),
        await client.post(f"{path}/restore"),
        await client.get(f"{path}/history"),
        await client.put(f"{path}/splits", json={"splits": []}),
        await client.post(f"{path}/receipts", files={"file": ("a.png", b"x")}),
        await client.get("/expenses/nonsense"),
    ):
        problem(answer, 404, "not_found")
    for name, value in (("category_id", view.category_id), ("merchant_id", view.merchant_id)):
        assert name in refused_fields(await client.post("/expenses", json={"money": MONEY, name: str(value)}))
        assert name in refused_fields(await client.get("/expenses", params={name: str(value)}))
        assert name in refused_fields(await client.post("/expenses/bulk", json={"filter": {name: str(value)}, "delete": True}))
    assert (await client.post("/expenses/bulk", json={"ids": [str(view.id)], "delete": True})).json()["changed"] == 0
    assert (await look(theirs, view.id)) == view


async def test_nobody_without_a_token_gets_in(client: httpx.AsyncClient) -> None:
    del client.headers["Authorization"]
    problem(await client.post("/expenses", json={"money": MONEY}), 401, "unauthenticated")
