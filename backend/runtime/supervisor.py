"""Keeps processes running until a signal ends them: started in order, restarted when they die, stopped in reverse."""

import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from backend.runtime.errors import CannotStart, Stopped
from backend.runtime.process import Process

_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FIRST_PAUSE, _LONGEST_PAUSE, _STEADY = 0.2, 10.0, 30.0
_LOOK: Final = 5.0
_POLL: Final = 0.02
_LOG_BYTES: Final = 16 * 1024 * 1024


@dataclass
class Watched:
    """A process that is kept running. `pause` is how long the next restart waits, in seconds."""

    process: Process
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    due: float | None = None


@dataclass
class Supervisor:
    """The processes of one instance. `say` tells the person at the terminal, `note` learns which processes there are."""

    say: Callable[[str], None]
    note: Callable[[dict[str, int]], None]
    watched: list[Watched] = field(default_factory=list)
    _ending: bool = False
    _wake: int = -1

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals; at the end of the block everything started has ended, and the signals are given back."""
        self._wake, push = os.pipe()
        os.set_blocking(push, False)
        os.set_blocking(self._wake, False)
        before = {sign: signal.signal(sign, self._on_signal) for sign in (*_ENDING, signal.SIGCHLD)}
        woken = signal.set_wakeup_fd(push, warn_on_full_buffer=False)
        try:
            yield
        finally:
            self.stop()
            signal.set_wakeup_fd(woken)
            for sign, handler in before.items():
                signal.signal(sign, handler)
            os.close(self._wake)
            os.close(push)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self._ending = True

    def start(self, *processes: Process) -> None:
        """Start processes and keep them running from now on."""
        for process in processes:
            each = Watched(process)
            self.watched.append(each)
            self._begin(each)

    def _begin(self, each: Watched) -> None:
        try:
            each.process.start()
        except OSError as error:
            raise CannotStart(f"{each.process.name} cannot be started ({error.strerror}): run `make run` to install it again.") from error
        each.started, each.due = time.monotonic(), None
        self.note({one.process.name: one.process.pid for one in self.watched if one.process.runs})

    def wait_until(self, ready: Callable[[], bool], name: str, seconds: float) -> None:
        """Wait until `ready()`. Raises `CannotStart` when a process dies meanwhile or time is up, `Stopped` on a signal."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self._ending:
                raise Stopped
            for each in self.watched:
                if not each.process.runs:
                    raise CannotStart(f"{each.process.name} ended while starting: {_reason(each.process)}")
            if time.monotonic() > deadline:
                raise CannotStart(f"{name} did not answer within {seconds:.0f} s: see the files in {self.watched[-1].process.log.parent}.")
            time.sleep(_POLL)

    def keep(self) -> None:
        """Restart what dies, until a signal asks for the end."""
        while not self._ending:
            self._look_after()
            select.select([self._wake], [], [], self._until_next())
            self._drain()

    def _look_after(self) -> None:
        now = time.monotonic()
        for each in self.watched:
            if each.due is not None and each.due <= now:
                self._restart(each)
            elif each.due is None and not each.process.runs:
                self._plan_restart(each, now)
            _shorten(each.process.log)

    def _plan_restart(self, each: Watched, now: float) -> None:
        each.process.sweep()
        if now - each.started > _STEADY:
            each.pause = _FIRST_PAUSE
        self.say(f"{each.process.name} ended ({_ending(each.process)}); starting it again in {each.pause:.1f} s")
        each.due = now + each.pause
        each.pause = min(each.pause * 2, _LONGEST_PAUSE)

    def _restart(self, each: Watched) -> None:
        try:
            self._begin(each)
        except CannotStart as error:
            self.say(str(error))
            each.due = time.monotonic() + each.pause

    def _until_next(self) -> float:
        now = time.monotonic()
        return min([_LOOK, *(max(each.due - now, 0.0) for each in self.watched if each.due is not None)])

    def _drain(self) -> None:
        try:
            while os.read(self._wake, 512):
                pass
        except BlockingIOError:
            return

    def stop(self) -> None:
        """End everything, the last started first; returns when nothing is left."""
        for each in reversed(self.watched):
            each.process.stop()
        self.watched.clear()


def _ending(process: Process) -> str:
    code = process.exit_code or 0
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _reason(process: Process) -> str:
    return f"{process.last_words() or _ending(process)} (all of it in {process.log})"


def _shorten(log: Path) -> None:
    """Keep one older part beside a log that has grown long; processes append, so cutting it short is safe."""
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)
