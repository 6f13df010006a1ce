"""Type for the pages that mails are drawn on: Noto Sans for whatever scripts a text is in, taken from packages. In the child alone."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_LATIN: Final = "NotoSans[wght].ttf"
_EAST: Final = "cjk"
_OTHER: Final = {
    "ARABIC": "NotoSansArabic[wght].ttf",
    "HEBREW": "NotoSansHebrew[wght].ttf",
    "THAI": "NotoSansThai[wght].ttf",
    "DEVANAGARI": "NotoSansDevanagari[wght].ttf",
    "BENGALI": "NotoSansBengali[wght].ttf",
    "TAMIL": "NotoSansTamil[wght].ttf",
    "TELUGU": "NotoSansTelugu[wght].ttf",
    "ARMENIAN": "NotoSansArmenian[wght].ttf",
    "GEORGIAN": "NotoSansGeorgian[wght].ttf",
    "KHMER": "NotoSansKhmer[wght].ttf",
    "LAO": "NotoSansLao[wght].ttf",
    "SINHALA": "NotoSansSinhala[wght].ttf",
}
_EASTERN: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC", "BOPOMOFO")
_PICTURES: Final = frozenset({"So", "Sk", "Cs", "Co", "Cn"})
_HEAVY: Final = 650


def drawable(text: str) -> str:
    """A text without little pictures and what else no face here has a shape for."""
    return "".join(c for c in text if unicodedata.category(c) not in _PICTURES or c in "°©®№™")


def reads_left(text: str) -> bool:
    """Whether a text is written from right to left, by its first letter."""
    sides = (unicodedata.bidirectional(c) for c in text)
    return next((side in ("R", "AL") for side in sides if side in ("L", "R", "AL")), False)


def has_rtl(text: str) -> bool:
    """Whether anything in a text is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text in order as (face, piece); blanks and marks stay with what stands before them."""
    faces, last = [], _LATIN
    for character in text:
        last = _face_of(character) or last
        faces.append(last)
    for face, run in groupby(zip(faces, text, strict=True), key=lambda pair: pair[0]):
        yield face, "".join(character for _, character in run)


@cache
def _face_of(character: str) -> str | None:
    """The face that has a character; None for one that any face has."""
    if character.isascii():
        return _LATIN if character.isalnum() else None
    name = unicodedata.name(character, "").split(" ", 1)[0].partition("-")[0]
    if name in _EASTERN or unicodedata.east_asian_width(character) in "WF":
        return _EAST
    return _OTHER.get(name) or (_LATIN if character.isalpha() or unicodedata.category(character) in ("Sc", "Po", "Pd", "Sm") else None)


@cache
def face(name: str, size: int, *, strong: bool) -> "FreeTypeFont":
    """A face of `pieces` in a size in pixels."""
    from PIL import ImageFont  # noqa: PLC0415 - the child's alone

    if name == _EAST:
        return ImageFont.truetype(str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc"), size)
    font = ImageFont.truetype(str(files("manimgx_fonts") / name), size)
    if strong:
        font.set_variation_by_axes([_HEAVY])
    return font


@cache
def ascent(size: int) -> int:
    """How far above the line letters of a size reach."""
    return face(_LATIN, size, strong=False).getmetrics()[0]


def width_of(text: str, size: int, *, strong: bool) -> float:
    """How wide a text is, in pixels."""
    return sum(_width(name, piece, size, strong=strong) for name, piece in pieces(text))


def _width(name: str, piece: str, size: int, *, strong: bool) -> float:
    return face(name, size, strong=strong).getlength(piece)
