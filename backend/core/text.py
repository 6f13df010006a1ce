"""Text that people type: cleaned once, at the edge."""

import re
import unicodedata

# C0 and C1 controls but for newline and tab; lone surrogates cannot be stored.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def has_forbidden_characters(text: str) -> bool:
    """Whether `text` holds characters that no field takes (NUL, controls, broken surrogates)."""
    return bool(_CONTROLS.search(text))


def without_controls(text: str) -> str:
    """`text` with a blank for each character that no field takes."""
    return _CONTROLS.sub(" ", text)


def search_key(text: str) -> str:
    """`text` for comparing names: without accents, case and punctuation, one blank between words."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", plain).strip()
