"""The data folder of one instance: who holds it, what lies where, and which secrets open its database."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from backend.runtime.errors import CannotStart
from backend.runtime.identity import Identity
from backend.runtime.process import end_leftover, started_at

LEAST_FREE_BYTES: Final = 200 * 1024 * 1024
DATABASE: Final = "outlay"
SUPERUSER, OWNER, LOGIN = "postgres", "outlay_owner", "outlay"
_LONGEST_SOCKET: Final = 107
_LONGEST_NAME: Final = "/.s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Home:
    """The folder `OUTLAY_HOME`, resolved."""

    path: Path

    @property
    def postgres(self) -> Path:
        """PostgreSQL's data."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's working folder; nothing lasting lies there."""
        return self.path / "valkey"

    @property
    def logs(self) -> Path:
        """What the processes say, one file each."""
        return self.path / "logs"

    @property
    def sockets(self) -> Path:
        """Where the Unix sockets are: inside, or in a short temporary folder where their path would pass 107 bytes."""
        inside = self.path / "run"
        if len(os.fsencode(f"{inside}{_LONGEST_NAME}")) <= _LONGEST_SOCKET:
            return inside
        mark = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"outlay-{os.geteuid()}-{mark}"

    @property
    def redis_url(self) -> str:
        """The address of the embedded Valkey."""
        return f"unix://{self.sockets}/valkey.sock"

    def database_url(self, role: str, database: str = DATABASE) -> str:
        """The address of the embedded database for one of its roles."""
        return f"postgresql+psycopg://{role}:{self.passwords()[role]}@/{database}?host={quote(str(self.sockets))}"

    def make(self) -> None:
        """Make the folders. Raises `CannotStart` for a folder that cannot be made or written, or a disk that is full."""
        try:
            for folder in (self.path, self.valkey, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.path} cannot be written ({error.strerror}): make it writable, or name another with OUTLAY_HOME."
            ) from error
        if shutil.disk_usage(self.path).free < LEAST_FREE_BYTES:
            raise CannotStart(f"The disk with {self.path} has less than 200 MB free: make room, or name another folder with OUTLAY_HOME.")

    def make_sockets(self, identity: Identity) -> None:
        """Make the folder of the sockets, closed to everybody but the servers and this process."""
        folder = self.sockets
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in (os.geteuid(), identity.uid):
            raise CannotStart(f"{folder} belongs to somebody else: remove it, or choose a shorter OUTLAY_HOME.")
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, identity.uid, identity.gid)

    def hold(self) -> IO[str]:
        """Hold the folder for as long as the returned file is open. Raises `CannotStart` when another instance does."""
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise CannotStart(
                f"Outlay already runs on {self.path}: stop it first, or start a second one with its own OUTLAY_HOME and PORT."
            ) from error
        return lock

    def is_held(self) -> bool:
        """Whether an instance runs on this folder."""
        if not (self.path / "lock").exists():
            return False
        try:
            self.hold().close()
        except CannotStart:
            return True
        return False

    def passwords(self) -> dict[str, str]:
        """The passwords of the database's roles by name; made once, readable by the owner alone."""
        file = self.path / "passwords.json"
        if not file.exists():
            _write_private(file, json.dumps({role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, LOGIN)}))
        try:
            known: dict[str, str] = json.loads(file.read_text())
        except (OSError, ValueError) as error:
            raise CannotStart(f"{file} cannot be read: put it back from a backup, since the database opens with it alone.") from error
        return known

    def remember(self, pids: dict[str, int]) -> None:
        """Write down what runs, so that a start after a crash knows what is still ending."""
        marks = {name: [pid, started_at(pid)] for name, pid in pids.items()}
        _write_private(self.path / "processes.json", json.dumps(marks))

    def end_leftovers(self) -> None:
        """Wait for processes of a run that was killed; its supervisor is gone, since this process holds the folder."""
        file = self.path / "processes.json"
        try:
            marks = json.loads(file.read_text())
        except (OSError, ValueError):
            return
        for pid, mark in marks.values():
            if mark is not None and started_at(pid) == mark:
                end_leftover(pid, mark)
        file.unlink()

    def forget(self) -> None:
        """Everything has ended: remove what only a run needs."""
        (self.path / "processes.json").unlink(missing_ok=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def _write_private(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)
