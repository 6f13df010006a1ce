"""A tree of HTML laid out as rows: what stands side by side in a table stands side by side here, with its place across the page.

First boxes are made from the inside out, each with the width that its words would like; then places are given from the outside in.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from backend.mails.looks import Look, floats, is_block, is_flex, is_table, look_of, stands_off
from backend.mails.markup import Element
from backend.mails.sheets import WIDTH, Cell, Row

ROWS_MAX: Final = 500
TEXT_LENGTH: Final = 600
COLUMNS_MAX: Final = 12
_WIDE: Final = 46.0  # characters; a column that would like more than this wraps its words
_PAGE: Final = 64.0  # characters: what stands side by side across a whole page
_SHORT: Final = 16.0
_LEAST: Final = 0.25
_GAP: Final = 12
_LEFT_OUT: Final = "[…]"
_ROWS: Final = frozenset({"thead", "tbody", "tfoot"})


@dataclass
class _Text:
    """Words of one line."""

    text: str
    look: Look
    apart: bool = False

    @property
    def wide(self) -> float:
        return sum(2.0 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in self.text[:100])


@dataclass
class _Grid:
    """A table: rows of (column, number of columns, box)."""

    rows: list[list[tuple[int, int, "_Box"]]]
    rtl: bool

    @property
    def columns(self) -> int:
        return max((at + span for row in self.rows for at, span, _ in row), default=0)

    def widths(self) -> list[float]:
        """What each column would like, in characters; 0 for one that holds nothing."""
        found = [0.0] * self.columns
        for row in self.rows:
            for at, span, box in row:
                if span == 1:
                    found[at] = max(found[at], min(box.wide, _WIDE))
        for row in self.rows:
            for at, span, box in row:
                if box.wide and not any(found[at : at + span]):
                    found[at] = min(box.wide, _WIDE)
        return found


@dataclass
class _Box:
    """Lines and tables, one below the other, and the width that they would like."""

    items: list[_Text | _Grid] = field(default_factory=list)
    wide: float = 0.0


def laid_out(root: Element) -> list[Row]:
    """The rows of a tree, `ROWS_MAX` at most; where more is there the last one says so."""
    rows: list[Row] = []
    for row in _placed(_Flow(Look()).box(root), 0, WIDTH):
        if len(rows) == ROWS_MAX:
            rows.append(Row([Cell(_LEFT_OUT)]))
            break
        rows.append(row)
    return rows


class _Flow:
    """The words of an element as lines, in the order in which they are met."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._made = _Box()
        self._line: list[tuple[str, Look]] = []
        self._apart = False

    def box(self, element: Element) -> _Box:
        self._walk(element, self._look)
        self._break()
        return self._made

    def _walk(self, element: Element, look: Look) -> None:
        for child in _gathered(element.children):
            if isinstance(child, str):
                self._line.append((child, look))
            elif child.tag == "br":
                self._break()
            else:
                self._enter(child, look_of(child, look))

    def _enter(self, child: Element, look: Look) -> None:
        if is_table(child):
            self._break()
            self._keep(_grid(child, look))
        elif is_block(child):
            self._break()
            self._apart |= child.tag in ("hr", "p", "h1", "h2", "h3")
            self._walk(child, look)
            self._break()
            self._apart |= child.tag in ("hr", "p", "h1", "h2", "h3")
        elif stands_off(child):
            self._line.append((" ", look))
            self._walk(child, look)
            self._line.append((" ", look))
        else:
            self._walk(child, look)

    def _break(self) -> None:
        text = " ".join("".join(piece for piece, _ in self._line).split())
        text = "".join(c for c in text if c.isprintable())[:TEXT_LENGTH].strip()
        if any(_tells(c) for c in text):
            looks = [look for piece, look in self._line if piece.strip()]
            look = replace(looks[0], strong=all(each.strong for each in looks), large=any(each.large for each in looks))
            line = _Text(text, look, self._apart)
            self._made.items.append(line)
            self._made.wide = max(self._made.wide, line.wide)
            self._apart = False
        self._line = []

    def _keep(self, grid: _Grid) -> None:
        wide = sum(grid.widths())
        if wide:
            self._made.items.append(grid)
            self._made.wide = max(self._made.wide, wide)


def _gathered(children: list[Element | str]) -> Iterator[Element | str]:
    """Children in order; columns that float beside each other, as they do in mails made for telephones, become a table of one row."""
    beside: list[Element | str] = []
    for child in children:
        if isinstance(child, Element) and floats(child):
            beside.append(child)
        elif isinstance(child, Element) or child.strip() or not beside:
            yield from _beside(beside)
            beside = []
            yield child
    yield from _beside(beside)


