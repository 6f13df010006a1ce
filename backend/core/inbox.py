"""The inbox: a consumer claims an event inside the transaction in which it acts, so each effect happens once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.db import enter_workspace, system_transaction, transaction

_CLAIM = text("INSERT INTO inbox (event_id, consumer) VALUES (:event_id, :consumer) ON CONFLICT DO NOTHING RETURNING 1")
_SETTLE = text("DELETE FROM delivery WHERE event_id = :event_id AND consumer = :consumer")
_DONE = text("SELECT 1 FROM inbox WHERE event_id = :event_id AND consumer = :consumer")


class AlreadyDone(Exception):
    """This consumer has handled this event before; there is nothing left to do."""


class Postponed(Exception):
    """Not now: the delivery comes again by itself, and this attempt does not count as a failure."""


@dataclass(frozen=True)
class Once:
    """The right of one consumer to handle one event once.

    `async with once.transaction() as session:` claims the event, runs the effects in the actor's workspace and settles the
    delivery, all or nothing. A second runner of the same event waits for the first and then gets `AlreadyDone`.
    """

    event_id: UUID
    consumer: str
    actor: Actor

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction that holds the claim and the effects. Raises `AlreadyDone`."""
        async with system_transaction("jobs") as session:
            await enter_workspace(session, self.actor.workspace_id)
            if (await session.execute(_CLAIM, self._key)).first() is None:
                raise AlreadyDone
            yield session
            await session.execute(_SETTLE, self._key)

    async def done(self) -> bool:
        """Whether the claim stands already; a cheap look before slow work."""
        async with system_transaction("jobs") as session:
            return (await session.execute(_DONE, self._key)).first() is not None

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[AsyncSession]:
        """A transaction in the actor's workspace without the claim: for leases and progress of slow work."""
        async with transaction(self.actor) as session:
            yield session

    @property
    def _key(self) -> dict[str, object]:
        return {"event_id": self.event_id, "consumer": self.consumer}
