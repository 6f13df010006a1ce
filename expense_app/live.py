"""Pages that follow what happens: one listener a process, and watchers that end with their page.

A page starts its watcher in `on_load`, beside the event that fills it::

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self):
        async for _ in changes(self, "expenses", "receipts"):
            yield Home.load

The framework ends it when the person leaves the page or the socket closes.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from backend.core.actor import Actor
from backend.core.log import logger
from backend.core.nudge import Listener, Nudge
from expense_app import session

_SETTLE_SECONDS: Final = 0.15
_LOOK_AGAIN_SECONDS: Final = 60.0

log = logger(__name__)
_listener = Listener()


@asynccontextmanager
async def listening() -> AsyncGenerator[None]:
    """Keep this process's listener running; for the app's lifespan."""
    task = asyncio.create_task(_listener.run(), name="nudges")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def changes(state: Any, *topics: str) -> AsyncIterator[frozenset[str]]:
    """The topics that changed in the workspace of the person at `state`, again and again until their session ends.

    Several changes in a short while come as one. A lost connection to Redis is followed by one round of all topics.
    """
    actor = await session.find_actor(state)
    if actor is None:
        return
    async with _listener.watch(actor.workspace_id) as queue:
        yield frozenset(topics)  # what happened between the page's own reading and this moment
        while True:
            changed = await _next(queue, actor, topics)
            if await session.find_actor(state) is None:
                return
            if changed:
                yield changed


async def _next(queue: asyncio.Queue[Nudge], actor: Actor, topics: tuple[str, ...]) -> frozenset[str]:
    """The topics of the next burst that concern `actor`; empty when nothing came for a minute."""
    try:
        first = await asyncio.wait_for(queue.get(), _LOOK_AGAIN_SECONDS)
    except TimeoutError:
        return frozenset()
    await asyncio.sleep(_SETTLE_SECONDS)
    burst = [first]
    while not queue.empty():
        burst.append(queue.get_nowait())
    return concerning(burst, actor, topics)


def concerning(burst: list[Nudge], actor: Actor, topics: tuple[str, ...]) -> frozenset[str]:
    """The topics among `topics` that a burst of nudges touches for `actor`."""
    return frozenset(each.topic for each in burst if each.topic in topics and each.user_id in (None, actor.user_id))
