"""Receipts, engine by engine: how often each is right, what it costs, what its confidence means, and what fails why.

    python -m bench.engines [--full] [--only cascade] [--words FOLDER] [data folder]

RapidOCR alone, Tesseract alone (`--psm 6`) and the cascade of both read the same pictures, each engine in a process of its
own and two at a time; PDFs with words of their own are a row for themselves. A reader's child process, started as a worker
starts it, reads them once more for its memory. Without `--full` a sample is read: of the large sets every sixth and every
second receipt, the small ones whole, and those whose lines are labelled. `--only cascade --full` is the quickest way to what
fails in production and why. The data are not part of the project; without them this says so and ends. Labels known to be
wrong are errors of the label: listed, not counted.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final, NamedTuple

from backend.expenses.readings import is_certain
from backend.ocr.capacity import reader_count, reader_threads
from backend.ocr.cascade import Cascade
from backend.ocr.child import Reader
from backend.ocr.child_process import give_memory_back
from backend.ocr.documents import Unreadable
from backend.ocr.reading import Context
from backend.ocr.rules import understand
from backend.ocr.rules.words import plain
from bench import calibrate, damage, line_items
from bench.ocr_accuracy import ALONE, ALONE_RIGHT, CASCADE, DATA, FLOORS, kept_file, manifest, see
from bench.processes import Peak
from bench.table import Limit, Measured, show

_ENGINES: Final = ("rapidocr", "tesseract", CASCADE)
_SETS: Final = {"sroie": 6, "myreceipts": 2, "softmatic": 1, "latvia": 1, "beanbeaver": 1, "invoice2data": 1, "misc": 1}
_FIELDS: Final = ("total", "date", "merchant", "currency", "tax")
_CONFIRMED: Final = ("total", "date", "currency")  # what nobody looks at any more once an expense is confirmed
_UPLOAD_DAY: Final = date(2026, 11, 24)
_SECONDS: Final = 1.5
_MEGABYTES: Final = 900.0
_PATIENCE: Final = 600.0  # seconds for one file: memory is what is measured, on however busy a machine
_PDF: Final = "invoice2data"


class Answer(NamedTuple):
    """What an engine made of one file: set and file, values and confidences by field, its text, seconds, and whether nobody need look."""

    set: str
    file: str
    values: dict[str, str]
    sure: dict[str, float]
    text: str
    seconds: float
    alone: bool


def sample(data: Path, *, full: bool) -> list[tuple[str, dict[str, Any]]]:
    """The labelled receipts that are read, as set and row of its manifest."""
    lines = {(name, file) for name, file, _ in line_items.labelled(data)}
    return [
        (name, row)
        for name, step in _SETS.items()
        if (data / "receipts" / name / "dev.jsonl").exists()
        for at, row in enumerate(manifest(data / "receipts" / name))
        if full or at % step == 0 or (name, row["file"]) in lines
    ]


def read_all(data: Path, engine: str, words: Path, *, full: bool) -> None:
    """Read the sample with one engine, and write an answer a line to `words/engine.jsonl`."""
    cascade = Cascade()
    with (words / f"{engine}.jsonl").open("w") as file:
        for name, row in sample(data, full=full):
            seen = see(cascade, engine, data / "receipts" / name / row["file"], kept_file(words / engine / name, row))
            reading = understand(seen.pages, Context(_UPLOAD_DAY))
            fields = {field: reading.fields[field] for field in _FIELDS if field in reading.fields}
            answer = Answer(
                name,
                row["file"],
                {field: each.value for field, each in fields.items()},
                {field: each.confidence for field, each in fields.items()},
                reading.text,
                seen.seconds,
                is_certain({field: each.as_json() for field, each in reading.fields.items()}),
            )
            file.write(json.dumps(answer) + "\n")
            give_memory_back()  # as the reader does after each receipt


def held(data: Path, *, full: bool) -> Peak:
    """What a reader's child process held at its worst while it read the sample."""
    return asyncio.run(_held(data, full=full))


async def _held(data: Path, *, full: bool) -> Peak:
    reader, peak = Reader(seconds=_PATIENCE, threads=reader_threads(reader_count())), Peak()

    async def read() -> None:
        for name, row in sample(data, full=full):
            with suppress(Unreadable):
                await reader.read((data / "receipts" / name / row["file"]).read_bytes(), Context(_UPLOAD_DAY))

    try:
        await peak.during(read(), lambda: [reader.pid] if reader.pid else [])
    finally:
        await reader.close()
    return peak


