"""Expenses that come from receipts: captured through HTTP, filled in by what a reader found."""

import io
import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from PIL import Image
from sqlalchemy import text

from backend import expenses, ocr
from backend.core.actor import Actor
from backend.core.clock import today
from backend.core.db import system_transaction, transaction
from backend.core.ids import new_id
from backend.core.inbox import AlreadyDone, Once
from backend.core.money import Money
from backend.events import ReceiptFailed, ReceiptRead
from backend.expenses import ExpenseChange, ExpenseView, MoneyDraft, SplitDraft
from tests.api import problem, refused_fields
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import check_rollup, look, new_books, rows, spend


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


@pytest.fixture
async def client(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(actor) as signed_in:
        yield signed_in


def picture(shade: int = 255) -> bytes:
    """A small picture, another one for each shade."""
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return file.getvalue()


async def captured(client: httpx.AsyncClient, shade: int = 255, **expense: Any) -> dict[str, Any]:
    """An expense captured by a picture."""
    parts = {"expense": json.dumps(expense)} if expense else None
    answer = await client.post("/expenses", files={"receipt": ("r.png", picture(shade), "image/png")}, data=parts)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def told(actor: Actor, event: ReceiptRead | ReceiptFailed, consumer: Any) -> Once:
    """Let a consumer handle an event."""
    once = Once(new_id(), consumer.__name__, Actor.for_job(actor.workspace_id, actor.user_id))
    await consumer(event, once)
    return once


async def fill_in(event: ReceiptRead, once: Once) -> None:
    """The consumer, with readers that nothing here needs to start."""
    await expenses.fill_from_receipt(event, once, ocr.Readers(1))


async def read(
    actor: Actor, expense_id: UUID, number: int = 0, *, sure: float = 0.9, checks: tuple[str, ...] = (), **values: str
) -> ExpenseView:
    """A receipt of the expense has been read, and the expense is filled in."""
    receipt_id = (await look(actor, expense_id)).receipts[number].id
    fields = {name: {"value": value, "confidence": sure, "box": None, "why": "", "checks": checks} for name, value in values.items()}
    async with transaction(actor) as session:
        query = text("UPDATE receipt SET status = 'read', fields = CAST(:fields AS jsonb) WHERE id = :id")
        await session.execute(query, {"fields": json.dumps(fields), "id": receipt_id})
    await told(actor, ReceiptRead(receipt_id, expense_id), fill_in)
    return await look(actor, expense_id)


async def unreadable(actor: Actor, expense_id: UUID) -> ExpenseView:
    """The first receipt of the expense cannot be read."""
    receipt_id = (await look(actor, expense_id)).receipts[0].id
    async with transaction(actor) as session:
        await session.execute(text("UPDATE receipt SET status = 'failed', error = 'locked' WHERE id = :id"), {"id": receipt_id})
    await told(actor, ReceiptFailed(receipt_id, expense_id, "locked"), expenses.mark_unreadable)
    return await look(actor, expense_id)


async def events(actor: Actor) -> list[str]:
    async with system_transaction("jobs") as session:
        query = text("SELECT type FROM outbox WHERE workspace_id = :id ORDER BY id")
        return list((await session.scalars(query, {"id": actor.workspace_id})).all())


async def test_a_captured_expense_is_processing_on_the_day_of_upload(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    assert (made["status"], made["money"], made["base_money"], made["occurred_on"]) == ("processing", None, None, str(today("UTC")))
    assert [receipt["status"] for receipt in made["receipts"]] == ["queued"]
    assert await events(actor) == ["ReceiptUploaded"]
    assert await rows(actor, "SELECT * FROM daily_total WHERE lines <> 0") == []


async def test_the_same_bytes_are_told_and_make_nothing(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    again = await client.post("/expenses", files={"receipt": ("other.png", picture(), "image/png")})
    assert problem(again, 409, "duplicate_receipt")["expense_id"] == made["id"]
    assert len((await client.get("/expenses")).json()["items"]) == 1
    async with client_of(await new_books()) as stranger:
        assert (await captured(stranger))["id"] != made["id"]


async def test_what_is_read_fills_in_what_nobody_has_set(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    view = await read(actor, UUID(made["id"]), merchant="KEDAI  ABC", date="2024-03-05", total="12.30", currency="USD")
    assert (view.status, view.money, view.occurred_on) == ("needs_review", Money(1230, "USD"), date(2024, 3, 5))
    assert (view.merchant_name, view.description, view.fx_source) == ("KEDAI ABC", "KEDAI ABC", "ecb 2024-03-05")
    assert view.field_sources["money"] == "provider"
    assert await events(actor) == ["ReceiptUploaded", "ExpenseRecorded"]
    await check_rollup(actor)


async def test_a_person_outranks_the_reader_field_by_field(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client, merchant="Mine", money={"amount": "5.00", "currency": "EUR"})
    view = await read(actor, UUID(made["id"]), merchant="Theirs", date="2024-03-05", total="9.99", currency="EUR")
    assert (view.merchant_name, view.money, view.occurred_on) == ("Mine", Money(500, "EUR"), date(2024, 3, 5))
    assert view.status == "needs_review"


@pytest.mark.parametrize(
    ("first", "next_"),
    [
        ({"vat_id": "DE 814 689 550", "merchant": "LiDL Warburger"}, {"vat_id": "DE814689550", "merchant": "33100 Paderborn"}),
        ({"phone": "03-6185 5688", "merchant": "SUNFISH"}, {"phone": "03-61855688"}),
        ({"merchant": "CITY MILK R&C"}, {"merchant": "City Milk R & C"}),
    ],
)
async def test_a_corrected_shop_is_known_again(
    client: httpx.AsyncClient, actor: Actor, first: dict[str, str], next_: dict[str, str]
) -> None:
    view = await read(actor, UUID((await captured(client))["id"]), total="1.00", currency="EUR", **first)
    assert (await client.patch(f"/expenses/{view.id}", json={"merchant": "The right shop"})).status_code == 200
    again = await read(actor, UUID((await captured(client, 1))["id"]), total="2.00", currency="EUR", **next_)
    assert (again.merchant_name, again.field_sources["merchant"]) == ("The right shop", "provider")
    other = await read(
        actor, UUID((await captured(client, 2))["id"]), total="2.00", currency="EUR", merchant="Another", vat_id="DE999999999"
    )
    assert other.merchant_name == "Another"


async def test_the_newest_correction_counts_and_only_in_its_own_books(client: httpx.AsyncClient, actor: Actor) -> None:
    for number, name in enumerate(("Old name", "New name")):
        view = await read(
            actor, UUID((await captured(client, number))["id"]), total="1.00", currency="EUR", merchant="XYZ", vat_id="DE1234567"
        )
        await client.patch(f"/expenses/{view.id}", json={"merchant": name})
    again = await read(actor, UUID((await captured(client, 2))["id"]), total="2.00", currency="EUR", merchant="XYZ", vat_id="DE1234567")
    assert again.merchant_name == "New name"
    stranger = await new_books()
    async with client_of(stranger) as theirs:
        made = await captured(theirs)
    view = await read(stranger, UUID(made["id"]), total="2.00", currency="EUR", merchant="XYZ", vat_id="DE1234567")
    assert view.merchant_name == "XYZ"


READ = {"merchant": "ABC", "date": "2024-03-05", "total": "9.99", "currency": "EUR"}


async def test_a_receipt_whose_sums_close_is_confirmed_by_itself(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    view = await read(actor, UUID(made["id"]), sure=0.99, checks=("taxed",), **READ)
    assert (view.status, view.money, view.field_sources["money"]) == ("confirmed", Money(999, "EUR"), "provider")
    await check_rollup(actor)


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ({}, "needs_review"),
        ({"time": "12:01"}, "needs_review"),  # the first one's time was not read
        ({"receipt_number": "8"}, "confirmed"),
        ({"date": "2024-03-06"}, "confirmed"),
        ({"merchant": "Another"}, "confirmed"),
    ],
)
async def test_a_paper_that_is_in_the_books_already_is_not_confirmed_by_itself(
    client: httpx.AsyncClient, actor: Actor, second: dict[str, str], status: str
) -> None:
    said = {**READ, "receipt_number": "7"}
    first = await read(actor, UUID((await captured(client))["id"]), sure=0.99, checks=("taxed",), **said)
    assert first.status == "confirmed"
    made = await captured(client, 1)
    assert (await read(actor, UUID(made["id"]), sure=0.99, checks=("taxed",), **{**said, **second})).status == status


async def test_a_sure_reading_with_which_nothing_agrees_needs_review(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    assert (await read(actor, UUID(made["id"]), sure=0.99, **READ)).status == "needs_review"


async def test_a_doubtful_reading_needs_review_although_its_sums_close(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    assert (await read(actor, UUID(made["id"]), sure=0.9, checks=("taxed",), **READ)).status == "needs_review"


async def test_a_reading_that_says_otherwise_than_a_person_needs_review(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client, money={"amount": "5.00", "currency": "EUR"})
    view = await read(actor, UUID(made["id"]), sure=0.99, checks=("taxed",), **READ)
    assert (view.status, view.money) == ("needs_review", Money(500, "EUR"))


async def test_a_receipt_without_a_total_needs_review_and_has_no_money(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    view = await read(actor, UUID(made["id"]), merchant="ABC", total="", date="0001-01-01")
    assert (view.status, view.money, view.occurred_on) == ("needs_review", None, today("UTC"))
    assert refused_fields(await client.patch(f"/expenses/{view.id}", json={"status": "confirmed"})) == {"money": "required"}
    done = await client.patch(f"/expenses/{view.id}", json={"status": "confirmed", "money": {"amount": "3", "currency": "EUR"}})
    assert (done.json()["status"], done.json()["money"]["amount"]) == ("confirmed", "3.00")
    await check_rollup(actor)


async def test_values_that_the_books_refuse_count_as_not_found(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    view = await read(actor, UUID(made["id"]), total="12.345", currency="EUR", date="2999-01-01", merchant="  ")
    assert (view.status, view.money, view.merchant_id) == ("needs_review", None, None)


async def test_a_confirmed_expense_keeps_what_a_person_approved(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    view = await read(actor, UUID(made["id"]), merchant="ABC", total="1.00", currency="EUR")
    await client.patch(f"/expenses/{view.id}", json={"status": "confirmed"})
    again = await read(actor, view.id, merchant="XYZ", total="2.00", currency="EUR")
    assert (again.status, again.money, again.merchant_name) == ("confirmed", Money(100, "EUR"), "ABC")


async def test_reading_again_replaces_what_the_reader_found_before(client: httpx.AsyncClient, actor: Actor) -> None:
    made = await captured(client)
    view = await read(actor, UUID(made["id"]), merchant="ABC", total="1.00", currency="EUR")
    view = await read(actor, view.id, merchant="ABD", total="2.00", currency="EUR")
    assert (view.merchant_name, view.money) == ("ABD", Money(200, "EUR"))


async def test_divided_amounts_are_not_replaced_by_reading_again(client: httpx.AsyncClient, actor: Actor) -> None:
    view = await read(actor, UUID((await captured(client))["id"]), total="2.00", currency="EUR")
    change = ExpenseChange(splits=(SplitDraft(MoneyDraft("1", "EUR")), SplitDraft(MoneyDraft("1", "EUR"))))
    async with transaction(actor) as session:
        await expenses.amend(session, actor, view.id, change)
    assert (await read(actor, view.id, total="3.00", currency="EUR")).money == Money(200, "EUR")


async def test_a_second_receipt_fills_only_what_is_empty(client: httpx.AsyncClient, actor: Actor) -> None:
    view = await spend(actor, "8.00")
    answer = await client.post(f"/expenses/{view.id}/receipts", files={"file": ("r.png", picture(1), "image/png")})
    assert (answer.status_code, answer.json()["status"], len(answer.json()["receipts"])) == (201, "confirmed", 1)
    assert problem(
        await client.post(f"/expenses/{view.id}/receipts", files={"file": ("r.png", picture(1), "image/png")}), 409, "duplicate_receipt"
    )["expense_id"] == str(view.id)
    view = await read(actor, view.id, merchant="ABC", total="9.00", currency="EUR", date="2020-01-01")
    assert (view.status, view.money, view.merchant_name, view.occurred_on) == ("confirmed", Money(800, "EUR"), "ABC", date(2026, 3, 5))


async def test_an_unreadable_receipt_fails_the_expense_unless_its_amount_is_known(client: httpx.AsyncClient, actor: Actor) -> None:
    failed = await unreadable(actor, UUID((await captured(client))["id"]))
    assert (failed.status, failed.money, failed.receipts[0].error) == ("failed", None, "locked")
    made = await captured(client, 1, money={"amount": "5.00", "currency": "EUR"})
    assert (await unreadable(actor, UUID(made["id"]))).status == "needs_review"
    await check_rollup(actor)
    again = await client.post(f"/expenses/{failed.id}/receipts", files={"file": ("r.png", picture(2), "image/png")})
    assert again.json()["status"] == "processing"


async def test_an_event_told_twice_fills_in_once(client: httpx.AsyncClient, actor: Actor) -> None:
    view = await read(actor, UUID((await captured(client))["id"]), total="1.00", currency="EUR")
    event = ReceiptRead(view.receipts[0].id, view.id)
    once = await told(actor, event, fill_in)
    with pytest.raises(AlreadyDone):
        await fill_in(event, once)
    assert (await look(actor, view.id)).version == view.version


async def test_a_captured_expense_keeps_its_key_for_ever(client: httpx.AsyncClient, actor: Actor) -> None:
    headers = {"Idempotency-Key": "offline-1"}
    first = await client.post("/expenses", files={"receipt": ("r.png", picture(), "image/png")}, headers=headers)
    async with transaction(actor) as session:
        await session.execute(text("DELETE FROM idempotency"))  # a day has gone by
    late = await client.post("/expenses", files={"receipt": ("r.png", picture(), "image/png")}, headers=headers)
    assert (late.status_code, late.json()["id"], late.headers["idempotent-replayed"]) == (201, first.json()["id"], "true")


@pytest.mark.parametrize(
    ("files", "data", "status"),
    [
        ({"receipt": ("r.jpg", b"just text", "image/jpeg")}, None, 415),
        ({"receipt": ("r.png", b"", "image/png")}, None, 422),
        ({"file": ("r.png", picture(), "image/png")}, None, 422),
        ({"receipt": ("r.png", picture(), "image/png")}, {"expense": "{"}, 400),
        ({"receipt": ("r.png", picture(), "image/png")}, {"expense": '{"note": "\\u0000"}'}, 422),
        ({"receipt": ("r.png", picture(), "image/png")}, {"expense": '{"money": {"amount": "1e9", "currency": "EUR"}}'}, 422),
        ({"receipt": ("r.png", picture(), "image/png"), "more": ("x", b"x")}, None, 422),
    ],
)
async def test_a_bad_form_is_refused_and_makes_nothing(client: httpx.AsyncClient, files: Any, data: Any, status: int) -> None:
    answer = await client.post("/expenses", files=files, data=data)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await client.get("/expenses")).json()["items"] == []


async def test_a_form_that_is_far_too_large_is_refused_by_its_length(client: httpx.AsyncClient) -> None:
    answer = await client.post("/expenses", files={"receipt": ("r.png", bytes(17 * 1024 * 1024), "image/png")})
    problem(answer, 413, "file_too_large")
