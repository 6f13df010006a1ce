"""The merchant catalogue: 40,000 names of brands and operators with their kinds and countries.

It is derived from the package name-suggestion-index (BSD-3-Clause, its contributors) when the product is built
(`backend.ai.catalogue_build`) and held as sorted strings, some megabytes in all. A key is a name without blanks:
"Burger King", "BURGERKING" and "burger-king" are one.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec
from rapidfuzz import fuzz, process

from backend.ai.suggestion import Hit
from backend.ai.topics import rank
from backend.ai.words import EVERYDAY
from backend.core.text import search_key

CATALOGUE_FILE: Final = Path(__file__).parent / "data" / "catalogue.msgpack"
EVERYWHERE: Final = ""

_MOST_WORDS: Final = 7
_NEAR: Final = 92.0
_SHORTEST_NEAR: Final = 6
_SHORTEST_CUT: Final = 9
# Words that are names of brands somewhere and everyday words everywhere else: alone they name nobody.
_GENERIC: Final = frozenset(word for words in EVERYDAY.values() for word in words) | frozenset(
    """
    the and san new old city town north south east west center centre central plaza street park first one two best good big little
    red blue green black white gold silver star sun moon king queen royal grand super mega max plus pro direct global
    international national american america european german france paris berlin london york boston total purchase return payment
    service services company group home house world land point place time life family friends happy lucky smart easy fast quick
    daily weekly media digital santa saint castle lake river hill valley beach bay island port harbour village local classic
    original premium select value ave avenue road lane drive suite unit floor level united kingdom states mobile help bill card
    web trip online delta victoria
    """.split()
)
# Names that are words too: they mean the brand only where a text begins with them.
_AMBIGUOUS: Final = frozenset(
    """
    bird lime tier wise orange bolt grab wish hotels booking trip three sunrise star total penny hit time gap next boots target
    metro subway may its moon jack tom max otto joe apple google virgin visa mango zoom slack notion tidal wolt ana sky spectrum
    """.split()
)


class CatalogueFile(msgspec.Struct):
    """The file: one entry a (key, kind) pair, sorted by key; `countries` index into `country_sets`."""

    keys: list[str]
    names: list[str]
    name_of: list[int]
    kinds: list[str]
    kind_of: list[int]
    country_sets: list[str]
    countries_of: list[int]


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A row for a table of merchants; `countries` is empty for a merchant of the whole world."""

    name_key: str
    name: str
    kind: str
    countries: list[str]


