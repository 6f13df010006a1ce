"""Derive the names of chains that receipts begin with from the npm package name-suggestion-index.

    python -m backend.ocr.brand_names node_modules/name-suggestion-index

The package is BSD-3-Clause, of the name-suggestion-index contributors; its licence is written beside the result.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from backend.ocr.rules.brands import BRANDS_FILE, SHORTEST
from backend.ocr.rules.words import squeezed

_TAGS: Final = ("name", "brand", "name:en", "brand:en")
_KINDS: Final = ("shop/", "amenity/", "tourism/", "leisure/")
# Kinds that hand out no receipts of their own.
_SILENT: Final = frozenset(
    "atm bank bicycle_rental charging_station clinic loan_shop money_lender parcel_locker payment_terminal prep_school "
    "social_facility storage_rental telephone vending_machine".split()
)


def brand_names(index: dict[str, Any]) -> list[str]:
    """The names of all brands that sell something, sorted, each key once."""
    found: dict[str, str] = {}
    for path, group in sorted(index.items()):
        tree, _, kind = path.partition("/")
        if tree == "brands" and kind.startswith(_KINDS) and kind.partition("/")[2] not in _SILENT:
            for item in group["items"]:
                for name in (name.strip() for tag in _TAGS for name in item["tags"].get(tag, "").split(";")):
                    if len(squeezed(name)) >= SHORTEST:
                        found.setdefault(squeezed(name), name)
    return sorted(found.values())


def main(arguments: list[str]) -> None:
    """Write the list and its licence, and say how long it is."""
    package = Path(arguments[0])
    names = brand_names(json.loads((package / "dist" / "json" / "nsi.min.json").read_bytes())["nsi"])
    BRANDS_FILE.parent.mkdir(exist_ok=True)
    BRANDS_FILE.write_text("\n".join(names) + "\n", encoding="utf-8")
    (BRANDS_FILE.parent / "LICENSE-name-suggestion-index.md").write_bytes((package / "LICENSE.md").read_bytes())
    sys.stdout.write(f"{len(names)} names\n")


if __name__ == "__main__":
    main(sys.argv[1:])
