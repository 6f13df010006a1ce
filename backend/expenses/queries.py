"""Reading the books: one expense, pages of many, their totals, their history."""

from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.db import read_rows
from backend.core.errors import Invalid
from backend.core.paging import LIMIT_DEFAULT, Page, check_limit, decode_cursor, encode_cursor
from backend.core.permissions import require
from backend.expenses import lines
from backend.expenses.books import books_of
from backend.expenses.drafts import ExpenseFilter
from backend.expenses.errors import NoSuchExpense
from backend.expenses.lines import Line
from backend.expenses.narrowing import Conditions, Narrowed, at_once, conditions, key_in, key_out, named_params, narrowed, order
from backend.expenses.views import Change, ExpenseView, ListTotals

Rows = Sequence[Sequence[Any]]
Read = Callable[[str, Sequence[Any]], Awaitable[Rows]]

_ONE: Final = f"SELECT {lines.FOR_VIEWS} FROM expense e WHERE e.workspace_id = $1 AND e.id = ANY($2)"  # noqa: S608 - the texts are fixed, values are parameters
_CHANGES: Final = (
    "SELECT version, at, actor_id, source, changes FROM expense_change"
    " WHERE workspace_id = $1 AND expense_id = $2 AND version < $3 ORDER BY version DESC LIMIT $4"
)
_TOTALS: Final = (
    "count(*), coalesce(sum(CASE e.kind WHEN 'expense' THEN e.base_minor WHEN 'income' THEN -e.base_minor END), 0),"
    " count(*) FILTER (WHERE e.amount_minor IS NOT NULL AND e.base_minor IS NULL)"
)
_VERSION_MAX: Final = 2**31 - 1


def _through(session: AsyncSession) -> Read:
    async def read(sql: str, params: Sequence[Any]) -> Rows:
        connection = await session.connection()
        statement, values = named_params(sql, params)
        return (await connection.exec_driver_sql(statement, values)).all()

    return read


def _at_the_door(actor: Actor) -> Read:
    async def read(sql: str, params: Sequence[Any]) -> Rows:
        return await read_rows(actor, sql, params)

    return read


async def get(session: AsyncSession, actor: Actor, expense_id: UUID) -> ExpenseView:
    """The expense, also a binned one. Raises `NoSuchExpense`."""
    require(actor, "expenses:read")
    found = await get_many(session, actor, [expense_id])
    if not found:
        raise NoSuchExpense
    return found[0]


async def get_many(session: AsyncSession, actor: Actor, expense_ids: Sequence[UUID]) -> list[ExpenseView]:
    """Those of the expenses that are there, in no order."""
    rows = await _through(session)(_ONE, [actor.workspace_id, list(expense_ids)])
    return [lines.view(row) for row in rows]


async def list_page(
    session: AsyncSession,
    actor: Actor,
    filters: ExpenseFilter | None = None,
    *,
    sort: str = "-occurred_on",
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
    include_total: bool = False,
) -> Page[ExpenseView]:
    """A page of the expenses that `filters` find. Raises `Invalid` on a bad filter, sort, limit or cursor."""
    require(actor, "expenses:read")
    narrow = await narrowed(session, actor, filters or ExpenseFilter())
    listing = _Listing(actor, narrow, sort, check_limit(limit), lines.FOR_VIEWS)
    page = await listing.page(_through(session), cursor, include_total=include_total)
    return Page([lines.view(row) for row in page.items], page.next_cursor, page.total)


async def read_page(
    actor: Actor,
    narrow: Narrowed,
    *,
    sort: str = "-occurred_on",
    limit: int = LIMIT_DEFAULT,
    cursor: str | None = None,
    include_total: bool = False,
) -> Page[Line]:
    """The same page as plain lines, in a transaction of its own: the hot list, whose rows leave as bytes at once."""
    require(actor, "expenses:read")
    listing = _Listing(actor, narrow, sort, check_limit(limit), lines.FOR_BYTES)
    page = await listing.page(_at_the_door(actor), cursor, include_total=include_total)
    return Page([Line(*row) for row in page.items], page.next_cursor, page.total)


