"""What a person sees when a handler fails: words and a number to quote, never a stack trace."""

import hashlib
from typing import Final, cast
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from reflex.event import EventSpec
from reflex_base.event.context import EventContext

from backend.api.problems import STORES_AWAY
from backend.core.errors import Problem, Unauthenticated
from backend.core.log import begin_request, logger
from expense_app.notice import Notice
from expense_app.routes import LOGIN
from expense_app.words import _, retold

_REPORT_LENGTH: Final = 500

log = logger(__name__)


def on_backend_failure(exception: Exception) -> EventSpec | None:
    """Turn a failure into a notice; one that nobody foresaw is logged whole under the request id that the notice names."""
    begin_request(event_id())
    if isinstance(exception, Unauthenticated):
        return rx.redirect(LOGIN, replace=True)
    if isinstance(exception, Problem):
        log.info("event refused", code=exception.code, detail=exception.detail)
        return told(words_for(exception))
    if isinstance(exception, STORES_AWAY):
        log.warning("store away", error=type(exception).__name__)
        return told(_("A part of Outlay is not answering. Nothing was lost; please try again in a moment."))
    if isinstance(exception, ValidationError):
        log.info("event refused", code="invalid", problems=exception.error_count())
        return told(_("That could not be read. Please check what you entered."))
    log.error("handler failed", exc_info=exception)
    return told(_unforeseen())


def told(words: str) -> EventSpec:
    """The event that says what went wrong."""
    return cast("EventSpec", Notice.say(words, "bad"))


def on_frontend_failure(exception: Exception) -> None:
    """Keep what a page reports about itself: short, on one line, since anybody can send it."""
    log.warning("page reported a failure", report=" ".join(str(exception)[:_REPORT_LENGTH].split()))


def words_for(problem: Problem) -> str:
    """What to say about a foreseen problem: its own words, and those of the refused fields, in the reader's language."""
    fields = [each.message for each in problem.fields if each.message != problem.detail]
    return " ".join(retold(each) for each in [problem.detail, *fields])


def event_id() -> UUID:
    """The request id of the event being worked on: made from the framework's own, so that event and failure share it."""
    return UUID(bytes=hashlib.sha256(EventContext.get().txid.encode()).digest()[:16], version=4)


def _unforeseen() -> str:
    number = str(event_id())[-8:]
    words = _("That did not work, and it was not your doing. What was saved before is safe; please try again. Number: {number}.")
    return words.format(number=number)
