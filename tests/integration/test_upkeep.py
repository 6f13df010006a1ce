"""What has had its time goes by itself, and nothing else does."""

import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend import auth, expenses, ocr, storage
from backend.core import upkeep
from backend.core.actor import Actor
from backend.core.db import system_transaction, transaction
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.core.outbox import publish
from backend.core.settings import settings
from backend.events import ExpenseRemoved, ReceiptUploaded
from backend.expenses import NoSuchExpense
from jobs.schedules import SCHEDULES
from tests.integration.bookkeeping import check_rollup, look, new_books, rows, spend
from tests.integration.test_receipts_api import ReadersThatFind, picture

DAY = timedelta(days=1)


@pytest.fixture
async def actor(stores: object) -> Actor:
    return await new_books()


async def captured(actor: Actor, shade: int) -> tuple[UUID, UUID]:
    """An expense from a receipt that has been read: its id and the receipt's. Three files lie in storage for it."""

    async def chunks() -> AsyncIterator[bytes]:
        yield picture(shade)

    upload = await ocr.store_upload(actor, chunks(), "r.png")
    async with transaction(actor) as session:
        made = await expenses.capture(session, actor, upload)
    event = ReceiptUploaded(upload.receipt_id, made.id)
    await ocr.read_receipt(event, Once(new_id(), "read_receipt", actor), readers=ReadersThatFind())
    return made.id, upload.receipt_id


def files() -> dict[str, Path]:
    """The files that lie in storage, by key."""
    return {path.name: path for path in (settings().outlay_home / "files").glob("*/*")}


async def back_date(actor: Actor, statement: str, **values: Any) -> None:
    async with transaction(actor) as session:
        await session.execute(text(statement), values)


async def test_the_bin_keeps_an_expense_for_thirty_days_and_then_it_goes_with_its_receipts_files(actor: Actor) -> None:
    old, _ = await captured(actor, 10)
    recent, _ = await captured(actor, 20)
    kept = await spend(actor)
    assert len(files()) == 6
    async with transaction(actor) as session:
        for each in (old, recent):
            await expenses.remove(session, actor, each)
    await back_date(actor, "UPDATE expense SET deleted_at = now() - interval '31 days' WHERE id = :id", id=old)
    await back_date(actor, "UPDATE expense SET deleted_at = now() - interval '29 days' WHERE id = :id", id=recent)
    assert await expenses.empty_bin() == 1
    assert await expenses.empty_bin() == 0
    assert len(files()) == 3
    with pytest.raises(NoSuchExpense):
        await look(actor, old)
    assert await rows(actor, "SELECT 1 FROM receipt WHERE expense_id = :id", id=old) == []
    async with transaction(actor) as session:
        await expenses.restore(session, actor, recent)
    assert (await look(actor, kept.id)).id == kept.id
    await check_rollup(actor)


async def test_a_receipt_taken_away_goes_after_thirty_days_and_its_expense_stays(actor: Actor) -> None:
    expense, receipt = await captured(actor, 30)
    _, other = await captured(actor, 40)
    async with transaction(actor) as session:
        for each in (receipt, other):
            await ocr.remove_receipt(session, actor, each)
    await back_date(actor, "UPDATE receipt SET deleted_at = now() - interval '31 days' WHERE id = :id", id=receipt)
    assert await ocr.forget_removed_receipts() == 1
    assert len(files()) == 3
    assert (await look(actor, expense)).id == expense
    async with transaction(actor) as session:
        assert (await ocr.bring_back(session, actor, other)).id == other


async def test_a_file_that_no_row_came_to_name_goes_after_a_day(actor: Actor) -> None:
    await captured(actor, 50)
    known = set(files())
    orphan = await storage.put(actor.workspace_id, "receipt", str(new_id()), b"left by a transaction that failed")
    young = await storage.put(actor.workspace_id, "receipt", str(new_id()), b"on its way")
    foreign = settings().outlay_home / "files" / "ab" / "notes.txt"
    draft = settings().outlay_home / "files" / "ab" / ".half.1.abc"
    foreign.parent.mkdir(exist_ok=True)
    for path in (foreign, draft):
        path.write_text("not ours, or half")
    for name, path in files().items():
        if name != young:
            os.utime(path, (time.time() - 90_000,) * 2)
    assert await ocr.sweep_files() == 1
    assert set(files()) == known | {young, "notes.txt"}
    assert orphan not in files()


