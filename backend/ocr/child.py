"""The reader as its users see it: a child process that can be killed, and a pipe to it.

The child is started by the first receipt, kept for the next ones, and ended after a minute without work, after some
hundred receipts, or when it hangs, crashes or grows: whatever a hostile file does happens there. Messages are a length
and msgpack; nothing is ever unpickled.
"""

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from backend.core.errors import Problem
from backend.core.log import logger
from backend.core.metrics import RULES_BROKEN
from backend.core.settings import settings
from backend.ocr import documents
from backend.ocr.choices import AUTO, Choice
from backend.ocr.claims import Claims
from backend.ocr.reading import Box, Context, Mailed, Word

SECONDS: Final = 90.0
IDLE_SECONDS: Final = 60.0
RECEIPTS_A_CHILD: Final = 200
_LENGTH_BYTES: Final = 4
_MOST_BYTES: Final = 200 * 1024 * 1024

log = logger(__name__)


class ReaderStopped(Problem):
    """The child ended or was ended while it read this file."""

    status = 422


class ReaderCrashed(ReaderStopped):
    """The child died over this file."""

    code, title = "reader_crashed", "This file could not be read: it broke the reader. Please take the picture again."


class ReaderTimedOut(ReaderStopped):
    """The child took too long and was ended."""

    code, title = "reader_timed_out", "Reading this file took too long. Please send a smaller picture or fewer pages."


REFUSALS: Final[dict[str, type[Problem]]] = {
    each.code: each for each in (documents.DamagedFile, documents.PdfLocked, documents.TooManyPages, documents.TooManyPixels)
}


