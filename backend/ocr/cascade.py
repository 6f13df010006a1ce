"""Which engine reads a document, and what is stronger where the first reading leaves doubts.

A PDF's own words come first where they are sane, then RapidOCR on a small picture, on the receipt alone where the small one
leaves doubts, and Tesseract for scripts that RapidOCR has no model for. Pictures are stood upright by what was read in them.
ADR 0023 and 0027 have the figures.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from typing import Any, Final

from backend.core.text import without_controls
from backend.ocr import scripts, straighten
from backend.ocr.child import SeenPage
from backend.ocr.choices import AUTO, RAPID, TESSERACT, Choice
from backend.ocr.claims import Claims, weigh
from backend.ocr.documents import Picture, turned
from backend.ocr.engines import RapidEngine, TesseractEngine, bounded, languages_of
from backend.ocr.reading import Box, Context, PageText, Reading, Word, is_sure, lines_of, text_of
from backend.ocr.rules import understand
from backend.ocr.straighten import Frame
from backend.ocr.unbroken import unbroken

_QUICK_SIDE: Final = 1280  # pixels; below that small print is lost
_FEW: Final = 8
_HELD: Final = 2  # pictures kept for a second look; each has up to 26 MB
_DOUBTFUL: Final = 0.5


@dataclass(frozen=True)
class Opinion:
    """What was read and understood: the pages' lines, which engine read each, and the script that could not be read, if any.

    Places are those of the pictures that were read, of which `frames` says how each lies on its page; None is the page itself.
    `unread` is a script of `scripts.PACKS`, '' for one that has no name here, None where everything was read. `flaws` tell where
    rules broke; without them the reading says what it can.
    """

    pages: list[PageText]
    reading: Reading
    engines: tuple[str, ...]
    frames: tuple[Frame | None, ...]
    unread: str | None = None
    flaws: tuple[str, ...] = ()

    @property
    def engine(self) -> str:
        """The engines by name, each once."""
        return "+".join(dict.fromkeys(self.engines))

    @property
    def worth(self) -> tuple[bool, bool, bool]:
        """What makes one reading of the same document better than another: no rule broke, no doubt is left, the sums of its total close."""
        total = self.reading.fields.get("total")
        return not self.flaws, is_sure(self.reading.fields), bool(total and total.checks)


@dataclass(frozen=True)
class _Sheet:
    """A page as it was read: words in the picture that `frame` names (None: the page), `aspect` the page's height by its width.

    `image` is the page, kept where another look could find more.
    """

    words: list[Word]
    engine: str
    aspect: float
    frame: Frame | None = None
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
        """Read a document with the chosen engine, or with whatever reads it best; hardly any picture is held meanwhile.

        A picture that lies on its side or its head is turned, for whoever holds it.
        """
        sheets = []
        for number, picture in enumerate(pictures, 1):
            sheet = self._sheet(picture, number, choice)
            sheets.append(sheet if number <= _HELD else replace(sheet, image=None))
        first = _opinion([_levelled(sheet) for sheet in sheets], context)
        if is_sure(first.reading.fields) or all(sheet.image is None for sheet in sheets):
            return first
        second = _opinion([self._closer(sheet, number) for number, sheet in enumerate(sheets, 1)], context)
        better = first if first.worth > second.worth else second
        return replace(better, flaws=first.flaws + second.flaws)

    def _closer(self, sheet: _Sheet, number: int) -> _Sheet:
        """The page read again, straightened and without what is around the receipt, where the first look tells where that is."""
        if sheet.image is None or self._rapid is None:
            return _levelled(sheet)
        frame = straighten.frame_of(sheet.words, sheet.aspect)
        image = sheet.image if frame is None else straighten.cut(sheet.image, frame)
        return replace(sheet, words=self._rapid.read(image, number), frame=frame, image=None)

    def _sheet(self, picture: Picture, number: int, choice: Choice) -> _Sheet:
        if picture.words and choice.local is None:
            words = _storable(Word(text, 1.0, Box(number, *place)) for text, *place in picture.words)
            return _Sheet(words, picture.source, picture.aspect)
        if choice.local == TESSERACT or self._rapid is None:
            return _Sheet(self._tesseract.read(picture.image, number, choice.language), TESSERACT, picture.aspect)
        if choice.local == RAPID:
            return _Sheet(self._upright(self._rapid, picture, number, None), RAPID, picture.aspect)
        words = self._upright(self._rapid, picture, number, _QUICK_SIDE)
        sheet = self._other_script(number, _Sheet(words, RAPID, picture.aspect, image=picture.image))
        return sheet if max(picture.image.size) > _QUICK_SIDE else replace(sheet, image=None)

    def _upright(self, engine: RapidEngine, picture: Picture, number: int, long_side: int | None) -> list[Word]:
        """The words of a picture, which is turned first where they run upward or downward or stand on their heads."""
        small = bounded(picture.image, long_side)  # turned as often as it takes, while the large one is held once
        words = engine.read(small, number, long_side)
        quarters = straighten.quarters_to_turn(words, picture.aspect)
        if not quarters:
            return words
        again = engine.read(turned(small, quarters), number, long_side)
        if straighten.is_badly_read(again) and straighten.well_read(again) <= straighten.well_read(words):
            return words
        picture.turn(quarters)
        return again

    def _other_script(self, number: int, first: _Sheet) -> _Sheet:
        """Tesseract's reading where RapidOCR has no model for the letters and a pack for them is installed."""
        few = len(first.words) < _FEW
        own = scripts.own_script(first.words)
        strange = own is not None or scripts.hardly_read(first.words)
        if not (few or strange):
            return first
        try:
            return self._by_pack(number, first, own)
        except RuntimeError:  # there is no Tesseract, or it gave up
            return replace(first, unread=own or "") if strange else first

    def _by_pack(self, number: int, first: _Sheet, own: str | None) -> _Sheet:
        level = _levelled(first)
        if level.frame is not None:  # Tesseract reads level lines only
            level = replace(level, image=straighten.cut(first.image, level.frame))
        script = own or self._tesseract.script(level.image)
        packs = scripts.packs_for(script, languages_of(self._tesseract.packs))
        if packs:
            words = self._tesseract.read(level.image, number, "+".join([*packs, "eng"]))
            return replace(level, words=words, engine=TESSERACT, image=None)
        if script in scripts.PACKS:
            return replace(first, unread=script)
        words = self._tesseract.read(level.image, number)
        strange = scripts.hardly_read(first.words)
        # Without a pack for them Tesseract makes Latin letters of whatever it sees.
        if scripts.own_script(words) if strange else len(words) > 2 * len(first.words):
            return replace(level, words=words, engine=TESSERACT, image=None)
        return replace(first, unread="") if strange else first


