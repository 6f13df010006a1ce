"""Further receipts of an expense: added, put in place of another, taken away and brought back."""

import io
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image

from backend import ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import Conflict
from backend.core.ids import new_id, parse_id
from tests.api import problem, refused_fields
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import new_books, rows


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


@pytest.fixture
async def client(actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(actor) as signed_in:
        yield signed_in


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return file.getvalue()


async def send(client: httpx.AsyncClient, shade: int, **named: str) -> httpx.Response:
    return await client.post("/receipts", files={"file": ("r.png", picture(shade), "image/png")}, data=named)


async def receipts_of(client: httpx.AsyncClient, expense_id: str) -> list[str]:
    return [each["id"] for each in (await client.get(f"/expenses/{expense_id}")).json()["receipts"]]


async def test_a_second_receipt_joins_the_expense_it_names(client: httpx.AsyncClient) -> None:
    first = (await send(client, 1)).json()
    second = await send(client, 2, expense_id=first["expense_id"])
    assert (second.status_code, second.json()["expense_id"]) == (202, first["expense_id"])
    assert await receipts_of(client, first["expense_id"]) == [first["id"], second.json()["id"]]


async def test_a_receipt_in_place_of_another_leaves_one(client: httpx.AsyncClient) -> None:
    first = (await send(client, 1)).json()
    second = (await send(client, 2, expense_id=first["expense_id"], replaces=first["id"])).json()
    assert await receipts_of(client, first["expense_id"]) == [second["id"]]


async def test_the_same_bytes_sent_twice_to_an_expense_are_there_once(client: httpx.AsyncClient) -> None:
    first = (await send(client, 1)).json()
    again = await send(client, 1, expense_id=first["expense_id"])
    assert (again.status_code, again.json()["duplicate"], again.json()["expense_id"]) == (200, True, first["expense_id"])
    assert await receipts_of(client, first["expense_id"]) == [first["id"]]


async def test_a_receipt_of_another_expense_is_not_replaced_and_nothing_is_kept(client: httpx.AsyncClient, actor: Actor) -> None:
    mine, other = (await send(client, 1)).json(), (await send(client, 2)).json()
    problem(await send(client, 3, expense_id=mine["expense_id"], replaces=other["id"]), 404, "not_found")
    assert await receipts_of(client, mine["expense_id"]) == [mine["id"]]
    assert await receipts_of(client, other["expense_id"]) == [other["id"]]
    assert len(await rows(actor, "SELECT 1 FROM receipt")) == 2


async def test_an_expense_that_is_not_here_takes_no_receipt(client: httpx.AsyncClient) -> None:
    assert (await send(client, 1, expense_id=str(new_id()))).status_code == 404
    assert refused_fields(await send(client, 1, expense_id="first one"))


async def test_a_removed_receipt_comes_back_unless_its_bytes_came_in_anew(client: httpx.AsyncClient, actor: Actor) -> None:
    sent = (await send(client, 1)).json()
    receipt_id = parse_id(sent["id"])
    assert receipt_id is not None
    await client.delete(f"/receipts/{sent['id']}")
    async with transaction(actor) as session:
        await ocr.bring_back(session, actor, receipt_id)
    assert await receipts_of(client, sent["expense_id"]) == [sent["id"]]
    await client.delete(f"/receipts/{sent['id']}")
    await send(client, 1)
    async with transaction(actor) as session:
        with pytest.raises(Conflict):
            await ocr.bring_back(session, actor, receipt_id)