async def test_in_a_storage_full_of_strange_files_nothing_is_removed(actor: Actor) -> None:
    await captured(actor, 60)
    for _ in range(51):
        await storage.put(actor.workspace_id, "receipt", str(new_id()), b"of another instance")
    for path in files().values():
        os.utime(path, (time.time() - 90_000,) * 2)
    assert await ocr.sweep_files() == 0
    assert len(files()) == 54


async def test_ended_sessions_go_after_thirty_days_and_living_ones_stay_with_their_spent_tokens(actor: Actor) -> None:
    assert actor.user_id
    client = auth.Client("127.0.0.1", "tests")
    async with system_transaction("identity") as session:
        await session.execute(text("DELETE FROM auth_session"))
        living = await auth.issue_tokens(session, actor.user_id, client)
        for _ in range(3):
            await auth.issue_tokens(session, actor.user_id, client)
        ids = list((await session.execute(text("SELECT id FROM auth_session ORDER BY id"))).scalars())
        for statement, each in (
            ("UPDATE auth_session SET ended_at = now() - interval '31 days' WHERE id = :id", ids[1]),
            ("UPDATE auth_session SET expires_at = now() - interval '31 days' WHERE id = :id", ids[2]),
            ("UPDATE auth_session SET ended_at = now() - interval '2 days' WHERE id = :id", ids[3]),
            ("UPDATE refresh_token SET expires_at = now() - interval '1 day' WHERE session_id = :id", ids[3]),
        ):
            await session.execute(text(statement), {"id": each})
    renewed = await auth.refresh(living.refresh_token, client)
    assert await auth.forget_ended() == 3
    async with system_transaction("identity") as session:
        assert list((await session.execute(text("SELECT id FROM auth_session ORDER BY id"))).scalars()) == [ids[0], ids[3]]
        spent = text("SELECT spent_at IS NOT NULL FROM refresh_token WHERE session_id = :id ORDER BY id")
        assert list((await session.execute(spent, {"id": ids[0]})).scalars()) == [True, False]
    assert renewed.refresh_token != living.refresh_token


async def test_events_are_forgotten_once_everybody_has_done_with_them(actor: Actor) -> None:
    async with transaction(actor) as session:
        done, owed, fresh = [await publish(session, actor, ExpenseRemoved(new_id())) for _ in range(3)]
    async with system_transaction("jobs") as session:
        await session.execute(
            text("UPDATE outbox SET fanned_out_at = now(), occurred_at = now() - interval '31 days' WHERE id IN (:a, :b)"),
            {"a": done, "b": owed},
        )
        owe = "INSERT INTO delivery (event_id, consumer, workspace_id, due_at) VALUES (:id, 'tell', :workspace, now())"
        await session.execute(text(owe), {"id": owed, "workspace": actor.workspace_id})
        claim = text("INSERT INTO inbox (event_id, consumer, handled_at) VALUES (:id, 'tell', now() - CAST(:age AS interval))")
        for each, age in ((done, 31 * DAY), (fresh, DAY)):
            await session.execute(claim, {"id": each, "age": age})
    assert await upkeep.forget_old_events() == 2
    async with system_transaction("jobs") as session:
        assert set((await session.execute(text("SELECT id FROM outbox"))).scalars()) == {owed, fresh}
        assert list((await session.execute(text("SELECT event_id FROM inbox"))).scalars()) == [fresh]


async def test_answers_for_repeated_requests_are_kept_for_a_day(actor: Actor) -> None:
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'idempotency' AND is_nullable = 'NO'"
    needed = {row[0] for row in await rows(actor, columns + " AND column_default IS NULL")}
    values: dict[str, Any] = {"workspace_id": actor.workspace_id, "user_id": actor.user_id, "fingerprint": b"x"}
    for key, hours in (("old", 25), ("new", 23)):
        row = {name: values.get(name, key) for name in needed} | {"started": timedelta(hours=hours)}
        places = ", ".join(f":{name}" for name in needed)
        statement = f"INSERT INTO idempotency ({', '.join(needed)}, started_at) VALUES ({places}, now() - CAST(:started AS interval))"
        await back_date(actor, statement, **row)
    assert await upkeep.forget_spent() == 1
    assert await upkeep.forget_spent() == 0


def test_all_of_it_happens_by_the_clock() -> None:
    wanted = {expenses.empty_bin, ocr.forget_removed_receipts, ocr.sweep_files, auth.forget_ended}
    assert wanted | {upkeep.forget_old_events, upkeep.forget_spent} <= {schedule.work for schedule in SCHEDULES}
