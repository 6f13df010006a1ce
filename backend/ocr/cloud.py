"""When engines beyond this machine are asked, and what becomes of their answers.

The reader's child, which has no network, gives cleaned pages and what it read; the worker that holds them asks, and the
child understands what comes back by the same rules. Whatever goes wrong with the cloud, what was read here stands.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, Protocol, TypeVar

import msgspec
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from backend.core.breaker import Breaker
from backend.core.errors import Problem
from backend.core.log import logger
from backend.core.settings import settings
from backend.ocr import cloud_vision, remarks
from backend.ocr.child import Copy, Outcome, SeenPage, SeenWord
from backend.ocr.choices import CLOUD, GOOGLE, MODEL, Choice
from backend.ocr.choosing import cloud_engines
from backend.ocr.claims import Claims
from backend.ocr.cloud_errors import CloudAway, CloudRefused
from backend.ocr.reading import Context
from backend.ocr.written import words_kept

_TRIES: Final = 3
_FAILURES: Final = 3
_REST_SECONDS: Final = 60.0
_PAGES: Final = 3
_DISPUTED: Final = 0.79
_SOME_REASON: Final = 0.5

Answer = TypeVar("Answer")
log = logger(__name__)
_breakers: dict[str, Breaker] = {}


class Understands(Protocol):
    """What puts words and claims through the rules, in the reader's child."""

    async def understand(self, pages: list[SeenPage], claims: Claims | None, context: Context) -> Outcome:
        """What the words say, weighed with the claims where there are any."""
        ...


async def look_again(outcome: Outcome, choice: Choice, context: Context, readers: Understands) -> Outcome:
    """The outcome after the cloud engines that are to be asked about it; as it was where there are none or they are away."""
    context = replace(context, mailed=outcome.mailed)
    for engine in _asked(outcome, choice):
        try:
            answer = await _ask(engine, outcome, choice, context, readers)
            # A model's answer holds what was read here already, weighed; and whom a person has chosen is believed.
            outcome = _better(outcome, answer, stands=engine in (MODEL, choice.engine))
        except (CloudAway, CloudRefused, Problem, TimeoutError) as error:
            log.warning("cloud engine not used", engine=engine, error=str(error) or type(error).__name__)
            if choice.engine == engine:
                outcome = msgspec.structs.replace(outcome, remark=remarks.AWAY)
        if outcome.sure:
            break
    return outcome


def _asked(outcome: Outcome, choice: Choice) -> tuple[str, ...]:
    """Which engines see the pages: the one a person chose, or all where the settings say so and no local one was chosen.

    None where two receipts stand on one picture: first a person says what they are. The words of a mail are known; nobody reads them
    from its picture unless a person wants it.
    """
    if outcome.regions:
        return ()
    there = cloud_engines()
    if choice.engine is not None:
        return (choice.engine,) if choice.engine in CLOUD and choice.engine in there else ()
    when = settings().ocr_cloud
    if outcome.mailed is not None:
        there = tuple(each for each in there if each != GOOGLE)
    return there if when == "always" or (when == "unsure" and not outcome.sure) else ()


async def _ask(engine: str, outcome: Outcome, choice: Choice, context: Context, readers: Understands) -> Outcome:
    pages = [copy for copy in outcome.copies if copy.variant == "page"][:_PAGES]
    if engine == GOOGLE:
        seen = await _guarded(engine, lambda: cloud_vision.words_of(pages, choice.language))
        answer = await readers.understand(seen, None, context)
    else:
        from backend.ocr import cloud_model  # noqa: PLC0415 - its client weighs 40 MB, which only those who use it pay

        claims = await _guarded(engine, lambda: cloud_model.claims_of(pages, choice.language))
        answer = await readers.understand(_words(outcome), claims, context)
    return msgspec.structs.replace(answer, engine=engine)


async def _guarded(engine: str, work: Callable[[], Awaitable[Answer]]) -> Answer:
    """An answer within the time that the settings give, tried anew while the engine is busy, and not at all while it is down."""
    seconds = settings().ocr_cloud_seconds
    breaker = _breakers.setdefault(engine, Breaker("Cloud engine", failures=_FAILURES, rest=_REST_SECONDS, timeout=seconds))
    again = AsyncRetrying(
        stop=stop_after_attempt(_TRIES),
        wait=wait_random_exponential(multiplier=0.2, max=2),
        retry=retry_if_exception_type(CloudAway),
        reraise=True,
    )

    async def asked() -> Answer:  # tenacity awaits what it sees to be a coroutine function, which a lambda is not
        return await work()

    return await breaker.call(lambda: again(asked), expected=(CloudRefused,))


def _words(outcome: Outcome) -> list[SeenPage]:
    """The words that were read here, page by page."""
    kept = next((copy for copy in outcome.copies if copy.variant == "words"), None)
    shapes = {copy.page: (copy.height or 1) / (copy.width or 1) for copy in outcome.copies if copy.variant == "page"}
    found: dict[int, list[SeenWord]] = {page: [] for page in shapes}
    for word in words_kept(kept.data) if kept else []:
        found.setdefault(word.box.page, []).append(SeenWord.of(word))
    return [SeenPage(shapes.get(page, 1.4), words) for page, words in sorted(found.items())]


def _better(read: Outcome, answer: Outcome, *, stands: bool) -> Outcome:
    """What stands of two readings of one document: the one whose sums close, the answer where both do or it `stands` anyway."""
    better, other = (answer, read) if (stands and answer.is_understood) or _worth(answer) >= _worth(read) else (read, answer)
    fields, sure = dict(better.fields), better.sure
    if _disputes(other, fields.get("total")):
        fields["total"] = {**fields["total"], "confidence": min(fields["total"]["confidence"], _DISPUTED)}
        sure = False
    copies = _copies(read, answer) if better is answer else read.copies
    engine = "+".join(dict.fromkeys([*read.engine.split("+"), *answer.engine.split("+")])) if better is answer else read.engine
    return msgspec.structs.replace(
        read,
        fields=fields,
        lines=better.lines,
        text=better.text or read.text,
        engine=engine,
        copies=copies,
        sure=sure,
        unread=read.unread if better is read else answer.unread,
        cpu_ms=read.cpu_ms + answer.cpu_ms,
    )


def _disputes(other: Outcome, total: dict[str, Any] | None) -> bool:
    """Whether the other reading had another total, with some reason: then neither is sure."""
    said = other.fields.get("total")
    return bool(said and total and said["value"] != total["value"] and (said.get("checks") or said["confidence"] > _SOME_REASON))


def _copies(read: Outcome, answer: Outcome) -> list[Copy]:
    """The pages as they were, and the words of the answer, to which the places of its fields belong."""
    words = [copy for copy in answer.copies if copy.variant == "words"]
    return [copy for copy in read.copies if copy.variant != "words"] + words if words else read.copies


def _worth(outcome: Outcome) -> tuple[bool, bool, bool]:
    return outcome.is_understood, outcome.sure, bool((outcome.fields.get("total") or {}).get("checks"))