def understood(pages: list[SeenPage], claims: Claims | None, context: Context) -> Opinion:
    """What words say that another engine has read, and what a model's claims add to them."""
    sheets = [_Sheet(_storable(word.on(number) for word in page.words), "", page.aspect) for number, page in enumerate(pages, 1)]
    opinion = _opinion(sheets, context)
    if claims is None:
        return opinion
    reading, flaws = unbroken(lambda: weigh(opinion.reading, opinion.pages, claims, context.base_currency), opinion.reading)
    return replace(opinion, reading=reading, flaws=opinion.flaws + flaws)


def _storable(words: Iterable[Word]) -> list[Word]:
    """Words from outside without the characters that the database cannot hold; what is nothing else is left out."""
    clean = (replace(word, text=without_controls(word.text).strip()) for word in words)
    return [word for word in clean if word.text]


def _levelled(sheet: _Sheet) -> _Sheet:
    """The words as they stand where lines are level, for a page that was taken askew."""
    frame = straighten.frame_of(sheet.words, sheet.aspect) if sheet.frame is None and sheet.engine == RAPID else None
    if frame is None or not frame.askew:
        return sheet
    return replace(sheet, words=[frame.straightened(word) for word in sheet.words], frame=frame)


def _opinion(sheets: list[_Sheet], context: Context) -> Opinion:
    pages = [lines_of(sheet.words, number, sheet.frame.aspect if sheet.frame else sheet.aspect) for number, sheet in enumerate(sheets, 1)]
    unread = next((sheet.unread for sheet in sheets if sheet.unread is not None), None)
    reading, flaws = unbroken(lambda: understand(pages, context), Reading(text=text_of(pages)))
    if any(sheet.unread is not None and scripts.hardly_read(sheet.words) for sheet in sheets):
        reading = _doubted(reading)
    return Opinion(pages, reading, tuple(sheet.engine for sheet in sheets), tuple(sheet.frame for sheet in sheets), unread, flaws)


def _doubted(reading: Reading) -> Reading:
    """A reading of letters that nobody here knows: whatever it says is for a person to look at."""
    fields = {name: field.at_most(_DOUBTFUL) for name, field in reading.fields.items()}
    return replace(reading, fields=fields)
