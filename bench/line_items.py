"""How well the lines bought are read: `python -m bench.line_items --words FOLDER [data folder]`.

The labels are those of the data, and of `items.jsonl` beside this file, labelled by hand: every fifth receipt of myreceipts, every
fourth of softmatic and every 26th of SROIE (one that nobody can read is left out); then, from another start, every tenth of
myreceipts, every fourth of softmatic, every 40th of SROIE and every fifth of the photographs from Latvia. A line counts as found when its
amount is exact and its words are alike (ratio 0.6 without blanks, so that a letter misread costs nothing); each label is
matched once. The data list three of the eight lines of one receipt: there recall alone counts.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final, NamedTuple

from backend.core.money import digits
from backend.ocr.reading import Context, Reading
from backend.ocr.rules import understand
from backend.ocr.rules.words import plain
from bench.ocr_accuracy import DATA, kept_file, manifest, unpacked
from bench.table import Limit, Measured, show

FLOOR: Final = 0.85
_LABELS: Final = Path(__file__).with_name("items.jsonl")
_UPLOAD_DAY: Final = date(2026, 11, 24)
_ALIKE: Final = 0.6
_LISTED_IN_PART: Final = "beanbeaver"


class Count(NamedTuple):
    """Lines labelled, lines read, and lines that are both."""

    labelled: int
    read: int
    both: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.both / (self.labelled + self.read) if self.labelled + self.read else 1.0


def together(*counts: Count) -> Count:
    """The sum of counts."""
    return Count(*(sum(figures) for figures in zip(*counts, strict=True))) if counts else Count(0, 0, 0)


def labelled(data: Path) -> Iterator[tuple[str, str, list[dict[str, str]]]]:
    """Set, file and lines of every receipt whose lines are known."""
    for line in _LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["set"], row["file"], row["items"]
    for folder in sorted(data.glob("receipts/*")):
        for row in manifest(folder):
            if row["truth"].get("items"):
                yield folder.name, row["file"], row["truth"]["items"]


def compare(items: list[dict[str, str]], reading: Reading) -> Count:
    """Match each label with one line that was read, the most alike first."""
    places = digits(reading.currency or "EUR")
    left, both = [(each.description, Decimal(each.minor).scaleb(-places)) for each in reading.lines], 0
    for item in items:
        same = [each for each in left if each[1] == Decimal(item["price"]) and _alike(each[0], item["description"]) >= _ALIKE]
        if same:
            left.remove(max(same, key=lambda each: _alike(each[0], item["description"])))
            both += 1
    return Count(len(items), len(reading.lines), both)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, plain(one).replace(" ", ""), plain(other).replace(" ", "")).ratio()


def measure(data: Path, words: Path) -> list[Measured]:
    """F1 of each set and of all, and the recall where a list is not whole; what is wrong is printed."""
    sets: dict[str, Count] = {}
    for name, file, items in labelled(data):
        kept = kept_file(words / name, {"file": file})
        if not kept.exists():
            continue
        reading = understand(unpacked(json.loads(kept.read_text())).pages, Context(_UPLOAD_DAY))
        count = compare(items, reading)
        sets[name] = together(sets.get(name, count._replace(labelled=0, read=0, both=0)), count)
        if count.both < count.labelled:
            print(f"  {name} {file}: {count.both} of {count.labelled}; read {[(each.description, each.minor) for each in reading.lines]}")
    part = sets.pop(_LISTED_IN_PART, None)
    whole = together(*sets.values())
    for name, count in sets.items():
        print(f"  {name}: {count.labelled} lines labelled, {count.read} read, {count.both} right, F1 {count.f1:.3f}")
    rows: list[Measured] = [Limit(f"lines bought, F1, {whole.labelled} lines", whole.f1, FLOOR, "F1", at_least=True)] if sets else []
    if part is not None:
        rows.append(Limit("lines bought, recall where few are labelled", part.both / part.labelled, FLOOR, "right", at_least=True))
    return rows


def main() -> None:
    """Measure what was kept."""
    parser: Any = argparse.ArgumentParser(prog="python -m bench.line_items", description="Measure the lines bought.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument(
        "--words", type=Path, required=True, help="what one engine read, kept by bench.ocr_accuracy --words, as FOLDER/rapidocr"
    )
    options = parser.parse_args()
    show(measure(options.data, options.words))


if __name__ == "__main__":
    main()
