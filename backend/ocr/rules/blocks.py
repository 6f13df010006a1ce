"""Two receipts on one picture: blocks of words side by side or one above the other, each with a day and a total of its own.

A single receipt has blocks, too: items and their prices, a card slip below, a summary of taxes. So a gap alone says
nothing; what stands on both sides of it has to be a whole receipt, and another one than its neighbour.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from backend.ocr.reading import Box, Context, FieldReading, PageText, Word, lines_of
from backend.ocr.rules import words
from backend.ocr.rules.amounts import amounts_in
from backend.ocr.rules.understanding import understand

_FEWEST: Final = 8
_GUTTER: Final = 0.015  # of the page's width
_LEADING: Final = 1.5  # times the height of a usual word
_TRIED: Final = 4
_MARGIN: Final = 0.01
_HEAD: Final = 2

Blocks = tuple[PageText, PageText]


def two_blocks(page: PageText, context: Context) -> Blocks | None:
    """The two receipts of a page, the larger one first; None where there is one, or none that could be told from another."""
    found = [word for line in page.lines for word in line.words]
    for one, other in islice(_divided(found), _TRIED):
        blocks = [lines_of(part, page.number, page.aspect) for part in sorted((one, other), key=len, reverse=True)]
        if _differ(*(_receipt(block, context) for block in blocks)):
            return blocks[0], blocks[1]
    return None


def box_of(block: PageText) -> Box:
    """The part of the page on which a block stands, with a small margin."""
    box = block.lines[0].box
    for line in block.lines:
        box = box.join(line.box)
    left, top = max(0.0, box.x - _MARGIN), max(0.0, box.y - _MARGIN)
    return Box(box.page, left, top, min(1.0, box.right + _MARGIN) - left, min(1.0, box.y + box.h + _MARGIN) - top)


def _divided(found: list[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """The words on both sides of each gap that goes through the whole page, the widest gaps first; upright ones before level ones."""
    if len(found) < 2 * _FEWEST:
        return
    usual = sorted(word.box.h for word in found)[len(found) // 2]
    yield from _gaps([(word.box.x, word.box.right, word) for word in found], _GUTTER)
    yield from _gaps([(word.box.y, word.box.y + word.box.h, word) for word in found], _LEADING * usual)


def _gaps(spans: list[tuple[float, float, Word]], least: float) -> list[tuple[list[Word], list[Word]]]:
    spans.sort(key=lambda span: span[0])
    gaps, reach = [], spans[0][1]
    for place, (start, end, _) in enumerate(spans):
        if start - reach >= least and _FEWEST <= place <= len(spans) - _FEWEST:
            gaps.append((start - reach, place))
        reach = max(reach, end)
    every = [word for *_, word in spans]
    return [(every[:place], every[place:]) for _, place in sorted(gaps, key=lambda gap: gap[0], reverse=True)]


def _receipt(block: PageText, context: Context) -> tuple[str, str, str] | None:
    """Total, day and shop of a block that is a whole receipt: it names its total and its day, and begins with a head, not with sums."""
    if any(amount.is_money for line in block.lines[:_HEAD] for amount in amounts_in(line.text)):
        return None
    if not any(words.TOTAL.search(words.plain(line.text)) or words.STRONG_TOTAL.search(words.plain(line.text)) for line in block.lines):
        return None
    fields = understand([block], context).fields
    total, day, shop = (fields.get(name) for name in ("total", "date", "merchant"))
    return (total.value, day.value, _said(shop)) if total and day and shop else None


def _said(field: FieldReading) -> str:
    return "".join(field.value.casefold().split())


def _differ(one: tuple[str, str, str] | None, other: tuple[str, str, str] | None) -> bool:
    """Whether both are receipts and not the same one twice, as shop's copy and card slip are."""
    return one is not None and other is not None and one[0] != other[0]