def _beside(columns: list[Element | str]) -> list[Element | str]:
    if len(columns) < 2 or not any(isinstance(each, Element) and _holds_blocks(each) for each in columns):
        return columns
    cells: list[Element | str] = [Element("td", children=[each]) for each in columns]
    return [Element("table", children=[Element("tr", children=cells)])]


def _holds_blocks(element: Element) -> bool:
    return element.tag == "table" or any(isinstance(each, Element) and (each.tag == "table" or is_block(each)) for each in element.children)


def _tells(character: str) -> bool:
    """Whether a character alone says something: a currency may stand in a cell of its own, a dot or a bar is an ornament."""
    return character.isalnum() or unicodedata.category(character) == "Sc"


def _grid(table: Element, look: Look) -> _Grid:
    if is_flex(table):
        cells = [(child, look) for child in table.children if isinstance(child, Element)]
        return _Grid([_row(cells)], look.rtl)
    return _Grid([_row(list(_cells(row, row_look))) for row, row_look in _rows(table, look)], look.rtl)


def _rows(table: Element, look: Look) -> Iterator[tuple[Element, Look]]:
    for child in table.children:
        if not isinstance(child, Element):
            continue
        inner = look_of(child, look)
        if child.tag == "tr" or "display:table-row;" in child.style + ";":
            yield child, inner
        elif child.tag in _ROWS:
            yield from _rows(child, inner)
        elif child.tag not in ("colgroup", "col"):
            yield Element("tr", children=[child]), look


def _cells(row: Element, look: Look) -> Iterator[tuple[Element, Look]]:
    return ((child, look) for child in row.children if isinstance(child, Element))


def _row(cells: list[tuple[Element, Look]]) -> list[tuple[int, int, _Box]]:
    """Boxes with their columns; cells beyond `COLUMNS_MAX` are put below each other in the last one."""
    found: list[tuple[int, int, _Box]] = []
    column = 0
    for cell, look in cells:
        span = _span(cell)
        box = _Flow(look_of(cell, look)).box(Element(cell.tag, children=[cell]) if is_table(cell) else cell)
        if column < COLUMNS_MAX:
            found.append((column, min(span, COLUMNS_MAX - column), box))
        elif found:
            last = found[-1][2]
            last.items += box.items
            last.wide = max(last.wide, box.wide)
        column += span
    return found


def _span(cell: Element) -> int:
    told = cell.attributes.get("colspan", "1").strip()
    return min(max(int(told), 1), COLUMNS_MAX) if told.isascii() and told.isdigit() and len(told) <= 3 else 1


def _placed(box: _Box, left: int, right: int) -> Iterator[Row]:
    """The rows of a box between two edges."""
    for item in box.items:
        if isinstance(item, _Text):
            cell = Cell(item.text, left, right, item.look.end or reads_left(item.text), item.look.strong)
            yield Row([cell], item.look.large, item.apart)
        else:
            yield from _across(item, left, right)


def _across(grid: _Grid, left: int, right: int) -> Iterator[Row]:
    """The rows of a table: what its cells hold stands side by side, beginning at the same height."""
    edges = _edges(_fitted(grid.widths(), _PAGE * (right - left) / WIDTH), left, right, rtl=grid.rtl)
    for row in grid.rows:
        sides = []
        for at, span, box in row:
            mine = edges[at : at + span]
            if box.wide and mine:
                sides.append(list(_placed(box, min(each[0] for each in mine), max(each[1] for each in mine))))
        for together in zip_longest(*sides):
            side_by_side = [each for each in together if each is not None]
            cells = sorted((cell for each in side_by_side for cell in each.cells), key=lambda cell: cell.left)
            yield Row(cells, any(each.large for each in side_by_side), any(each.apart for each in side_by_side))


def _fitted(widths: list[float], room: float) -> list[float]:
    """Widths that are together no more than `room`, as far as that goes: names give way, amounts and numbers stay whole."""
    long = sum(wide for wide in widths if wide > _SHORT)
    over = sum(widths) - room
    if over <= 0 or not long:
        return widths
    share = max((long - over) / long, _LEAST)
    return [wide * share if wide > _SHORT else wide for wide in widths]


def _edges(widths: list[float], left: int, right: int, *, rtl: bool) -> list[tuple[int, int]]:
    """Left and right of each column; a column that holds nothing has no width."""
    held = [wide for wide in widths if wide]
    gap = _GAP if right - left > 3 * _GAP * len(held) else 0
    room, whole = right - left - gap * (len(held) - 1), sum(widths) or 1.0
    edges, at = [], float(left)
    for wide in widths:
        end = at + room * wide / whole
        edges.append((round(at), round(end)))
        at = end + (gap if wide else 0)
    return [(left + right - end, left + right - start) for start, end in edges] if rtl else edges


def reads_left(text: str) -> bool:
    """Whether the first letter of a text is of a script that is written from right to left."""
    return next((unicodedata.bidirectional(c) in ("R", "AL") for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL")), False)
