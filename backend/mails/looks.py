"""How elements of HTML are set, as far as it tells something: beside each other, bold, large, at which edge. Inline styles alone."""

import re
from dataclasses import dataclass
from typing import Final

from backend.mails.markup import Element

_BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr"
    " html li main nav ol p pre section summary ul".split()
)
_WORDS: Final = frozenset({"a", "span", "b", "i", "strong", "em", "img", "font"})
_STRONG: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4"})
_LARGE: Final = frozenset({"h1", "h2"})
_BOLD: Final = re.compile(r"font-weight:(?:bold|[6-9]00)")
_LIGHT: Final = re.compile(r"font-weight:(?:normal|lighter|[1-5]00)")
_DIRECTION: Final = re.compile(r"(?:^|;)direction:(ltr|rtl)")
_ALIGN: Final = re.compile(r"text-align:(left|right|center|start|end)")
_SIZE: Final = re.compile(r"font-size:(\d{1,3})(?:\.\d+)?(px|pt)|font:[^;]{0,20}?\b(\d{1,3})(px|pt)")
_PIXELS_A_POINT: Final = 4 / 3
_HEADING: Final = 24


@dataclass(frozen=True)
class Look:
    """How words are set, as far as it tells something; elements hand it on to what is in them."""

    strong: bool = False
    large: bool = False
    end: bool = False
    rtl: bool = False


def is_table(element: Element) -> bool:
    """Whether what is in an element stands side by side."""
    return element.tag == "table" or "display:table;" in element.style + ";" or is_flex(element)


def is_flex(element: Element) -> bool:
    """Whether the children of an element are columns."""
    style = element.style
    return "display:flex" in style and "flex-direction:column" not in style


def is_block(element: Element) -> bool:
    """Whether an element begins a line of its own."""
    return element.tag in _BLOCKS and "display:inline" not in element.style


def stands_off(element: Element) -> bool:
    """Whether words of an element do not touch those beside it."""
    return "float:" in element.style or "display:inline-block" in element.style


def floats(element: Element) -> bool:
    """Whether an element lets others stand beside it."""
    style = element.style
    if "float:left" in style or "float:right" in style or (element.tag not in _WORDS and "display:inline-block" in style):
        return True
    return element.tag == "table" and element.attributes.get("align", "").lower() in ("left", "right")


def look_of(element: Element, look: Look) -> Look:
    """How an element is set within one that is set as `look`."""
    style = element.style
    rtl = _is_rtl(element, default=look.rtl)
    strong = look.strong or element.tag in _STRONG or bool(_BOLD.search(style))
    if _LIGHT.search(style):
        strong = False
    large = element.tag in _LARGE or _is_large(style, default=look.large)
    return Look(strong, large, _is_at_end(element, rtl=rtl, default=rtl if rtl != look.rtl else look.end), rtl)


def _is_rtl(element: Element, *, default: bool) -> bool:
    told = element.attributes.get("dir", "").lower()
    hit = _DIRECTION.search(element.style)
    told = hit[1] if hit else told
    return told == "rtl" if told in ("ltr", "rtl") else default


def _is_at_end(element: Element, *, rtl: bool, default: bool) -> bool:
    """Whether words stand at the right edge."""
    hit = _ALIGN.search(element.style)
    told = hit[1] if hit else "" if element.tag == "table" else element.attributes.get("align", "").lower()
    sides = {"right": True, "left": False, "center": False, "start": rtl, "end": not rtl}
    return sides.get(told, default)


def _is_large(style: str, *, default: bool) -> bool:
    hit = _SIZE.search(style)
    if hit is None:
        return default
    size, unit = (hit[1], hit[2]) if hit[1] else (hit[3], hit[4])
    return int(size) * (_PIXELS_A_POINT if unit == "pt" else 1) >= _HEADING
