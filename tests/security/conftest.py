"""A site of its own for the security tests, and people who are signed in to it."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, LiteralString
from urllib.request import urlopen
from uuid import UUID, uuid4

import psycopg
import pytest

from backend import auth, users
from backend.core.db import close_stores, open_stores, system_transaction
from backend.core.keyring import generate
from tests.live import ROOT, environment
from tests.ports import free_port
from tests.stores import Books, Servers

SOCKETS_PER_ADDRESS: Final = 40
_PAGES: Final = {"index.html": "<script>home()</script>", "login.html": "<script>sign_in()</script>", "404.html": "nothing here"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the probe's site share one, so they run in one process."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()) and "security" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("probe"))


@dataclass
class ProbeSite:
    """The site under the guard, with servers of its own that tests may break."""

    url: str
    servers: Servers
    books: Books
    environment: dict[str, str]
    log: Path

    def rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the database, whoever it belongs to."""
        with psycopg.connect(self.books.superuser_url.replace("+psycopg", ""), autocommit=True) as connection:
            return connection.execute(query, values).fetchall()


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in: `cookie` is their session's token."""

    user_id: UUID
    workspace_id: UUID
    cookie: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProbeSite]:
    """One site for all security tests, with a build of three small pages."""
    folder = tmp_path_factory.mktemp("probe")
    for name, text in _PAGES.items():
        page = folder / "web" / "build" / "client" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text)
    servers = Servers()
    try:
        servers.start()
        yield from _serve(folder, servers, servers.new_books())
    finally:
        servers.stop()


def _serve(folder: Path, servers: Servers, books: Books) -> Iterator[ProbeSite]:
    port = free_port()
    values = {
        "DATABASE_URL": books.url,
        "REDIS_URL": books.redis_url,
        "OUTLAY_KEYS": generate().to_json(),
        "OUTLAY_ENVIRONMENT": "test",
        "REFLEX_WEB_WORKDIR": str(folder / "web"),
        "REFLEX_DIR": str(folder / "reflex"),
        "SOCKETS_PER_ADDRESS": str(SOCKETS_PER_ADDRESS),
    }
    site = ProbeSite(f"http://127.0.0.1:{port}", servers, books, values, folder / "log.txt")
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--host", "127.0.0.1", "--port", str(port)]
    with site.log.open("w") as log:
        process = subprocess.Popen(
            [*command, "--log-level", "warning", "tests.security.probe:create"],
            cwd=ROOT,
            env=environment(folder / "home", port, **values),
            stdout=log,
            stderr=log,
        )
    try:
        _wait(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(30)


def _wait(site: ProbeSite, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{site.url}/ping", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The site did not start: {site.log.read_text()}")


@pytest.fixture
async def at_site(site: ProbeSite, set_settings: Callable[..., object]) -> AsyncIterator[ProbeSite]:
    """The site, with this process's own doors open to its stores."""
    set_settings(**site.environment)
    await open_stores()
    try:
        yield site
    finally:
        await close_stores()


@pytest.fixture
def sign_in(at_site: ProbeSite) -> Callable[..., object]:
    """Call it to make a person with a workspace of their own, signed in by a browser; `role` is theirs in it."""

    async def make(role: str = "owner") -> Person:
        draft = users.RegisterDraft(f"{uuid4()}@example.com", "none", "Somebody", "en", "UTC", "EUR")
        async with system_transaction("identity") as session:
            made = await users.register(session, draft)
            cookie = await auth.open_web_session(session, made.user.id, made.workspace.id, auth.Client())
        if role != "owner":
            at_site.rows("UPDATE membership SET role = %s WHERE user_id = %s RETURNING 1", role, made.user.id)
        return Person(made.user.id, made.workspace.id, cookie)

    return make


async def end_session(person: Person) -> None:
    """End a person's session, as another device of theirs would."""
    async with system_transaction("identity") as session:
        await auth.end_web_session(session, person.cookie, "revoked")
