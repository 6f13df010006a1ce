"""What several readers give, and what they hold: `python -m bench.readers [--receipts N]`.

The pictures of the tests are read over and over, each time as other bytes, by the worker's own readers: first by one, then
by as many as the machine bears. Memory of their processes is printed at the start and after every fifty receipts.
"""

import argparse
import asyncio
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from PIL import Image

from backend import ocr
from backend.core import log as logs
from backend.ocr.capacity import READER_BYTES, reader_count
from backend.ocr.reading import Context
from bench.processes import children, pss_kb
from bench.table import Limit, Measured, show

ROOT: Final = Path(__file__).resolve().parent.parent
STEP: Final = 50
COMPARED: Final = 16
_KB: Final = READER_BYTES // 1024
# Beyond what one reader does; two share memory bandwidth and caches, and a core that is busy elsewhere is no core.
_GAIN: Final = 1.3
_GROWTH: Final = 1.15


def pictures() -> Iterator[bytes]:
    """Receipts without an end: as scanned, as a phone takes them, and one square, which takes most memory."""
    files = sorted((ROOT / "tests" / "data" / "receipts").glob("*.jpg"))
    for number in count():
        data = files[number % len(files)].read_bytes()
        if number % 10 == 7:
            data = _enlarged(data, (3024, 4032) if number % 20 == 7 else (3500, 3500))
        yield data + b"\n" * (number + 1)


def _enlarged(data: bytes, size: tuple[int, int]) -> bytes:
    """A receipt in the middle of a picture as large as cameras make them."""
    receipt, ground = Image.open(io.BytesIO(data)).convert("RGB"), Image.new("RGB", size, "white")
    receipt = receipt.resize((receipt.width * size[1] // receipt.height, size[1]))
    ground.paste(receipt, ((size[0] - receipt.width) // 2, 0))
    buffer = io.BytesIO()
    ground.save(buffer, "JPEG")
    return buffer.getvalue()


async def a_minute(readers: ocr.Readers) -> float:
    """Receipts a minute when so many wait that no reader rests."""
    context, source = Context(datetime.now(UTC).date()), pictures()
    await asyncio.gather(*(readers.read(next(source), context) for _ in range(readers.count)))
    began = time.perf_counter()
    await asyncio.gather(*(readers.read(next(source), context) for _ in range(COMPARED)))
    return COMPARED / (time.perf_counter() - began) * 60


async def throughput() -> list[Measured]:
    """One reader against as many as the machine bears."""
    rates = []
    for readers in (ocr.Readers(1), ocr.Readers(reader_count())):
        rates.append(await a_minute(readers))
        print(f"  {readers.count} reader(s): {rates[-1]:.0f} receipts a minute", flush=True)
        await readers.close()
    if reader_count() == 1:
        return []
    return [
        Limit(f"receipts a minute, {reader_count()} readers (gate: {_GAIN} × one)", rates[1], _GAIN * rates[0], "", rates[0], at_least=True)
    ]


async def memory(receipts: int) -> list[Measured]:
    """Read so many receipts with all readers, and watch what their processes hold."""
    readers, context, source = ocr.Readers(), Context(datetime.now(UTC).date()), pictures()
    await asyncio.gather(*(readers.read(next(source), context) for _ in range(readers.count)))
    held = [_largest(readers, 0)]
    peak = held[0]
    for done in range(0, receipts, STEP):
        reading = [asyncio.create_task(readers.read(next(source), context)) for _ in range(min(STEP, receipts - done))]
        while not all(task.done() for task in reading):
            await asyncio.wait(reading, timeout=0.2)
            peak = max(peak, *(_held(pid) for pid in readers.pids), 0.0)
        held.append(_largest(readers, done + len(reading)))
    await readers.close()
    rows: list[Measured] = [Limit(f"largest reader at its worst over {receipts} receipts", peak / 1024, _KB / 1024, "MB")]
    if len(held) > 3:
        rows.append(Limit(f"the same between receipts, last against receipt {STEP}", held[-1] / held[1], _GROWTH, "×"))
    return rows


def _largest(readers: ocr.Readers, done: int) -> float:
    held = [_held(pid) for pid in readers.pids]
    print(f"  after {done:3} receipts: {', '.join(f'{each / 1024:.0f} MB' for each in held)}", flush=True)
    return max(held)


def _held(pid: int) -> float:
    """Memory of a reader and of the engine that it may have started, in kB; 0 when it has just ended."""
    try:
        return pss_kb(pid) + sum(pss_kb(child) for child in children(pid))
    except (OSError, RuntimeError):
        return 0.0


async def _measure(receipts: int) -> list[Measured]:
    return [*await throughput(), *await memory(receipts)]


def main() -> None:
    """Measure both; `--receipts 500` is the whole proof."""
    parser = argparse.ArgumentParser(description="What several readers give, and what they hold.")
    parser.add_argument("--receipts", type=int, default=50)
    logs.configure("ERROR")
    show(asyncio.run(_measure(parser.parse_args().receipts)))


if __name__ == "__main__":
    main()
