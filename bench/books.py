"""Lists, searches, changes and sums over books of 10,000, 100,000 and a million rows: `python -m bench.books`.

Servers of its own on Unix sockets, without fsync. Routes are called as ASGI in this process, so that their processor time
is measured with identity, limits and logs and without the HTTP server, which is the same for every framework.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from psycopg import AsyncConnection

from backend import analytics, auth, expenses
from backend.api import expense_json
from backend.api.app import create_api
from backend.core import log as logs
from backend.core.actor import Actor, Role
from backend.core.clock import today
from backend.core.db import close_stores, open_stores, plain_url, system_transaction, transaction
from backend.expenses import ExpenseChange, ExpenseFilter
from bench.backbone import use
from bench.ledger import Ledger, make_ledger
from bench.table import Limit, Measured, Row, against, show
from tests.stores import Books, Servers

SIZES: Final = (10_000, 100_000, 1_000_000)
_COLUMNS: Final = (
    "id, occurred_on, created_by, kind, status, amount_minor, currency, base_minor, base_currency, fx_rate, fx_source, description,"
    " merchant_id, merchant_name, note, category_id, category_source, category_confidence, category_why, tags, version, created_at"
)
_QUALIFIED: Final = ", ".join(f"e.{column.strip()}" for column in _COLUMNS.split(","))
_ALL: Final = expenses.lookup_free(ExpenseFilter())


class Floor:
    """One bare connection of the owner: no row-level security, no framework, prepared statements."""

    def __init__(self, connection: AsyncConnection, ledger: Ledger) -> None:
        """Ask about one ledger."""
        self._connection, self._workspace = connection, ledger.workspace_id

    def rows(self, sql: str, *params: Any) -> Callable[[], Awaitable[object]]:
        """An act that fetches what `sql` finds; its first parameter is the workspace."""

        async def act() -> object:
            return await (await self._connection.execute(sql.encode(), (self._workspace, *params), prepare=True)).fetchall()

        return act

    def change(self, expense_id: Any) -> Callable[[], Awaitable[object]]:
        """An act that writes one note, by identity and day, with the triggers that every writer pays."""
        sql = b"UPDATE expense SET note = note || 'x', version = version + 1 WHERE workspace_id = %s AND id = %s AND occurred_on = %s"

        async def act() -> object:
            return await self._connection.execute(sql, (self._workspace, *expense_id), prepare=True)

        return act


def route(app: Any, path: str, token: str) -> Callable[[], Awaitable[object]]:
    """An act that GETs `path` with a bearer token."""
    where, _, query = path.partition("?")
    headers = [(b"host", b"bench"), (b"authorization", f"Bearer {token}".encode())]
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": where,
    }
    scope |= {
        "raw_path": where.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("bench", 80),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def act() -> object:
        status: list[int] = []

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])

        await app(dict(scope), receive, send)
        if status != [200]:
            raise RuntimeError(f"{path} answered {status}")
        return status

    return act


async def token_of(ledger: Ledger) -> str:
    """An access token of the ledger's owner."""
    async with system_transaction("identity") as session:
        await session.execute(_default(ledger))
        return (await auth.issue_tokens(session, ledger.user_id, auth.Client("127.0.0.1", "bench"))).access_token


def _default(ledger: Ledger) -> Any:
    from sqlalchemy import text  # noqa: PLC0415

    return text("UPDATE user_account SET default_workspace_id = :w WHERE id = :u").bindparams(w=ledger.workspace_id, u=ledger.user_id)


