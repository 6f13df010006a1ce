"""A worker that is stopped leaves nothing of Redis's open, whatever it is at."""

import asyncio
import gc
import warnings
from contextlib import suppress
from typing import Any

import pytest
from arq import func
from arq.constants import in_progress_key_prefix

from jobs.queue import DELIVER, QUEUE, connect, from_json, to_json
from jobs.worker import SureWorker

TURNS = 150
"""Of the event loop: more than a worker needs to start, look at its queue and work off three jobs."""


async def nothing(_context: object) -> None:
    """A job that is done at once."""


async def stopped_after(turns: int) -> int:
    """Stop a worker in a turn of its loop. Two jobs wait in its queue, and one that another worker is at; how many it has done."""
    queue = await connect()
    for name in ("taken", "second", "third"):
        await queue.enqueue_job(DELIVER, _job_id=name)
    await queue.set(f"{in_progress_key_prefix}taken", b"1")
    options: dict[str, Any] = {"functions": [func(nothing, name=DELIVER, keep_result=0)], "queue_name": QUEUE, "redis_pool": queue}
    options |= {"job_serializer": to_json, "job_deserializer": from_json, "poll_delay": 0.01}
    worker = SureWorker(**options, handle_signals=False)
    running = asyncio.create_task(worker.async_run())
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await worker.close()
    return worker.jobs_complete


@pytest.mark.usefixtures("stores")
async def test_at_whatever_moment_a_worker_stops_no_connection_stays_open() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        done = [await stopped_after(turns) for turns in range(TURNS)]
        gc.collect()
    assert [str(each.message) for each in told] == []
    assert (min(done), max(done)) == (0, 2)
