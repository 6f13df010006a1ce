"""The relay: woken by the outbox's NOTIFY (and by a clock, as a safety net), it turns events into jobs."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from arq.connections import ArqRedis
from redis.exceptions import RedisError

from backend.core import deliveries
from backend.core.db import listen
from backend.core.deliveries import VISIBILITY, Doorbell
from backend.core.log import logger
from backend.core.metrics import EVENTS_RELAYED
from backend.core.outbox import CHANNEL
from jobs.queue import ring

POLL_SECONDS: Final = 1.0
RETRY_SECONDS: Final = 1.0

log = logger(__name__)


class Relay:
    """One of any number of relays. Lost stores are tried again; what is owed waits in its table."""

    def __init__(self, queue: ArqRedis, consumers: Mapping[str, Sequence[str]], *, visibility: timedelta = VISIBILITY) -> None:
        """`consumers` are names by event type; a job that is not settled within `visibility` is sent again."""
        self._queue, self._consumers, self._visibility = queue, consumers, visibility
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Relay until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._work())

    async def _listen(self) -> None:
        while True:
            try:
                await listen(CHANNEL, self._wake)
            except Exception as error:  # noqa: BLE001 - a database that restarts may end this in many ways, and the clock relays meanwhile
                log.warning("outbox not heard", error=str(error))
            await asyncio.sleep(RETRY_SECONDS)

    async def _work(self) -> None:
        while True:
            try:
                await self.drain()
            except Exception as error:  # noqa: BLE001 - whatever is away comes back; nothing is lost in between
                log.warning("relay interrupted", error=str(error), kind=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()
            self._wake.clear()

    async def drain(self) -> int:
        """Send what waits and what is due, until nothing is left. Returns how many jobs went out."""
        sent = 0
        while bells := await self._take():
            await self._send(bells)
            sent += len(bells)
        return sent

    async def _take(self) -> list[Doorbell]:
        fresh = await deliveries.fan_out(self._consumers, visibility=self._visibility)
        return fresh or await deliveries.take_due(visibility=self._visibility)

    async def _send(self, bells: Sequence[Doorbell]) -> None:
        """Ring for each. A doorbell that is not heard rings again when its delivery is due."""
        try:
            for bell in bells:
                await ring(self._queue, bell)
                EVENTS_RELAYED.labels(bell.consumer).inc()
        except (RedisError, OSError) as error:
            log.warning("queue not reached", error=str(error), jobs=len(bells))
            await asyncio.sleep(RETRY_SECONDS)