async def totals(session: AsyncSession, actor: Actor, filters: ExpenseFilter | None = None) -> ListTotals:
    """Count and net spending (expenses less income, transfers left out) of what `filters` find."""
    require(actor, "expenses:read")
    found = conditions(await narrowed(session, actor, filters or ExpenseFilter()))
    query = f"SELECT {_TOTALS} FROM {found.sources} WHERE {found.where}"  # noqa: S608 - the texts are fixed, values are parameters
    rows = await _through(session)(query, found.params)
    count, base_minor, unconverted = rows[0]
    return ListTotals(count, int(base_minor), (await books_of(session, actor)).base_currency, unconverted)


async def history(
    session: AsyncSession, actor: Actor, expense_id: UUID, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None
) -> Page[Change]:
    """What happened to an expense, newest first. Raises `NoSuchExpense`."""
    await get(session, actor, expense_id)
    before = decode_cursor(cursor, f"history {expense_id}")[0] if cursor else _VERSION_MAX
    rows = await _through(session)(_CHANGES, [actor.workspace_id, expense_id, before, check_limit(limit) + 1])
    items = [Change(*row[:4], {name: (old, new) for name, (old, new) in row[4].items()}) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items, encode_cursor([items[-1].version], f"history {expense_id}") if more else None)


class _Listing:
    """One list: a filter in an order, read page by page. Rows without an amount stand at the end of a list by amount."""

    def __init__(self, actor: Actor, narrow: Narrowed, sort: str, limit: int, columns: str) -> None:
        self._narrow, self._limit, self._columns = narrow, limit, columns
        self._order = order(sort, narrow)
        self._context = f"expenses {actor.workspace_id} {sort} {sha256(repr(narrow.asked).encode()).hexdigest()[:16]}"

    async def page(self, read: Read, cursor: str | None, *, include_total: bool) -> Page[Sequence[Any]]:
        after = self._after(cursor)
        rows = list(await self._read(read, after, self._limit + 1))
        if self._order.nulls_last and len(rows) <= self._limit and (after is None or after[0] is not None):
            rows += await self._read(read, None, self._limit + 1 - len(rows), nulls=True)
        total = await self._total(read) if include_total else None
        return Page(rows[: self._limit], self._next(rows), total)

    def _after(self, cursor: str | None) -> tuple[Any, UUID] | None:
        if not cursor:
            return None
        try:
            return key_in(self._order, decode_cursor(cursor, self._context))
        except (ValueError, TypeError) as error:
            raise Invalid.field("cursor", "cursor_invalid", "This cursor belongs to another list.") from error

    def _next(self, rows: Rows) -> str | None:
        if len(rows) <= self._limit:
            return None
        last = Line(*rows[self._limit - 1])
        return encode_cursor(key_out(getattr(last, self._order.column), last.id), self._context)

    async def _read(self, read: Read, after: tuple[Any, UUID] | None, limit: int, *, nulls: bool = False) -> Rows:
        found = conditions(self._narrow)
        self._place(found, after, nulls=nulls)
        # A number, not a parameter: a plan for any limit is priced for many rows, so that it would be made anew each time.
        clause = f"ORDER BY {self._order.clause(found)} LIMIT {int(limit)}"
        query = f"SELECT {self._columns} FROM {found.sources} WHERE {found.where} {clause}"  # noqa: S608 - the texts are fixed, values are parameters
        return await read(query, found.params)

    def _place(self, found: Conditions, after: tuple[Any, UUID] | None, *, nulls: bool) -> None:
        if after is not None:
            self._order.after(found, after)
        if self._order.nulls_last and (nulls or (after is not None and after[0] is None)):
            found.add(f"e.{self._order.column} IS NULL")
        elif self._order.nulls_last:
            found.add(f"e.{self._order.column} IS NOT NULL")

    async def _total(self, read: Read) -> int:
        found = conditions(self._narrow)
        query = f"SELECT count(*) FROM {found.sources} WHERE {found.where}"  # noqa: S608 - the texts are fixed, values are parameters
        return (await read(query, found.params))[0][0]


def lookup_free(filters: ExpenseFilter) -> Narrowed:
    """A filter that needs no look-up, checked. Raises `Invalid`."""
    return at_once(filters)


__all__ = ["get", "get_many", "history", "list_page", "lookup_free", "read_page", "totals"]
