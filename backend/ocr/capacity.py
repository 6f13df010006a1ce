"""How many readers a machine bears: one for each core, as far as memory goes, unless the settings name a number."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from backend.core.settings import MIB, settings

READER_BYTES: Final = 900 * MIB
_GROUP: Final = Path("/sys/fs/cgroup")


def reader_count() -> int:
    """Readers of this worker: the setting, else as many as cores and memory allow, one at least."""
    return settings().ocr_readers or max(1, min(cores(), _available_bytes() // READER_BYTES))


def reader_threads(readers: int) -> int:
    """Threads of one reader's inference, so that all readers together keep every core busy and none waits for another."""
    return max(1, cores() // readers)


def cores(group: Path = _GROUP) -> int:
    """Cores that this process may use; a container's share counts, rounded up."""
    allowed = len(os.sched_getaffinity(0))
    with suppress(OSError, ValueError):
        quota, period = (group / "cpu.max").read_text().split()
        return max(1, min(allowed, -(-int(quota) // int(period))))
    return allowed


def _available_bytes(group: Path = _GROUP) -> int:
    """Memory that is free to take: the machine's, or what a container has left of its limit."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    with suppress(OSError, ValueError):
        free = min(free, int((group / "memory.max").read_text()) - int((group / "memory.current").read_text()))
    return max(0, free)
