"""Which engine reads a page: a PDF's own words where they are sane, else RapidOCR, else Tesseract.

Measured on 234 photographed receipts (`python -m bench.ocr_accuracy`): RapidOCR finds sixteen totals in a hundred more
than Tesseract for two to three times its processor time, so it reads first, and Tesseract where RapidOCR is not installed or
finds hardly anything: scripts it has no model for.
"""

import os
from functools import cached_property
from importlib.util import find_spec
from typing import Any, Final

from backend.ocr.documents import Picture
from backend.ocr.engines import Engine, RapidEngine, TesseractEngine
from backend.ocr.reading import Box, Context, PageText, Reading, Word, lines_of
from backend.ocr.rules import understand

_FEW: Final = 8


class Cascade:
    """Engines, loaded when first needed and kept."""

    @cached_property
    def _first(self) -> Engine:
        return RapidEngine() if find_spec("rapidocr") else self._second

    @cached_property
    def _second(self) -> Engine:
        return TesseractEngine(os.environ.get("TESSERACT"))

    def page(self, picture: Picture, number: int) -> tuple[PageText, str]:
        """The text of a page, and the engine that read it."""
        image = picture.image
        aspect = image.height / max(image.width, 1)
        if picture.words:
            words = [Word(text, 1.0, Box(number, x, y, w, h)) for text, x, y, w, h in picture.words]
            return lines_of(words, number, aspect), "pdf"
        words, engine = self._read(image, number)
        return lines_of(words, number, aspect), engine

    def _read(self, image: Any, number: int) -> tuple[list[Word], str]:
        words = self._first.read(image, number)
        if len(words) >= _FEW or self._first is self._second:
            return words, self._first.name
        try:
            others = self._second.read(image, number)
        except RuntimeError:
            return words, self._first.name
        return (others, self._second.name) if len(others) > 2 * len(words) else (words, self._first.name)

    @staticmethod
    def understand(pages: list[PageText], context: Context) -> Reading:
        """What the pages say."""
        return understand(pages, context)
