"""The database's doors: transactions opened at the edge, and one fast door for the hot lists.

Every door works as the role `outlay_app`, which owns nothing, and tells row-level security who it is for the length
of one transaction: `app.workspace_id` and `app.user_id` for tenants, `app.system` for the few things that stand above
them ('identity': people, sessions and memberships; 'jobs': relay, deliveries and schedules).
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Literal
from uuid import UUID
from weakref import WeakKeyDictionary

from psycopg import AsyncClientCursor, AsyncConnection, OperationalError
from psycopg.sql import SQL, Identifier
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import BlockingConnectionPool, Redis
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from backend.core.actor import Actor
from backend.core.settings import Settings, settings

APP_ROLE: Final = "outlay_app"
IDLE_SECONDS: Final = 120
"""How long a connection rests before it goes: its process in the server holds 10 MB and more of plans and catalogue."""
System = Literal["identity", "jobs"]

_SET: Final = text(
    "SELECT set_config('app.workspace_id', :workspace, true), set_config('app.user_id', :person, true),"
    " set_config('app.system', :system, true)"
)
_PREPARED_A_CONNECTION: Final = 60


class Stores:
    """The open connections of a process: SQLAlchemy engine, the hot door's pool, Redis."""

    def __init__(self, config: Settings) -> None:
        """Make the pools; nothing connects before it is used."""
        if not config.database_url or not config.redis_url:
            raise RuntimeError("DATABASE_URL and REDIS_URL are not set: start with `make run`, or set both.")
        self.engine = _engine(config)
        self.hot = _hot_pool(config)
        self.redis = Redis(connection_pool=_redis_pool(config.redis_url))

    async def close(self) -> None:
        """Close what is open."""
        await self.engine.dispose()
        await self.hot.close()
        await self.redis.aclose()
        await self.redis.connection_pool.disconnect()


_open: Stores | None = None
_prepared: WeakKeyDictionary[AsyncConnection, dict[str, None]] = WeakKeyDictionary()


def _engine(config: Settings) -> AsyncEngine:
    engine = create_async_engine(
        config.database_url or "",
        pool_size=config.database_pool,
        max_overflow=4,
        pool_timeout=5,
        pool_pre_ping=True,
        pool_use_lifo=True,  # those that are not needed rest at the bottom until the server closes them
        connect_args={"connect_timeout": 5, "prepare_threshold": 3},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _become_app(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET ROLE {APP_ROLE}; SET TIME ZONE 'UTC'; SET idle_session_timeout = '{IDLE_SECONDS}s'")
        cursor.close()
        connection.commit()

    return engine


async def _become_app_hot(connection: AsyncConnection) -> None:
    await connection.set_autocommit(True)
    await connection.execute(f"SET ROLE {APP_ROLE}; SET TIME ZONE 'UTC'")


def _hot_pool(config: Settings) -> AsyncConnectionPool:
    return AsyncConnectionPool(
        plain_url(config.database_url or ""),
        min_size=0,
        max_size=config.database_pool,
        timeout=5,
        max_idle=IDLE_SECONDS,
        open=False,
        configure=_become_app_hot,
        kwargs={"connect_timeout": 5},
    )


def _redis_pool(url: str) -> BlockingConnectionPool:
    return BlockingConnectionPool.from_url(url, max_connections=20, timeout=2, socket_timeout=5, socket_connect_timeout=2)


def plain_url(url: str) -> str:
    """A SQLAlchemy address as libpq reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


async def open_stores() -> None:
    """Open this process's connections; a second call changes nothing."""
    global _open  # noqa: PLW0603 - one set of connections a process
    if _open is None:
        opened = Stores(settings())
        await opened.hot.open(wait=False)
        _open = opened


async def close_stores() -> None:
    """Close them; a second call changes nothing."""
    global _open
    closing, _open = _open, None
    if closing is not None:
        await closing.close()


def stores() -> Stores:
    """The open connections. Raises when `open_stores` was not called."""
    if _open is None:
        raise RuntimeError("The stores are not open: call open_stores() when the process starts.")
    return _open


def redis() -> Redis:
    """The Redis client of this process (bytes in, bytes out)."""
    return stores().redis


@asynccontextmanager
async def _session(workspace: str, person: str, system: str) -> AsyncIterator[AsyncSession]:
    async with AsyncSession(stores().engine, expire_on_commit=False) as session, session.begin():
        await session.execute(_SET, {"workspace": workspace, "person": person, "system": system})
        yield session


@asynccontextmanager
async def transaction(actor: Actor) -> AsyncIterator[AsyncSession]:
    """One transaction for `actor`, who sees their workspace alone. Commits at the end, rolls back on an error."""
    async with _session(str(actor.workspace_id), str(actor.user_id or ""), "") as session:
        yield session


@asynccontextmanager
async def system_transaction(purpose: System) -> AsyncIterator[AsyncSession]:
    """One transaction above the workspaces, for one purpose; see the policies in the migrations."""
    async with _session("", "", purpose) as session:
        yield session


async def enter_workspace(session: AsyncSession, workspace_id: UUID) -> None:
    """Let a system transaction also write in one workspace (the one it has just made, or is about to work for)."""
    await session.execute(text("SELECT set_config('app.workspace_id', :workspace, true)"), {"workspace": str(workspace_id)})


async def ping() -> None:
    """Ask the database for an answer. Raises when there is none."""
    async with stores().engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


async def read_rows(actor: Actor, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of one hot SELECT, as tuples, in one message to the server.

    `sql` uses `$1 … $n` and is prepared once a connection, since planning over the year partitions costs more than
    reading. Setting the workspace and executing go together: the message is one implicit transaction, so the setting
    ends with it. Used by `queries.py` alone, and only where a bench shows the need.
    """
    try:
        return await _read(actor, sql, params)
    except OperationalError:  # the database was restarted: what rested in the pool is dead, and reading again does no harm
        await stores().hot.check()
        return await _read(actor, sql, params)


async def _read(actor: Actor, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    async with stores().hot.connection() as connection:
        name = await _prepare(connection, sql)
        marks = ", ".join(["%s"] * len(params))
        call = f"EXECUTE {name}({marks})" if params else f"EXECUTE {name}"
        message = f"SELECT set_config('app.workspace_id', %s, true), set_config('app.user_id', %s, true); {call}"
        async with AsyncClientCursor(connection) as cursor:
            await cursor.execute(message.encode(), [str(actor.workspace_id), str(actor.user_id or ""), *params])
            cursor.nextset()
            return await cursor.fetchall()


async def _prepare(connection: AsyncConnection, sql: str) -> str:
    """The name under which `sql` is prepared on this connection; the oldest plans go when there are too many."""
    known = _prepared.setdefault(connection, {})
    name = "hot_" + hashlib.sha256(sql.encode()).hexdigest()[:16]
    if name in known:
        return name
    if len(known) >= _PREPARED_A_CONNECTION:
        oldest = next(iter(known))
        await connection.execute(f"DEALLOCATE {oldest}".encode())
        del known[oldest]
    await connection.execute(f"PREPARE {name} AS {sql}".encode())
    known[name] = None
    return name


async def listen(channel: str, wake: asyncio.Event) -> None:
    """Set `wake` at each NOTIFY on `channel`, until cancelled or the connection ends (then it raises)."""
    connection = await AsyncConnection.connect(plain_url(settings().database_url or ""), autocommit=True, connect_timeout=5)
    async with connection:
        await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
        wake.set()
        async for _ in connection.notifies():
            wake.set()
