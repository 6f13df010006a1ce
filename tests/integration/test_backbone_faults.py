"""Whatever dies, is flushed or restarted: every effect happens exactly once and nothing is lost."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core import deliveries
from backend.core.actor import Actor
from backend.core.db import close_stores, open_stores, system_transaction, transaction
from backend.core.deliveries import Doorbell
from backend.core.ids import new_id
from backend.core.outbox import publish
from backend.events import ExpenseRemoved
from jobs import queue
from jobs.relay import Relay
from tests.integration.bookkeeping import new_books
from tests.stores import Books, Servers

CONSUMERS = {"ExpenseRemoved": ["leave_mark"]}
PATIENCE_SECONDS = 60


@pytest.fixture
async def books(own_servers: Servers, use_books: Callable[[Books], Any]) -> AsyncIterator[Books]:
    made = own_servers.new_books()
    use_books(made)
    await open_stores()
    yield made
    await close_stores()


@pytest.fixture
async def actor(books: Books) -> Actor:
    return await new_books()


@contextmanager
def worker(*arguments: str, **environment: str):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.fault_worker", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM) if process.poll() is None else None
        process.wait(20)


async def happen(actor: Actor, count: int) -> list[Any]:
    """`count` events, each in a transaction of its own."""
    subjects = [new_id() for _ in range(count)]
    for subject in subjects:
        async with transaction(actor) as session:
            await publish(session, actor, ExpenseRemoved(subject))
    return subjects


async def marks(actor: Actor) -> Counter[Any]:
    async with transaction(actor) as session:
        found = await session.execute(text("SELECT object_id FROM audit_entry WHERE action = 'test.mark'"))
        return Counter(found.scalars())


async def owed() -> int:
    async with system_transaction("jobs") as session:
        waiting = await session.scalar(text("SELECT count(*) FROM outbox WHERE fanned_out_at IS NULL"))
        return waiting + await session.scalar(text("SELECT count(*) FROM delivery"))


async def all_settled() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if await owed() == 0:
                return
        except (DBAPIError, OSError):
            pass  # the database is being restarted
        assert time.monotonic() < deadline, f"{await owed()} deliveries were never settled"
        await asyncio.sleep(0.1)


def exits(process: "subprocess.Popen[bytes]") -> int:
    return process.wait(PATIENCE_SECONDS)


async def test_a_worker_works_off_what_happens(actor: Actor) -> None:
    with worker():
        subjects = await happen(actor, 20)
        await all_settled()
    assert await marks(actor) == Counter(subjects)


async def test_a_relay_killed_before_it_sends_loses_nothing(actor: Actor, tmp_path: Path) -> None:
    subjects = await happen(actor, 10)
    flag = tmp_path / "die"
    flag.touch()
    with worker(DIE_BEFORE_SENDING=str(flag)) as process:
        assert await asyncio.to_thread(exits, process) == -signal.SIGKILL
    assert await owed() == 10
    with worker():
        await all_settled()
    assert await marks(actor) == Counter(subjects)


async def test_a_worker_killed_in_the_middle_of_a_consumer_leaves_no_half_effect_and_no_double_one(actor: Actor, tmp_path: Path) -> None:
    subjects = await happen(actor, 10)
    flag = tmp_path / "die"
    flag.touch()
    with worker(DIE_IN_CONSUMER=str(flag)) as process:
        assert await asyncio.to_thread(exits, process) == -signal.SIGKILL
    with worker():
        await all_settled()
    assert await marks(actor) == Counter(subjects)


async def test_a_flushed_queue_of_a_hundred_jobs_is_sent_again(actor: Actor, own_servers: Servers) -> None:
    subjects = await happen(actor, 100)
    jobs = await queue.connect()
    try:
        assert await Relay(jobs, CONSUMERS, visibility=timedelta(seconds=2)).drain() == 100
        assert await jobs.zcard(queue.QUEUE) == 100
        own_servers.flush()
        assert await jobs.zcard(queue.QUEUE) == 0
    finally:
        await jobs.aclose()
    with worker():
        await all_settled()
    assert await marks(actor) == Counter(subjects)


async def test_a_database_that_restarts_under_the_worker_costs_nothing(actor: Actor, own_servers: Servers) -> None:
    with worker() as process:
        first = await happen(actor, 50)
        await asyncio.to_thread(own_servers.restart, "postgres")
        await all_settled()
        second = await happen(actor, 20)
        await all_settled()
        assert process.poll() is None
    assert await marks(actor) == Counter(first + second)


async def test_six_relays_at_once_send_everything_and_nothing_has_two_effects(actor: Actor) -> None:
    subjects = await happen(actor, 300)
    jobs = await queue.connect()
    try:
        relays = [Relay(jobs, CONSUMERS) for _ in range(6)]
        sent = await asyncio.gather(*(each.drain() for each in relays))
        assert sum(sent) == 300
        with worker():
            await all_settled()
    finally:
        await jobs.aclose()
    assert await marks(actor) == Counter(subjects)


async def test_an_event_that_is_not_understood_is_buried_and_redriven_when_it_is(actor: Actor) -> None:
    with worker("--knows-nothing"):
        subjects = await happen(actor, 3)
        await all_settled()
    async with transaction(actor) as session:
        letters = (await session.execute(text("SELECT type, consumer, error FROM dead_letter"))).all()
    assert [(letter.type, letter.consumer) for letter in letters] == [("ExpenseRemoved", "leave_mark")] * 3
    assert await marks(actor) == Counter()
    with worker():
        assert await deliveries.replay() == 3
        await all_settled()
        assert await deliveries.replay() == 0
    assert await marks(actor) == Counter(subjects)


async def test_a_delivery_that_keeps_failing_is_buried_after_its_last_attempt(actor: Actor) -> None:
    await happen(actor, 1)
    (bell,) = await deliveries.fan_out(CONSUMERS)
    for attempt in range(deliveries.ATTEMPTS - 1):
        assert not await deliveries.fail(bell, attempt, "no luck")
    assert await deliveries.fail(bell, deliveries.ATTEMPTS - 1, "no luck")
    assert await deliveries.load(bell) is None
    assert await owed() == 0


@pytest.mark.parametrize(("attempts", "least", "most"), [(0, 0.5, 1), (3, 4, 8), (20, 300, 600)])
def test_pauses_double_up_to_ten_minutes_and_spread(attempts: int, least: float, most: float) -> None:
    pauses = {deliveries.pause(attempts).total_seconds() for _ in range(50)}
    assert all(least <= each <= most for each in pauses)
    assert len(pauses) > 10


async def test_an_unknown_delivery_is_nothing_to_do(actor: Actor) -> None:
    assert await deliveries.load(Doorbell(new_id(), "leave_mark")) is None
