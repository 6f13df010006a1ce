"""`GET /session/expenses.csv`: the list of expenses, as it is filtered, as a file; and `POST /session/confirm`, which it may need.

A file of the books is worth more to a thief than a look at them, so the session has to have been opened or confirmed by its
password within ten minutes. Every export is in the audit.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field
from starlette.types import Receive, Scope, Send

from backend import audit, auth, categories, expenses
from backend.api import expense_csv
from backend.api.credentials import asked_workspace, check_page, web_session
from backend.api.expense_schemas import ListAsked
from backend.api.queries import read_as
from backend.api.requests import address_of, client_of
from backend.api.routing import ApiRoute
from backend.api.schemas import Sent
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import TooMany

router = APIRouter(prefix="/session", tags=["Browser"], route_class=ApiRoute, include_in_schema=False)

OF_ONE: Final = 1
"""Exports of one person at a time: whoever fetches slowly holds up nobody else."""
AT_ONCE: Final = 4
"""Exports of all together: each holds a connection to the database as long as it is fetched."""
PATIENCE_SECONDS: Final = 300.0
_writing: Final[Counter[UUID | None]] = Counter()


class Confirmed(Sent):
    """The proof of who is at the browser; empty asks whether one is needed."""

    password: Annotated[str, Field(max_length=4 * auth.rules.PASSWORD_MAX)] = ""


@router.post("/confirm", status_code=204, response_class=Response)
async def confirm(sent: Confirmed, request: Request) -> None:
    """Confirm who is there, for what asks for it within the next ten minutes; 403 `confirmation_needed` where a password is needed."""
    found = await web_session(request.scope)
    check_page(request.scope, found)
    if sent.password:
        await auth.confirm(found, sent.password, client_of(request.scope))
    await _require_confirmed(found)


async def _require_confirmed(found: auth.WebSession) -> None:
    if not await auth.confirmed_lately(found):
        raise auth.ConfirmationNeeded("Please enter your password once more: it has been a while since you signed in.")


@router.get("/expenses.csv")
async def export(request: Request, asked: Annotated[ListAsked, Depends(read_as(ListAsked))]) -> Response:
    """Everything that the list of expenses finds for the same query, in its order."""
    found = await web_session(request.scope)
    actor = await auth.actor_of_web_session(found, asked_workspace(request.scope), address_of(request.scope))
    await _require_confirmed(found)
    lines = _lines(actor, asked)
    first = await anext(lines)  # what is wrong with the filter is told before the file begins
    try:
        async with transaction(actor) as session:  # noted before a line has left, whatever becomes of the rest
            await audit.note(session, actor, "expenses.exported", "workspace", actor.workspace_id, _asked(asked))
    except BaseException:
        await lines.aclose()
        raise
    return Download(first, lines, f"outlay-expenses-{asked.from_ or 'all'}.csv")


def _asked(asked: ListAsked) -> dict[str, Any]:
    return asked.model_dump(mode="json", exclude_defaults=True)


@contextmanager
def _turn(person: UUID | None) -> Iterator[None]:
    """A place among those who export. Raises `TooMany` while this person has one, or all are taken."""
    if _writing[person] >= OF_ONE:
        raise TooMany("Your last export is still being written. Please try again when you have it, or in a moment.", retry_after=10)
    if _writing.total() >= AT_ONCE:
        raise TooMany("Other exports are being written just now. Please try again in a moment.", retry_after=10)
    _writing[person] += 1
    try:
        yield
    finally:
        _writing[person] -= 1
        if not _writing[person]:
            del _writing[person]


async def _lines(actor: Actor, asked: ListAsked) -> AsyncGenerator[str]:
    with _turn(actor.user_id):
        async with transaction(actor) as session:
            batches = await expenses.export(session, actor, asked.filters(), asked.sort)
            known = {each.id: each for each in await categories.list_all(session, actor)}
            yield expense_csv.head()
            async for batch in batches:
                yield expense_csv.rows(batch, known)


class Download(StreamingResponse):
    """A file that is written as it is fetched; whoever hangs up ends the writing."""

    def __init__(self, first: str, lines: AsyncGenerator[str], name: str) -> None:
        """Send `first`, then `lines`."""
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        self._lines = lines
        super().__init__(self._all(first), media_type="text/csv; charset=utf-8", headers=headers)

    async def _all(self, first: str) -> AsyncGenerator[str]:
        yield first
        async for each in self._lines:
            yield each

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and leave nothing open."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await super().__call__(scope, receive, send)
        finally:
            await self._lines.aclose()
