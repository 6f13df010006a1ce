"""One row a measurement: ours beside its floor with the gate on it, and one table of all that a bench has measured."""

import os
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, Protocol

Act = Callable[[], Awaitable[object]]
KEPT_IN: Final = "OUTLAY_BENCH_TABLE"
"""The variable that names the file in which the parts of one bench keep their rows."""


class Measured(Protocol):
    """A row of the table."""

    @property
    def holds(self) -> bool:
        """Whether the gate is kept."""
        ...


@dataclass(frozen=True)
class Row:
    """`floor` and `ours` in the same unit, medians of one interleaved run; `gate` is on their ratio."""

    operation: str
    floor: float
    ours: float
    gate: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Ours by the floor."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def holds(self) -> bool:
        """See `Measured`."""
        return self.ratio <= self.gate

    def __str__(self) -> str:
        """The row as printed."""
        return _line(self, f"{self.ratio:.2f} ×", f"≤ {self.gate:g} ×")


@dataclass(frozen=True)
class Limit:
    """A figure with a bound of its own in the same unit; a floor of the same run stands beside it where there is one."""

    operation: str
    ours: float
    gate: float
    unit: str = "ms"
    floor: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """See `Measured`."""
        return self.ours >= self.gate if self.at_least else self.ours <= self.gate

    def __str__(self) -> str:
        """The row as printed."""
        sign = "≥" if self.at_least else "≤"
        return _line(self, "", f"{sign} {self.gate:.4g} {self.unit}")


def _line(row: "Row | Limit", ratio: str, gate: str) -> str:
    beside = "" if row.floor is None else f"{row.floor:.2f}"
    verdict = "holds" if row.holds else "MISSED"
    return f"{row.operation:52} {beside:>9} {row.ours:9.2f} {row.unit:8} {ratio:>9} {gate:>13}  {verdict}"


HEADER: Final = f"{'operation':52} {'floor':>9} {'ours':>9} {'unit':8} {'ratio':>9} {'gate':>13}"


def show(rows: Iterable[Measured]) -> None:
    """Print the rows under the header; inside `make bench` keep them for the table at its end instead."""
    kept = os.environ.get(KEPT_IN)
    lines = [str(row) for row in rows]
    if kept is None:
        print("\n".join([HEADER, *lines]), flush=True)
    else:
        with Path(kept).open("a") as file:
            file.writelines(f"{line}\n" for line in lines)


async def against(operation: str, floor: Act, ours: Act, gate: float, *, rounds: int = 60, processor: bool = False) -> Row:
    """Run both in turn; medians of elapsed milliseconds, or of this process's own when `processor`."""
    clock = time.process_time if processor else time.perf_counter
    for act in (floor, ours) * 8:
        await act()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for act, kept in zip((floor, ours), times, strict=True):
            began = clock()
            await act()
            kept.append((clock() - began) * 1000)
    unit = "CPU ms" if processor else "ms"
    return Row(operation, median(times[0]), median(times[1]), gate, unit)