class Copy(msgspec.Struct, frozen=True):
    """A cleaned picture of a page, or the engine's words as they came (variant 'words', kept and never served)."""

    variant: str
    page: int
    data: bytes
    media_type: str
    width: int | None = None
    height: int | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What reading gave: fields and lines as the receipt's row keeps them, the text, the cleaned copies, and the pages' prints.

    A print is None for a page that shows nothing.
    """

    fields: dict[str, Any]
    lines: list[dict[str, Any]]
    text: str
    engine: str
    pages: int
    ms: int
    cpu_ms: int
    copies: list[Copy]
    prints: list[bytes | None] = []
    regions: list[list[float]] = []  # the boxes of two receipts on one page, the one that was read first
    unread: str | None = None  # a script that no installed engine reads, '' for one without a name here
    sure: bool = False  # whether no doubt is left
    remark: str = ""  # what else is to be told, by the codes of `remarks`
    mailed: Mailed | None = None  # the head of the mail whose text this is

    @property
    def is_understood(self) -> bool:
        """Whether the words say anything: where rules work, it is a currency at least."""
        return bool(self.fields) or not self.text.strip()


class SeenWord(msgspec.Struct, frozen=True, array_like=True):
    """A word of a page, as `Word` has it."""

    text: str
    confidence: float
    x: float
    y: float
    w: float
    h: float
    rise: float = 0.0

    @classmethod
    def of(cls, word: Word) -> "SeenWord":
        """The same without its page."""
        box = word.box
        return cls(word.text, word.confidence, box.x, box.y, box.w, box.h, word.rise)

    def on(self, page: int) -> Word:
        """The same on a page."""
        return Word(self.text, self.confidence, Box(page, self.x, self.y, self.w, self.h), self.rise)


class SeenPage(msgspec.Struct, frozen=True):
    """A page that something else has read: height by width, and its words."""

    aspect: float
    words: list[SeenWord]


class SeenPart(msgspec.Struct, frozen=True):
    """A receipt that was read before, which may be a part of a longer one: the day it came, and its pages."""

    day: str
    pages: list[SeenPage]


class Share(msgspec.Struct, frozen=True):
    """What one part says of the receipt that it belongs to; `part` is its place among those that were sent."""

    part: int
    fields: dict[str, Any]
    lines: list[dict[str, Any]]


class Job(msgspec.Struct, frozen=True):
    """What is known before, and one file to read, `pages` that another engine has read to understand, or `parts` to join."""

    data: bytes
    upload_day: str
    base_currency: str
    locale: str
    engine: str | None = None
    language: str | None = None
    is_one: bool = False
    pages: list[SeenPage] | None = None
    claims: Claims | None = None
    mailed: Mailed | None = None
    parts: list[SeenPart] | None = None


class Answer(msgspec.Struct, frozen=True):
    """The child's answer: an outcome, the parts in groups that belong together, or the code of the refusal.

    `flaws` tell where rules broke meanwhile, a traceback each.
    """

    outcome: Outcome | None = None
    groups: list[list[Share]] | None = None
    refusal: str | None = None
    flaws: tuple[str, ...] = ()


@dataclass
class _Child:
    process: asyncio.subprocess.Process
    read: int = 0


class Reader:
    """One child process at a time, which reads one file at a time."""

    def __init__(
        self, *, seconds: float = SECONDS, idle_seconds: float = IDLE_SECONDS, receipts: int = RECEIPTS_A_CHILD, threads: int = 2
    ) -> None:
        """`seconds` for one file; the child ends after `idle_seconds` without work, and after so many `receipts`.

        `threads` compute at once while it reads.
        """
        self._seconds, self._idle_seconds, self._receipts, self._threads = seconds, idle_seconds, receipts, threads
        self._child: _Child | None = None
        self._turn = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        return self._child.process.pid if self._child else None

    async def read(self, data: bytes, context: Context, choice: Choice = AUTO) -> Outcome:
        """Read a file. Raises an `Unreadable` of `documents`, `ReaderCrashed` or `ReaderTimedOut`; a cancelled call ends the child."""
        day = context.upload_day.isoformat()
        job = Job(data, day, context.base_currency, context.locale, choice.engine, choice.language, context.is_one)
        return _outcome(await self._work(job))

    async def understand(self, pages: list[SeenPage], claims: Claims | None, context: Context) -> Outcome:
        """What words say that came from elsewhere, weighed with what a model claims. Raises what `read` raises."""
        day = context.upload_day.isoformat()
        job = Job(b"", day, context.base_currency, context.locale, pages=pages, claims=claims, mailed=context.mailed)
        return _outcome(await self._work(job))

    async def join(self, parts: list[SeenPart], context: Context) -> list[list[Share]]:
        """The receipts in groups that are parts of one, with what each says of the whole. Raises what `read` raises."""
        day = context.upload_day.isoformat()
        return (await self._work(Job(b"", day, context.base_currency, context.locale, parts=parts))).groups or []

    async def _work(self, work: Job) -> Answer:
        job = msgspec.msgpack.encode(work)
        async with self._turn:
            self._stop_resting()
            child = await self._ready()
            try:
                async with asyncio.timeout(self._seconds):
                    answer = await _ask(child.process, job)
            except TimeoutError as error:
                await self._end()
                raise ReaderTimedOut from error
            except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
                await self._end()
                raise ReaderCrashed from error
            except BaseException:
                await self._end()
                raise
            await self._after(child)
        for flaw in answer.flaws:
            RULES_BROKEN.inc()
            log.error("rule broke", exception=flaw)
        if answer.refusal is not None:
            raise REFUSALS.get(answer.refusal, documents.DamagedFile)
        return answer

    async def close(self) -> None:
        """End the child."""
        self._stop_resting()
        await self._end()

    async def _ready(self) -> _Child:
        if self._child is None or self._child.process.returncode is not None:
            self._child = _Child(await _start(self._threads))
        return self._child

    async def _after(self, child: _Child) -> None:
        child.read += 1
        if child.read >= self._receipts:
            await self._end()
        else:
            self._rest = asyncio.get_running_loop().call_later(self._idle_seconds, self._dismiss)

    def _dismiss(self) -> None:
        """End an idle child: it sees the end of its input and leaves."""
        if self._child is not None and not self._turn.locked():
            child, self._child = self._child, None
            if child.process.stdin is not None:
                child.process.stdin.close()

    def _stop_resting(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None or child.process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            child.process.kill()
        await child.process.wait()
        log.info("reader ended", pid=child.process.pid, receipts=child.read)


async def _start(threads: int) -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR", "TESSDATA_PREFIX", "PYTHONPATH")}
    environment["READER_THREADS"] = str(threads)
    if settings().tesseract:
        environment["TESSERACT"] = str(settings().tesseract)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.ocr.child_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
        limit=1024 * 1024,
    )


async def _ask(process: asyncio.subprocess.Process, job: bytes) -> Answer:
    if process.stdin is None or process.stdout is None:
        raise ConnectionError("the reader has no pipes")
    process.stdin.write(len(job).to_bytes(_LENGTH_BYTES) + job)
    await process.stdin.drain()
    length = int.from_bytes(await process.stdout.readexactly(_LENGTH_BYTES))
    if length > _MOST_BYTES:
        raise ConnectionError("the reader's answer is too long")
    return msgspec.msgpack.decode(await process.stdout.readexactly(length), type=Answer)


def _outcome(answer: Answer) -> Outcome:
    if answer.outcome is None:
        raise documents.DamagedFile
    return answer.outcome
