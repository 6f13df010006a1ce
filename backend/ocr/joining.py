"""A long receipt in several pictures: whether one goes on in the next, and its text without what both show. Pure.

Lines are compared as text; a picture's first and last lines are often cut, so a few at the edges need not fit.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Final

from backend.ocr.reading import Box, Line, PageText
from backend.ocr.rules import words
from backend.ocr.rules.amounts import amounts_in
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.particulars import find_particulars

_ALIKE: Final = 0.8
_FIT: Final = 0.75  # of the lines that both show
_LEAST: Final = 2  # lines that both show
_CUT: Final = 2  # lines at an edge that may be cut
_LONGEST: Final = 60  # lines that both may show
_ITEMS: Final = 3
_OWN: Final = frozenset({"vat_id", "phone", "receipt_number"})
_WIDEST: Final = 120  # letters of a line that are compared: a till prints fewer, and comparing takes the square of them

Part = Sequence[PageText]


def chains(parts: Sequence[Part]) -> list[list[int]]:
    """The parts that belong together, by their places, each with what it goes on from: [[0, 1], [2]]."""
    found: list[list[int]] = []
    for place, part in enumerate(parts):
        if found and goes_on([page for before in found[-1] for page in parts[before]], part):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def goes_on(first: Part, second: Part) -> bool:
    """Whether a receipt goes on from the first picture to the second, which a person has hung on one expense.

    They overlap; or one of them alone shows a total, or a day, and the second does not begin anew. Nearly every receipt shows the
    day it is of, so two pictures that show different days are two receipts.
    """
    one, other = _lines(first), _lines(second)
    shown, days, its_days = overlap(one, other), _days(one), _days(other)
    of_two_days = bool(days and its_days) and days.isdisjoint(its_days)
    if shown is not None:
        return not of_two_days or shown[1] < len(other)  # two receipts on one form are alike from head to foot
    if not one or of_two_days:
        return False
    if _has_total(other) and not _has_total(one):
        return (bool(days) and not its_days and not _names_itself(_head(other))) or _among_items(other[:_ITEMS])
    return _is_tail(other) and (bool(days) or _has_total(one))


def joined(parts: Sequence[Part]) -> list[PageText]:
    """The pages of parts that belong together, numbered through; lines that the part before shows already are left out."""
    pages: list[PageText] = []
    before: list[Line] = []
    for part in parts:
        lines = _lines(part)
        shown = overlap(before, lines)
        if shown is not None:
            pages = _without_last(pages, shown[0])
        pages += _numbered(part, len(pages), shown[1] if shown else 0)
        before = lines
    return pages


def overlap(one: Sequence[Line], other: Sequence[Line]) -> tuple[int, int] | None:
    """How many lines at the end of `one` are cut, and how many at the head of `other` are in `one` already; None where nothing is."""
    first, second = ([_plain(line) for line in lines] for lines in (one, other))
    for cut in range(min(_CUT, len(first)) + 1):
        for skipped in range(min(_CUT, len(second)) + 1):
            shown = _shown_twice(first[: len(first) - cut], second[skipped:])
            if shown and len(first) - cut - shown > skipped:  # else both begin with the same: one picture taken twice
                return cut, skipped + shown
    return None


def _shown_twice(first: list[str], second: list[str]) -> int:
    """The most lines at the end of the first that are the first of the second; 0 where none are."""
    for count in range(min(len(first) - 1, len(second), _LONGEST), _LEAST - 1, -1):
        pairs = list(zip(first[-count:], second[:count], strict=True))
        fits = [_alike(*pair) for pair in pairs]
        if fits[0] and fits[-1] and sum(fits) >= _FIT * count and sum(len(pair[0]) for pair in pairs) >= 6 * _LEAST:
            return count
    return 0


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _plain(line: Line) -> str:
    return "".join(words.plain(line.text).split())[:_WIDEST]


def _lines(part: Part) -> list[Line]:
    return [line for page in part for line in page.lines]


def _has_total(lines: Sequence[Line]) -> bool:
    texts = (words.plain(line.text) for line in lines if any(amount.is_money for amount in amounts_in(line.text)))
    return any(words.TOTAL.search(words.SUBTOTAL.sub("", text)) or words.STRONG_TOTAL.search(text) for text in texts)


def _days(lines: Sequence[Line]) -> set[date]:
    return {day for line in lines for day, _swapped in dates_in(line.text)}


def _is_tail(lines: Sequence[Line]) -> bool:
    """Whether some lines hold sums, but neither a day nor what else tells a receipt from others."""
    return len(_head(lines)) < len(lines) and not _days(lines) and not _names_itself(lines)


def _head(lines: Sequence[Line]) -> list[Line]:
    """The lines above the first sum."""
    return list(takewhile(lambda line: not any(amount.is_money for amount in amounts_in(line.text)), lines))


def _names_itself(lines: Sequence[Line]) -> bool:
    """Whether some lines hold what tells a receipt from others: whose tax number it is, a telephone, its own number."""
    return any(each.name in _OWN for each in find_particulars(list(lines), [], None, None))


def _among_items(lines: Sequence[Line]) -> bool:
    """Whether most of some lines hold an amount, as items do and heads do not."""
    priced = sum(any(amount.is_money for amount in amounts_in(line.text)) for line in lines)
    return priced * 2 >= len(lines) > 0


def _without_last(pages: list[PageText], cut: int) -> list[PageText]:
    """The pages without some lines at the end of the last one."""
    last = pages[-1]
    return [*pages[:-1], replace(last, lines=last.lines[: max(0, len(last.lines) - cut)])]


def _numbered(part: Part, so_far: int, shown: int) -> list[PageText]:
    """The pages of a part with the numbers that they have in the whole, without the first lines."""
    pages = []
    for place, page in enumerate(part, so_far + 1):
        lines, shown = page.lines[shown:], max(0, shown - len(page.lines))
        pages.append(PageText(place, tuple(_moved(line, place) for line in lines), page.aspect))
    return pages


def _moved(line: Line, page: int) -> Line:
    return Line(tuple(replace(word, box=_on(word.box, page)) for word in line.words))


def _on(box: Box, page: int) -> Box:
    return Box(page, box.x, box.y, box.w, box.h)
