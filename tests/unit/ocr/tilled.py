"""Receipts of many tills as text with places: columns become words side by side, on paper that lies level, tilted, bent or askew."""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians, sin
from pathlib import Path
from random import Random
from typing import Final

from backend.ocr.reading import Box, PageText, Word, lines_of

_TILLS: Final = Path(__file__).with_name("tills")
_RUN: Final = re.compile(r"\S+(?:\s\S+)*")  # an engine parts words where two blanks are
_LETTER: Final = 0.018  # of the page's width
_STEP: Final = 1.6  # heights of a letter from line to line
_ASPECT: Final = 2.0
_BLUR: Final = 0.05  # heights of a letter

Bought = tuple[str, str | None, Decimal | None, Decimal]


@dataclass(frozen=True)
class Till:
    """A receipt's name, its text, and what was bought: words, quantity, price of one, amount."""

    name: str
    text: str
    bought: tuple[Bought, ...]


def tills() -> list[Till]:
    """The receipts in `tills/*.txt`: a name behind `==`, the text, `--`, and a line for each thing bought."""
    return [_till(part) for file in sorted(_TILLS.glob("*.txt")) for part in file.read_text("utf-8").split("== ")[1:]]


def _till(part: str) -> Till:
    name, _, rest = part.partition("\n")
    text, _, bought = rest.partition("\n--\n")
    return Till(name, text, tuple(_line(line) for line in bought.splitlines() if line))


def _line(line: str) -> Bought:
    cells = [cell.strip() for cell in line.split("|")]
    unit, amount = cells[-2], cells[-1]
    return cells[0], cells[1] or None, Decimal(unit) if unit else None, Decimal(amount)


def columns(line: str) -> str:
    """The words of a line as a page's line has them."""
    return " ".join(run.group() for run in _RUN.finditer(line))


def laid(text: str, *, tilt: float = 0.0, bend: float = 0.0, askew: float = 0.0, blur: Random | None = None) -> PageText:
    """The text as an engine finds it on paper that is turned by `tilt` degrees and sinks by `bend` lines in its middle.

    The far side is shorter by the share `askew`. With `blur` words stand a little higher, lower and steeper than they are.
    """
    lines = text.splitlines()
    height = 0.9 / (len(lines) * _STEP)
    words = [
        _placed(run.group(), run.start(), at, height, (tilt, bend, askew)) for at, line in enumerate(lines) for run in _RUN.finditer(line)
    ]
    return lines_of([_blurred(word, blur, height) for word in words] if blur else words, 1, _ASPECT)


def _blurred(word: Word, blur: Random, height: float) -> Word:
    box = word.box
    moved = Box(box.page, box.x, box.y + blur.uniform(-_BLUR, _BLUR) * height, box.w, box.h)
    return Word(word.text, word.confidence, moved, word.rise + blur.uniform(-_BLUR, _BLUR) * height)


def _placed(text: str, column: int, at: int, height: float, lie: tuple[float, float, float]) -> Word:
    left, right = (_moved(column * _LETTER, at, height, lie), _moved((column + len(text)) * _LETTER, at, height, lie))
    y, rise = min(left[1], right[1]), right[1] - left[1]
    return Word(text, 0.95, Box(1, left[0], y, right[0] - left[0], height + abs(rise)), rise)


def _moved(x: float, at: int, height: float, lie: tuple[float, float, float]) -> tuple[float, float]:
    """Where a point of a level line comes to lie."""
    tilt, bend, askew = lie
    y = at * height * _STEP
    y += bend * height * _STEP * 4 * x * (1 - x)
    y = 0.5 + (y - 0.5) * (1 - askew * x)
    angle = radians(tilt)
    down, across = (y - 0.5) * _ASPECT, x - 0.5
    return 0.5 + across * cos(angle) - down * sin(angle), 0.5 + (across * sin(angle) + down * cos(angle)) / _ASPECT
