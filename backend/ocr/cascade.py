"""Which engine reads a document, and what is stronger where the first reading leaves doubts.

A PDF's own words come first where they are sane, then RapidOCR on a small picture, on a large one where the small one
leaves doubts, and Tesseract for scripts that RapidOCR has no model for. ADR 0023 has the figures.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from typing import Any, Final

from backend.core.text import without_controls
from backend.ocr import scripts
from backend.ocr.child import SeenPage
from backend.ocr.choices import AUTO, RAPID, TESSERACT, Choice
from backend.ocr.claims import Claims, weigh
from backend.ocr.documents import Picture
from backend.ocr.engines import RapidEngine, TesseractEngine, languages_of
from backend.ocr.reading import Box, Context, PageText, Reading, Word, is_sure, lines_of
from backend.ocr.rules import understand

_QUICK_SIDE: Final = 1280  # pixels; below that small print is lost
_FEW: Final = 8
_HELD: Final = 2  # pictures kept for a second look; each has up to 26 MB
_DOUBTFUL: Final = 0.5


@dataclass(frozen=True)
class Opinion:
    """What was read and understood: the pages' lines, which engine read each, and the script that could not be read, if any.

    `unread` is a script of `scripts.PACKS`, '' for one that has no name here, None where everything was read.
    """

    pages: list[PageText]
    reading: Reading
    engines: tuple[str, ...]
    unread: str | None = None

    @property
    def engine(self) -> str:
        """The engines by name, each once."""
        return "+".join(dict.fromkeys(self.engines))

    @property
    def worth(self) -> tuple[bool, bool]:
        """What makes one reading of the same document better than another: it leaves no doubt, or the sums of its total close."""
        total = self.reading.fields.get("total")
        return is_sure(self.reading.fields), bool(total and total.checks)


@dataclass(frozen=True)
class _Sheet:
    """A page as it was read; `image` is the picture, kept where another look could find more."""

    words: list[Word]
    engine: str
    aspect: float
    image: Any = None
    unread: str | None = None


class Cascade:
    """Engines, loaded when first needed and kept."""

    @cached_property
    def _rapid(self) -> RapidEngine | None:
        return RapidEngine() if find_spec("rapidocr") else None

    @cached_property
    def _tesseract(self) -> TesseractEngine:
        return TesseractEngine(os.environ.get("TESSERACT"))

    def read(self, pictures: Iterable[Picture], context: Context, choice: Choice = AUTO) -> Opinion:
        """Read a document with the chosen engine, or with whatever reads it best; hardly any picture is held meanwhile."""
        sheets = []
        for number, picture in enumerate(pictures, 1):
            sheet = self._sheet(picture, number, choice)
            sheets.append(sheet if number <= _HELD else replace(sheet, image=None))
        first = _opinion(sheets, context)
        if is_sure(first.reading.fields) or all(sheet.image is None for sheet in sheets):
            return first
        second = _opinion([self._larger(sheet, number) for number, sheet in enumerate(sheets, 1)], context)
        return first if first.worth > second.worth else second

    def _larger(self, sheet: _Sheet, number: int) -> _Sheet:
        """The page read at full size, where it was read at less."""
        if sheet.image is None or self._rapid is None:
            return sheet
        return replace(sheet, words=self._rapid.read(sheet.image, number), image=None)

    def _sheet(self, picture: Picture, number: int, choice: Choice) -> _Sheet:
        image, aspect = picture.image, picture.image.height / max(picture.image.width, 1)
        if picture.words and choice.local is None:
            return _Sheet(_storable(Word(text, 1.0, Box(number, *place)) for text, *place in picture.words), picture.source, aspect)
        if choice.local == TESSERACT or self._rapid is None:
            return _Sheet(self._tesseract.read(image, number, choice.language), TESSERACT, aspect)
        if choice.local == RAPID:
            return _Sheet(self._rapid.read(image, number), RAPID, aspect)
        words = self._rapid.read(image, number, _QUICK_SIDE)
        left = image if max(image.size) > _QUICK_SIDE else None
        return self._other_script(image, number, _Sheet(words, RAPID, aspect, left))

    def _other_script(self, image: Any, number: int, first: _Sheet) -> _Sheet:
        """Tesseract's reading where RapidOCR has no model for the letters and a pack for them is installed."""
        few = len(first.words) < _FEW
        own = scripts.own_script(first.words)
        strange = own is not None or scripts.hardly_read(first.words)
        if not (few or strange):
            return first
        try:
            return self._by_pack(image, number, first, own or self._tesseract.script(image))
        except RuntimeError:  # there is no Tesseract, or it gave up
            return replace(first, unread=own or "") if strange else first

    def _by_pack(self, image: Any, number: int, first: _Sheet, script: str | None) -> _Sheet:
        packs = scripts.packs_for(script, languages_of(self._tesseract.packs))
        if packs:
            words = self._tesseract.read(image, number, "+".join([*packs, "eng"]))
            return _Sheet(words, TESSERACT, first.aspect)
        if script in scripts.PACKS:
            return replace(first, unread=script)
        words = self._tesseract.read(image, number)
        strange = scripts.hardly_read(first.words)
        # Without a pack for them Tesseract makes Latin letters of whatever it sees.
        if scripts.own_script(words) if strange else len(words) > 2 * len(first.words):
            return _Sheet(words, TESSERACT, first.aspect)
        return replace(first, unread="") if strange else first


def understood(pages: list[SeenPage], claims: Claims | None, context: Context) -> Opinion:
    """What words say that another engine has read, and what a model's claims add to them."""
    sheets = [
        _Sheet(_storable(Word(text, sure, Box(number, *place)) for text, sure, *place in page.words), "", page.aspect)
        for number, page in enumerate(pages, 1)
    ]
    opinion = _opinion(sheets, context)
    if claims is None:
        return opinion
    return replace(opinion, reading=weigh(opinion.reading, opinion.pages, claims, context.base_currency))


def _storable(words: Iterable[Word]) -> list[Word]:
    """Words from outside without the characters that the database cannot hold; what is nothing else is left out."""
    clean = (replace(word, text=without_controls(word.text).strip()) for word in words)
    return [word for word in clean if word.text]


def _opinion(sheets: list[_Sheet], context: Context) -> Opinion:
    pages = [lines_of(sheet.words, number, sheet.aspect) for number, sheet in enumerate(sheets, 1)]
    unread = next((sheet.unread for sheet in sheets if sheet.unread is not None), None)
    reading = understand(pages, context)
    if any(sheet.unread is not None and scripts.hardly_read(sheet.words) for sheet in sheets):
        reading = _doubted(reading)
    return Opinion(pages, reading, tuple(sheet.engine for sheet in sheets), unread)


def _doubted(reading: Reading) -> Reading:
    """A reading of letters that nobody here knows: whatever it says is for a person to look at."""
    fields = {name: replace(field, confidence=min(field.confidence, _DOUBTFUL)) for name, field in reading.fields.items()}
    return replace(reading, fields=fields)
