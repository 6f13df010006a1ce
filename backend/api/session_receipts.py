"""`/session/receipts`: the pages' own door for a receipt that joins an expense or stands in for one it has, and for the words on one.

The API has `POST /expenses/{id}/receipts` for it, which takes tokens alone. A page that sends a file again, since the answer was lost,
is given the receipt that its bytes are known by: an `Idempotency-Key` is not needed here.
"""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from backend import auth, ocr
from backend.api import expense_forms
from backend.api.credentials import asked_workspace, check_page, web_session
from backend.api.receipts import UploadShown, join
from backend.api.requests import address_of
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.ids import parse_id

router = APIRouter(prefix="/session/receipts", tags=["Browser"], include_in_schema=False)


@router.post("", status_code=202, response_model=UploadShown, response_model_exclude_none=True)
async def add_receipt(request: Request, response: Response) -> UploadShown:
    """Take `file` in as a receipt of `expense_id`, in place of `replaces` where that is sent. Known bytes: 200 and the first one."""
    actor = await _sender(request)
    try:
        shown = await _join(request, actor)
    finally:
        await request.close()  # the file of the form
    if shown.duplicate:
        response.status_code = 200
    return shown


@router.get("/{receipt_id}/words")
async def words(
    receipt_id: UUID, request: Request, response: Response, page: Annotated[int, Query(ge=1, le=20)] = 1
) -> list[list[dict[str, Any]]]:
    """The words of a page in their lines, to be pointed at: `{text, x, y, w, h}`, with `amount`, `day` and `other` where they are such."""
    session = await web_session(request.scope)
    actor = await auth.actor_of_web_session(session, asked_workspace(request.scope), address_of(request.scope))
    lines = await ocr.words_on(actor, receipt_id, page)
    response.headers["Cache-Control"] = "no-store"
    return [[{name: value for name, value in asdict(word).items() if value != ""} for word in line] for line in lines]


async def _join(request: Request, actor: Actor) -> UploadShown:
    file, named = await expense_forms.file_part(request, "file", "expense_id", "replaces")
    expense_id = _id_in(named, "expense_id")
    if expense_id is None:
        raise Invalid.field("expense_id", "required", "Say which expense this receipt belongs to.")
    return await join(actor, file, expense_id, _id_in(named, "replaces"))


async def _sender(request: Request) -> Actor:
    """The person whose browser asks, from a page or worker of this site."""
    found = await web_session(request.scope)
    check_page(request.scope, found)
    return await auth.actor_of_web_session(found, asked_workspace(request.scope), address_of(request.scope))


def _id_in(named: dict[str, str], part: str) -> UUID | None:
    """The id in a part of the form; None where it is empty or not there. Raises `Invalid`."""
    text = named.get(part, "").strip()
    found = parse_id(text) if text else None
    if text and found is None:
        raise Invalid.field(part, "id_invalid", "This is not an id.")
    return found
