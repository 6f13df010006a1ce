"""What tests stand on: a pair of servers a session, a database a test, the live site and a browser when asked for."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import settings as tries

from backend import storage
from backend.core import keyring
from backend.core.db import Stores, close_stores, open_stores
from backend.core.db import stores as opened_stores
from backend.core.settings import Settings
from backend.core.settings import settings as read_settings
from tests.live import LiveSite
from tests.stores import Books, Servers

tries.register_profile("unhurried", deadline=None)  # a busy machine is no fault of what is tested
tries.load_profile("unhurried")

if TYPE_CHECKING:
    from playwright.async_api import Browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the live site share one, so they run in one process."""
    for item in items:
        if "live_app" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("live"))


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """One pair of servers for the session. Tests that break servers take `own_servers`."""
    pair = Servers()
    try:
        yield pair.start()
    finally:
        pair.stop()


@pytest.fixture
def own_servers() -> Iterator[Servers]:
    """A pair of this test alone: `kill`, `halt`, `resume`, `restart` and `flush` are allowed."""
    pair = Servers()
    try:
        yield pair.start()
    finally:
        for name in ("postgres", "valkey"):
            pair.resume(name) if pair.runs(name) else None
        pair.stop()


@pytest.fixture
def set_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Settings]]:
    """Call it with settings by their names in the environment, as text; the processes' caches are read anew."""

    def choose(**values: str) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        _forget()
        return read_settings()

    yield choose
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    read_settings.cache_clear()
    keyring.keyring.cache_clear()
    storage.storage.cache_clear()


@pytest.fixture
def use_books(set_settings: Callable[..., Settings], tmp_path: Path) -> Callable[[Books], Settings]:
    """Point this process's settings at a database, with keys and a data folder of the test's own."""

    def use(books: Books) -> Settings:
        return set_settings(
            DATABASE_URL=books.url,
            DATABASE_OWNER_URL=books.owner_url,
            REDIS_URL=books.redis_url,
            OUTLAY_HOME=str(tmp_path),
            OUTLAY_KEYS=keyring.generate().to_json(),
            OUTLAY_ENVIRONMENT="test",
            RATES_URL="off",
        )

    return use


@pytest.fixture
def database(servers: Servers, use_books: Callable[[Books], Settings]) -> Iterator[Books]:
    """A fresh, migrated database and an empty Valkey, named by the settings."""
    books = servers.new_books()
    use_books(books)
    yield books
    servers.drop(books)


@pytest.fixture
def settings(database: Books) -> Settings:
    """The settings of this test, with its own database."""
    return read_settings()


@pytest.fixture
async def stores(database: Books) -> AsyncIterator[Stores]:
    """The doors to a fresh database are open: `transaction(actor)` and its kin work."""
    await open_stores()
    try:
        yield opened_stores()
    finally:
        await close_stores()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at little cost: most tests sign somebody in, few are about that."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - as below

    from backend.auth import passwords  # noqa: PLC0415 - only tests of people need it

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
async def api(stores: Stores, quick_passwords: None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the HTTP API, run in this process over a fresh database."""
    from backend.api.app import create_api  # noqa: PLC0415 - only tests of the API need it

    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_api()), base_url="http://testserver") as client:
        yield client


@pytest.fixture(scope="session")
def live_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The production build with its servers, web and worker, started as people start it, on a free port."""
    site = LiveSite(tmp_path_factory.mktemp("live"))
    try:
        yield site.start()
    finally:
        site.stop()


@pytest.fixture
async def browser() -> "AsyncIterator[Browser]":
    """A headless Chromium that phones nobody."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 - only browser tests need it

    from tests.browser import launch  # noqa: PLC0415

    async with async_playwright() as playwright:
        chromium = await launch(playwright)
        yield chromium
        await chromium.close()
