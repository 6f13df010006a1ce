"""How words are compared, and how the words of many languages become one pattern."""

import re
import unicodedata
from typing import Final

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
# Letters that no decomposition takes their stroke from.
_STROKES: Final = str.maketrans(
    {"ß": "ss", "İ": "I", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
)


def plain(text: str) -> str:
    """Upper case without accents, for matching words; as long as the original wherever letters have one form."""
    if text.isascii():
        return text.upper()
    folded = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)).upper())


def squeezed(text: str) -> str:
    """The letters and digits of a text in upper case, to compare names: «Burger King» and «BURGER-KING» are one."""
    return re.sub(r"[\W_]", "", plain(text))


def either(*shared: str, **words: str) -> str:
    """The alternatives of one pattern, `words` by language or meaning."""
    return "|".join((*shared, *words.values()))


def any_of(*shared: str, **words: str) -> re.Pattern[str]:
    """One pattern of all; what is not Latin is written there as people write it, and looked for in its plain form."""
    return re.compile(_BEYOND_ASCII.sub(lambda part: plain(part[0]), either(*shared, **words)))
