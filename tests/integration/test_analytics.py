"""`/analytics` through HTTP, from the rollup."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest

from backend import analytics, expenses
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.expenses import MoneyDraft, SplitDraft
from tests.api import problem, refused_fields
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import category, new_books, spend

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


@pytest.fixture
async def client(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(actor) as signed_in:
        yield signed_in


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


async def parts(client: httpx.AsyncClient, group_by: str) -> list[tuple[Any, ...]]:
    """Key, spent, count and share of each part."""
    answer = await client.get("/analytics/breakdown", params={**MARCH, "group_by": group_by})
    return [(each["key"], each["spent"]["amount"], each["count"], each["share"]) for each in answer.json()["items"]]


async def test_a_summary_stands_beside_the_month_before(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, "10", on="2026-03-31")
    await spend(actor, "2.50", on="2026-03-01")
    await spend(actor, "100", kind="income")
    await spend(actor, "7", kind="transfer")
    await spend(actor, "1.5", "KWD")
    await spend(actor, "3", on="2026-02-01")
    binned = await spend(actor, "999")
    async with transaction(actor) as session:
        await expenses.remove(session, actor, binned.id)
    found = (await client.get("/analytics/summary", params=MARCH)).json()
    assert (found["spent"], found["income"], found["net"], found["count"]) == (euros("12.50"), euros("100.00"), euros("87.50"), 4)
    assert found["unconverted"] == {"count": 1, "by_currency": [{"money": {"amount": "1.500", "currency": "KWD"}, "count": 1}]}
    before = found["previous"]
    assert (before["from"], before["to"], before["spent"], before["net"]) == ("2026-02-01", "2026-02-28", euros("3.00"), euros("-3.00"))
    assert (found["from"], found["to"]) == ("2026-03-01", "2026-03-31")


async def test_a_trend_has_every_step_also_the_empty_ones(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, "10", on="2026-03-05")
    await spend(actor, "4", on="2026-03-29", kind="income")
    await spend(actor, "1", on="2026-01-15")
    months = (await client.get("/analytics/trend", params={"from": "2026-01-01", "to": "2026-03-31"})).json()
    assert [(each["starts_on"], each["spent"]["amount"], each["income"]["amount"], each["count"]) for each in months["items"]] == [
        ("2026-01-01", "1.00", "0.00", 1),
        ("2026-02-01", "0.00", "0.00", 0),
        ("2026-03-01", "10.00", "4.00", 2),
    ]
    weeks = (await client.get("/analytics/trend", params={**MARCH, "group_by": "week"})).json()["items"]
    assert (weeks[0]["starts_on"], weeks[1]["starts_on"], weeks[1]["spent"]["amount"], weeks[-1]["starts_on"]) == (
        "2026-02-23",
        "2026-03-02",
        "10.00",
        "2026-03-30",
    )
    assert len((await client.get("/analytics/trend", params={**MARCH, "group_by": "day"})).json()["items"]) == 31
    assert len((await client.get("/analytics/trend")).json()["items"]) == 12


async def test_a_breakdown_by_category_counts_split_lines(client: httpx.AsyncClient, actor: Actor) -> None:
    home, fuel = await category(actor, "home"), await category(actor, "fuel")
    await spend(actor, "30", category_id=home)
    await spend(actor, "10", splits=(SplitDraft(MoneyDraft("4", "EUR"), home), SplitDraft(MoneyDraft("6", "EUR"), fuel)))
    await spend(actor, "10")
    await spend(actor, "5", kind="income", category_id=home)
    await spend(actor, "1", "KWD", category_id=fuel)
    assert await parts(client, "category") == [
        (str(home), "34.00", 2, 0.68),
        (None, "10.00", 1, 0.2),
        (str(fuel), "6.00", 2, 0.12),
    ]
    found = (await client.get("/analytics/breakdown", params=MARCH)).json()
    assert (found["total"], found["items"][0]["name"], found["unconverted"]) == (euros("50.00"), "Home", {"count": 1})


async def test_a_breakdown_by_days_keeps_their_order(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, "1", on="2026-03-02")
    await spend(actor, "3", on="2026-03-09")
    assert await parts(client, "day") == [("2026-03-02", "1.00", 1, 0.25), ("2026-03-09", "3.00", 1, 0.75)]
    assert [key for key, *_ in await parts(client, "week")] == ["2026-03-02", "2026-03-09"]
    assert await parts(client, "month") == [("2026-03-01", "4.00", 2, 1.0)]


async def test_a_breakdown_by_merchant_tag_member_and_account_reads_the_expenses(client: httpx.AsyncClient, actor: Actor) -> None:
    await spend(actor, "6", merchant="Bakery", tags=("trip", "food"))
    await spend(actor, "2", merchant="BAKERY", tags=("trip",))
    await spend(actor, "2")
    bakery = (await client.get("/analytics/breakdown", params={**MARCH, "group_by": "merchant"})).json()["items"][0]
    assert (bakery["name"], bakery["spent"]["amount"], bakery["count"], bakery["share"]) == ("Bakery", "8.00", 2, 0.8)
    assert await parts(client, "tag") == [("trip", "8.00", 2, 0.8), ("food", "6.00", 1, 0.6), (None, "2.00", 1, 0.2)]
    member = (await client.get("/analytics/breakdown", params={**MARCH, "group_by": "member"})).json()["items"]
    assert [(each["key"], each["name"]) for each in member] == [(str(actor.user_id), "Mara")]
    assert await parts(client, "account") == [(None, "10.00", 3, 1.0)]


async def test_another_workspaces_money_is_in_no_figure(client: httpx.AsyncClient) -> None:
    await spend(await new_books(), "10")
    assert (await client.get("/analytics/summary", params=MARCH)).json()["count"] == 0
    for group_by in ("category", "merchant", "tag", "member"):
        assert await parts(client, group_by) == []


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("summary", {"from": "2026-02-01", "to": "2026-01-01"}, "to"),
        ("summary", {"from": "0001-01-01"}, "from"),
        ("summary", {"to": "9999-12-31"}, "to"),
        ("trend", {"from": "1970-01-01", "group_by": "day"}, "group_by"),
        ("trend", {"group_by": "category"}, "group_by"),
        ("breakdown", {"group_by": "year"}, "group_by"),
        ("breakdown", {"from": "1.1.2026"}, "from"),
    ],
)
async def test_a_bad_question_is_refused_by_name(client: httpx.AsyncClient, path: str, params: dict[str, str], field: str) -> None:
    assert field in refused_fields(await client.get(f"/analytics/{path}", params=params))


async def test_figures_are_only_read(client: httpx.AsyncClient) -> None:
    problem(await client.post("/analytics/summary"), 405, "method_not_allowed")


async def test_the_history_of_categories_comes_to_the_trend_of_all(actor: Actor) -> None:
    groceries = await category(actor, "groceries")
    await spend(actor, "10", on="2026-01-31", category_id=groceries)
    await spend(actor, "4", on="2026-03-01", category_id=groceries)
    await spend(actor, "2.50", on="2026-03-31")
    await spend(actor, "99", on="2026-03-31", kind="income")
    async with transaction(actor) as session:
        months = date(2026, 1, 1), date(2026, 3, 31)
        found = await analytics.history(session, actor, *months)
        trend = await analytics.trend(session, actor, *months)
    assert found.spent[str(groceries)] == (1000, 0, 400)
    assert [each.starts_on for each in trend.points] == list(found.starts)
    assert [each.spent for each in trend.points] == [sum(part) for part in zip(*found.spent.values(), strict=True)]
