"""Words marked for translation: how they look while pages are built, and how they are read and written where they land.

A marked message stands between `⟪` and `⟫`. Behind its text may follow the values of its places (`␟size=15`), and a
plural is `one␞many␞3`. The build finds the marks in scripts, pages and the manifest, where they are escaped as that
kind of file does it, and puts the words of each language in their place. Pure: no files here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Final

OPEN: Final = "⟪"
CLOSE: Final = "⟫"
VALUE: Final = "␟"
FORM: Final = "␞"

_MARK: Final = re.compile(r"(?:⟪|\\u27ea|\\u\{27ea\}|&#x27ea;)(.*?)(?:⟫|\\u27eb|\\u\{27eb\}|&#x27eb;)", re.DOTALL | re.IGNORECASE)
_SCRIPT: Final = re.compile(r"(<script\b[^>]*>)(.*?)(</script>)", re.DOTALL | re.IGNORECASE)
_JS_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|.))", re.DOTALL | re.IGNORECASE)
_SIMPLE: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
# What could end a text in any kind of quotes, begin a place in a template, or close the script.
_UNSAFE_IN_JS: Final = re.compile(r"[\\\"'`$<>&\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True)
class Message:
    """What stood between the marks: a text (with a plural and the number that decides, where there are), and the values of its places."""

    text: str
    many: str = ""
    number: int = 0
    values: dict[str, str] = field(default_factory=dict)


Translate = Callable[[Message], str]


class Marked(str):
    """A message that is being built into a page; what is filled into it goes along, since the sentence is only found later."""

    __slots__ = ()

    def format(self, *_args: object, **values: Any) -> str:
        """The message with the values of its places. Raises `TypeError` for what is only known in the browser."""
        for name, value in values.items():
            if not isinstance(value, str | int | float) or OPEN in str(value):
                raise TypeError(f"{{{name}}} of {self!r} is not known while pages are built: put the whole sentence into the state")
        inside = str(self).removesuffix(CLOSE) + "".join(f"{VALUE}{name}={value}" for name, value in values.items())
        return inside + CLOSE


def mark(text: str) -> Marked:
    """`text`, marked."""
    return Marked(f"{OPEN}{text}{CLOSE}")


def mark_plural(one: str, many: str, number: int) -> Marked:
    """A plural whose number is known while pages are built, marked."""
    return Marked(f"{OPEN}{one}{FORM}{many}{FORM}{number}{CLOSE}")


def read(inside: str) -> Message:
    """What stood between two marks, taken apart."""
    head, *pairs = inside.split(VALUE)
    values = dict(pair.split("=", 1) for pair in pairs)
    forms = head.split(FORM)
    if len(forms) == 1:
        return Message(head, values=values)
    return Message(forms[0], forms[1], int(forms[2]), values)


def in_page(html: str, translate: Translate) -> str:
    """A page with its marked words translated: its own text and attributes, and the scripts that stand in it."""
    parts = _SCRIPT.split(html)
    # text, then (opening tag, script, closing tag, text) again and again
    out = []
    for place, part in enumerate(parts):
        inside_script = place % 4 == 2
        out.append(in_script(part, translate) if inside_script else _replaced(part, translate, unescape, _escape_html))
    return "".join(out)


def in_script(source: str, translate: Translate) -> str:
    """JavaScript or JSON with its marked words translated; what is put in is right in any kind of quotes."""
    return _replaced(source, translate, unescape_js, escape_js)


def found_in(text: str) -> bool:
    """Whether there is a marked word in a file, however it is escaped."""
    return bool(_MARK.search(text))


def messages(source: str, *, page: bool) -> list[Message]:
    """All messages marked in a file."""
    found: list[Message] = []

    def keep(message: Message) -> str:
        found.append(message)
        return message.text

    (in_page if page else in_script)(source, keep)
    return found


def _replaced(source: str, translate: Translate, decode: Callable[[str], str], encode: Callable[[str], str]) -> str:
    return _MARK.sub(lambda hit: encode(translate(read(decode(hit.group(1))))), source)


def _escape_html(text: str) -> str:
    return escape(text, quote=True)


def escape_js(text: str) -> str:
    """`text` as it may stand between double, single or back quotes of a script, in JSON, and in a page's own script."""
    return _UNSAFE_IN_JS.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text)


def unescape_js(text: str) -> str:
    """What a text that stands in quotes of a script or in JSON says."""
    plain = _JS_ESCAPE.sub(_one, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _one(hit: re.Match[str]) -> str:
    code = hit.group(1) or hit.group(2) or hit.group(3)
    return chr(int(code, 16)) if code else _SIMPLE.get(hit.group(4), hit.group(4))
