"""One row a measurement: ours beside its floor, as a ratio, with the gate on it."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

Act = Callable[[], Awaitable[object]]


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

    def __str__(self) -> str:
        """The row as printed."""
        verdict = "holds" if self.ratio <= self.gate else "MISSED"
        return f"{self.operation:52} {self.floor:9.2f} {self.ours:9.2f} {self.unit:7} {self.ratio:7.2f} {self.gate:7.2f}  {verdict}"


HEADER = f"{'operation':52} {'floor':>9} {'ours':>9} {'unit':7} {'ratio':>7} {'gate':>7}"


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
