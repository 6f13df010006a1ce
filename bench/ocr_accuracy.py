"""How often the reader is right about real receipts, and what a picture costs.

    python -m bench.ocr_accuracy [--sets sroie,myreceipts] [--engines rapidocr,tesseract] [--limit N] [--words FOLDER] [data folder]

Every picture of `receipts/<set>/dev.jsonl` is opened and read as in production; the data's own `eval_receipts.py` judges
the answers. With `--words` what an engine read is kept in a folder and used again, so that a change of the rules is
measured in seconds. The data are not part of the project; without them this says so and ends.
"""

import argparse
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from backend.core.errors import Problem
from backend.expenses.readings import is_certain
from backend.ocr.cascade import Cascade
from backend.ocr.choices import Choice
from backend.ocr.documents import open_pages
from backend.ocr.reading import Box, Context, PageText, Word, lines_of
from backend.ocr.rules import understand

DATA: Final = Path(os.environ.get("OUTLAY_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
_FIELDS: Final = ("merchant", "date", "total", "currency", "tax")
_SHOWN: Final = ("total", "date", "merchant_fuzzy", "currency", "tax")
_UPLOAD_DAY: Final = date(2026, 11, 24)
# Share right that is promised for photographed receipts: of one country, of many, of supermarkets, and crumpled ones.
FLOORS: Final = {
    ("sroie", "rapidocr"): {"total": 0.96, "date": 0.975, "merchant_fuzzy": 0.92},
    ("myreceipts", "rapidocr"): {"total": 0.90, "date": 0.92, "merchant_fuzzy": 0.82, "currency": 0.97},
    ("softmatic", "rapidocr"): {"total": 0.90},
    ("latvia", "rapidocr"): {"total": 0.90},
}
# Share of each set that is confirmed without a person, and how many of these have the right total.
ALONE: Final = {("sroie", "rapidocr"): 0.65, ("myreceipts", "rapidocr"): 0.5, ("softmatic", "rapidocr"): 0.5, ("latvia", "rapidocr"): 0.5}
ALONE_RIGHT: Final = 0.99
# Labelled wrongly: another sum is printed on them.
WRONG_LABELS: Final = {
    "sroie": frozenset(f"img/{each}.jpg" for each in ("033", "297", "316", "347", "561", "601")),
    "latvia": frozenset({"img/026.jpg"}),
}
CASCADE: Final = "cascade"
_BANDS: Final = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 1.01)


def manifest(folder: Path) -> list[dict[str, Any]]:
    """The labelled files of a set; `wrong` marks those whose label is known to be wrong."""
    rows = [json.loads(line) for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines() if line]
    return [{**row, "wrong": row["file"] in WRONG_LABELS.get(folder.name, ())} for row in rows]


def kept_file(folder: Path, row: dict[str, Any]) -> Path:
    """Where what was read in a file is kept."""
    return folder / (row["file"].replace("/", "_") + ".json")


class Seen(NamedTuple):
    """What an engine saw in a file, and the processor seconds it took."""

    pages: list[PageText]
    seconds: float


class Said(NamedTuple):
    """An answer as the scorer takes it, its processor seconds, how sure its total is, and whether nobody need look at it."""

    answer: dict[str, Any]
    seconds: float
    sure: float
    alone: bool


def processor_seconds() -> float:
    """Processor seconds of this process and of the engines it started."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usages)


def see(cascade: Cascade, engine: str, file: Path, kept: Path | None) -> Seen:
    """Read a file, or take what was kept from the last time."""
    if kept is not None and kept.exists():
        return unpacked(json.loads(kept.read_text()))
    before, pages = processor_seconds(), []
    with suppress(Problem):
        choice = Choice() if engine == CASCADE else Choice(engine)
        pages = cascade.read(open_pages(file.read_bytes()), Context(_UPLOAD_DAY), choice).pages
    seen = Seen(pages, processor_seconds() - before)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_packed(seen)))
    return seen


def _packed(seen: Seen) -> dict[str, Any]:
    words = [[word for line in page.lines for word in line.words] for page in seen.pages]
    pages = [
        {
            "aspect": page.aspect,
            "words": [(word.text, word.confidence, (word.box.x, word.box.y, word.box.w, word.box.h), word.rise) for word in found],
        }
        for page, found in zip(seen.pages, words, strict=True)
    ]
    return {"cpu": seen.seconds, "pages": pages}


def unpacked(kept: dict[str, Any]) -> Seen:
    """What an engine saw, from what was kept of it."""
    pages = [
        lines_of([Word(text, sure, Box(number, *box), *rise) for text, sure, box, *rise in page["words"]], number, page["aspect"])
        for number, page in enumerate(kept["pages"], 1)
    ]
    return Seen(pages, kept["cpu"])


def answers(cascade: Cascade, engine: str, folder: Path, rows: list[dict[str, Any]], kept: Path | None) -> Iterator[Said]:
    """What is understood of each file."""
    for row in rows:
        seen = see(cascade, engine, folder / row["file"], kept_file(kept, row) if kept else None)
        fields = understand(seen.pages, Context(_UPLOAD_DAY)).fields
        yield Said(
            {"file": row["file"], **{each: fields[each].value if each in fields else None for each in _FIELDS}},
            seen.seconds,
            fields["total"].confidence if "total" in fields else 0.0,
            is_certain({name: each.as_json() for name, each in fields.items()}),
        )


def judge(scorer: Path, rows: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> dict[str, Any]:
    """The scorer's figures by field."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "truth.jsonl", Path(folder) / "predictions.jsonl"]
        for file, lines in zip(files, (rows, predictions), strict=True):
            file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        done = subprocess.run([sys.executable, str(scorer), *map(str, files), "--json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measure(data: Path, name: str, engine: str, options: argparse.Namespace) -> bool:
    """Print a row of the table; give whether every floor was reached."""
    folder = data / "receipts" / name
    rows = manifest(folder)[: options.limit]
    kept = options.words / engine / name if options.words else None
    found = list(answers(Cascade(), engine, folder, rows, kept))
    figures = judge(data / "eval_receipts.py", rows, [each.answer for each in found])
    floors = FLOORS.get((name, engine), {}) if options.limit is None else {}
    cells = [_cell(figures.get(field), floors.get(field)) for field in _SHOWN]
    seconds = [each.seconds for each in found]
    print(f"{name:13}{engine:11}{len(rows):4}  {' '.join(cells)} {statistics.median(seconds):7.2f} {max(seconds):7.2f}", flush=True)
    alone = _alone(data, rows, found, (name, engine)) if options.limit is None else True
    return alone and all(figures[field]["accuracy"] >= floor for field, floor in floors.items())


def _alone(data: Path, rows: list[dict[str, Any]], found: list[Said], key: tuple[str, str]) -> bool:
    """Print how many are confirmed without a person and how many of these totals are right; give whether that is as promised."""
    chosen = [(row, each.answer) for row, each in zip(rows, found, strict=True) if each.alone]
    share = len(chosen) / len(rows)
    right = _right(data, [row for row, _ in chosen], [said for _, said in chosen])
    print(f"{'':24}confirmed without a person: {share:.3f} of them, {right:.3f} of these totals right")
    if key[1] == "rapidocr":
        _show_calibration(data, rows, found)
    promised = ALONE.get(key)
    return promised is None or (share >= promised and right >= ALONE_RIGHT)


def _right(data: Path, rows: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> float:
    """Share of totals right. Labels that are known to be wrong count as errors of the label, not of the reader."""
    known = [(row, said) for row, said in zip(rows, predictions, strict=True) if not row["wrong"]]
    if not known:
        return 1.0
    return judge(data / "eval_receipts.py", [row for row, _ in known], [said for _, said in known])["total"]["accuracy"]


def _show_calibration(data: Path, rows: list[dict[str, Any]], found: list[Said]) -> None:
    """What the confidence of a total has meant, by bands of it."""
    for low, high in itertools.pairwise(_BANDS):
        here = [(row, each) for row, each in zip(rows, found, strict=True) if low <= each.sure < high]
        if here:
            said = statistics.mean(each.sure for _, each in here)
            right = _right(data, [row for row, _ in here], [each.answer for _, each in here])
            print(f"{'':24}  sure {low:.2f} to {min(high, 1.0):.2f}: {len(here):4}, said {said:.3f}, right {right:.3f}")


def _cell(figure: dict[str, Any] | None, floor: float | None) -> str:
    text = f"{figure['accuracy']:.3f}" if figure else "-"
    return f"{text + (f' (≥{floor:g})' if floor else ''):>15}"


def main(arguments: list[str]) -> int:
    """Measure the sets that are there; 1 when a floor was missed."""
    options = _parser().parse_args(arguments)
    receipts = options.data / "receipts"
    names = [name for name in options.sets.split(",") if (receipts / name / "dev.jsonl").exists()]
    if not names:
        print("ocr_accuracy: the receipts are not here, nothing is measured")
        return 0
    print(f"{'set':13}{'engine':11}{'n':>4}  {' '.join(f'{field:>15}' for field in _SHOWN)} {'CPU s':>7} {'most':>7}")
    reached = [measure(options.data, name, engine, options) for engine in options.engines.split(",") for name in names]
    return 0 if all(reached) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.ocr_accuracy", description="Measure the reader on labelled receipts.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="folder with receipts/<set>/dev.jsonl and eval_receipts.py")
    parser.add_argument("--sets", default="sroie,myreceipts,softmatic,latvia,beanbeaver,misc,invoice2data")
    parser.add_argument("--engines", default="rapidocr", help="rapidocr, tesseract, cascade, or several with a comma")
    parser.add_argument("--limit", type=int, default=None, help="only the first files of each set")
    parser.add_argument("--words", type=Path, default=None, help="folder to keep what the engines read, outside the project")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
