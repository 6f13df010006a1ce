"""PostgreSQL and Valkey for tests: the servers of the product, on Unix sockets in a temporary folder, without fsync."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
from alembic.config import Config
from redis import Redis

from alembic import command
from backend.runtime.home import LOGIN, OWNER, SUPERUSER, Home
from backend.runtime.identity import for_server
from backend.runtime.postgres import Postgres, programs
from backend.runtime.process import Process
from backend.runtime.valkey import Valkey

ROOT: Final = Path(__file__).resolve().parent.parent
TEMPLATE: Final = "outlay_template"
_FAST: Final = (("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"), ("max_connections", "200"))
_PATIENCE_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Books:
    """One database made from the template. `url` is the app's address, `owner_url` the migrations', `superuser_url` beyond both."""

    name: str
    url: str
    owner_url: str
    superuser_url: str
    redis_url: str


@dataclass
class Servers:
    """A pair of servers with a home of its own; `start` before use, `stop` leaves nothing."""

    home: Home = field(default_factory=lambda: Home(Path(tempfile.mkdtemp(prefix="outlay-test-")).resolve()))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def start(self) -> "Servers":
        """Make and start both, and migrate the template."""
        self.home.make()
        identity = for_server(programs() / "postgres", self.home.path)
        self.home.make_sockets(identity)
        self.postgres = Postgres(self.home, identity, _FAST)
        self.valkey = Valkey(self.home)
        self.postgres.make()
        self._postgres, self._valkey = self.postgres.process(), self.valkey.process()
        self._begin(self._postgres, self.postgres.answers)
        self._begin(self._valkey, self.valkey.answers)
        self.postgres.provide()
        self._make_template()
        return self

    def _make_template(self) -> None:
        self._as_superuser(f"CREATE DATABASE {TEMPLATE} OWNER {OWNER} TEMPLATE template0")
        config = Config(ROOT / "alembic.ini")
        config.attributes["url"] = self.home.database_url(OWNER, TEMPLATE)
        command.upgrade(config, "head")

    def _begin(self, process: Process, answers: Callable[[], bool]) -> None:
        process.start()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not answers():
            if not process.runs or time.monotonic() > deadline:
                raise RuntimeError(f"{process.name} did not start: {process.last_words()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End both and remove everything they wrote."""
        for process in (self._valkey, self._postgres):
            process.stop()
        shutil.rmtree(self.home.sockets, ignore_errors=True)
        shutil.rmtree(self.home.path)

    def new_books(self) -> Books:
        """A fresh database from the template (well under 0.1 s), and an empty Valkey."""
        name = f"test_{next(self._numbers)}"
        self._as_superuser(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        self.flush()
        addresses = [self.home.database_url(role, name) for role in (LOGIN, OWNER, SUPERUSER)]
        return Books(name, *addresses, redis_url=self.home.redis_url)

    def drop(self, books: Books) -> None:
        """Remove a database, whoever is still connected."""
        self._as_superuser(f"DROP DATABASE IF EXISTS {books.name} WITH (FORCE)")

    def flush(self) -> None:
        """Empty Valkey, as an operator may at any moment."""
        with Redis.from_url(self.home.redis_url) as redis:
            redis.flushall()

    def kill(self, name: str) -> None:
        """End 'postgres' or 'valkey' as a crash does; it stays away until `restart`."""
        process = self._process(name)
        os.kill(process.pid, signal.SIGKILL)
        if process.child:
            process.child.wait()

    def runs(self, name: str) -> bool:
        """Whether a server's process is there, halted or not."""
        return self._process(name).runs

    def halt(self, name: str) -> None:
        """Let a server hang (SIGSTOP): it keeps its connections and answers nothing, until `resume`."""
        os.killpg(self._process(name).pid, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Let a halted server go on."""
        os.killpg(self._process(name).pid, signal.SIGCONT)

    def restart(self, name: str) -> None:
        """End a server if it runs, start it again and wait until it answers."""
        process = self._process(name)
        process.stop()
        if name == "postgres":
            self.postgres.make()
            self._begin(process, self.postgres.answers)
        else:
            self._begin(process, self.valkey.answers)

    def _process(self, name: str) -> Process:
        return {"postgres": self._postgres, "valkey": self._valkey}[name]

    def _as_superuser(self, statement: str) -> None:
        address = self.home.database_url(SUPERUSER, "postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())
