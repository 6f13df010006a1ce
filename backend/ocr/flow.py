"""How the lines of a page run where it was photographed tilted, bent or askew: their slope at each place, fitted to their words. Pure.

Slopes are parts of the page's height for its whole width, positive where lines sink to the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, NamedTuple

_LEVEL: Final = 0.006
_LONG: Final = 0.08  # what is shorter tells no tilt by itself
_FEWEST: Final = 8  # marks that a bend is told by
_EXPLAINED: Final = 0.8  # of what differs from one slope for all
_OUTLIERS: Final = 3.0  # times the usual difference
_EXACT: Final = 0.02  # what differs by less is no outlier
_PRIOR: Final = 0.004  # how strongly slopes are held to be alike everywhere
_STEPS: Final = 4


class Mark(NamedTuple):
    """A word: its middle, how much it sinks for the page's width, and its width."""

    x: float
    y: float
    slope: float
    width: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The slope in the middle of the page, and how it changes from left to right (a bend) and from top to bottom (seen askew)."""

    middle: float = 0.0
    across: float = 0.0
    down: float = 0.0

    def slope(self, x: float, y: float) -> float:
        """The slope of lines at a place."""
        return self.middle + self.across * (x - 0.5) + self.down * (y - 0.5)

    def level(self, x: float, y: float) -> float:
        """How high the line through a place stands in the middle of the page's width."""
        step = (0.5 - x) / _STEPS
        for _ in range(_STEPS):
            half = y + self.slope(x, y) * step / 2
            y += self.slope(x + step / 2, half) * step
            x += step
        return y


def flow_of(marks: Sequence[Mark]) -> Flow:
    """The flow that most marks fit: one slope for all, unless a bend or a view askew explains most of what differs from it."""
    usual = usual_slope([(mark.slope, mark.width) for mark in marks if mark.width >= _LONG])
    even = Flow(usual if abs(usual) > _LEVEL else 0.0)
    if len(marks) < _FEWEST:
        return even
    bent = _fitted(marks)
    off = [abs(mark.slope - bent.slope(mark.x, mark.y)) for mark in marks]
    most = max(_OUTLIERS * median(off), _EXACT)
    bent = _fitted([mark for mark, far in zip(marks, off, strict=True) if far <= most])
    explains = _difference(marks, bent) < _EXPLAINED * _difference(marks, Flow(usual))
    return bent if explains and max(abs(bent.slope(mark.x, mark.y)) for mark in marks) > _LEVEL else even


def usual_slope(slopes: Sequence[tuple[float, float]]) -> float:
    """The slope that as much of the text lies above as below, by slopes with the widths of their texts; 0 where there are none."""
    half = sum(width for _, width in slopes) / 2
    reached = 0.0
    for slope, width in sorted(slopes):
        reached += width
        if reached >= half:
            return slope
    return 0.0


def _difference(marks: Sequence[Mark], flow: Flow) -> float:
    """How much slopes differ from a flow, wide words counting most."""
    return sum(mark.width**2 * abs(mark.slope - flow.slope(mark.x, mark.y)) for mark in marks)


def _fitted(marks: Sequence[Mark]) -> Flow:
    """The least squares, wide words counting by their square; solved by Cramer's rule."""
    sums = [[0.0] * 4 for _ in range(3)]
    for mark in marks:
        terms = (1.0, mark.x - 0.5, mark.y - 0.5, mark.slope)
        for row, term in zip(sums, terms, strict=False):
            for at, other in enumerate(terms):
                row[at] += mark.width**2 * term * other
    for at in (1, 2):
        sums[at][at] += _PRIOR * sums[0][0] / len(marks)
    whole = _determinant([row[:3] for row in sums])
    if not whole:
        return Flow()
    return Flow(*(_determinant([[*row[:at], row[3], *row[at + 1 : 3]] for row in sums]) / whole for at in range(3)))


def _determinant(rows: list[list[float]]) -> float:
    (a, b, c), (d, e, f), (g, h, i) = rows
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
