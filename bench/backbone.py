"""How long an event takes from its commit to its consumer, and a job from its sending to its start: `python -m bench.backbone`.

One worker with its relay over an own pair of servers; the events come one by one at uneven times, as people act. Beside
each figure its floor in the same run: a bare NOTIFY heard by a bare LISTEN, a bare push taken by a blocking pop.
"""

import asyncio
import os
import random
import resource
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from psycopg import AsyncConnection
from redis.asyncio import Redis

from backend.core import deliveries, keyring
from backend.core.actor import Actor, Role
from backend.core.db import open_stores, plain_url, transaction
from backend.core.deliveries import Doorbell
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.core.outbox import publish
from backend.core.settings import settings
from backend.events import ExpenseRemoved
from backend.subscriptions import Subscriptions
from bench.table import Limit, show
from jobs import queue
from jobs.worker import make_worker
from tests.stores import Books, Servers

EVENTS: Final = 200
IDLE_SECONDS: Final = 4.0
_PAUSE: Final = (0.02, 0.12)
_PATIENCE: Final = 30.0


@dataclass
class Arrivals:
    """When each subject arrived, and who waits for it."""

    at: dict[UUID, float] = field(default_factory=dict)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, subject: UUID) -> None:
        """It is here."""
        self.at.setdefault(subject, time.perf_counter())
        self.came.set()

    async def wait(self, subject: UUID) -> float:
        """The moment at which it came. Raises `TimeoutError` when it does not."""
        async with asyncio.timeout(_PATIENCE):
            while subject not in self.at:
                self.came.clear()
                await self.came.wait()
        return self.at[subject]


def use(books: Books, home: str) -> None:
    """Point this process's settings at the bench's own servers."""
    facts = {"DATABASE_URL": books.url, "DATABASE_OWNER_URL": books.owner_url, "REDIS_URL": books.redis_url}
    os.environ.update(facts, OUTLAY_HOME=home, OUTLAY_KEYS=keyring.generate().to_json(), OUTLAY_ENVIRONMENT="test", RATES_URL="off")
    settings.cache_clear()
    keyring.keyring.cache_clear()


Act = Callable[[UUID], Awaitable[float]]
"""Makes something happen about a subject; returns the moment just before it was sent or committed."""


async def timed(act: Act, arrivals: Arrivals) -> list[float]:
    """Milliseconds from the moment of `act` to the arrival, for events that come one by one."""
    times = []
    for _ in range(EVENTS):
        await asyncio.sleep(random.uniform(*_PAUSE))  # noqa: S311 - so that no clock falls into step with another
        subject = new_id()
        began = await act(subject)
        times.append((await arrivals.wait(subject) - began) * 1000)
    return times


async def consumed(actor: Actor) -> tuple[list[float], list[float], float]:
    """Commit to consumer and job to run in milliseconds, and the processor's share of a worker that has nothing to do."""
    arrivals = Arrivals()

    async def arrive(event: ExpenseRemoved, once: Once) -> None:
        arrivals.note(event.expense_id)
        async with once.transaction():
            pass

    async def happen(subject: UUID) -> float:
        async with transaction(actor) as session:
            await publish(session, actor, ExpenseRemoved(subject))
            return time.perf_counter()

    def choreography(_readers: Any) -> Subscriptions:
        return Subscriptions({"ExpenseRemoved": ExpenseRemoved}, {"ExpenseRemoved": {"arrive": arrive}})

    worker = make_worker(choreography, handle_signals=False)
    running = asyncio.create_task(worker.async_run())
    await open_stores()
    try:
        committed = await timed(happen, arrivals)
        return committed, await _started(arrivals), await _idle_share()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await worker.close()


async def _started(arrivals: Arrivals) -> list[float]:
    """Job to run: the doorbell alone, for a delivery that nobody has; its arrival is the look for it in the database."""
    look = deliveries.load

    async def noted(bell: Doorbell) -> deliveries.Envelope | None:
        arrivals.note(bell.event_id)
        return await look(bell)

    async def ring(subject: UUID) -> float:
        began = time.perf_counter()
        await queue.ring(jobs, Doorbell(subject, "arrive"))
        return began

    jobs = await queue.connect()
    setattr(deliveries, "load", noted)  # noqa: B010 - the job's first step
    try:
        return await timed(ring, arrivals)
    finally:
        setattr(deliveries, "load", look)  # noqa: B010
        await jobs.aclose()


async def _idle_share() -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.sleep(IDLE_SECONDS)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / IDLE_SECONDS


async def notify_floor(url: str) -> list[float]:
    """A bare NOTIFY in a transaction of its own, heard by a bare LISTEN."""
    arrivals = Arrivals()
    hears = await AsyncConnection.connect(plain_url(url), autocommit=True)
    says = await AsyncConnection.connect(plain_url(url), autocommit=True)

    async def hear() -> None:
        async for notice in hears.notifies():
            arrivals.note(UUID(notice.payload))

    async def say(subject: UUID) -> float:
        began = time.perf_counter()
        await says.execute("SELECT pg_notify('bench', %s)", [str(subject)])
        return began

    async with hears, says:
        await hears.execute("LISTEN bench")
        return await _until_heard(hear, say, arrivals)


async def push_floor(url: str) -> list[float]:
    """A bare push, taken by a blocking pop."""
    arrivals = Arrivals()
    async with Redis.from_url(url) as takes, Redis.from_url(url) as gives:

        async def take() -> None:
            while True:
                _, subject = await takes.execute_command("BLPOP", "bench", 60)
                arrivals.note(UUID(subject.decode()))

        async def give(subject: UUID) -> float:
            began = time.perf_counter()
            await gives.execute_command("RPUSH", "bench", str(subject))
            return began

        return await _until_heard(take, give, arrivals)


async def _until_heard(hear: Callable[[], Awaitable[None]], say: Act, arrivals: Arrivals) -> list[float]:
    hearing = asyncio.ensure_future(hear())
    try:
        return await timed(say, arrivals)
    finally:
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing


def latency(name: str, ours: list[float], floor: list[float], gate_ms: float) -> list[Limit]:
    """The rows of a measurement: the median, which has no gate of its own below that of the 95th percentile, and that one."""
    (p50, p95), (floor_p50, floor_p95) = ((quantiles(each, n=20)[9], quantiles(each, n=20)[18]) for each in (ours, floor))
    return [Limit(f"{name}, median", p50, gate_ms, floor=floor_p50), Limit(f"{name}, p95", p95, gate_ms, floor=floor_p95)]


async def measure(books: Books) -> tuple[list[Limit], float]:
    """The rows, and the processor's share of an idle worker."""
    committed, started, share = await consumed(Actor(new_id(), new_id(), Role.OWNER))
    rows = [
        *latency("commit -> consumer", committed, await notify_floor(books.url), 25),
        *latency("job -> run", started, await push_floor(books.redis_url), 100),
    ]
    return rows, share


def main() -> None:
    """Start servers, measure, print, and leave nothing."""
    servers = Servers().start()
    try:
        with TemporaryDirectory() as home:
            books = servers.new_books()
            use(books, home)
            rows, share = asyncio.run(measure(books))
    finally:
        servers.stop()
    show(rows)
    print(f"a worker with nothing to do takes {share:.1%} of a core; one worker, {EVENTS} events each, servers without fsync")


if __name__ == "__main__":
    main()
