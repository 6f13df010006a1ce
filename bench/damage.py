"""How often a damaged reading is wrong and sure all the same: `python -m bench.damage --words FOLDER [data folder]`.

What the engine read (kept in FOLDER by `bench.ocr_accuracy --words`) is damaged as bad photographs damage it: some letters
and digits are taken for ones that look alike, words are cut or run together, lines are lost. The engine's own confidence
is left as it was, so nothing warns the rules. Counted is what would be confirmed without a person, and what of that is wrong.
The same seed gives the same damage.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from backend.expenses.readings import is_certain
from backend.ocr.reading import Context, PageText, Reading, Word, lines_of
from backend.ocr.rules import understand
from bench.calibrate import is_right, scorer
from bench.ocr_accuracy import DATA, kept_file, manifest, unpacked
from bench.table import Limit, Measured, show

_ENGINE: Final = "rapidocr"
_SETS: Final = ("sroie", "myreceipts", "softmatic", "latvia", "beanbeaver", "misc", "invoice2data")
_FIELDS: Final = ("total", "date", "currency")
_UPLOAD_DAY: Final = date(2026, 11, 24)
_SEED: Final = 11
_COPIES: Final = 3
_SIGN_LOST: Final = 0.02
_WORD_TORN: Final = 0.02
_LINE_LOST: Final = 0.03
_ALIKE: Final = {
    "0": "8O6",
    "1": "7lI",
    "2": "7Z",
    "3": "85",
    "4": "19",
    "5": "6S3",
    "6": "805",
    "7": "12",
    "8": "3B0",
    "9": "84",
    "O": "0Q",
    "I": "1l",
    "L": "I1",
    "S": "5",
    "B": "8",
    "E": "F",
    "T": "I",
    "A": "4",
    "G": "6C",
    "Z": "2",
    "M": "N",
    "U": "V",
    "o": "0",
    "l": "1I",
    "i": "l",
    "e": "c",
    "a": "o",
    "t": "f",
    "n": "m",
    "u": "v",
}
# What may be wrong and sure: no total, and of a hundred days five. A day that is printed once has nothing that closes.
_WRONG_DAYS: Final = 0.05


def damaged(page: PageText, chance: random.Random) -> PageText:
    """A page of which some lines are lost, some words cut or run together, and some signs taken for others."""
    kept = [line for line in page.lines if chance.random() >= _LINE_LOST]
    words = [_misread(word, chance) for line in kept for word in _torn(list(line.words), chance)]
    return lines_of(words, page.number, page.aspect)


def _torn(words: list[Word], chance: random.Random) -> Iterator[Word]:
    """The words of a line, some run together with the one behind them and some cut in two."""
    while words:
        word = words.pop(0)
        if words and chance.random() < _WORD_TORN:
            after = words.pop(0)
            yield replace(word, text=word.text + after.text, box=word.box.join(after.box))
        elif len(word.text) > 1 and chance.random() < _WORD_TORN:
            yield from _cut(word, chance.randrange(1, len(word.text)))
        else:
            yield word


def _cut(word: Word, at: int) -> Iterator[Word]:
    left = word.box.w * at / len(word.text)
    yield replace(word, text=word.text[:at], box=replace(word.box, w=left))
    yield replace(word, text=word.text[at:], box=replace(word.box, x=word.box.x + left, w=word.box.w - left))


def _misread(word: Word, chance: random.Random) -> Word:
    return replace(word, text="".join(chance.choice(_ALIKE[c]) if c in _ALIKE and chance.random() < _SIGN_LOST else c for c in word.text))


def readings(data: Path, words: Path) -> Iterator[tuple[str, dict[str, Any], Reading]]:
    """Set, row of the manifest and reading of every damaged copy; receipts whose label is known to be wrong are left out."""
    chance = random.Random(_SEED)  # noqa: S311 - the same each time is wanted
    for name in _SETS:
        for row in manifest(data / "receipts" / name):
            file = kept_file(words / _ENGINE / name, row)
            if row["wrong"] or not file.exists():
                continue
            pages = unpacked(json.loads(file.read_text())).pages
            for _ in range(_COPIES):
                yield name, row, understand([damaged(page, chance) for page in pages], Context(_UPLOAD_DAY))


def measure(data: Path, words: Path, *, name_them: bool = False) -> list[Measured]:
    """The rows with a gate; `name_them` prints every wrong field that would be confirmed."""
    judge, counts = scorer(data), Counter[str]()
    for name, row, reading in readings(data, words):
        counts["all"] += 1
        if not is_certain({field: each.as_json() for field, each in reading.fields.items()}):
            continue
        counts["confirmed"] += 1
        for field in _FIELDS:
            value = reading.fields[field].value
            if is_right(judge, row, field, value) is False:
                counts[field] += 1
                if name_them:
                    print(f"{name} {row['file']} {field}: {value}, label {row['truth'][field]}")
    print(
        f"{counts['confirmed']} of {counts['all']} damaged readings would be confirmed without a person, {counts['date']} with a wrong day"
    )
    return [
        Limit("damaged: wrong totals that would be confirmed", counts["total"], 0, "receipts"),
        Limit("damaged: wrong currencies that would be confirmed", counts["currency"], 0, "receipts"),
        Limit("damaged: wrong days, share of the confirmed", counts["date"] / max(counts["confirmed"], 1), _WRONG_DAYS, "of them"),
    ]


def main() -> None:
    """Damage, understand, judge, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.damage", description="Count what is wrong and sure in damaged readings.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--words", type=Path, required=True, help="what the engines read, kept by bench.ocr_accuracy --words")
    parser.add_argument("--list", action="store_true", help="name every wrong field that would be confirmed")
    options = parser.parse_args()
    show(measure(options.data, options.words, name_them=options.list))


if __name__ == "__main__":
    main()
