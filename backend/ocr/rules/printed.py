"""The words of a page one by one, as a person points at them: each with its place, and the amount or day that it is part of."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from backend.ocr.reading import Box, Line, PageText, Word, lines_of
from backend.ocr.rules.amounts import amounts_in
from backend.ocr.rules.dates import dates_in

WORDS_MOST: Final = 2_000
_LETTERS_MOST: Final = 200
_WORDS_A_DAY: Final = 4  # `31 August 2019`, with a weekday before it


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word and its place: left, top, width, height as parts of the page. What it says as money or as a day is '' where it is none.

    `other` is the second day that it can be where day and month could be swapped.
    """

    text: str
    x: float
    y: float
    w: float
    h: float
    amount: str = ""
    day: str = ""
    other: str = ""


def printed(words: list[Word], page: int, read_day: str = "") -> list[list[PrintedWord]]:
    """The words of a page line by line. `read_day` is the day that was understood: of two days a word can be, that one comes first."""
    return [_line(line, read_day) for line in _split(lines_of(words[:WORDS_MOST], page)).lines]


def _split(page: PageText) -> PageText:
    """The same lines with one word to each place: an engine may deliver several as one run."""
    return replace(page, lines=tuple(Line(tuple(part for word in line.words for part in _parts(word))) for line in page.lines))


def _parts(word: Word) -> list[Word]:
    """The words of a run, each as wide as its share of the letters."""
    text = word.text[:_LETTERS_MOST]
    parts, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        box = replace(word.box, x=word.box.x + word.box.w * at / len(text), w=word.box.w * len(part) / len(text))
        parts.append(Word(part, word.confidence, box))
        at += len(part)
    return parts


def _line(line: Line, read_day: str) -> list[PrintedWord]:
    texts = [word.text for word in line.words]
    amounts, days = _amounts(texts), _days(texts, read_day)
    return [_shown(word.text, word.box, amounts[at], days.get(at, ())) for at, word in enumerate(line.words)]


def _shown(text: str, box: Box, amount: str, days: tuple[str, ...]) -> PrintedWord:
    day, other = (*days, "", "")[:2]
    return PrintedWord(text, round(box.x, 4), round(box.y, 4), round(box.w, 4), round(box.h, 4), amount, day, other)


def _amounts(texts: list[str]) -> list[str]:
    """The amount that each word is part of: `1 234,56` is one, over two words."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    found = amounts_in(" ".join(texts))
    return [
        next((f"{abs(each.value)}" for each in found if each.start < end - 1 and each.end > start), "") or _alone(text)
        for text, (start, end) in zip(texts, pairwise(starts), strict=True)
    ]


def _alone(text: str) -> str:
    """The amount in a word for itself, where its line says that the number is none: a quantity, a share."""
    return next((f"{abs(each.value)}" for each in amounts_in(text) if each.is_money), "")


def _days(texts: list[str], read_day: str) -> dict[int, tuple[str, ...]]:
    """The days that words are part of, by their places in the line."""
    found: dict[int, tuple[str, ...]] = {}
    for start in range(len(texts)):
        for end in range(start + 1, min(start + _WORDS_A_DAY, len(texts)) + 1):
            days = _readings(texts[start:end], read_day)
            if days and not _readings(texts[start + 1 : end], read_day):
                found |= {at: days for at in range(start, end) if at not in found}
                break
    return found


def _readings(texts: list[str], read_day: str) -> tuple[str, ...]:
    """The one or two days in some words, the likelier first."""
    text = " ".join(texts)
    days: list[date] = [day for first in (False, True) for day, _swappable in dates_in(text, month_first=first)[:1]]
    named = dict.fromkeys(day.isoformat() for day in days)
    return tuple(sorted(named, key=lambda day: day != read_day))
