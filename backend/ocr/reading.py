"""What reading a receipt is made of: words with their places, and fields with their reasons. Small frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from backend.ocr.flow import Flow, Mark, flow_of

# How many times as high as its neighbour a word may be and still stand in the same line.
_STAMP: Final = 3.0
_WIDE: Final = 0.03  # what is narrower tells no slope
_HALF: Final = 0.5  # of its height that a word has in common with its line
_CROSSING: Final = 0.3  # of its width that a word may have in common with its neighbour
_COVERED: Final = 0.9  # and a run of words with any other of its line
_RUN: Final = 0.12  # of the page's width; single words may be given twice
_LEAST_HEIGHT: Final = 0.3
# How sure each field has to be for a receipt to need no second look, neither a person's nor another engine's.
ENOUGH: Final[Mapping[str, float]] = {"total": 0.97, "date": 0.8, "currency": 0.8, "merchant": 0.7}


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page: its number from 1, and left, top, width, height as parts of the page (0 to 1)."""

    page: int
    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.h / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.w

    def join(self, other: "Box") -> "Box":
        """The smallest box around both; the page is this one's."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(self.page, x, y, max(self.right, other.right) - x, max(self.y + self.h, other.y + other.h) - y)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text as the engine delivered it (a word or a run of words), how sure it was (0 to 1), and where it stands.

    `rise` is how much lower its right end stands than its left, as part of the page's height; 0 where the engine does not tell.
    """

    text: str
    confidence: float
    box: Box
    rise: float = 0.0


@dataclass(frozen=True)
class Line:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """The box around all words."""
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.join(word.box)
        return box

    @cached_property
    def confidence(self) -> float:
        """The mean of the words' confidence."""
        return sum(word.confidence for word in self.words) / len(self.words)


@dataclass(frozen=True)
class PageText:
    """The lines of one page from top to bottom; `aspect` is the page's height by its width."""

    number: int
    lines: tuple[Line, ...]
    aspect: float = 1.4

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Mailed:
    """What the head of a mail says whose text is read as a receipt: the sender's name, when and about what, as written; '' for unknown."""

    sender: str = ""
    sent: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before reading: the day of upload, the workspace's base currency, the person's locale.

    `is_one`: a person has said that the picture shows one receipt, whatever it looks like. `mailed`: it is the text of a mail.
    """

    upload_day: date
    base_currency: str = "EUR"
    locale: str = "en"
    is_one: bool = False
    mailed: Mailed | None = None


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A value read from the receipt: how sure (0 to 1), where it stands, and the reason in words.

    `value` is text as the API writes it: a name, an ISO day, a decimal amount, a currency code. `checks` names the sums and
    payments on the receipt that agree with it, `features` is what the confidence was reckoned from.
    """

    value: str
    confidence: float
    box: Box | None
    why: str
    checks: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)

    def at_most(self, confidence: float) -> "FieldReading":
        """The same, no surer than that."""
        return replace(self, confidence=min(self.confidence, confidence))

    def as_json(self) -> dict[str, Any]:
        """The form in which the receipt's row keeps it."""
        box = self.box
        place = [box.page, *(round(part, 4) for part in (box.x, box.y, box.w, box.h))] if box else None
        kept = {"value": self.value, "confidence": round(self.confidence, 3), "box": place, "why": self.why}
        return {**kept, "checks": list(self.checks)} if self.checks else kept


@dataclass(frozen=True, slots=True)
class LineItem:
    """Something bought: words, quantity where one is printed, amount and price of one in minor units, and its place."""

    description: str
    quantity: str | None
    minor: int
    box: Box
    unit_minor: int | None = None


@dataclass(frozen=True)
class Reading:
    """Everything understood: fields by name (merchant, date, total, currency, tax, tip, payment_method), lines, and the text."""

    fields: dict[str, FieldReading] = field(default_factory=dict)
    lines: tuple[LineItem, ...] = ()
    text: str = ""
    currency: str | None = None


def is_sure(fields: Mapping[str, FieldReading]) -> bool:
    """Whether every field that counts is sure enough, and something on the receipt agrees with its total."""
    sure = all(name in fields and fields[name].confidence >= least for name, least in ENOUGH.items())
    return sure and bool(fields["total"].checks)


def lines_of(words: list[Word], page: int, aspect: float = 1.4) -> PageText:
    """Words put into lines: what overlaps in height by more than half belongs together, from left to right.

    A tilt, a bend and a view askew are taken out first.
    """
    flow = _flow(words)
    rows: list[list[tuple[Word, Box]]] = []
    for each in sorted(((word, _upright(word.box, flow)) for word in words), key=lambda pair: pair[1].middle):
        row = next((row for row in reversed(rows[-4:]) if _shared([box for _, box in row], each[1]) > _HALF), None)
        rows.append([each]) if row is None else row.append(each)
    rows.sort(key=lambda row: sum(box.middle for _, box in row) / len(row))
    return PageText(page, tuple(Line(tuple(word for word, _ in sorted(row, key=lambda pair: pair[1].x))) for row in rows), aspect)


def _flow(words: list[Word]) -> Flow:
    """How lines run over the page, by all words but the shortest."""
    wide = [word for word in words if word.box.w >= _WIDE]
    return flow_of([Mark(word.box.x + word.box.w / 2, word.box.middle, word.rise / word.box.w, word.box.w) for word in wide])


def _upright(box: Box, flow: Flow) -> Box:
    """Where a box would stand on an upright page; a long one is as much lower as its slope has made it higher."""
    if flow == Flow():
        return box
    x = box.x + box.w / 2
    height = max(box.h - abs(flow.slope(x, box.middle)) * box.w, box.h * _LEAST_HEIGHT)
    return Box(box.page, box.x, flow.level(x, box.middle) - height / 2, box.w, height)


def _shared(row: list[Box], box: Box) -> float:
    """The share of its height that `box` has in common with its nearest neighbour in a row.

    0 where it stands above or below a word of the row.
    """
    near = min(row, key=lambda each: min(abs(each.x - box.right), abs(each.right - box.x)))
    height = min(near.h, box.h)
    if max(near.h, box.h) > _STAMP * height:
        return 0.0  # a stamp or a signature across several lines
    if _crossing(near, box) >= _CROSSING or any(_crossing(each, box) > _COVERED for each in row if min(each.w, box.w) > _RUN):
        return 0.0
    return (min(near.y + near.h, box.y + box.h) - max(near.y, box.y)) / height if height else 0.0


def _crossing(one: Box, other: Box) -> float:
    """How much of its width the narrower of two boxes has in common with the other."""
    width = min(one.w, other.w)
    return (min(one.right, other.right) - max(one.x, other.x)) / width if width else 0.0


def text_of(pages: list[PageText]) -> str:
    """The text of all pages, one below the other."""
    return "\n".join(page.text for page in pages)


def all_lines(pages: list[PageText]) -> Iterator[Line]:
    """The lines of all pages in reading order."""
    for page in pages:
        yield from page.lines
