"""The fast door for lists outlives a database that restarts."""

import asyncio
from collections.abc import Callable
from typing import Any

from backend.core.db import close_stores, open_stores, read_rows
from tests.integration.bookkeeping import new_books, spend
from tests.stores import Books, Servers

COUNT = "SELECT count(*) FROM expense WHERE workspace_id = app_workspace()"


async def test_a_restarted_database_is_read_again_without_an_error(own_servers: Servers, use_books: Callable[[Books], Any]) -> None:
    use_books(own_servers.new_books())
    await open_stores()
    try:
        actor = await new_books()
        await spend(actor)
        await asyncio.gather(*(read_rows(actor, COUNT) for _ in range(4)))
        await asyncio.to_thread(own_servers.restart, "postgres")
        assert await asyncio.gather(*(read_rows(actor, COUNT) for _ in range(4))) == [[(1,)]] * 4
    finally:
        await close_stores()