def run(data: Path, engines: tuple[str, ...], words: Path, *, full: bool) -> Peak:
    """Let every engine read, two at a time, and a reader; what that one held."""

    def one(engine: str) -> None:
        command = [
            sys.executable,
            "-m",
            "bench.engines",
            str(data),
            "--engine",
            engine,
            "--words",
            str(words),
            *(["--full"] if full else []),
        ]
        surroundings = {**os.environ, "READER_THREADS": str(reader_threads(reader_count()))}
        subprocess.run(command, check=True, env=surroundings)

    with ThreadPoolExecutor(2) as pool:
        reading = [pool.submit(one, engine) for engine in engines]
        peak = pool.submit(held, data, full=full).result()
        for each in reading:
            each.result()
    return peak


class Judged(NamedTuple):
    """An answer with its row of the manifest, and by field whether it is right."""

    answer: Answer
    row: dict[str, Any]
    right: dict[str, bool]


def judged(data: Path, words: Path, engine: str) -> list[Judged]:
    """The answers of an engine, held against the labels."""
    judge = calibrate.scorer(data)
    rows = {(name, row["file"]): row for name, row in sample(data, full=True)}
    found = []
    for line in (words / f"{engine}.jsonl").read_text().splitlines():
        answer = Answer(*json.loads(line))
        row = rows[answer.set, answer.file]
        known = [field for field in _FIELDS if row["truth"].get(field) is not None]
        found.append(Judged(answer, row, {field: _is_right(judge, row, field, answer.values.get(field)) for field in known}))
    return found


def _is_right(judge: Any, row: dict[str, Any], field: str, value: str | None) -> bool:
    if value is None:
        return False
    if field == "tax":
        return judge.money(value) == judge.money(row["truth"]["tax"])
    return bool(calibrate.is_right(judge, row, field, value))


def share(found: list[Judged], field: str) -> float | None:
    """The share right of a field, labels known to be wrong left out."""
    known = [each.right[field] for each in found if field in each.right and not each.row["wrong"]]
    return sum(known) / len(known) if known else None


def show_engines(all_found: dict[str, list[Judged]]) -> None:
    """One row an engine and set: shares right by field, processor seconds, and what is confirmed alone."""
    heads = " ".join(f"{field:>9}" for field in _FIELDS)
    print(f"{'engine':11}{'set':13}{'n':>4} {heads} {'CPU s':>7} {'p95':>6} {'alone':>6} {'of these totals right':>22}")
    for engine, found in all_found.items():
        for name in dict.fromkeys(each.answer.set for each in found):
            _show_row("pdf text" if name == _PDF else engine, name, [each for each in found if each.answer.set == name])
        _show_row(engine, "all", found)


def _show_row(engine: str, name: str, found: list[Judged]) -> None:
    cells = [f"{part:9.3f}" if (part := share(found, field)) is not None else f"{'-':>9}" for field in _FIELDS]
    seconds = [each.answer.seconds for each in found]
    alone = [each for each in found if each.answer.alone]
    right = share(alone, "total")
    print(
        f"{engine:11}{name:13}{len(found):4} {' '.join(cells)} {median(seconds):7.2f} {_p95(seconds):6.2f} {len(alone) / len(found):6.2f} "
        f"{f'{right:.3f}' if right is not None else '-':>22}",
        flush=True,
    )


def _p95(figures: list[float]) -> float:
    return quantiles(figures, n=20, method="inclusive")[-1] if len(figures) > 1 else figures[0]


def show_failures(found: list[Judged]) -> None:
    """What the cascade got wrong: first what would be confirmed all the same, then by cause; then the labels that are wrong themselves."""
    causes: dict[str, list[str]] = defaultdict(list)
    confirmed: list[str] = []
    for each in found:
        for field in (field for field, right in each.right.items() if not right and not each.row["wrong"]):
            said, sure = each.answer.values.get(field), each.answer.sure.get(field, 0.0)
            alone = ", confirmed alone" if each.answer.alone else ""
            line = f"{each.answer.set} {each.answer.file} {field}: {said!r} ({sure:.2f}{alone}), label {each.row['truth'][field]!r}"
            causes[_cause(each, field)].append(line)
            if each.answer.alone and field in _CONFIRMED:
                confirmed.append(line)
    print("\n  ".join([f"total, date or currency wrong and confirmed all the same: {len(confirmed)}", *confirmed]))
    for cause, lines in sorted(causes.items(), key=lambda pair: -len(pair[1])):
        print("\n  ".join([f"{cause}: {len(lines)}", *lines]))
    wrong = [f"{each.answer.set} {each.answer.file}" for each in found if each.row["wrong"]]
    print(f"labels known to be wrong, not counted: {', '.join(wrong) or 'none in this sample'}")


