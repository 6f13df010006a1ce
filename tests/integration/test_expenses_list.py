"""The list: every filter, every order, cursors that stay true."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend import categories, expenses
from backend.categories import CategoryDraft
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.ids import new_id
from backend.expenses import ExpenseFilter, MoneyDraft, SplitDraft
from tests.api import refused_fields
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import category, new_books, spend


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


@pytest.fixture
async def client(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(actor) as signed_in:
        yield signed_in


async def notes(client: httpx.AsyncClient, **asked: Any) -> list[str]:
    """The notes of what a list holds, in its order."""
    asked = {name.rstrip("_"): value for name, value in asked.items()}
    answer = await client.get("/expenses", params=asked)
    assert answer.status_code == 200, answer.text
    return [each["note"] for each in answer.json()["items"]]


async def test_words_are_beginnings_and_phrases_are_exact_over_all_text(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, note="lunch with Ana", on="2026-03-01")
    await spend(actor, note="other", description="ANA LUNCHEON", tags=("wien",), merchant="Café Größenwahn", on="2026-03-02")
    assert await notes(client, q="lunch") == ["other", "lunch with Ana"]
    assert await notes(client, q='"lunch with"') == ["lunch with Ana"]
    assert await notes(client, q="cafe") == await notes(client, q="wien") == await notes(client, q="größen") == ["other"]
    assert await notes(client, q="nothing") == await notes(client, q="&|!") == []
    assert await notes(client, q="lunch", tag="wien", sort="occurred_on") == ["other"]
    theirs = await new_books()
    async with client_of(theirs) as stranger:
        assert await notes(stranger, q="lunch") == []


async def test_both_days_are_included(client: httpx.AsyncClient, actor: Actor) -> None:
    for day in ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"):
        await spend(actor, note=day, on=day)
    assert await notes(client, from_="2026-01-01", to="2026-01-31") == ["2026-01-31", "2026-01-01"]
    assert refused_fields(await client.get("/expenses", params={"from": "2026-02-01", "to": "2026-01-01"})) == {"to": "range_reversed"}


async def test_kind_status_account_merchant_tag_and_currency_narrow(client: httpx.AsyncClient, actor: Actor) -> None:
    account = new_id()
    plain = await spend(actor, note="plain")
    rich = await spend(actor, "5", "USD", note="rich", kind="income", account_id=account, merchant="Bakery", tags=("a b", "c"))
    async with transaction(actor) as session:
        await session.execute(text("UPDATE expense SET status = 'needs_review' WHERE id = :id"), {"id": plain.id})
    assert await notes(client, kind="income") == await notes(client, account_id=account) == ["rich"]
    assert await notes(client, merchant_id=rich.merchant_id) == await notes(client, tag="a b") == ["rich"]
    assert await notes(client, currency="USD") == await notes(client, status="confirmed") == ["rich"]
    assert await notes(client, status="needs_review") == await notes(client, kind="expense") == ["plain"]
    assert await notes(client, tag="a") == await notes(client, status="failed") == await notes(client, account_id=new_id()) == []


async def test_a_category_takes_its_children_and_split_lines_with_it(client: httpx.AsyncClient, actor: Actor) -> None:
    home, fuel = await category(actor, "home"), await category(actor, "fuel")
    async with transaction(actor) as session:
        garden = await categories.create(session, actor, CategoryDraft("Garden", parent_id=home))
    await spend(actor, note="child", category_id=garden.id, on="2026-03-03")
    lines = (SplitDraft(MoneyDraft("10", "EUR"), home), SplitDraft(MoneyDraft("2.34", "EUR")))
    await spend(actor, note="split", category_id=fuel, splits=lines, on="2026-03-02")
    await spend(actor, note="none", on="2026-03-01")
    assert await notes(client, category_id=home) == ["child", "split"]
    assert await notes(client, category_id=fuel) == []
    assert await notes(client, category_id="none") == ["none"]


async def test_amounts_mean_the_base_currency_or_the_one_named(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, "10", "EUR", note="ten")
    await spend(actor, "20", "EUR", note="twenty")
    await spend(actor, "100", "USD", note="dollars", fx_rate="0.15")
    await spend(actor, "5", "KWD", note="unconverted")
    assert await notes(client, min_amount="10", max_amount="15", sort="amount") == ["ten", "dollars"]
    assert await notes(client, min_amount="100", currency="USD") == ["dollars"]
    assert await notes(client, sort="amount") == ["ten", "dollars", "twenty", "unconverted"]
    assert await notes(client, sort="-amount") == ["twenty", "dollars", "ten", "unconverted"]
    for params in (
        {"min_amount": "1e3"},
        {"min_amount": "0.5", "currency": "JPY"},
        {"min_amount": "2", "max_amount": "1"},
        {"currency": "XXQ"},
    ):
        assert (await client.get("/expenses", params=params)).status_code == 422


async def test_receipts_are_asked_for_or_against_and_shown(client: httpx.AsyncClient, actor: Actor) -> None:
    with_one = await spend(actor, note="with")
    await spend(actor, note="without")
    async with transaction(actor) as session:
        for number, deleted in ((1, "NULL"), (2, "now()")):
            await session.execute(
                text(
                    "INSERT INTO receipt (workspace_id, id, expense_id, sha256, media_type, size_bytes, storage_key, deleted_at)"
                    f" VALUES (:workspace_id, :id, :expense_id, :sha, 'image/png', 1, 'k', {deleted})"
                ),
                {"workspace_id": actor.workspace_id, "id": new_id(), "expense_id": with_one.id, "sha": bytes([number])},
            )
    assert await notes(client, has_receipt="true") == ["with"]
    assert await notes(client, has_receipt="false") == ["without"]
    listed = (await client.get("/expenses", params={"has_receipt": "true"})).json()["items"][0]
    assert [receipt["status"] for receipt in listed["receipts"]] == ["queued"]
    assert listed == (await client.get(f"/expenses/{with_one.id}")).json()


@pytest.mark.parametrize("sort", ["-occurred_on", "occurred_on", "-amount", "amount", "-created_at"])
async def test_pages_join_without_a_gap_while_rows_are_added(client: httpx.AsyncClient, actor: Actor, sort: str) -> None:
    for number in range(7):
        currency = "KWD" if number in (2, 5) else "EUR"
        await spend(actor, str(10 + number // 2), currency, on=f"20{20 + number % 3}-03-0{1 + number // 3}", note=str(number))
    whole = (await client.get("/expenses", params={"sort": sort, "include": "total"})).json()
    assert whole["total"] == 7 and whole["next_cursor"] is None
    found, cursor = [], ""
    for _ in range(4):
        page = (await client.get("/expenses", params={"sort": sort, "limit": 2, "cursor": cursor})).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        await spend(actor, "1000" if sort == "-amount" else "0", on="2026-01-01" if sort == "-occurred_on" else "1999-01-01")
        if cursor is None:
            break
    # What was added stands before the pages already read, or counts as unread: the seven come once each, in order.
    seven = [each["id"] for each in whole["items"]]
    assert [each for each in found if each in seven] == seven
    assert len(set(found)) == len(found)


async def test_a_cursor_belongs_to_its_list_and_is_signed(client: httpx.AsyncClient, actor: Actor) -> None:
    for _ in range(3):
        await spend(actor)
    cursor = (await client.get("/expenses", params={"limit": 1})).json()["next_cursor"]
    assert (await client.get("/expenses", params={"limit": 1, "cursor": cursor})).status_code == 200
    for params in (
        {"cursor": "x"},
        {"cursor": cursor[:-2] + "AA"},
        {"cursor": cursor, "sort": "amount"},
        {"cursor": cursor, "kind": "income"},
        {"cursor": "🧾"},
    ):
        assert refused_fields(await client.get("/expenses", params=params)) == {"cursor": "cursor_invalid"}
    async with client_of(await new_books()) as stranger:
        assert refused_fields(await stranger.get("/expenses", params={"cursor": cursor})) == {"cursor": "cursor_invalid"}


@pytest.mark.parametrize(
    "params",
    [
        {"sort": "name"},
        {"sort": "occurred_on desc"},
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"kind": "gift"},
        {"status": "lost"},
        {"from": "yesterday"},
        {"to": "2026-02-30"},
        {"category_id": "x"},
        {"category_id": "01920000-0000-7000-8000-000000000000"},
        {"merchant_id": "01920000-0000-7000-8000-000000000000"},
        {"account_id": "x"},
        {"has_receipt": "maybe"},
        {"include": "everything"},
        {"min_amount": "NaN"},
        {"q": "x" * 201},
        {"tag": "x" * 201},
    ],
)
async def test_a_bad_question_is_refused_by_name(client: httpx.AsyncClient, params: dict[str, str]) -> None:
    assert set(refused_fields(await client.get("/expenses", params=params))) == set(params)


async def test_empty_filters_ask_for_nothing(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, note="here")
    assert await notes(client, q="", from_="", category_id="", tag="", min_amount="", cursor="") == ["here"]


async def test_the_list_for_pages_of_the_app_says_the_same_with_totals(actor: Actor) -> None:
    await spend(actor, "10", note="spent")
    await spend(actor, "4", note="earned", kind="income")
    await spend(actor, "7", note="moved", kind="transfer")
    await spend(actor, "1", "KWD", note="unconverted")
    async with transaction(actor) as session:
        page = await expenses.list_page(session, actor, limit=3, include_total=True)
        rest = await expenses.list_page(session, actor, limit=3, cursor=page.next_cursor)
        totals = await expenses.totals(session, actor)
        spent = await expenses.totals(session, actor, ExpenseFilter(q="spent"))
        same = [await expenses.get(session, actor, each.id) for each in page.items]
    assert (page.total, len(page.items), len(rest.items), rest.next_cursor) == (4, 3, 1, None)
    assert list(page.items) == same
    assert (totals.count, totals.base_minor, totals.base_currency, totals.unconverted) == (4, 600, "EUR", 1)
    assert (spent.count, spent.base_minor) == (1, 1000)
