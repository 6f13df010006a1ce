"""Small charts as inline SVG: bars, stacked bars, a sparkline, a ring, and days of a month by how much they hold.

Every one is made of numbers here, carries a sentence for those who do not see it, and has its table; marks differ in
pattern or place as well as in strength, so nothing hangs on colour alone. Geometry is in units of the `viewBox`.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 180
RADIUS: Final = 40
STEPS: Final = 4
# How parts are told apart without their colour: strokes of their own, and how strongly they are drawn.
PATTERNS: Final = (("none", "1"), ("7 2", ".6"), ("2 2", ".8"), ("12 3", ".35"), ("none", ".5"), ("3 5", ".9"))


@dataclass
class Column:
    """One bar: its place and size in the plot, how it is drawn, and what is said of it."""

    label: str = ""
    value: str = ""
    href: str = ""
    x: str = "0"
    y: str = "0"
    width: str = "0"
    height: str = "0"
    cls: str = ""
    strength: str = "1"
    edge: str = "none"


@dataclass
class Columns:
    """Bars over a ground line that lies where nothing is; values below it hang down. `wholes` are the bars, where these have parts."""

    words: str = ""
    ground: str = ""
    columns: list[Column] = field(default_factory=list)
    wholes: list[Column] = field(default_factory=list)


@dataclass
class Spark:
    """A line without axes: its path, and where its last point lies."""

    words: str = ""
    line: str = ""
    x: str = "0"
    y: str = "0"


@dataclass
class Arc:
    """A part of a ring as a path, with the dashes and the strength it is drawn in."""

    label: str = ""
    value: str = ""
    share: str = ""
    path: str = ""
    dash: str = "none"
    strength: str = "1"
    href: str = ""


@dataclass
class Ring:
    """Parts of a whole."""

    words: str = ""
    arcs: list[Arc] = field(default_factory=list)


@dataclass
class Cell:
    """A day in a calendar of one month: its number, what it held, how strongly it is filled (0 to 4), and its rows."""

    key: str = ""
    day: str = ""
    value: str = ""
    href: str = ""
    cls: str = ""
    label: str = ""


@dataclass
class Heat:
    """A month by weeks: the names of the weekdays, then one cell a day, empty ones before the first; `days` are those with spending."""

    words: str = ""
    weekdays: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    days: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """A number to draw, with the words that stand for it."""

    label: str
    amount: int
    value: str = ""
    href: str = ""


def columns(items: Sequence[Item], words: str = "") -> Columns:
    """One bar for each item; the plot reaches from the lowest to the highest of them, and always to nothing."""
    top, bottom = max([0, *(each.amount for each in items)]), min([0, *(each.amount for each in items)])
    scale = HEIGHT / max(1, top - bottom)
    ground = top * scale
    step = WIDTH / max(1, len(items))
    drawn = [_column(each, step * i + step * 0.18, step * 0.64, ground, each.amount * scale) for i, each in enumerate(items)]
    return Columns(words, f"M0,{ground:.1f}H{WIDTH}", drawn, drawn)


def _column(item: Item, x: float, width: float, ground: float, height: float) -> Column:
    y, size = (ground - height, height) if height >= 0 else (ground, -height)
    size = max(size, 1.5) if item.amount else 0.0  # what is there is seen, however small
    cls = "bar-c below" if item.amount < 0 else "bar-c"
    return Column(item.label, item.value, item.href, f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", f"{size:.1f}", cls)


def stacked(groups: Sequence[tuple[str, Sequence[Item]]], words: str = "", wholes: Sequence[Item] = ()) -> Columns:
    """One bar for each group, its items on top of each other; each place in a group has a pattern. Only what is above nothing stands.

    `wholes` say of each group what it comes to and where it leads.
    """
    sums = [sum(max(0, item.amount) for item in items) for _label, items in groups]
    scale = HEIGHT / max(1, *sums, 1)
    step = WIDTH / max(1, len(groups))
    drawn = []
    for i, (label, items) in enumerate(groups):
        low = float(HEIGHT)
        for place, item in enumerate(items):
            height = max(0, item.amount) * scale
            low -= height
            named = f"{label}, {item.label}"
            edge, strong = PATTERNS[place % len(PATTERNS)]
            x, width = f"{step * i + step * 0.18:.1f}", f"{step * 0.64:.1f}"
            drawn.append(Column(named, item.value, item.href, x, f"{low:.1f}", width, f"{height:.1f}", "bar-c part", strong, edge))
    return Columns(words, f"M0,{HEIGHT}H{WIDTH}", drawn, [Column(each.label, each.value, each.href) for each in wholes])


def spark(amounts: Sequence[int], words: str = "", *, width: int = 96, height: int = 28) -> Spark:
    """A small line through the amounts; of one alone it is level, of none it is nothing."""
    if not amounts:
        return Spark(words)
    low, high = min(amounts), max(amounts)
    across = width / max(1, len(amounts) - 1)
    level = [height / 2 if high == low else height - (each - low) / (high - low) * height for each in amounts]
    points = [(i * across, y) for i, y in enumerate(level)] if len(amounts) > 1 else [(0.0, level[0]), (float(width), level[0])]
    line = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Spark(words, line, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}")


def ring(items: Sequence[Item], shares: Sequence[str], words: str = "") -> Ring:
    """A ring of the items that are above nothing, clockwise from the top; `shares` are their parts of the whole, in words."""
    kept = [(item, share) for item, share in zip(items, shares, strict=True) if item.amount > 0]
    whole = sum(item.amount for item, _share in kept)
    ends = list(itertools.accumulate((item.amount / whole for item, _share in kept), initial=0.0)) if whole else [0.0]
    arcs = [
        Arc(item.label, item.value, share, arc(start, end), *PATTERNS[i % len(PATTERNS)], item.href)
        for i, ((item, share), (start, end)) in enumerate(zip(kept, itertools.pairwise(ends), strict=True))
    ]
    return Ring(words, arcs)


def arc(start: float, end: float) -> str:
    """The path of a part of the ring from `start` to `end`, in parts of a whole turn; a whole turn is two halves."""
    if end - start >= 0.99999:
        return f"{arc(start, start + 0.5)}{arc(start + 0.5, start + 0.99998)}"
    (x1, y1), (x2, y2) = _on_ring(start), _on_ring(end)
    return f"M{x1:.2f},{y1:.2f}A{RADIUS},{RADIUS} 0 {int(end - start > 0.5)} 1 {x2:.2f},{y2:.2f}"


def _on_ring(turn: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn
    return 50 + RADIUS * math.sin(angle), 50 - RADIUS * math.cos(angle)


def strength(amount: int, highest: int) -> int:
    """How strongly a day is filled, 0 to 4: by the root, so that one large purchase does not make all others pale."""
    if amount <= 0 or highest <= 0:
        return 0
    return min(STEPS, max(1, math.ceil(math.sqrt(amount / highest) * STEPS)))


def heat(
    start: date, items: Sequence[Item], *, weekdays: Sequence[str], first_weekday: int = 0, today: date | None = None, words: str = ""
) -> Heat:
    """A month of days from `start`; `items` are its days in order, `weekdays` begin with `first_weekday` (0 is Monday).

    Days after `today` are drawn as days to come.
    """
    highest = max([0, *(each.amount for each in items)])
    lead = (start.weekday() - first_weekday) % 7
    blank = [Cell(key=f"blank-{i}", cls="cell pad") for i in range(lead)]
    cells = [_cell(start + timedelta(days=i), each, highest, today) for i, each in enumerate(items)]
    return Heat(words, list(weekdays), blank + cells, [cell for cell, each in zip(cells, items, strict=True) if each.amount])


def _cell(day: date, item: Item, highest: int, today: date | None) -> Cell:
    cls = f"cell s{strength(item.amount, highest)}"
    if today is not None and day >= today:
        cls += " today" if day == today else " later"
    return Cell(day.isoformat(), str(day.day), item.value, item.href, cls, item.label)