def _cause(each: Judged, field: str) -> str:
    if field in ("date", "currency"):
        return f"{field}: none found" if field not in each.answer.values else f"{field}: misread, or another one taken"
    truth, text = each.row["truth"], _squeezed(each.answer.text)
    printed = any(_squeezed(str(name)) in text for name in (truth[field], *(truth.get(f"{field}_alt") or [])) if name)
    if not printed:
        return f"{field}: what the label says is not in the text that was read"
    return f"{field}: printed and read, another one taken" if field in each.answer.values else f"{field}: printed and read, none taken"


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", plain(text))


def gates(found: list[Judged], peak: Peak) -> list[Measured]:
    """The rows with a gate: shares right and confirmed by set, processor seconds, memory of a reader with what it starts."""
    rows: list[Measured] = []
    for (name, _), floors in FLOORS.items():
        here = [each for each in found if each.answer.set == name]
        if not here:
            continue
        for field, floor in floors.items():
            rows.append(
                Limit(
                    f"{name}, {field}, {len(here)} receipts",
                    share(here, field.removesuffix("_fuzzy")) or 0.0,
                    floor,
                    "right",
                    at_least=True,
                )
            )
        alone = [each for each in here if each.answer.alone]
        rows.append(Limit(f"{name}, confirmed without a person", len(alone) / len(here), ALONE[name, "rapidocr"], "of all", at_least=True))
    alone = [each for each in found if each.answer.alone]
    rows.append(Limit(f"totals right of {len(alone)} confirmed", share(alone, "total") or 0.0, ALONE_RIGHT, "right", at_least=True))
    rows.append(Limit("a picture, processor seconds, median", median(each.answer.seconds for each in found), _SECONDS, "CPU s"))
    rows.append(Limit("a reader's peak memory", peak.together / 1024, _MEGABYTES, "MB"))
    return rows


def main(arguments: list[str]) -> None:
    """Read, judge, print; with `--engine` only read, for the processes that this starts."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description="Measure the engines on labelled receipts.")
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--full", action="store_true", help="every labelled receipt instead of a sample")
    parser.add_argument("--engine", help="read with this one alone, into --words")
    parser.add_argument("--only", choices=_ENGINES, help="measure this one alone: what confidence means takes all of them")
    parser.add_argument("--words", type=Path, help="folder for what the engines read; what is there already is not read again")
    options = parser.parse_args(arguments)
    if not (options.data / "eval_receipts.py").exists():
        print(f"accuracy is not measured: there are no labelled receipts at {options.data} (name them by OUTLAY_DATA)")
        return
    if options.engine:
        read_all(options.data, options.engine, options.words, full=options.full)
        return
    engines = (options.only,) if options.only else _ENGINES
    with tempfile.TemporaryDirectory() as folder:
        _measure(options.data, engines, options.words or Path(folder), full=options.full)


def _measure(data: Path, engines: tuple[str, ...], words: Path, *, full: bool) -> None:
    peak = run(data, engines, words, full=full)
    all_found = {engine: judged(data, words, engine) for engine in engines}
    show_engines(all_found)
    print(f"a reader held {peak.own / 1024:.0f} MB at its worst, its helpers {peak.helpers / 1024:.0f} MB")
    rows: list[Measured] = []
    if CASCADE in engines:
        print("\nwhat the cascade got wrong, by cause:")
        show_failures(all_found[CASCADE])
        print("\nlines bought:")
        rows += [*gates(all_found[CASCADE], peak), *line_items.measure(data, words / CASCADE)]
    if engines == _ENGINES:
        print("\nwhat confidence means, each shop judged by what was learnt from the others:")
        for field, cases in calibrate.cases(data, words).items():
            calibrate.show(field, calibrate.checked(cases))
        rows += damage.measure(data, words)
    show(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
