"""Learn how sure the reader may be: `python -m bench.calibrate --words FOLDER [data folder]`.

What the engines read (kept in FOLDER by `bench.ocr_accuracy --words`) is understood, as it is and with digits and words
damaged the way photographs damage them, and judged by the labels. A logistic regression on the rules' features, whose
weights may only speak for a field, gives its confidence; `backend/ocr/rules/certainty.json` keeps it. Labels that are known
to be wrong teach nothing. Prints what confidence means on shops that were not learnt from.
"""

import argparse
import importlib.util
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.ocr.reading import Context, PageText, Word, lines_of
from backend.ocr.rules import understand
from bench.ocr_accuracy import DATA, kept_file, manifest, unpacked

_FIELDS: Final = ("total", "date", "merchant", "currency")
_SETS: Final = ("sroie", "myreceipts", "softmatic", "latvia", "misc")
_ENGINES: Final = ("rapidocr", "tesseract")
_MODEL: Final = Path(__file__).resolve().parent.parent / "backend" / "ocr" / "rules" / "certainty.json"
_UPLOAD_DAY: Final = date(2026, 11, 24)
_FOLDS: Final = 5
_STEPS: Final = 4000
_RATE: Final = 0.5
_SHRINK: Final = 0.002
_DAMAGED_COPIES: Final = 2
_DIGIT_LOST: Final = 0.02
_WORD_LOST: Final = 0.02
_ALIKE: Final = {"0": "8", "1": "7", "2": "7", "3": "8", "4": "1", "5": "6", "6": "8", "7": "1", "8": "3", "9": "8"}


class Case(NamedTuple):
    """A reading of one field: its shop, its features, whether it was right, and whether it is of the product's own engine, undamaged."""

    shop: str
    features: dict[str, float]
    right: bool
    plain: bool


def scorer(data: Path) -> Any:
    """The data's own `eval_receipts.py`, as a module."""
    spec = importlib.util.spec_from_file_location("eval_receipts", data / "eval_receipts.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(data / "eval_receipts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_right(judge: Any, row: dict[str, Any], field: str, value: str) -> bool | None:
    """Whether a value is what the label says, as the scorer sees it; None where there is no label."""
    truth = row["truth"]
    if truth.get(field) is None:
        return None
    if field == "merchant":
        return bool(judge.merchant(value, truth, row.get("merchant_match"))[1])
    if field == "total":
        return judge.money(value) in [judge.money(each) for each in [truth["total"], *(truth.get("total_alt") or [])]]
    return value == truth[field]


def cases(data: Path, words: Path) -> dict[str, list[Case]]:
    """Every reading of every field."""
    judge, chance, found = scorer(data), random.Random(7), {field: [] for field in _FIELDS}  # noqa: S311 - the same each time is wanted
    for name, row, pages, plain in _readings(data, words, chance):
        reading = understand(pages, Context(_UPLOAD_DAY))
        for field in _FIELDS:
            said = reading.fields.get(field)
            right = is_right(judge, row, field, said.value) if said else None
            if said is not None and said.features and right is not None:
                found[field].append(Case(f"{name} {row['truth'].get('merchant')}", dict(said.features), right, plain))
    return found


def _readings(data: Path, words: Path, chance: random.Random) -> Iterator[tuple[str, dict[str, Any], list[PageText], bool]]:
    for engine in _ENGINES:
        for name in _SETS:
            for row in manifest(data / "receipts" / name):
                file = kept_file(words / engine / name, row)
                if not file.exists() or row["wrong"]:
                    continue
                pages = unpacked(json.loads(file.read_text())).pages
                yield name, row, pages, engine == _ENGINES[0]
                for _ in range(_DAMAGED_COPIES if engine == _ENGINES[0] else 0):  # Tesseract's own mistakes are enough
                    yield name, row, [_damaged(page, chance) for page in pages], False


def _damaged(page: PageText, chance: random.Random) -> PageText:
    """A page on which some digits were taken for ones that look alike, and some words were not seen."""
    words = [_misread(word, chance) for line in page.lines for word in line.words if chance.random() > _WORD_LOST]
    return lines_of(words, page.number, page.aspect)


def _misread(word: Word, chance: random.Random) -> Word:
    return replace(word, text="".join(_ALIKE[c] if c in _ALIKE and chance.random() < _DIGIT_LOST else c for c in word.text))


def learn(known: list[Case]) -> dict[str, Any]:
    """Bias and weights by gradient descent; no weight below zero, since every feature is something that speaks for a field."""
    names = sorted({name for case in known for name in case.features})
    inputs = np.array([[case.features.get(name, 0.0) for name in names] for case in known])
    right = np.array([case.right for case in known], dtype=float)
    weights, bias = np.zeros(len(names)), 0.0
    for _ in range(_STEPS):
        off = _sigmoid(inputs @ weights + bias) - right
        weights = np.maximum(weights - _RATE * (inputs.T @ off / len(known) + _SHRINK * weights), 0.0)
        bias -= _RATE * float(off.mean())
    return {"bias": round(bias, 4), "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}}


def _sigmoid(score: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-score))


def said_of(model: dict[str, Any], case: Case) -> float:
    """The confidence that a model gives to a reading."""
    score = model["bias"] + sum(weight * case.features.get(name, 0.0) for name, weight in model["weights"].items())
    return float(_sigmoid(np.array(score)))


def checked(known: list[Case]) -> list[tuple[float, bool]]:
    """Confidence and truth of every plain reading, each by a model that has seen no receipt of its shop."""
    shops = sorted({case.shop for case in known})
    fold = {shop: number % _FOLDS for number, shop in enumerate(random.Random(3).sample(shops, len(shops)))}  # noqa: S311 - the same each time is wanted
    said = []
    for number in range(_FOLDS):
        model = learn([case for case in known if fold[case.shop] != number])
        said += [(said_of(model, case), case.right) for case in known if fold[case.shop] == number and case.plain]
    return said


def show(field: str, said: list[tuple[float, bool]]) -> None:
    """What a confidence has meant: how many readings, how sure, and how many were right."""
    print(f"{field}: {len(said)} readings, {sum(right for _, right in said) / len(said):.3f} right")
    for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 1.01)):
        here = [(sure, right) for sure, right in said if low <= sure < high]
        if here:
            sure, right = (sum(each) / len(here) for each in zip(*here, strict=True))
            print(f"  {low:4.2f} to {min(high, 1.0):4.2f}  {len(here):4}  said {sure:.3f}  right {right:.3f}")


def main() -> None:
    """Learn, cross-validate, print, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate", description="Learn how sure the reader may be.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--words", type=Path, required=True, help="what the engines read, kept by bench.ocr_accuracy --words")
    options = parser.parse_args()
    known = cases(options.data, options.words)
    for field in _FIELDS:
        show(field, checked(known[field]))
    _MODEL.write_text(json.dumps({field: learn(known[field]) for field in _FIELDS}, indent=2) + "\n")


if __name__ == "__main__":
    main()
