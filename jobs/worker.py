"""The worker process: arq works off jobs, beside it the relay and the schedules. `python -m jobs.worker`.

Jobs stand in two queues: those that take seconds wait for each other, and never hold up the ones that take milliseconds.
When it is told to stop it takes no more jobs, finishes what it can within some seconds and hands the rest back.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from arq import Worker, func
from redis.exceptions import RedisError

from backend import ocr
from backend.core import log as logs
from backend.core import new_rates
from backend.core.db import close_stores, open_stores
from backend.core.deliveries import VISIBILITY
from backend.core.keyring import keyring
from backend.core.settings import settings
from backend.subscriptions import Subscriptions, subscriptions
from jobs.deliver import deliver
from jobs.queue import DELIVER, QUEUE, SLOW_QUEUE, from_json, redis_settings, to_json
from jobs.relay import Relay
from jobs.schedules import run_schedules

POLL_SECONDS: Final = 0.015  # what a job waits at most; looking costs 0.1 ms of processor
SLOW_POLL_SECONDS: Final = 0.05
JOB_SECONDS: Final = 300
DRAIN_SECONDS: Final = 3
SLOW_DRAIN_SECONDS: Final = 4
_RETRY_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 1.0  # what a stopping worker waits for an answer of Redis
_JOBS_AT_ONCE: Final = 20

log = logs.logger(__name__)


class House:
    """What a worker holds while it runs: readers, subscriptions, relay and schedules."""

    def __init__(self, choreography: Callable[[ocr.Readers], Subscriptions], visibility: timedelta) -> None:
        """Know what to start."""
        self._choreography, self._visibility = choreography, visibility
        self._tasks: list[asyncio.Task[None]] = []
        self._readers: ocr.Readers | None = None
        self._slow: Worker | None = None

    async def start(self, context: dict[str, Any]) -> None:
        """Open the stores and begin to relay."""
        await open_stores()
        self._readers = ocr.Readers()
        known = self._choreography(self._readers)
        context["subscriptions"] = known
        relay = Relay(context["redis"], known.names(), visibility=self._visibility)
        self._tasks = [asyncio.create_task(relay.run()), asyncio.create_task(run_schedules()), asyncio.create_task(new_rates.follow())]
        self._slow = _slow_worker(known, self._readers.count)
        self._tasks.append(asyncio.create_task(_keep_working(self._slow)))
        log.info("worker ready")

    async def stop(self, _context: dict[str, Any]) -> None:
        """End everything that was started."""
        if self._slow is not None:
            await _drain(self._slow)
        for task in self._tasks:
            await _end(task)
        if self._slow is not None:
            await self._slow.close()
        if self._readers is not None:
            await self._readers.close()
        await close_stores()


class SureWorker(Worker):
    """arq's worker, which ends what it is at before it closes.

    Broken off between two answers of Redis, arq's look at the queue keeps a connection that nobody closes, and a job that is cancelled
    while its end is being written down leaves that to go on by itself while everything under it is closed.
    """

    async def _poll_iteration(self) -> None:
        """Look at the queue once, to the end of the look."""
        look = asyncio.create_task(super()._poll_iteration())
        try:
            await asyncio.shield(look)
        finally:
            await asyncio.wait({look}, timeout=_LOOK_SECONDS)
            look.cancel()

    async def close(self) -> None:
        """End all jobs, whatever becomes of them (what is owed stands in the database), then close as arq does."""
        for task in self.tasks.values():
            if not task.cancelling():  # a second time it would break off the writing down of its end
                task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)
        self.tasks.clear()
        await super().close()


def _slow_worker(known: Subscriptions, readers: int) -> Worker:
    """Works off what takes seconds: one job a reader, and one more that is made ready meanwhile."""
    own: dict[str, Any] = {
        "queue_name": SLOW_QUEUE,
        "max_jobs": readers + 1,
        "poll_delay": SLOW_POLL_SECONDS,
        "handle_signals": False,
        "job_completion_wait": 0,
    }
    return SureWorker(**{**_options(), **own}, ctx={"subscriptions": known})


async def _keep_working(worker: Worker) -> None:
    """Work until cancelled; a queue that is away is tried again."""
    while True:
        try:
            await worker.async_run()
        except (RedisError, OSError) as error:
            log.warning("slow queue not reached", error=str(error))
        await asyncio.sleep(_RETRY_SECONDS)


async def _drain(worker: Worker) -> None:
    """Take no more jobs, and give those at work some seconds to finish."""
    worker.allow_pick_jobs = False
    if worker.tasks:
        await asyncio.wait(worker.tasks.values(), timeout=SLOW_DRAIN_SECONDS)


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task until it has ended: some waits of the standard library lose a cancellation that comes at a bad moment."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=1)


def make_worker(
    choreography: Callable[[ocr.Readers], Subscriptions] = subscriptions, *, visibility: timedelta = VISIBILITY, **options: Any
) -> Worker:
    """A worker for a choreography; `options` go to arq."""
    house = House(choreography, visibility)
    own: dict[str, Any] = {"on_startup": house.start, "on_shutdown": house.stop}
    return SureWorker(**{**_options(), **own, **options})


def _options() -> dict[str, Any]:
    return {
        "functions": [func(deliver, name=DELIVER, keep_result=0, max_tries=1)],
        "queue_name": QUEUE,
        "redis_settings": redis_settings(),
        "job_serializer": to_json,
        "job_deserializer": from_json,
        "poll_delay": POLL_SECONDS,
        "job_timeout": JOB_SECONDS,
        "job_completion_wait": DRAIN_SECONDS,
        "max_jobs": _JOBS_AT_ONCE,
        "health_check_interval": 60,
    }


def main() -> None:
    """Work until a signal."""
    logs.configure(settings().log_level)
    keyring()  # without its keys the app does not start
    make_worker().run()


if __name__ == "__main__":
    main()