class MerchantCatalogue:
    """Names looked up in memory: exactly, inside a longer text, cut short, or misspelt."""

    def __init__(self, content: CatalogueFile) -> None:
        """Hold `content`; the number lists become compact."""
        self._keys = content.keys
        self._names = content.names
        self._kinds = content.kinds
        self._country_sets = [frozenset(countries.split()) for countries in content.country_sets]
        self._name_of = _compact(content.name_of)
        self._kind_of = _compact(content.kind_of)
        self._countries_of = _compact(content.countries_of)

    def __len__(self) -> int:
        """How many (name, kind) pairs there are."""
        return len(self._keys)

    def lookup(self, merchant: str, country: str = "") -> Hit | None:
        """The merchant that `merchant` (normalised) names, the likeliest kind first; None when there is none.

        `country` (two letters or empty) decides between brands of one name. The score is the fit: 1 for the whole
        text, less for a part of it, a cut or a misspelt name, and for a brand that is not known in the country.
        """
        words = merchant.split()[: _MOST_WORDS + 2]
        for start, end in _spans(len(words)):
            span = words[start:end]
            found = self._exact("".join(span), country)
            if found and _names_somebody(span, words, found[1]):
                fit = 1.0 if end - start == len(words) else 0.93 if start == 0 else 0.82
                return self._hit(*found, fit)
        if all(word in _GENERIC for word in words):
            return None
        return self._cut_short(words, country) or self._misspelt(words, country)

    def rows(self) -> Iterator[CatalogueRow]:
        """Every entry, for loading into a table."""
        for index, key in enumerate(self._keys):
            countries = sorted(country.upper() for country in self._country_sets[self._countries_of[index]])
            yield CatalogueRow(key, self._names[self._name_of[index]], self._kinds[self._kind_of[index]], countries)

    def _exact(self, key: str, country: str) -> tuple[int, bool] | None:
        """The best entry under `key`, and whether it is at home in `country` (True when no country is given)."""
        at = bisect_left(self._keys, key)
        entries = []
        while at < len(self._keys) and self._keys[at] == key:
            entries.append(at)
            at += 1
        if not entries:
            return None
        best = min(entries, key=lambda entry: (not self._at_home(entry, country), rank(self._kinds[self._kind_of[entry]]), entry))
        return best, self._at_home(best, country)

    def _at_home(self, entry: int, country: str) -> bool:
        countries = self._country_sets[self._countries_of[entry]]
        return not country or not countries or country.lower() in countries

    def _hit(self, entry: int, at_home: bool, fit: float) -> Hit:
        return Hit(self._names[self._name_of[entry]], self._kinds[self._kind_of[entry]], fit if at_home else fit * 0.8)

    def _cut_short(self, words: list[str], country: str) -> Hit | None:
        """A name whose end was cut off, as banks do: `publix super mar`."""
        text = "".join(words)
        at = bisect_left(self._keys, text)
        if len(text) < _SHORTEST_CUT or at >= len(self._keys):
            return None
        key = self._keys[at]
        if not key.startswith(text) or len(key) - len(text) > len(text) // 2:
            return None
        found = self._exact(key, country)
        return self._hit(*found, 0.8) if found else None

    def _misspelt(self, words: list[str], country: str) -> Hit | None:
        """A name with a letter or two wrong; only among names that begin alike, so that it takes microseconds."""
        text = "".join(words)
        if len(text) < _SHORTEST_NEAR:
            return None
        first, last = bisect_left(self._keys, text[:2]), bisect_left(self._keys, text[:2] + "\U0010ffff")
        near = process.extractOne(text, self._keys[first:last], scorer=fuzz.ratio, score_cutoff=_NEAR)
        found = self._exact(near[0], country) if near else None
        return self._hit(*found, 0.75) if found and found[1] else None


def _spans(count: int) -> Iterator[tuple[int, int]]:
    """Runs of words: those in front, where names stand, then those inside; the longest first."""
    lengths = range(min(count, _MOST_WORDS), 0, -1)
    yield from ((0, length) for length in lengths)
    yield from ((start, start + length) for length in lengths for start in range(1, count - length + 1))


def _names_somebody(span: list[str], words: list[str], at_home: bool) -> bool:
    """Whether a part of a text is enough to mean the brand: not one everyday word, not a few letters far inside."""
    in_front = span == words[: len(span)]
    if all(word in _GENERIC for word in span) and (len(span) == 1 or not in_front):
        return False
    if span[0] in _AMBIGUOUS and len(span) == 1 and not in_front:
        return False
    length = sum(map(len, span))
    if len(span) == len(words):
        return length > 1
    if in_front:
        return length >= (3 if at_home else 5)
    return length >= (5 if at_home else 7)


def _compact(numbers: list[int]) -> memoryview:
    """`numbers` below 2^16 or 2^32 in as few bytes."""
    size, code = (2, "H") if max(numbers, default=0) < 1 << 16 else (4, "I")
    return memoryview(b"".join(number.to_bytes(size, "little") for number in numbers)).cast(code)


def name_key(name: str) -> str:
    """The key under which `name` stands: as `search_key`, without blanks and apostrophes."""
    return search_key(name.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")).replace(" ", "").replace("_", "")


def read_catalogue(path: Path = CATALOGUE_FILE) -> MerchantCatalogue:
    """The catalogue in the file at `path`.

    Raises:
        FileNotFoundError: it has not been built.
        ValueError: the file is out of order.
    """
    content = msgspec.msgpack.decode(path.read_bytes(), type=CatalogueFile)
    if any(first > second for first, second in pairwise(content.keys)):
        raise ValueError(f"{path.name} is not sorted: build it again")
    return MerchantCatalogue(content)


@cache
def catalogue() -> MerchantCatalogue:
    """The product's own catalogue, read at its first use; empty when it has not been built."""
    if not CATALOGUE_FILE.exists():
        return MerchantCatalogue(CatalogueFile([], [], [], [], [], [], []))
    return read_catalogue()


def catalogue_rows() -> Iterator[CatalogueRow]:
    """Every row of the product's catalogue, for COPY into a table `(name_key, name, kind, countries)`."""
    return catalogue().rows()
