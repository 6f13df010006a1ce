"""Where a handler works: who is at the page, how they read numbers and days, and an open transaction on their books."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend import auth, users
from backend.core.actor import Actor
from backend.core.clock import today
from backend.core.db import transaction
from backend.core.errors import Unauthenticated
from backend.core.money import Money
from backend.core.nudge import nudge
from expense_app import formats, session
from expense_app.live import changes
from expense_app.words import speak


@dataclass(frozen=True)
class Desk:
    """The person's side of an event. `today` is the day in the zone of the books."""

    actor: Actor
    books: Any
    session_id: Any
    locale: str
    timezone: str
    name: str
    workspace: users.WorkspaceView
    today: date

    @property
    def base_currency(self) -> str:
        """The currency the books are kept in."""
        return self.workspace.base_currency

    def base(self, minor: int) -> str:
        """An amount of the base currency, in minor units, as the person reads it."""
        return formats.money(Money(minor, self.base_currency), self.locale)


@asynccontextmanager
async def at_desk(state: Any) -> AsyncIterator[Desk]:
    """Open the books for the person at `state`; what was done is committed at the end. Raises `Unauthenticated`."""
    key = session.key_of(state)
    web = await auth.web_session_by_key(key) if key else None
    if web is None:
        raise Unauthenticated("Your session has ended. Please sign in again.")
    speak(web.locale)
    actor = await session.current_actor(state)
    async with transaction(actor) as books:
        workspace = await users.get_workspace(books, actor)
        yield Desk(actor, books, web.id, web.locale, web.timezone, web.display_name, workspace, today(workspace.timezone))


async def tell_others(desk: Desk, *topics: str) -> None:
    """Have all open pages of these books look again; call it after the commit."""
    for topic in topics:
        await nudge(desk.actor.workspace_id, topic)


async def follow(state: Any, *topics: str) -> AsyncIterator[frozenset[str]]:
    """The topics that changed, for the watcher of a page (its state has a `_round`); ends when the page is left or watched anew."""
    async with state:
        state._round += 1  # noqa: SLF001 - a private var stays out of the browser
        mine, place = state._round, state.router.url.path  # noqa: SLF001
    async for seen in changes(state, *topics):
        async with state:
            if state._round != mine or state.router.url.path != place:  # noqa: SLF001
                return
        yield seen
