"""Names of chains: they tell a brand from what stands beside it, and mend a logo of which a letter was taken for another.

`brands.txt` is derived from name-suggestion-index (BSD-3-Clause, its contributors) by `backend.ocr.brand_names` when the product
is built; until then no brand is known.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from backend.ocr.rules.words import squeezed

BRANDS_FILE: Final = Path(__file__).parent / "data" / "brands.txt"
SHORTEST: Final = 3
_SHORTEST_MENDED: Final = 6
_SHORTEST_BEFORE: Final = 5
_MOST_WORDS: Final = 4
# Letters and digits that readers take for each other.
_ALIKE: Final = str.maketrans("0Q1LV5862", "OOIIUSBGZ")


def brand_named(text: str) -> str | None:
    """The brand that a text names and nothing else, as its owner writes it; None where it is none."""
    key = squeezed(text)
    return _brands().get(key) or (_misread().get(key.translate(_ALIKE)) if len(key) >= _SHORTEST_MENDED else None)


def begins_with_brand(text: str) -> bool:
    """Whether the first words of a text are a brand, as where a chain names its branch: «NARVESEN GARDERMOEN»."""
    said = text.split()[:_MOST_WORDS]
    keys = (squeezed("".join(said[:count])) for count in range(1, len(said)))
    return any(len(key) >= _SHORTEST_BEFORE and key in _brands() for key in keys)


@cache
def _brands() -> dict[str, str]:
    names = BRANDS_FILE.read_text(encoding="utf-8").splitlines() if BRANDS_FILE.exists() else []
    return {squeezed(name): name for name in names}


@cache
def _misread() -> dict[str, str]:
    """The brands by what is left of them where letters that look alike are one; those that would be one are left out."""
    folded = {key: key.translate(_ALIKE) for key in _brands() if len(key) >= _SHORTEST_MENDED}
    times = Counter(folded.values())
    return {alike: _brands()[key] for key, alike in folded.items() if times[alike] == 1}
