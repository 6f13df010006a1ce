"""A receipt that waits knows its place in the queue of the readers, and nothing about whose the others are."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend import expenses, ocr
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import transaction
from backend.core.ids import new_id
from backend.ocr.uploads import StoredUpload
from expense_app.components.receipt import queue_words
from tests.integration.bookkeeping import new_books, rows

pytestmark = pytest.mark.usefixtures("stores")


async def waiting(actor: Actor) -> UUID:
    """A receipt that has been taken in; its file is of no matter here."""
    name = new_id()
    upload = StoredUpload(name, str(name), name.bytes * 2, "image/png", 1, "r.png")
    async with transaction(actor) as session:
        return (await expenses.capture(session, actor, upload)).receipts[0].id


async def places(actor: Actor, *ids: UUID) -> dict[UUID, int]:
    async with transaction(actor) as session:
        return await ocr.places(session, actor, ids)


async def set_status(actor: Actor, receipt: UUID, status: str) -> None:
    await rows(actor, "UPDATE receipt SET status = :status WHERE id = :id RETURNING 1", status=status, id=receipt)


async def test_receipts_stand_in_line_across_workspaces_in_the_order_in_which_they_came() -> None:
    mine, theirs = await new_books(), await new_books()
    first, other, last = await waiting(mine), await waiting(theirs), await waiting(mine)
    assert await places(mine, first, last) == {first: 0, last: 2}
    assert await places(theirs, other) == {other: 1}


async def test_a_place_of_another_workspaces_receipt_is_not_told() -> None:
    mine, theirs = await new_books(), await new_books()
    other = await waiting(theirs)
    assert await places(mine, other) == {}
    assert await places(mine) == {}


async def test_what_is_read_or_being_read_or_taken_away_stands_in_no_line() -> None:
    actor = await new_books()
    at_work, done, removed, waits = [await waiting(actor) for _ in range(4)]
    await set_status(actor, at_work, "reading")
    await set_status(actor, done, "read")
    async with transaction(actor) as session:
        await ocr.remove_receipt(session, actor, removed)
    assert await places(actor, at_work, done, removed, waits) == {waits: 0}


async def test_a_receipt_that_is_read_again_stands_at_the_end() -> None:
    actor = await new_books()
    again, second = await waiting(actor), await waiting(actor)
    await set_status(actor, again, "failed")
    async with transaction(actor) as session:
        await ocr.reread(session, actor, again)
    assert await places(actor, again, second) == {second: 0, again: 1}


async def test_a_thousand_that_came_before_are_counted() -> None:
    actor = await new_books()
    kept = await waiting(actor)
    await rows(
        actor,
        "INSERT INTO receipt (workspace_id, id, expense_id, sha256, media_type, size_bytes, storage_key, queued_at)"
        " SELECT workspace_id, gen_random_uuid(), expense_id, sha256(n::text::bytea), 'image/png', 1, 'k', :at"
        " FROM receipt, generate_series(1, 1000) n WHERE id = :id RETURNING 1".replace("::", "\\:\\:"),
        at=now() - timedelta(hours=1),
        id=kept,
    )
    assert await places(actor, kept) == {kept: 1000}


def test_words_tell_how_many_come_first() -> None:
    assert queue_words(0) == "Queued. It is read in a moment."
    assert queue_words(1) == "Queued. 1 receipt is read before it."
    assert queue_words(12) == "Queued. 12 receipts are read before it."
