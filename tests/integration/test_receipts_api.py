"""Receipts, notifications and operations through HTTP."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
import time_machine
from PIL import Image
from sqlalchemy import text

from backend import notifications, ocr
from backend.api import file_links
from backend.core import deliveries
from backend.core.actor import Actor, Role
from backend.core.clock import now
from backend.core.db import system_transaction, transaction
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.core.outbox import publish
from backend.events import ExpenseRemoved, ReceiptUploaded, SecurityAlert
from backend.ocr import ReceiptView, get_receipt, read_receipt
from backend.ocr.child import Copy, Outcome
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


def picture(shade: int = 255) -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return file.getvalue()


async def send(client: httpx.AsyncClient, data: bytes = b"", **headers: str) -> httpx.Response:
    return await client.post("/receipts", files={"file": ("r.png", data or picture(), "image/png")}, headers=headers)


class ReadersThatFind:
    """Readers with a ready answer, for what happens around reading; they remember how they were asked to read."""

    def __init__(self) -> None:
        self.choices: list[ocr.Choice] = []

    async def read(self, data: bytes, _context: object, choice: ocr.Choice = ocr.AUTO) -> Outcome:
        self.choices.append(choice)
        total = {"value": "12.50", "confidence": 0.9, "box": [1, 0.1, 0.2, 0.3, 0.04], "why": "Printed after the word total"}
        copies = [Copy("page", 1, data, "image/png", 40, 60), Copy("thumb", 1, data, "image/png", 40, 60)]
        return Outcome({"total": total}, [], "TOTAL 12.50", "test", 1, 5, 5, copies)


async def read(actor: Actor, receipt_id: str, readers: Any = None) -> ReceiptView:
    """Let the consumer read a receipt, as it was asked for last."""
    event = (
        await rows(
            actor,
            "SELECT id, payload FROM outbox WHERE type = 'ReceiptUploaded' AND payload ->> 'receipt_id' = :id ORDER BY id DESC",
            id=receipt_id,
        )
    )[0]
    uploaded = ReceiptUploaded(**{name: UUID(value) for name, value in event.payload.items()})
    await read_receipt(
        uploaded, Once(event.id, "read_receipt", Actor.for_job(actor.workspace_id, actor.user_id)), readers or ReadersThatFind()
    )
    async with transaction(actor) as session:
        return await get_receipt(session, actor, uploaded.receipt_id)


async def test_a_sent_receipt_is_accepted_with_its_expense(client: httpx.AsyncClient) -> None:
    answer = await send(client)
    assert answer.status_code == 202, answer.text
    assert set(answer.json()) == {"id", "expense_id", "status"}
    assert answer.json()["status"] == "queued"
    expense = (await client.get(f"/expenses/{answer.json()['expense_id']}")).json()
    assert (expense["status"], expense["money"], expense["receipts"]) == (
        "processing",
        None,
        [{"id": answer.json()["id"], "status": "queued"}],
    )


async def test_the_same_bytes_again_answer_with_the_first_receipt(client: httpx.AsyncClient) -> None:
    first = (await send(client)).json()
    again = await send(client)
    assert again.status_code == 200
    assert again.json() == {"id": first["id"], "expense_id": first["expense_id"], "status": "queued", "duplicate": True}


async def test_a_repeated_key_answers_with_the_first_receipt_whatever_is_sent(client: httpx.AsyncClient) -> None:
    first = (await send(client, picture(1), **{"Idempotency-Key": "phone-1"})).json()
    again = await send(client, picture(1), **{"Idempotency-Key": "phone-1"})
    assert (again.status_code, again.json()["id"]) == (202, first["id"])
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"\x00", 415, "unsupported_type"),
        (b"hello, I am a receipt.jpg " * 20, 415, "unsupported_type"),
        (b"<svg/>", 415, "unsupported_type"),
    ],
    ids=["a byte", "text called .png", "svg"],
)
async def test_what_is_no_picture_is_refused(client: httpx.AsyncClient, data: bytes, status: int, code: str) -> None:
    problem(await send(client, data), status, code)


async def test_an_empty_file_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/receipts", files={"file": ("r.png", b"", "image/png")})
    problem(answer, 422, "empty_file")


async def test_more_than_fifteen_megabytes_are_refused(client: httpx.AsyncClient, actor: Actor) -> None:
    problem(await send(client, picture() + bytes(16 * 1024 * 1024)), 413, "file_too_large")
    assert await rows(actor, "SELECT 1 FROM receipt") == []


async def test_a_form_without_a_file_is_refused(client: httpx.AsyncClient) -> None:
    assert refused_fields(await client.post("/receipts", files={"other": ("x", b"1")}))


async def test_a_picture_is_not_ready_before_it_has_been_made(client: httpx.AsyncClient) -> None:
    sent = (await send(client)).json()
    answer = await client.get(f"/receipts/{sent['id']}/file")
    problem(answer, 409, "not_ready")
    assert answer.headers["Retry-After"] == "1"


async def test_a_read_receipt_shows_fields_and_leads_to_its_picture(client: httpx.AsyncClient, actor: Actor) -> None:
    sent = (await send(client)).json()
    await read(actor, sent["id"])
    shown = (await client.get(f"/receipts/{sent['id']}")).json()
    assert shown["status"] == "read"
    assert shown["fields"]["total"] == {
        "value": "12.50",
        "confidence": 0.9,
        "box": [1, 0.1, 0.2, 0.3, 0.04],
        "why": "Printed after the word total",
    }
    answer = await client.get(f"/receipts/{sent['id']}/file", params={"variant": "thumb"}, follow_redirects=False)
    assert answer.status_code == 302
    location = answer.headers["Location"]
    async with httpx.AsyncClient(transport=client._transport, base_url="http://testserver") as nobody:
        file = await nobody.get(location)
    assert (file.status_code, file.content) == (200, picture())
    assert file.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("spoil", [lambda link: link[:-2], lambda link: link + "x", lambda _: "/api/v1/files/none"])
async def test_a_changed_address_leads_nowhere(client: httpx.AsyncClient, actor: Actor, spoil: Any) -> None:
    link = file_links.sign(actor.workspace_id, new_id(), "page", 1)
    problem(await client.get(f"http://testserver{spoil(link)}"), 404, "not_found")


async def test_an_address_dies_within_minutes(client: httpx.AsyncClient, actor: Actor) -> None:
    sent = (await send(client)).json()
    await read(actor, sent["id"])
    location = (await client.get(f"/receipts/{sent['id']}/file", follow_redirects=False)).headers["Location"]
    with time_machine.travel(now() + timedelta(seconds=file_links.SECONDS + 2), tick=True):
        problem(await client.get(f"http://testserver{location}"), 404, "not_found")


async def test_others_find_no_receipt_of_this_workspace(client: httpx.AsyncClient) -> None:
    sent = (await send(client)).json()
    async with client_of(await new_books()) as stranger:
        for answer in (
            await stranger.get(f"/receipts/{sent['id']}"),
            await stranger.get(f"/receipts/{sent['id']}/file"),
            await stranger.post(f"/receipts/{sent['id']}/reread"),
            await stranger.delete(f"/receipts/{sent['id']}"),
        ):
            assert answer.status_code == 404


async def test_a_receipt_that_is_being_read_is_not_queued_again(client: httpx.AsyncClient, actor: Actor) -> None:
    sent = (await send(client)).json()
    problem(await client.post(f"/receipts/{sent['id']}/reread"), 409, "reading_in_progress")
    await read(actor, sent["id"])
    assert (await client.post(f"/receipts/{sent['id']}/reread")).json()["status"] == "queued"


async def test_a_receipt_is_read_again_by_the_engine_and_in_the_language_that_were_chosen_also_by_the_next_reader(
    client: httpx.AsyncClient, actor: Actor
) -> None:
    sent = (await send(client)).json()
    await read(actor, sent["id"])
    answer = await client.post(f"/receipts/{sent['id']}/reread", json={"engine": "tesseract", "language": "deu"})
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    readers = ReadersThatFind()

    class Dies(ReadersThatFind):
        async def read(self, data: bytes, _context: object, choice: ocr.Choice = ocr.AUTO) -> Outcome:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await read(actor, sent["id"], Dies())
    await read(actor, sent["id"], readers)
    assert readers.choices == [ocr.Choice("tesseract", "deu")]
    await client.post(f"/receipts/{sent['id']}/reread")
    await read(actor, sent["id"], readers)
    assert readers.choices[-1] == ocr.AUTO


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"engine": "crystal ball"}, "engine"),
        ({"engine": "google_vision"}, "engine"),
        ({"engine": "tesseract", "language": "tlh"}, "language"),
        ({"language": "../../etc"}, "language"),
        ({"engine": "rapidocr", "language": "deu"}, "language"),
    ],
)
async def test_what_is_not_there_to_read_with_is_refused_with_what_is(
    client: httpx.AsyncClient, actor: Actor, wanted: dict[str, str], field: str
) -> None:
    sent = (await send(client)).json()
    await read(actor, sent["id"])
    said = problem(await client.post(f"/receipts/{sent['id']}/reread", json=wanted), 422, "engine_not_available")
    assert {"rapidocr", "tesseract"} <= set(said["engines"]) and "google_vision" not in said["engines"]
    assert {"deu", "eng"} <= set(said["languages"])
    assert [each["field"] for each in said["errors"]] == [field]
    assert (await client.get(f"/receipts/{sent['id']}")).json()["status"] == "read"


async def test_a_script_that_nobody_here_reads_is_told_in_words(client: httpx.AsyncClient, actor: Actor) -> None:
    class Strange(ReadersThatFind):
        async def read(self, data: bytes, _context: object, choice: ocr.Choice = ocr.AUTO) -> Outcome:
            return msgspec.structs.replace(await super().read(data, _context, choice), unread="Greek")

    sent = (await send(client)).json()
    found = await read(actor, sent["id"], Strange())
    assert (found.status, found.error_code) == ("read", "script_not_read")
    assert found.error == "This looks like Greek. Install the Tesseract pack ell to have it read."
    await client.post(f"/receipts/{sent['id']}/reread")
    assert (await read(actor, sent["id"])).error is None


async def test_a_removed_receipt_leaves_its_expense_and_frees_its_bytes(client: httpx.AsyncClient) -> None:
    sent = (await send(client)).json()
    assert (await client.delete(f"/receipts/{sent['id']}")).status_code == 204
    assert (await client.get(f"/expenses/{sent['expense_id']}")).json()["receipts"] == []
    assert (await client.get(f"/receipts/{sent['id']}")).status_code == 404
    assert (await send(client)).status_code == 202


async def alert(actor: Actor, kind: str = "refresh_reused") -> None:
    once = Once(new_id(), "tell_security", Actor.for_job(actor.workspace_id))
    await notifications.tell_security(SecurityAlert(actor.user_id, kind), once)


async def test_notifications_are_listed_newest_first_page_by_page(client: httpx.AsyncClient, actor: Actor) -> None:
    for _ in range(5):
        await alert(actor)
    first = (await client.get("/notifications", params={"limit": 3, "include": "total"})).json()
    assert (len(first["items"]), first["total"]) == (3, 5)
    rest = (await client.get("/notifications", params={"limit": 3, "cursor": first["next_cursor"]})).json()
    assert (len(rest["items"]), rest["next_cursor"]) == (2, None)
    seen = [each["id"] for each in first["items"] + rest["items"]]
    assert seen == sorted(seen, reverse=True)
    assert first["items"][0]["title"] and first["items"][0]["text"]


async def test_a_notification_is_read_once_and_stays_read(client: httpx.AsyncClient, actor: Actor) -> None:
    await alert(actor)
    (item,) = (await client.get("/notifications")).json()["items"]
    assert item["read_at"] is None
    read_at = (await client.post(f"/notifications/{item['id']}/read")).json()["read_at"]
    assert read_at
    assert (await client.post(f"/notifications/{item['id']}/read")).json()["read_at"] == read_at


async def test_all_notifications_are_read_at_once_and_only_ones_own(client: httpx.AsyncClient, actor: Actor) -> None:
    await alert(actor)
    stranger = Actor(new_id(), actor.workspace_id, Role.MEMBER)
    await alert(stranger)
    assert (await client.post("/notifications/read")).status_code == 204
    unread = await rows(actor, "SELECT user_id FROM notification WHERE read_at IS NULL")
    assert [row.user_id for row in unread] == [stranger.user_id]


async def test_another_persons_notification_does_not_exist(client: httpx.AsyncClient) -> None:
    problem(await client.post(f"/notifications/{new_id()}/read"), 404, "not_found")


async def test_the_owner_sees_what_is_owed_and_what_died_and_sends_it_again(client: httpx.AsyncClient, actor: Actor) -> None:
    async with transaction(actor) as session:
        await publish(session, actor, ExpenseRemoved(new_id()))
        await publish(session, actor, ExpenseRemoved(new_id()))
    first, _ = await deliveries.fan_out({"ExpenseRemoved": ["mark"]})
    await deliveries.bury(first, "no luck")
    jobs = (await client.get("/ops/jobs")).json()["items"]
    assert [(job["type"], job["consumer"], job["attempts"]) for job in jobs] == [("ExpenseRemoved", "mark", 0)]
    (letter,) = (await client.get("/ops/dead-letters")).json()["items"]
    assert (letter["type"], letter["error"], letter["replayed_at"]) == ("ExpenseRemoved", "no luck", None)
    answer = await client.post(f"/ops/dead-letters/{letter['id']}/replay")
    assert answer.status_code == 202
    assert answer.json()["replayed_at"]
    assert len((await client.get("/ops/jobs")).json()["items"]) == 2


async def test_operations_are_for_the_owner_of_the_workspace_they_concern(client: httpx.AsyncClient, actor: Actor) -> None:
    async with transaction(actor) as session:
        await publish(session, actor, ExpenseRemoved(new_id()))
    (bell,) = await deliveries.fan_out({"ExpenseRemoved": ["mark"]})
    await deliveries.bury(bell, "no luck")
    (letter,) = (await client.get("/ops/dead-letters")).json()["items"]
    async with client_of(await new_books()) as stranger:
        assert (await stranger.get("/ops/dead-letters")).json()["items"] == []
        problem(await stranger.post(f"/ops/dead-letters/{letter['id']}/replay"), 404, "not_found")
    async with system_transaction("identity") as session:
        await session.execute(text("UPDATE membership SET role = 'member' WHERE user_id = :id"), {"id": actor.user_id})
    async with client_of(actor) as member:
        problem(await member.get("/ops/jobs"), 403, "forbidden")
