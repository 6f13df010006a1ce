"""What other processes of this machine cost, from /proc: processor time, and memory where what is shared counts by its share."""

import os
from pathlib import Path


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
