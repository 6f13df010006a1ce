"""A mail's text drawn as pages that a person looks at, with the place of every word on them. In the child alone.

What is read are the words as they came; the picture is made from them, so it shows what was read and nothing else. The head of the
mail stands on the first page for the person and is not among the words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from backend.mails import WIDTH, Cell, Row, Sheet
from backend.ocr import faces

PAGE_WIDTH: Final = 900
PAGE_HEIGHT: Final = 1400
PAGES_MAX: Final = 12
_MARGIN: Final = 48
_SIZE, _LARGE, _SMALL = 22, 34, 18
_LEADING: Final = 1.45
_APART: Final = 16
_NARROWEST: Final = 60  # pixels: a cell is never set narrower than this
_INK, _PALE, _RULE = (24, 24, 27), (110, 110, 118), (212, 212, 216)

Place = tuple[str, float, float, float, float]


@dataclass(frozen=True)
class Page:
    """A drawn page: an RGB image, and its words as (text, left, top, width, height), parts of the page."""

    image: Any
    words: list[Place]


@dataclass(frozen=True)
class _Set:
    """A line of a cell as it is set: its words, the left edge and the top in pixels, and how it looks."""

    text: str
    x: float
    y: float
    size: int
    strong: bool
    pale: bool = False


class _Paper:
    """Lines put on pages, from top to bottom."""

    def __init__(self) -> None:
        self.pages: list[list[_Set]] = [[]]
        self.y = float(_MARGIN)
        self.rule = 0.0

    def make_room(self, height: float) -> bool:
        """Turn the page where `height` does not fit on it; False when there is no more paper."""
        if self.y + height <= PAGE_HEIGHT - _MARGIN or self.y == _MARGIN:
            return True
        if len(self.pages) == PAGES_MAX:
            return False
        self.pages.append([])
        self.y = float(_MARGIN)
        return True

    def put(self, lines: list[_Set], height: float) -> None:
        """Put lines here; they stand from a height of 0."""
        self.pages[-1] += [replace(line, y=line.y + self.y) for line in lines]
        self.y += height


def pages_of(sheet: Sheet) -> Iterator[Page]:
    """The pages of a sheet, `PAGES_MAX` at most; the last one ends where its words do."""
    paper = _Paper()
    _head(paper, sheet)
    for row in sheet.rows:
        if not _put(paper, row):
            break
    for number, lines in enumerate(paper.pages):
        last = number == len(paper.pages) - 1
        height = max(round(paper.y) + _MARGIN, PAGE_WIDTH // 2) if last else PAGE_HEIGHT
        yield _drawn(lines, height, paper.rule if number == 0 else 0.0)


def _head(paper: _Paper, sheet: Sheet) -> None:
    """Who sent it and when, and about what, pale above a rule; from right to left where the subject is."""
    first, last = (sheet.sent, sheet.sender) if faces.reads_left(sheet.subject) else (sheet.sender, sheet.sent)
    half = WIDTH // 2
    about = Cell(sheet.subject, end=faces.reads_left(sheet.subject), strong=True)
    for cells in ([Cell(first, right=half), Cell(last, half, end=True)], [about]):
        paper.put(*_set(cells, _SMALL, lines_max=2, pale=True))
    if paper.y > _MARGIN:
        paper.rule = paper.y + _APART / 2
        paper.y += 2 * _APART


def _put(paper: _Paper, row: Row) -> bool:
    """Put a row on the paper; False when there is no room left for it."""
    size = _LARGE if row.large else _SIZE
    lines, height = _set(row.cells, size)
    paper.y += _APART if row.apart and paper.y > _MARGIN else 0
    if not paper.make_room(height):
        return False
    paper.put(lines, height)
    return True


def _set(cells: list[Cell], size: int, *, lines_max: int | None = None, pale: bool = False) -> tuple[list[_Set], float]:
    """The lines of cells side by side, from a height of 0, as many as a page has, and how high they are together."""
    lines, lines_max = [], lines_max or int((PAGE_HEIGHT - 2 * _MARGIN) / (size * _LEADING))
    for cell in cells:
        texts = _wrapped(faces.drawable(cell.text), _room(cell), size, strong=cell.strong)[:lines_max]
        lines += [
            _Set(text, _left(cell, text, size), number * size * _LEADING, size, cell.strong, pale) for number, text in enumerate(texts)
        ]
    return lines, max((line.y + size * _LEADING for line in lines), default=0.0)


def _at(place: int) -> float:
    return _MARGIN + (PAGE_WIDTH - 2 * _MARGIN) * min(max(place, 0), WIDTH) / WIDTH


def _room(cell: Cell) -> float:
    return max(_at(cell.right) - _at(cell.left), _NARROWEST)


def _left(cell: Cell, line: str, size: int) -> float:
    if not cell.end:
        return min(_at(cell.left), PAGE_WIDTH - _MARGIN - _NARROWEST)
    return max(_at(cell.right) - faces.width_of(line, size, strong=cell.strong), _MARGIN / 2)


def _wrapped(text: str, room: float, size: int, *, strong: bool) -> list[str]:
    """A text in lines that fit; words that do not fit alone are cut where the room ends."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        together = f"{line} {word}" if line else word
        if faces.width_of(together, size, strong=strong) <= room:
            line = together
            continue
        lines += [line] if line else []
        *cut, line = _cut(word, room, size, strong=strong)
        lines += cut
    return [*lines, line] if line else lines


def _cut(word: str, room: float, size: int, *, strong: bool) -> list[str]:
    """A word in parts that fit, about."""
    wide = faces.width_of(word, size, strong=strong)
    if wide <= room:
        return [word]
    fits = max(1, int(len(word) * room / wide))
    return [word[at : at + fits] for at in range(0, len(word), fits)]


def _drawn(lines: list[_Set], height: int, rule: float) -> Page:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - the child's alone

    image = Image.new("RGB", (PAGE_WIDTH, height), "white")
    draw = ImageDraw.Draw(image)
    if rule:
        draw.line((_MARGIN, rule, PAGE_WIDTH - _MARGIN, rule), fill=_RULE)
    words: list[Place] = []
    for line in lines:
        _write(draw, line)
        if not line.pale:
            words += _places(line, height)
    return Page(image, words)


def _write(draw: Any, line: _Set) -> None:
    """Draw a line piece by piece; a text that is written from right to left begins with its last piece."""
    x, baseline = line.x, line.y + faces.ascent(line.size)
    found = list(faces.pieces(line.text))
    for name, piece in reversed(found) if faces.reads_left(line.text) else found:
        face = faces.face(name, line.size, strong=line.strong)
        draw.text((x, baseline), piece, font=face, fill=_PALE if line.pale else _INK, anchor="ls")
        x += face.getlength(piece)


def _places(line: _Set, height: int) -> Iterator[Place]:
    """The words of a line with their places; one that is written from right to left is one piece, which keeps it in order."""
    if faces.has_rtl(line.text):
        yield _place(line.text, line.x, line, height)
        return
    at = 0
    for word in line.text.split():
        at = line.text.index(word, at)
        before = faces.width_of(line.text[:at], line.size, strong=line.strong)
        yield _place(word, line.x + before, line, height)
        at += len(word)


def _place(text: str, x: float, line: _Set, height: int) -> Place:
    wide = faces.width_of(text, line.size, strong=line.strong)
    return text, x / PAGE_WIDTH, line.y / height, wide / PAGE_WIDTH, line.size * 1.25 / height
