"""Processes are started in order, restarted when they die and stopped in reverse."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.runtime.errors import CannotStart, Stopped
from backend.runtime.process import Process, end_leftover, started_at
from backend.runtime.supervisor import Supervisor

_TELL = "import signal, sys, time\ndef end(*_): print(sys.argv[1], flush=True); sys.exit()\nsignal.signal(signal.SIGTERM, end)\n"
_STAYS = _TELL + "print('ready', flush=True)\ntime.sleep(60)"


def process(name: str, folder: Path, code: str = _STAYS, log: str = "log") -> Process:
    return Process(name, [sys.executable, "-S", "-c", code, name], folder / log, grace=5)


def supervisor(said: list[str]) -> Supervisor:
    return Supervisor(said.append, lambda _: None)


def all_ready(folder: Path, count: int, log: str = "log") -> bool:
    return (folder / log).exists() and (folder / log).read_text().count("ready") == count


def later(act: Callable[[], object], true: Callable[[], bool]) -> threading.Thread:
    """Do something as soon as something is so."""

    def run() -> None:
        deadline = time.monotonic() + 20
        while not true() and time.monotonic() < deadline:
            time.sleep(0.01)
        act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_was_started_last_is_stopped_first(tmp_path: Path) -> None:
    keeper = supervisor([])
    with keeper.listening():
        keeper.start(*(process(name, tmp_path) for name in ("postgres", "valkey", "worker", "web")))
        keeper.wait_until(lambda: all_ready(tmp_path, 4), "all", 20)
    ended = [line for line in (tmp_path / "log").read_text().split() if line != "ready"]
    assert ended == ["web", "worker", "valkey", "postgres"]


def test_a_dead_process_is_started_again_and_said(tmp_path: Path) -> None:
    said: list[str] = []
    keeper = supervisor(said)
    one = process("worker", tmp_path)
    with keeper.listening():
        keeper.start(one)
        keeper.wait_until(lambda: all_ready(tmp_path, 1), "worker", 20)
        first = one.pid
        os.kill(first, signal.SIGKILL)
        end = later(lambda: os.kill(os.getpid(), signal.SIGTERM), lambda: all_ready(tmp_path, 2))
        keeper.keep()
        assert one.pid != first
    end.join()
    assert said == ["worker ended (SIGKILL); starting it again in 0.2 s"]


def test_one_that_keeps_dying_is_tried_ever_more_seldom(tmp_path: Path) -> None:
    said: list[str] = []
    keeper = supervisor(said)
    with keeper.listening():
        keeper.start(process("web", tmp_path, "raise SystemExit(3)"))
        end = later(lambda: os.kill(os.getpid(), signal.SIGINT), lambda: len(said) == 3)
        keeper.keep()
    end.join()
    assert said == [f"web ended (exit code 3); starting it again in {pause} s" for pause in ("0.2", "0.4", "0.8")]


def test_a_process_that_ends_while_starting_is_told_with_its_last_words(tmp_path: Path) -> None:
    keeper = supervisor([])
    with keeper.listening():
        keeper.start(process("web", tmp_path, "raise SystemExit('no room')"))
        with pytest.raises(CannotStart, match="web ended while starting: no room"):
            keeper.wait_until(lambda: False, "web", 20)


def test_a_signal_ends_the_waiting(tmp_path: Path) -> None:
    keeper = supervisor([])
    with keeper.listening():
        keeper.start(process("web", tmp_path))
        end = later(lambda: os.kill(os.getpid(), signal.SIGTERM), lambda: all_ready(tmp_path, 1))
        with pytest.raises(Stopped):
            keeper.wait_until(lambda: False, "web", 20)
    end.join()


def test_a_process_that_will_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    code = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
print("ready", child.pid, flush=True)
time.sleep(60)
"""
    one = process("web", tmp_path, code)
    one.grace = 0.2
    keeper = supervisor([])
    with keeper.listening():
        keeper.start(one)
        keeper.wait_until(lambda: all_ready(tmp_path, 1), "web", 20)
    grandchild = int((tmp_path / "log").read_text().split()[1])
    end_leftover(grandchild, started_at(grandchild) or "", 5)
    assert not Path(f"/proc/{grandchild}/exe").exists()
    assert not one.runs
