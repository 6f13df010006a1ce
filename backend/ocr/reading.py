"""What reading a receipt is made of: words with their places, and fields with their reasons. Small frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

# How many times as high as its neighbour a word may be and still stand in the same line.
_STAMP: Final = 3.0


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
    """A piece of text as the engine delivered it (a word or a run of words), how sure it was (0 to 1), and where it stands."""

    text: str
    confidence: float
    box: Box


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
class Context:
    """What is known before reading: the day of upload, the workspace's base currency, the person's locale."""

    upload_day: date
    base_currency: str = "EUR"
    locale: str = "en"


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

    def as_json(self) -> dict[str, Any]:
        """The form in which the receipt's row keeps it."""
        box = self.box
        place = [box.page, *(round(part, 4) for part in (box.x, box.y, box.w, box.h))] if box else None
        kept = {"value": self.value, "confidence": round(self.confidence, 3), "box": place, "why": self.why}
        return {**kept, "checks": list(self.checks)} if self.checks else kept


@dataclass(frozen=True, slots=True)
class LineItem:
    """Something bought: words, quantity where one is printed, amount in minor units, and its place."""

    description: str
    quantity: str | None
    minor: int
    box: Box


@dataclass(frozen=True)
class Reading:
    """Everything understood: fields by name (merchant, date, total, currency, tax, tip, payment_method), lines, and the text."""

    fields: dict[str, FieldReading] = field(default_factory=dict)
    lines: tuple[LineItem, ...] = ()
    text: str = ""
    currency: str | None = None


def lines_of(words: list[Word], page: int, aspect: float = 1.4) -> PageText:
    """Words put into lines: what overlaps in height by more than half belongs together, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda each: each.box.middle):
        row = next((row for row in reversed(rows[-4:]) if _beside(row, word)), None)
        rows.append([word]) if row is None else row.append(word)
    lines = [Line(tuple(sorted(row, key=lambda each: each.box.x))) for row in rows]
    return PageText(page, tuple(sorted(lines, key=lambda line: line.box.middle)), aspect)


def _beside(row: list[Word], word: Word) -> bool:
    """Whether `word` stands in the height of the row and beside its words, compared with its nearest neighbour."""
    near = min(row, key=lambda each: min(abs(each.box.x - word.box.right), abs(each.box.right - word.box.x)))
    height = min(near.box.h, word.box.h)
    overlap = min(near.box.y + near.box.h, word.box.y + word.box.h) - max(near.box.y, word.box.y)
    crossing = min(near.box.right, word.box.right) - max(near.box.x, word.box.x)
    if max(near.box.h, word.box.h) > _STAMP * height:
        return False  # a stamp or a signature across several lines
    return overlap > 0.5 * height and crossing < 0.3 * min(near.box.w, word.box.w)


def all_lines(pages: list[PageText]) -> Iterator[Line]:
    """The lines of all pages in reading order."""
    for page in pages:
        yield from page.lines
