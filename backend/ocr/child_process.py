"""The child process that opens and reads files: `python -m backend.ocr.child_process`, jobs on standard input.

It limits its own memory, processor time and files before it looks at anything, dies with its parent, and answers with a
result or the code of a refusal. What kills it is the parent's to notice.
"""

import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final

import msgspec

from backend.core.errors import Problem
from backend.ocr import documents
from backend.ocr.cascade import Cascade, Opinion, understood
from backend.ocr.child import Answer, Copy, Job, Outcome, SeenPart
from backend.ocr.choices import Choice
from backend.ocr.picture_print import picture_print
from backend.ocr.placing import box_on_page, page_on_page, reading_on_page
from backend.ocr.reading import Box, Context, Mailed, PageText, is_sure
from backend.ocr.rules import understand
from backend.ocr.rules.blocks import box_of, two_blocks
from backend.ocr.together import together
from backend.ocr.unbroken import unbroken
from backend.ocr.written import kept_words, line_of, place_of

_MEMORY: Final = 3 * 1024**3  # address space; what is really used stays below 900 MB
_PROCESSOR_SECONDS: Final = 3600
_FILE_BYTES: Final = 300 * 1024**2
_PAGE_SIDE: Final = 2000
_THUMB_SIDE: Final = 320
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)


def main() -> None:
    """Answer jobs until the input ends."""
    _limit()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between answers
    cascade = Cascade()
    while (job := _next(sys.stdin.buffer)) is not None:
        body = msgspec.msgpack.encode(_answer(job, cascade))
        answers.write(len(body).to_bytes(4) + body)
        answers.flush()
        give_memory_back()


def give_memory_back() -> None:
    """Return what a receipt took: pictures of many sizes would leave holes behind, and a reader grow from one to the next."""
    if hasattr(_LIBC, "malloc_trim"):  # glibc's alone
        _LIBC.malloc_trim(0)


def _limit() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _next(jobs: BinaryIO) -> Job | None:
    head = jobs.read(4)
    if len(head) < 4:
        return None
    return msgspec.msgpack.decode(jobs.read(int.from_bytes(head)), type=Job)


def _answer(job: Job, cascade: Cascade) -> Answer:
    try:
        if job.parts is not None:
            return _joined(job.parts, job.base_currency)
        return _read(job, cascade)
    except MemoryError:
        return Answer(refusal=documents.TooManyPixels.code)
    except Problem as problem:
        return Answer(refusal=problem.code)


def _joined(parts: list[SeenPart], base_currency: str) -> Answer:
    groups, flaws = unbroken(lambda: together(parts, base_currency), [])
    return Answer(groups=groups, flaws=flaws)


def _read(job: Job, cascade: Cascade) -> Answer:
    began, used = time.monotonic(), _processor()
    context = _context(job)
    seen = _Seen([], [])
    if job.pages is None:
        opinion = cascade.read(_looked_at(job.data, seen), context, Choice(job.engine, job.language))
        blocks, flaws = unbroken(lambda: _blocks(opinion.pages, context), ())
    else:
        opinion, blocks, flaws = understood(job.pages, job.claims, context), (), ()
    reading = reading_on_page(understand([blocks[0]], context) if blocks else opinion.reading, opinion.frames)
    regions = [box_on_page(box_of(block), opinion.frames) for block in blocks]
    outcome = Outcome(
        fields={name: field.as_json() for name, field in reading.fields.items()},
        lines=[line_of(line, reading.currency or context.base_currency) for line in reading.lines],
        text=reading.text,
        engine=opinion.engine,
        pages=len(opinion.pages),
        ms=round((time.monotonic() - began) * 1000),
        cpu_ms=round((_processor() - used) * 1000),
        copies=[*seen.copies, *(_cut_out(seen.only, box) for box in regions[1:]), _raw(opinion)],
        regions=[place_of(box) for box in regions],
        prints=seen.prints,
        unread=opinion.unread,
        sure=is_sure(reading.fields),
        mailed=context.mailed,
    )
    return Answer(outcome=outcome, flaws=opinion.flaws + flaws)


def _context(job: Job) -> Context:
    """What is known before reading; the text of a mail is one receipt, whose columns are no two."""
    day, sheet = date.fromisoformat(job.upload_day), documents.sheet_in(job.data)
    mailed = Mailed(sheet.sender, sheet.sent, sheet.subject) if sheet else job.mailed
    return Context(day, job.base_currency, job.locale, job.is_one or mailed is not None, mailed)


@dataclass
class _Seen:
    """What is put aside of the pages that were read: cleaned copies, prints, and the picture of a single page."""

    copies: list[Copy]
    prints: list[bytes | None]
    only: Any = None


def _looked_at(data: bytes, seen: _Seen) -> Iterator[documents.Picture]:
    """The pages of a file; each is put aside after its first look, since the cascade turns what lies on its side."""
    for number, picture in enumerate(documents.open_pages(data), 1):
        yield picture
        seen.copies += _copies(picture.image, number)
        seen.prints.append(picture_print(picture.image))
        seen.only = picture.image if number == 1 else None


def _blocks(pages: list[PageText], context: Context) -> tuple[PageText, ...]:
    """The two receipts that stand on a single page, the larger one first; none where a person has said that it is one."""
    found = two_blocks(pages[0], context) if len(pages) == 1 and not context.is_one else None
    return found or ()


def _cut_out(image: Any, box: Box) -> Copy:
    """The second receipt cut out of the picture, as large as it is, so that it can become a receipt of its own."""
    width, height = image.size
    cut = image.crop((int(box.x * width), int(box.y * height), int(box.right * width), int((box.y + box.h) * height)))
    picture, wide, high = documents.cleaned(cut, long_side=documents.LONG_SIDE, quality=90)
    return Copy("part", 1, picture, "image/jpeg", wide, high)


def _processor() -> float:
    """Processor seconds of this process and the engines it has started."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _copies(image: Any, page: int) -> list[Copy]:
    made = [("page", documents.cleaned(image, long_side=_PAGE_SIDE))]
    if page == 1:
        made.append(("thumb", documents.cleaned(image, long_side=_THUMB_SIDE, quality=70)))
    return [Copy(variant, page, data, "image/jpeg", width, height) for variant, (data, width, height) in made]


def _raw(opinion: Opinion) -> Copy:
    """The words as the engine gave them, where they stand on their pages, so that a person can point at them."""
    pages = (page_on_page(page, opinion.frames) for page in opinion.pages)
    words = kept_words(word for page in pages for line in page.lines for word in line.words)
    return Copy("words", 1, words, "application/json")


if __name__ == "__main__":
    main()