async def deep_cursor(actor: Actor, rows: int) -> str | None:
    """The cursor in the middle of the list, found by walking there."""
    cursor = None
    for _ in range(rows // 400):
        cursor = (await expenses.read_page(actor, _ALL, limit=200, cursor=cursor)).next_cursor
    return cursor


async def lists(ledger: Ledger, bare: Floor, app: Any) -> list[Row]:
    """A page, a deep page and a search."""
    actor = Actor(ledger.user_id, ledger.workspace_id, Role.OWNER)
    name = f"{ledger.rows:,} rows"
    page = bare.rows(
        f"SELECT {_COLUMNS} FROM expense WHERE workspace_id = %s AND deleted_at IS NULL ORDER BY occurred_on DESC, id DESC LIMIT 50"
    )
    cursor = await deep_cursor(actor, ledger.rows)

    async def first() -> object:
        return expense_json.page_bytes(await expenses.read_page(actor, _ALL, limit=50))

    async def deep() -> object:
        return expense_json.page_bytes(await expenses.read_page(actor, _ALL, limit=50, cursor=cursor))

    async def search() -> object:
        async with transaction(actor) as session:
            narrow = await expenses.narrowed(session, actor, ExpenseFilter(q='"client 5300"'))
        return await expenses.read_page(actor, narrow, limit=50)

    words = (
        "SELECT id FROM expense JOIN expense_text t USING (workspace_id, occurred_on) WHERE workspace_id = %s AND t.expense_id = expense.id"
    )
    found = bare.rows(f"{words} AND t.words @@ phraseto_tsquery('simple', 'client 5300')")
    whole = route(app, "/api/v1/expenses?limit=50", await token_of(ledger))
    return [
        await against(f"page of 50, query and JSON, {name}", page, first, 3, processor=True),
        await against(f"page of 50, whole route, {name}", page, whole, 5, processor=True),
        await against(f"newest 50, elapsed, {name}", page, first, 10),
        await against(f"deep page against page 1, {name}", first, deep, 1.2),
        await against(f"search a note, {name}", found, search, 10),
    ]


async def change_one(ledger: Ledger, bare: Floor, connection: AsyncConnection) -> Row:
    """One note of one expense."""
    actor = Actor(ledger.user_id, ledger.workspace_id, Role.OWNER)
    sql = b"SELECT id, occurred_on FROM expense WHERE workspace_id = %s ORDER BY occurred_on DESC OFFSET 500 LIMIT 2"
    first, second = await (await connection.execute(sql, (ledger.workspace_id,))).fetchall()
    number = iter(range(10_000))

    async def ours() -> object:
        async with transaction(actor) as session:
            return await expenses.amend(session, actor, second[0], ExpenseChange(note=f"note {next(number)}"))

    return await against(f"change one, {ledger.rows:,} rows", bare.change(first), ours, 10)


async def two_years(ledger: Ledger, bare: Floor) -> Row:
    """24 months by month: from the rollup, against a scan of the rows."""
    actor = Actor(ledger.user_id, ledger.workspace_id, Role.OWNER)
    until = today("UTC")
    start = (until - timedelta(days=729)).replace(day=1)
    scan = bare.rows(
        "SELECT date_trunc('month', occurred_on), sum(base_minor) FROM expense WHERE workspace_id = %s AND occurred_on BETWEEN %s AND %s"
        " AND deleted_at IS NULL AND kind = 'expense' GROUP BY 1",
        start,
        until,
    )

    async def ours() -> object:
        return await _trend(actor, start, until)

    return await against(f"24 months, {ledger.rows:,} rows, against a scan", scan, ours, 0.1, rounds=12)


async def month_by_category(ledger: Ledger, bare: Floor) -> Row:
    """This month's spending by category, against the same sums of the rollup by hand."""
    actor = Actor(ledger.user_id, ledger.workspace_id, Role.OWNER)
    until = today("UTC")
    start = (until - timedelta(days=30)).replace(day=1)
    sums = bare.rows(
        "SELECT category_id, sum(base_minor), sum(lines) FROM daily_total WHERE workspace_id = %s AND day BETWEEN %s AND %s"
        " AND kind = 'expense' GROUP BY 1",
        start,
        until,
    )

    async def ours() -> object:
        async with transaction(actor) as session:
            return await analytics.breakdown(session, actor, start, until, "category")

    return await against(f"month by category, {ledger.rows:,} rows", sums, ours, 5)


async def search_merchant(ledger: Ledger, bare: Floor) -> Row:
    """The newest 50 expenses at one of 400 merchants, found by its name."""
    actor = Actor(ledger.user_id, ledger.workspace_id, Role.OWNER)
    found = bare.rows(
        f"SELECT {_QUALIFIED} FROM expense_text t JOIN expense e ON e.workspace_id = t.workspace_id AND e.id = t.expense_id"
        " AND e.occurred_on = t.occurred_on WHERE t.workspace_id = %s AND t.words @@ phraseto_tsquery('simple', 'merchant 77')"
        " AND e.deleted_at IS NULL ORDER BY e.occurred_on DESC, e.id DESC LIMIT 50"
    )
    return await against(f"search a merchant, {ledger.rows:,} rows", found, _searching(actor, '"merchant 77"'), 2)


async def full_text(ledger: Ledger) -> Limit:
    """The 95th percentile of searches for words that a few rows have."""
    actor = Actor(ledger.user_id, ledger.workspace_id, Role.OWNER)
    times = []
    for number in range(300):
        began = time.perf_counter()
        await _searching(actor, f"client {5300 + 100 * (number % 40)}")()
        times.append((time.perf_counter() - began) * 1000)
    return Limit(f"full text, {ledger.rows:,} rows, p95", quantiles(times[20:], n=20)[18], 10)


def _searching(actor: Actor, q: str) -> Callable[[], Awaitable[object]]:
    async def act() -> object:
        page = await expenses.read_page(actor, expenses.lookup_free(ExpenseFilter(q=q)), limit=50)
        if not page.items:
            raise RuntimeError(f"nothing was found for {q}")
        return page

    return act


async def _trend(actor: Actor, start: date, until: date) -> object:
    async with transaction(actor) as session:
        return await analytics.trend(session, actor, start, until, "month")


async def measure(books: Books, sizes: tuple[int, ...]) -> list[Measured]:
    """All rows of the table; some figures are promised for one size alone."""
    rows: list[Measured] = []
    await open_stores()
    app = create_api()
    changes: dict[int, float] = {}
    firsts: dict[int, float] = {}
    async with await AsyncConnection.connect(plain_url(books.owner_url), autocommit=True) as connection:
        for size in sizes:
            began = time.perf_counter()
            ledger = await asyncio.to_thread(make_ledger, plain_url(books.owner_url), size)
            print(f"  {size:,} rows made in {time.perf_counter() - began:.0f} s", flush=True)
            bare = Floor(connection, ledger)
            found = await lists(ledger, bare, app)
            changed = await change_one(ledger, bare, connection)
            changes[size], firsts[size] = changed.ours, found[2].ours
            rows += [*found, changed]
            rows += await _of_size(ledger, bare)
    small, large = min(sizes), max(sizes)
    rows.append(Row(f"change one, {large:,} against {small:,} rows", changes[small], changes[large], 1.3))
    rows.append(Row(f"page 1, {large:,} against {small:,} rows", firsts[small], firsts[large], 1.5))
    await close_stores()
    return rows


async def _of_size(ledger: Ledger, bare: Floor) -> list[Measured]:
    if ledger.rows == SIZES[1]:
        return [await month_by_category(ledger, bare), await search_merchant(ledger, bare)]
    if ledger.rows == SIZES[2]:
        return [await two_years(ledger, bare), await full_text(ledger)]
    return []


def main(arguments: list[str]) -> None:
    """Print the table; `--small` leaves the million out."""
    logs.configure("ERROR")
    servers = Servers().start()
    try:
        with TemporaryDirectory() as home:
            books = servers.new_books()
            use(books, home)
            rows = asyncio.run(measure(books, SIZES[:2] if "--small" in arguments else SIZES))
    finally:
        servers.stop()
    show(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
