"""All that a filter finds, from first to last, a few hundred rows in memory at a time."""

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.permissions import require
from backend.expenses import lines
from backend.expenses.drafts import ExpenseFilter
from backend.expenses.narrowing import Conditions, conditions, named_params, narrowed, order
from backend.expenses.views import ExpenseView

AT_ONCE: Final = 250
_FETCH: Final = f"FETCH {AT_ONCE} FROM export"


async def export(
    session: AsyncSession, actor: Actor, filters: ExpenseFilter, sort: str = "-occurred_on"
) -> AsyncIterator[list[ExpenseView]]:
    """What `filters` find in the order `sort`, in batches, as it stood when it was asked for: by a cursor of the database.

    The transaction has to stay open until the last batch. Raises `Invalid` on a bad filter or sort, before the first batch.
    """
    require(actor, "expenses:read")
    narrow = await narrowed(session, actor, filters)
    found, wanted = conditions(narrow), order(sort, narrow)
    await _declare(session, found, wanted.clause(found, whole=True))
    return _batches(session)


async def _declare(session: AsyncSession, found: Conditions, clause: str) -> None:
    query = f"SELECT {lines.FOR_VIEWS} FROM {found.sources} WHERE {found.where} ORDER BY {clause}"  # noqa: S608 - the texts are fixed, values are parameters
    statement, values = named_params(f"DECLARE export NO SCROLL CURSOR FOR {query}", found.params)
    await (await session.connection()).exec_driver_sql(statement, values)


async def _batches(session: AsyncSession) -> AsyncIterator[list[ExpenseView]]:
    connection = await session.connection()
    while rows := (await connection.exec_driver_sql(_FETCH)).all():
        yield [lines.view(row) for row in rows]
