"""One child process: in a session of its own, so that Ctrl-C reaches the supervisor alone, and never outliving it."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from backend.runtime.identity import Identity, before_exec

_PAUSE: Final = 0.01


@dataclass
class Process:
    """A program with its arguments. `stops_with` asks it to end; after `grace` seconds it is killed with its group."""

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    identity: Identity | None = None
    stops_with: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; what it says goes to the end of its log. Raises OSError when the program cannot run."""
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [str(part) for part in self.command],
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=before_exec(self.identity, self.stops_with),
            )

    @property
    def pid(self) -> int:
        """The process id of the running child. Raises when it was never started."""
        if self.child is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.child.pid

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self.child is not None and self.child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended (negative for a signal); None while it runs or before it was started."""
        return self.child.poll() if self.child else None

    def ask_to_stop(self) -> None:
        """Send it its own signal for the end."""
        if self.child and self.runs:
            with suppress(ProcessLookupError):
                self.child.send_signal(self.stops_with)

    def stop(self) -> None:
        """End it and whatever is left of its group; returns when it is gone."""
        if self.child is None:
            return
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(self.grace)
        self.sweep()
        self.child.wait()

    def sweep(self) -> None:
        """Kill what is left of its group: itself, or the children of one that died without ending them."""
        if self.child:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, signal.SIGKILL)

    def last_words(self) -> str:
        """The last line of its log that says anything, for an error message."""
        with suppress(OSError):
            lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
            return lines[-1][:300] if lines else ""
        return ""


def started_at(pid: int) -> str | None:
    """A mark that tells a process from a later one of the same number; None when there is none (or no /proc)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None


def end_leftover(pid: int, mark: str, seconds: float = 30.0) -> None:
    """Wait for a process of a run before that is still ending, and kill it when it takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)
    while started_at(pid) == mark and time.monotonic() < deadline:
        time.sleep(_PAUSE)
    if started_at(pid) == mark:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
