"""How fast receipts are read, from the upload to the category: `python -m bench.reading`. How well: `bench.engines`."""

import asyncio
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from backend import expenses, ocr
from backend.core import log as logs
from backend.core.actor import Actor
from backend.core.db import open_stores, transaction
from bench.backbone import use
from bench.table import Limit, Measured, show
from jobs.worker import make_worker
from tests.integration.bookkeeping import new_books
from tests.stores import Servers

ROOT: Final = Path(__file__).resolve().parent.parent
LOOP: Final = 8


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


def main() -> None:
    """Measure with servers of its own."""
    logs.configure("ERROR")
    servers = Servers().start()
    try:
        with TemporaryDirectory() as home:
            rows = asyncio.run(_speed(home, servers))
    finally:
        servers.stop()
    show(rows)


if __name__ == "__main__":
    main()
