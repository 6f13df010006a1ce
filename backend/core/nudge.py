"""Nudges: «something you may be looking at has changed». Lost ones do no harm, since pages read the truth anyway.

Redis carries them between processes; one listener a process hands them to whoever watches the workspace.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

from redis.exceptions import RedisError

from backend.core.db import redis
from backend.core.ids import parse_id
from backend.core.log import logger

_CHANNEL = "nudge"
_QUEUE = 100
_RETRY_SECONDS = 1.0

log = logger(__name__)


@dataclass(frozen=True)
class Nudge:
    """What changed: a topic ('expenses', 'receipts', 'notifications'), the object, and whom it concerns (None: all)."""

    workspace_id: UUID
    topic: str
    id: UUID | None = None
    user_id: UUID | None = None


async def nudge(workspace_id: UUID, topic: str, subject: UUID | None = None, user_id: UUID | None = None) -> None:
    """Tell the watchers of a workspace. Call it after the commit; a Redis that is away is only logged."""
    facts = [str(workspace_id), topic, str(subject) if subject else None, str(user_id) if user_id else None]
    try:
        await redis().publish(_CHANNEL, json.dumps(facts))
    except (RedisError, OSError) as error:
        log.warning("nudge not sent", topic=topic, error=str(error))


class Listener:
    """One subscription a process, fanned out to the queues of the workspaces that are being watched."""

    def __init__(self) -> None:
        """Nothing is subscribed before `run`."""
        self._watchers: dict[UUID, set[asyncio.Queue[Nudge]]] = defaultdict(set)

    async def run(self) -> None:
        """Listen until cancelled; a lost Redis is tried again. After a gap everyone is nudged once, to catch up."""
        while True:
            with suppress(RedisError, OSError, asyncio.TimeoutError):
                await self._listen()
            await asyncio.sleep(_RETRY_SECONDS)

    @asynccontextmanager
    async def watch(self, workspace_id: UUID) -> AsyncIterator[asyncio.Queue[Nudge]]:
        """A queue of the nudges for one workspace. When it is full further ones are dropped: one pending is enough."""
        queue: asyncio.Queue[Nudge] = asyncio.Queue(_QUEUE)
        self._watchers[workspace_id].add(queue)
        try:
            yield queue
        finally:
            self._watchers[workspace_id].discard(queue)
            if not self._watchers[workspace_id]:
                del self._watchers[workspace_id]

    async def _listen(self) -> None:
        async with redis().pubsub() as channel:
            await channel.subscribe(_CHANNEL)
            self._catch_up()
            while True:
                message = await channel.get_message(ignore_subscribe_messages=True, timeout=30)
                if message is not None:
                    self._hand_out(message["data"])

    def _hand_out(self, data: bytes) -> None:
        workspace, topic, subject, person = json.loads(data)
        workspace_id = parse_id(workspace)
        if workspace_id is not None:
            self._tell(Nudge(workspace_id, topic, parse_id(subject), parse_id(person)))

    def _tell(self, nudge: Nudge) -> None:
        for queue in self._watchers.get(nudge.workspace_id, ()):
            with suppress(asyncio.QueueFull):
                queue.put_nowait(nudge)

    def _catch_up(self) -> None:
        for workspace_id in list(self._watchers):
            for topic in ("expenses", "receipts", "notifications"):
                self._tell(Nudge(workspace_id, topic))
