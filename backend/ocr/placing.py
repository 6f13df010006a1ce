"""Where what was read stands on the pages that people see: what was understood in straightened pictures, put back. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from backend.ocr.reading import Box, Line, PageText, Reading, Word
from backend.ocr.straighten import Frame

Frames = Sequence[Frame | None]  # one a page, None where the page itself was read


def page_on_page(page: PageText, frames: Frames) -> PageText:
    """The lines of a page with their places on it; which words are a line stays as it was."""
    frame = frames[page.number - 1]
    if frame is None:
        return page
    lines = (Line(tuple(replace(moved, box=_within(moved.box)) for moved in map(frame.on_page, line.words))) for line in page.lines)
    return replace(page, lines=tuple(lines))


def reading_on_page(reading: Reading, frames: Frames) -> Reading:
    """What was understood, with its places on the pages."""
    fields = {name: replace(field, box=box_on_page(field.box, frames) if field.box else None) for name, field in reading.fields.items()}
    lines = tuple(replace(line, box=box_on_page(line.box, frames)) for line in reading.lines)
    return replace(reading, fields=fields, lines=lines)


def box_on_page(box: Box, frames: Frames) -> Box:
    """The box on the page around a box of the picture that was read."""
    frame = frames[box.page - 1]
    return box if frame is None else _within(frame.on_page(Word("", 1.0, box)).box)


def _within(box: Box) -> Box:
    """What of a box lies on the page."""
    left, top = (min(max(edge, 0.0), 1.0) for edge in (box.x, box.y))
    return Box(box.page, left, top, max(0.0, min(box.right, 1.0) - left), max(0.0, min(box.y + box.h, 1.0) - top))
