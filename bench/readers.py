"""What several readers give, and what they hold: `python -m bench.readers [--receipts N]`.

The pictures of the tests are read by the worker's own readers: the same ones by one reader and by as many as the machine bears, in
turn, so that what else the machine does meets both. Then they are read over and over, each time as other bytes: what the readers'
processes hold is printed at the start and after every fifty receipts, and what they held at their worst, by the kernel's own count.
"""

import argparse
import asyncio
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import Final

from PIL import Image

from backend import ocr
from backend.core import log as logs
from backend.ocr.capacity import READER_BYTES, reader_count
from backend.ocr.reading import Context
from bench.processes import Peak, children, pss_kb
from bench.table import Limit, Measured, show

ROOT: Final = Path(__file__).resolve().parent.parent
STEP: Final = 50
COMPARED: Final = 16
ROUNDS: Final = 3
_KB: Final = READER_BYTES // 1024
# Beyond what one reader does with the threads of all cores; two share memory bandwidth and caches, and a core that is busy
# elsewhere is no core.
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


@dataclass
class Rate:
    """What one setup of readers has done: receipts, and the seconds and processor seconds that they took."""

    receipts: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    @property
    def a_minute(self) -> float:
        """Receipts a minute."""
        return self.receipts / self.seconds * 60

    async def add(self, readers: ocr.Readers, compared: list[bytes]) -> None:
        """Read pictures when so many wait that no reader rests, after one for each reader to warm it."""
        context = Context(datetime.now(UTC).date())
        await asyncio.gather(*(readers.read(compared[0], context) for _ in range(readers.count)))
        began = time.perf_counter()
        read = await asyncio.gather(*(readers.read(data, context) for data in compared))
        self.seconds += time.perf_counter() - began
        self.receipts += len(read)
        self.processor += sum(each.cpu_ms for each in read) / 1000


async def throughput() -> list[Measured]:
    """One reader, whose threads have all cores, against as many as the machine bears: the same pictures, in turn."""
    count, compared = reader_count(), list(islice(pictures(), COMPARED))
    if count == 1:
        return []
    setups = [(ocr.Readers(1), Rate()), (ocr.Readers(count), Rate())]
    for _ in range(ROUNDS):
        for readers, rate in setups:
            await rate.add(readers, compared)
    for readers, rate in setups:
        await readers.close()
        own = rate.processor / rate.receipts
        busy = rate.processor / rate.seconds
        print(
            f"  {readers.count} reader(s): {rate.a_minute:.0f} receipts a minute, {own:.2f} CPU s each, {busy:.2f} cores kept busy",
            flush=True,
        )
    one, many = (rate.a_minute for _, rate in setups)
    return [Limit(f"receipts a minute, {count} readers (gate: {_GAIN} × one)", many, _GAIN * one, "", one, at_least=True)]


async def memory(receipts: int) -> list[Measured]:
    """Read so many receipts with all readers, and watch what their processes hold."""
    readers, context, source, peak = ocr.Readers(), Context(datetime.now(UTC).date()), pictures(), Peak()
    await asyncio.gather(*(readers.read(next(source), context) for _ in range(readers.count)))
    held = [_largest(readers, 0)]
    for done in range(0, receipts, STEP):
        step = min(STEP, receipts - done)
        await peak.during(asyncio.gather(*(readers.read(next(source), context) for _ in range(step))), lambda: readers.pids)
        held.append(_largest(readers, done + step))
    await readers.close()
    print(f"  at its worst {peak.own / 1024:.0f} MB by itself, {peak.together / 1024:.0f} MB with its helpers")
    rows: list[Measured] = [Limit(f"largest reader at its worst over {receipts} receipts", peak.together / 1024, _KB / 1024, "MB")]
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
