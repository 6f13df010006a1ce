"""HTML as a small tree: elements that stand for something, and their words. Nothing is fetched, run or styled beyond what is inline.

The standard library's parser is Python: hostile markup can cost time and depth, which the child's limits and the numbers here
bound, but breaks out of nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

LENGTH_MAX: Final = 2_000_000  # characters; what comes after is left
DEPTH_MAX: Final = 100
NODES_MAX: Final = 60_000
_ALT_LENGTH: Final = 60
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_SILENT: Final = frozenset("script style head title template svg math object iframe video audio canvas select textarea map".split())
_HIDDEN: Final = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|(?:^|;)(?:max-height|max-width|font-size|opacity):0(?:px|pt|em|%)?(?:!important)?(?:;|$)"
)
_LOGO: Final = re.compile(r"^logo\b[\s:–-]*|[\s–-]*\blogo$", re.IGNORECASE)
_FILE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg)$", re.IGNORECASE)
# What ends an element that was left open, and how far up that reaches.
_ENDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "p": (frozenset({"p"}), frozenset({"td", "th", "div", "li", "table"})),
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
}


@dataclass
class Element:
    """An element with its attributes (names in lower case) and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def style(self) -> str:
        """The inline style, in lower case and without blanks."""
        return "".join(self.attributes.get("style", "").lower().split())


class TooMuch(ValueError):
    """More elements than a mail has that people read."""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("body")
        self._open = [self.root]
        self._silent: list[str] = []
        self._nodes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs[:50]})
        if self._silent or tag in _SILENT or _is_hidden(element):
            if tag not in _VOID:
                self._silent.append(tag)
            return
        self._nodes += 1
        if self._nodes > NODES_MAX:
            raise TooMuch
        if tag in _ENDS:
            self._end(*_ENDS[tag])
        self._add(_spoken(element))
        if tag not in _VOID and len(self._open) < DEPTH_MAX:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SILENT:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]
            return
        self._end(frozenset({tag}), frozenset() if tag in ("table", "body") else frozenset({"table"}))

    def handle_data(self, data: str) -> None:
        if data and not self._silent:
            self._add(data)

    def _add(self, child: Element | str) -> None:
        self._open[-1].children.append(child)

    def _end(self, tags: frozenset[str], walls: frozenset[str]) -> None:
        """Close the innermost open element of `tags`, unless one of `walls` stands before it."""
        for place in range(len(self._open) - 1, 0, -1):
            tag = self._open[place].tag
            if tag in tags:
                del self._open[place:]
                return
            if tag in walls:
                return


def parsed(text: str) -> Element:
    """The tree of a mail's HTML. Raises `TooMuch`; depth beyond `DEPTH_MAX` is flattened."""
    builder = _Builder()
    builder.feed(text[:LENGTH_MAX])
    builder.close()
    return builder.root


def _is_hidden(element: Element) -> bool:
    """Whether a reader of the mail does not see an element: what shops put there is for lists of mails, not for people."""
    return "hidden" in element.attributes or bool(_HIDDEN.search(element.style))


def _spoken(element: Element) -> Element | str:
    """A picture as the words that stand in its place; pictures without any, and pixels, say nothing."""
    if element.tag != "img":
        return element
    told = _LOGO.sub("", " ".join(element.attributes.get("alt", "").split()))
    return f" {told} " if 1 < len(told) <= _ALT_LENGTH and not _FILE.search(told) else ""
