"""How well and how fast receipts are read: `python -m bench.reading [--full]`.

Accuracy on labelled photographs by the data's own scorer, through the same child process as the product. The data lie
beside the project (`OUTLAY_DATA`, else `../shared/data`); without them this says so and measures speed alone.
"""

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from backend import expenses, ocr
from backend.core import log as logs
from backend.core.actor import Actor
from backend.core.db import open_stores, transaction
from backend.core.errors import Problem
from backend.ocr.child import Reader
from backend.ocr.reading import Context
from bench.backbone import use
from bench.ocr_accuracy import FLOORS, judge
from bench.table import Limit, Measured, show
from jobs.worker import make_worker
from tests.integration.bookkeeping import new_books
from tests.stores import Servers

ROOT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = {"sroie": 60, "myreceipts": 57}
FIELDS: Final = ("merchant", "date", "total", "currency", "tax")
LOOP: Final = 8


def data_folder() -> Path:
    """Where labelled receipts lie."""
    return Path(os.environ.get("OUTLAY_DATA", ROOT.parent / "shared" / "data"))


async def predictions(folder: Path, lines: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[int]]:
    """What the reader says of each file, and its processor time in milliseconds."""
    reader, context = Reader(), Context(datetime.now(UTC).date())
    said, spent = [], []
    for line in lines:
        try:
            outcome = await reader.read((folder / line["file"]).read_bytes(), context)
        except Problem as problem:
            print(f"  {line['file']}: {problem.code}")
            continue
        values = {name: outcome.fields[name]["value"] for name in FIELDS if name in outcome.fields}
        said.append({"file": line["file"], **dict.fromkeys(FIELDS), **values})
        spent.append(outcome.cpu_ms)
    await reader.close()
    return said, spent


async def accuracy(*, full: bool) -> list[Measured]:
    """How often the reader is right about each set, by the data's own scorer, beside what is promised."""
    data = data_folder()
    if not (data / "eval_receipts.py").exists():
        print(f"  accuracy is not measured: there are no labelled receipts at {data} (name them by OUTLAY_DATA)")
        return []
    rows: list[Measured] = []
    for name, sample in SAMPLE.items():
        folder = data / "receipts" / name
        lines = [json.loads(line) for line in (folder / "dev.jsonl").read_text().splitlines() if line.strip()]
        chosen = lines if full else lines[:: max(1, len(lines) // sample)]
        said, spent = await predictions(folder, chosen)
        print(f"  {name}: {len(chosen)} of {len(lines)} receipts, reader's processor seconds median {median(spent) / 1000:.2f}")
        figures = judge(data / "eval_receipts.py", chosen, said)
        for field, floor in FLOORS[name, "rapidocr"].items():
            rows.append(Limit(f"{name}, {field}, {len(chosen)} receipts", figures[field]["accuracy"], floor, "right", at_least=True))
    return rows


async def upload_to_category() -> list[Measured]:
    """Seconds from the upload to the category, one receipt at a time, beside the reader's own time; and receipts a minute."""
    actor = await new_books()
    worker = asyncio.create_task(make_worker(handle_signals=False).async_run())
    pictures = sorted((ROOT / "tests" / "data" / "receipts").glob("*.jpg"))
    began = time.perf_counter()
    rounds = [await _one(actor, pictures[number % len(pictures)].read_bytes() + b"\n" * number) for number in range(LOOP)]
    minute = LOOP / (time.perf_counter() - began) * 60
    worker.cancel()
    await asyncio.wait({worker})
    warm = rounds[1:]  # the first one starts the reader
    whole, own = [each for each, _ in warm], [read for _, read in warm]
    beyond = [each - read for each, read in warm]
    p95 = quantiles(beyond, n=20, method="inclusive")[-1]
    print(
        f"  receipts a minute, one after the other, one worker: {minute:.0f}; the first one, which starts the reader: {rounds[0][0]:.2f} s"
    )
    reader = median(own)
    return [
        Limit("upload -> categorised, median (gate: reader + 0.5 s)", median(whole), reader + 0.5, "s", floor=reader),
        Limit("the same beyond its own reader's time, p95", p95, 0.5, "s"),
    ]


async def _one(actor: Actor, data: bytes) -> tuple[float, float]:
    async def chunks() -> Any:
        yield data

    began = time.perf_counter()
    upload = await ocr.store_upload(actor, chunks(), "receipt.jpg")
    async with transaction(actor) as session:
        made = await expenses.capture(session, actor, upload)
    while True:
        await asyncio.sleep(0.02)
        async with transaction(actor) as session:
            expense = await expenses.get(session, actor, made.id)
        if expense.category_source != "none":
            break
    seconds = time.perf_counter() - began
    async with transaction(actor) as session:
        receipt = await ocr.get_receipt(session, actor, upload.receipt_id)
    return seconds, (receipt.cpu_ms or 0) / 1000


async def _speed(home: str, servers: Servers) -> list[Measured]:
    use(servers.new_books(), home)
    await open_stores()
    return await upload_to_category()


def main(arguments: list[str]) -> None:
    """Measure both; `--full` reads every labelled receipt instead of a sample."""
    logs.configure("ERROR")
    servers = Servers().start()
    try:
        with TemporaryDirectory() as home:
            rows = asyncio.run(_speed(home, servers))
    finally:
        servers.stop()
    show([*rows, *asyncio.run(accuracy(full="--full" in arguments))])


if __name__ == "__main__":
    main(sys.argv[1:])
