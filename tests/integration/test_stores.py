"""The databases tests stand on are whole, and apart."""

import asyncio

from psycopg import Connection, connect
from redis import Redis
from sqlalchemy import text

from backend.core import db
from backend.core.actor import Actor, Role
from backend.core.db import Stores, plain_url, system_transaction
from backend.core.ids import new_id
from tests.stores import Books, Servers


async def test_the_app_works_under_a_role_that_owns_nothing(stores: Stores) -> None:
    async with system_transaction("identity") as session:
        role = await session.scalar(text("SELECT current_user"))
        owned = await session.scalar(
            text("SELECT count(*) FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE r.rolname = current_user")
        )
    assert (role, owned) == ("outlay_app", 0)


def test_each_test_has_a_database_of_its_own(servers: Servers, database: Books) -> None:
    other = servers.new_books()
    with connect(plain_url(other.owner_url)) as connection:
        connection.execute("CREATE TABLE only_here ()")
    with connect(plain_url(database.owner_url)) as connection:
        found = connection.execute("SELECT to_regclass('only_here')").fetchone()
    servers.drop(other)
    assert found == (None,)


def test_a_killed_server_can_be_started_again(own_servers: Servers) -> None:
    books = own_servers.new_books()
    for name in ("postgres", "valkey"):
        own_servers.kill(name)
        assert not own_servers.runs(name)
        own_servers.restart(name)
    with connect(plain_url(books.url)) as connection, Redis.from_url(books.redis_url) as redis:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert redis.ping()


async def test_connections_that_nobody_needs_any_more_are_given_back(database, monkeypatch) -> None:
    monkeypatch.setattr(db, "IDLE_SECONDS", 1)
    await db.open_stores()
    try:
        actor = Actor(new_id(), new_id(), Role.OWNER)
        await asyncio.gather(*(_hold(actor) for _ in range(6)))
        with connect(plain_url(database.superuser_url), autocommit=True) as watching:
            async with asyncio.timeout(20):
                while _connections(watching):
                    await asyncio.sleep(0.2)
        await asyncio.gather(*(_hold(actor) for _ in range(6)))
    finally:
        await db.close_stores()


async def _hold(actor: Actor) -> None:
    async with db.transaction(actor) as session:
        await session.execute(text("SELECT pg_sleep(0.2)"))


def _connections(watching: Connection) -> int:
    found = watching.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    return (found.fetchone() or (0,))[0]
