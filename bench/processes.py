"""What other processes of this machine cost, from /proc: processor time, and memory, now and at its worst."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOOK_SECONDS: Final = 0.05


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def processor_seconds(pid: int) -> float:
    """Seconds that a process has run, in its own code and in the kernel's, in steps of the clock (10 ms as a rule)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss_kb(pid: int) -> float:
    """Proportional set size in kB: what is shared counts by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    raise RuntimeError(f"process {pid} shows no memory")


def peak_kb(pid: int) -> float:
    """The most memory that a process has held since it began (`VmHWM`), in kB; what it shares counts in full."""
    return _status_kb(pid, "VmHWM")


def _status_kb(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return float(line.split()[1])
    raise RuntimeError(f"process {pid} shows no memory")


@dataclass
class Peak:
    """The most that watched processes have held, in kB: `own` is one of them alone, `together` one with what it has started.

    A process's own peak is told by the kernel, whenever it was. Helpers come and go, so they are looked for all the time: theirs
    is added to what the process holds at that moment.
    """

    own: float = 0.0
    helpers: float = 0.0
    together: float = 0.0

    def look(self, pid: int) -> None:
        """Look at a process once; nothing changes when it has just ended."""
        with suppress(OSError, RuntimeError):
            own, now = peak_kb(pid), _status_kb(pid, "VmRSS")
            self.own, self.together = max(self.own, own), max(self.together, own)
            helpers = sum(peak_kb(child) for child in children(pid))
            self.helpers, self.together = max(self.helpers, helpers), max(self.together, now + helpers)

    async def during(self, work: Awaitable[object], pids: Callable[[], Iterable[int]]) -> None:
        """Do the work, and look at processes until it is done; `pids` says which there are at the moment."""
        task = asyncio.ensure_future(work)
        while not task.done():
            await asyncio.wait([task], timeout=_LOOK_SECONDS)
            for pid in pids():
                self.look(pid)
        task.result()  # raises what went wrong
