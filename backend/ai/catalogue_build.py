"""Derive the merchant catalogue from the npm package name-suggestion-index.

    python -m backend.ai.catalogue_build node_modules/name-suggestion-index [out]

The package is BSD-3-Clause, of the name-suggestion-index contributors; its licence is written beside the result.
"""

import json
import re
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import msgspec

from backend.ai.catalogue import CATALOGUE_FILE, CatalogueFile, name_key
from backend.ai.topics import SERVICE_TAG, TOPIC_OF_TAG
from backend.ai.words import SERVICES

_NAME_TAGS: Final = re.compile(
    r"^(?:name|brand|short_name|alt_name|official_name|operator|network|old_name)(?::(?:en|de|fr|es|it|nl|pt|ms|zh|ja))?$"
)
_COUNTRY: Final = re.compile(r"^([a-z]{2})(?:-|$)")
_SHORTEST_NAME: Final = 2

# (name, kind, countries) of one place of the index: names are the main one and its aliases.
Entry = tuple[list[str], str, frozenset[str]]


def entries(package: Path) -> Iterator[Entry]:
    """Every brand and operator that has a topic, as (names, kind, countries); no countries means everywhere."""
    index = json.loads((package / "dist" / "json" / "nsi.min.json").read_bytes())["nsi"]
    for path, group in sorted(index.items()):
        tree, _, kind = path.partition("/")
        if tree != "flags" and kind in TOPIC_OF_TAG:
            for item in group["items"]:
                yield _names(item), kind, _countries(item["locationSet"])


def _names(item: dict[str, Any]) -> list[str]:
    tagged = [part.strip() for tag, value in item["tags"].items() if _NAME_TAGS.match(tag) for part in value.split(";")]
    return list(dict.fromkeys([item["displayName"], *tagged, *item.get("matchNames", ())]))


def _countries(places: dict[str, Any]) -> frozenset[str]:
    """The two-letter countries of a location set; empty when any part is larger than a country."""
    found = [_COUNTRY.match(place) if isinstance(place, str) else None for place in places.get("include", ())]
    if any(isinstance(place, str) and place.isdigit() for place in places.get("include", ())):
        return frozenset()
    return frozenset(match[1] for match in found if match)


def build(package: Path) -> CatalogueFile:
    """The catalogue of the package at `package`."""
    countries_of: dict[tuple[str, str], set[str] | None] = {}
    name_of: dict[tuple[str, str], str] = {}
    for names, kind, countries in chain(entries(package), _services()):
        for name in names:
            key = name_key(name)
            if len(key) >= _SHORTEST_NAME:
                _put(countries_of, (key, kind), countries)
                _name(name_of, (key, kind), name, names[0])
    return _packed(countries_of, name_of)


def _services() -> Iterator[Entry]:
    for topic, services in SERVICES.items():
        yield from (([name.title()], SERVICE_TAG + topic, frozenset()) for name in services)


def _name(name_of: dict[tuple[str, str], str], entry: tuple[str, str], name: str, main_name: str) -> None:
    """Call an entry as it is written: its own spelling (AEON, not イオン), the main name for aliases in small letters.

    An operator may carry a brand's name as an alias: the one whose main name it is decides.
    """
    if entry not in name_of or name == main_name:
        name_of[entry] = main_name if name.islower() else name


def _put(countries_of: dict[tuple[str, str], set[str] | None], entry: tuple[str, str], countries: frozenset[str]) -> None:
    """Widen an entry by `countries`; None stands for everywhere and stays."""
    known = countries_of.setdefault(entry, set())
    countries_of[entry] = known | countries if known is not None and countries else None


def _packed(countries_of: dict[tuple[str, str], set[str] | None], name_of: dict[tuple[str, str], str]) -> CatalogueFile:
    order = sorted(countries_of)
    names, kinds, sets = (dict[str, int]() for _ in range(3))
    columns: list[tuple[int, int, int]] = []
    for key, kind in order:
        countries = " ".join(sorted(countries_of[key, kind] or ()))
        columns.append((_number(names, name_of[key, kind]), _number(kinds, kind), _number(sets, countries)))
    name_column, kind_column, country_column = ([row[i] for row in columns] for i in range(3))
    return CatalogueFile([key for key, _ in order], list(names), name_column, list(kinds), kind_column, list(sets), country_column)


def _number(numbers: dict[str, int], value: str) -> int:
    """The number of `value`, the next free one when it is new."""
    if value not in numbers:
        numbers[value] = len(numbers)
    return numbers[value]


def main(arguments: list[str]) -> None:
    """Write the catalogue and its licence, and say how large it is."""
    package, out = Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else CATALOGUE_FILE
    content = build(package)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(msgspec.msgpack.encode(content))
    (out.parent / "LICENSE-name-suggestion-index.md").write_bytes((package / "LICENSE.md").read_bytes())
    sys.stdout.write(f"{len(content.keys)} merchant names, {len(content.kinds)} kinds, {out.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
