"""Further receipts of an expense: added, put in place of another, taken away and brought back."""

import io

import httpx
import pytest
from PIL import Image

from backend import ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import Conflict
from backend.core.ids import new_id, parse_id
from tests.api import V1, Browser, Person, problem, refused_fields, register
from tests.integration.bookkeeping import rows

DOOR = "/session/receipts"


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    """Somebody whose browser has a session at the site, too."""
    person = await register(api)
    await Browser(api).post("/session/login", email=person.email, password=person.password)
    return person


@pytest.fixture
async def actor(ada: Person) -> Actor:
    return Actor.for_job(ada.workspace_id, ada.user_id)


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return file.getvalue()


async def send(api: httpx.AsyncClient, shade: int, **named: str) -> httpx.Response:
    """What a page sends: a new receipt, or one that names the expense it joins."""
    headers = {"Origin": "http://testserver", "X-CSRF-Token": await Browser(api).csrf(), "Idempotency-Key": str(new_id())}
    door = DOOR if named else f"{V1}/receipts"
    return await api.post(door, files={"file": ("r.png", picture(shade), "image/png")}, data=named, headers=headers)


async def receipts_of(api: httpx.AsyncClient, ada: Person, expense_id: str) -> list[str]:
    return [each["id"] for each in (await api.get(f"{V1}/expenses/{expense_id}", headers=ada.headers)).json()["receipts"]]


async def test_a_second_receipt_joins_the_expense_it_names(api: httpx.AsyncClient, ada: Person) -> None:
    first = (await send(api, 1)).json()
    second = await send(api, 2, expense_id=first["expense_id"])
    assert (second.status_code, second.json()["expense_id"]) == (202, first["expense_id"])
    assert await receipts_of(api, ada, first["expense_id"]) == [first["id"], second.json()["id"]]


async def test_a_receipt_in_place_of_another_leaves_one(api: httpx.AsyncClient, ada: Person) -> None:
    first = (await send(api, 1)).json()
    second = (await send(api, 2, expense_id=first["expense_id"], replaces=first["id"])).json()
    assert await receipts_of(api, ada, first["expense_id"]) == [second["id"]]


async def test_the_same_bytes_sent_twice_to_an_expense_are_there_once(api: httpx.AsyncClient, ada: Person) -> None:
    first = (await send(api, 1)).json()
    again = await send(api, 1, expense_id=first["expense_id"])
    assert (again.status_code, again.json()["duplicate"], again.json()["expense_id"]) == (200, True, first["expense_id"])
    assert await receipts_of(api, ada, first["expense_id"]) == [first["id"]]


async def test_a_receipt_of_another_expense_is_not_replaced_and_nothing_is_kept(api: httpx.AsyncClient, ada: Person, actor: Actor) -> None:
    mine, other = (await send(api, 1)).json(), (await send(api, 2)).json()
    problem(await send(api, 3, expense_id=mine["expense_id"], replaces=other["id"]), 404, "not_found")
    assert await receipts_of(api, ada, mine["expense_id"]) == [mine["id"]]
    assert await receipts_of(api, ada, other["expense_id"]) == [other["id"]]
    assert len(await rows(actor, "SELECT 1 FROM receipt")) == 2


async def test_an_expense_that_is_not_here_takes_no_receipt(api: httpx.AsyncClient, ada: Person) -> None:
    assert (await send(api, 1, expense_id=str(new_id()))).status_code == 404
    assert refused_fields(await send(api, 1, expense_id="first one")) == {"expense_id": "id_invalid"}
    assert refused_fields(await send(api, 1, expense_id="")) == {"expense_id": "required"}


async def test_only_a_page_of_the_site_adds_to_an_expense(api: httpx.AsyncClient, ada: Person) -> None:
    first = (await send(api, 1)).json()
    sent = {"files": {"file": ("r.png", picture(2), "image/png")}, "data": {"expense_id": first["expense_id"]}}
    foreign = {"Origin": "https://evil.example", "X-CSRF-Token": await Browser(api).csrf()}
    problem(await api.post(DOOR, **sent, headers=foreign), 403, "origin_refused")
    problem(await api.post(DOOR, **sent, headers={"Origin": "http://testserver"}), 403, "csrf_refused")
    api.cookies.clear()
    problem(await api.post(DOOR, **sent, headers={"Origin": "http://testserver"}), 401, "unauthenticated")
    assert await receipts_of(api, ada, first["expense_id"]) == [first["id"]]


async def test_a_removed_receipt_comes_back_unless_its_bytes_came_in_anew(api: httpx.AsyncClient, ada: Person, actor: Actor) -> None:
    sent = (await send(api, 1)).json()
    receipt_id = parse_id(sent["id"])
    assert receipt_id is not None
    await api.delete(f"{V1}/receipts/{sent['id']}", headers=ada.headers)
    async with transaction(actor) as session:
        await ocr.bring_back(session, actor, receipt_id)
    assert await receipts_of(api, ada, sent["expense_id"]) == [sent["id"]]
    await api.delete(f"{V1}/receipts/{sent['id']}", headers=ada.headers)
    await send(api, 1)
    async with transaction(actor) as session:
        with pytest.raises(Conflict):
            await ocr.bring_back(session, actor, receipt_id)


async def test_words_are_for_a_page_of_the_site_whose_session_holds_these_books(api: httpx.AsyncClient, ada: Person) -> None:
    receipt = (await send(api, 1)).json()["id"]
    problem(await api.get(f"{DOOR}/{receipt}/words"), 409, "not_ready")
    problem(await api.get(f"{DOOR}/{receipt}/words?page=21"), 422, "invalid")
    stranger = await register(api)
    await Browser(api).post("/session/login", email=stranger.email, password=stranger.password)
    assert (await api.get(f"{DOOR}/{receipt}/words")).status_code == 404
    api.cookies.clear()
    problem(await api.get(f"{DOOR}/{receipt}/words", headers=ada.headers), 401, "unauthenticated")
