"""`/receipts`: files sent to be read, what was read, and their cleaned pictures."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from backend import expenses, ocr
from backend.api import expense_forms, file_links
from backend.api.deps import Current, IdempotencyKey
from backend.api.idempotency import REPLAYED
from backend.api.routing import api_router
from backend.api.schemas import Sent, Shown
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.nudge import nudge

router = api_router("/receipts", "Receipts")

_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            expense_forms.FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "JPEG, PNG, WebP, HEIC, TIFF or PDF."}},
                }
            }
        },
    }
}


class UploadShown(Shown):
    """A receipt that has been taken in."""

    id: UUID
    expense_id: UUID
    status: Literal["queued", "reading", "read", "failed"]
    duplicate: bool | None = Field(None, description="True when these bytes were known; then this is the first receipt.")


class ReadAgain(Sent):
    """How to read a receipt once more."""

    engine: str | None = Field(None, max_length=40, description="`rapidocr`, `tesseract`, or a cloud engine that is set up.")
    language: str | None = Field(None, max_length=40, description="As Tesseract names its packs: `deu`, `ell`, `chi_sim`.")


class FieldShown(Shown):
    """A value read on the receipt."""

    value: str
    confidence: float = Field(ge=0, le=1)
    box: list[float] | None = Field(description="`[page, x, y, w, h]`, places as parts of the page.")
    why: str


class ReceiptShown(Shown):
    """A receipt. `fields` is empty until it has been read."""

    id: UUID
    expense_id: UUID
    status: Literal["queued", "reading", "read", "failed"]
    engine: str | None
    ms: int | None
    error: str | None
    error_code: str | None
    pages: int | None
    fields: dict[str, FieldShown]
    lines: list[dict[str, Any]]


@router.post(
    "",
    status_code=202,
    response_model=UploadShown,
    response_model_exclude_none=True,
    openapi_extra=_FILE,
    responses={200: {"model": UploadShown, "description": "These bytes are known: the first receipt."}},
)
async def upload_receipt(request: Request, actor: Current, key: IdempotencyKey, response: Response) -> UploadShown:
    """Take a receipt in. Its expense is made at once and filled in when the receipt has been read.

    An `Idempotency-Key` stays with the receipt for ever: whenever it comes again, the first receipt is answered.
    """
    file, _ = await expense_forms.file_part(request, "file")
    first = await _sent_before(actor, key)
    if first is not None:
        response.headers[REPLAYED] = "true"
        return _uploaded(first)
    shown = await take_in(actor, file, key)
    if shown.duplicate:
        response.status_code = 200
    return shown


async def take_in(actor: Actor, file: UploadFile, key: str | None = None) -> UploadShown:
    """Take a file in as a new receipt, or find the one its bytes are known by. Raises what uploads are refused with."""
    return await _taken(actor, file, lambda upload: _capture(actor, upload, key))


async def join(actor: Actor, file: UploadFile, expense_id: UUID, replaces: UUID | None) -> UploadShown:
    """Take a file in as a further receipt of an expense, in place of `replaces` where that is named. Raises the same, and `NotFound`."""
    return await _taken(actor, file, lambda upload: _attach(actor, upload, expense_id, replaces))


async def _taken(actor: Actor, file: UploadFile, make: Callable[[ocr.StoredUpload], Awaitable[ocr.ReceiptView]]) -> UploadShown:
    """The receipt that `make` gives a stored file, told to whoever looks at these books; for known bytes the first one."""
    try:
        async with expense_forms.stored(actor, file) as upload:
            made = await make(upload)
    except expenses.DuplicateReceipt:
        return await _known(actor, upload)
    await nudge(actor.workspace_id, "receipts", made.id)
    return _uploaded(made)


async def _attach(actor: Actor, upload: ocr.StoredUpload, expense_id: UUID, replaces: UUID | None) -> ocr.ReceiptView:
    async with transaction(actor) as session:
        await expenses.attach_receipt(session, actor, expense_id, upload, replaces=replaces)
        return await ocr.get_receipt(session, actor, upload.receipt_id)


async def _sent_before(actor: Actor, key: str | None) -> ocr.ReceiptView | None:
    if key is None:
        return None
    async with transaction(actor) as session:
        expense = await expenses.recorded_with(session, actor, key)
        return await ocr.get_receipt(session, actor, expense.receipts[0].id) if expense and expense.receipts else None


async def _capture(actor: Actor, upload: ocr.StoredUpload, key: str | None) -> ocr.ReceiptView:
    async with transaction(actor) as session:
        expense = await expenses.capture(session, actor, upload, idempotency_key=key)
        made = await ocr.get_receipt(session, actor, expense.receipts[0].id)
    if made.id != upload.receipt_id:
        await ocr.discard(upload)
    return made


async def _known(actor: Actor, upload: ocr.StoredUpload) -> UploadShown:
    async with transaction(actor) as session:
        known = await ocr.find_by_bytes(session, actor, upload.sha256)
    if known is None:
        raise ocr.NoSuchReceipt
    return UploadShown(id=known.id, expense_id=known.expense_id, status=known.status, duplicate=True)  # ty: ignore[invalid-argument-type] - checked as it is made


@router.get("/{receipt_id}")
async def get_receipt(receipt_id: UUID, actor: Current) -> ReceiptShown:
    """How far a receipt is, and what was read on it."""
    async with transaction(actor) as session:
        return ReceiptShown.model_validate(await ocr.get_receipt(session, actor, receipt_id))


@router.get(
    "/{receipt_id}/file", status_code=302, response_class=Response, responses={409: {"description": "The picture is not ready yet."}}
)
async def receipt_file(
    receipt_id: UUID,
    actor: Current,
    variant: Annotated[Literal["page", "thumb"], Query()] = "page",
    page: Annotated[int, Query(ge=1, le=20)] = 1,
) -> Response:
    """Where the cleaned picture lies for the next minutes."""
    page = 1 if variant == "thumb" else page
    await ocr.check_file(actor, receipt_id, variant, page)
    return Response(status_code=302, headers={"Location": file_links.sign(actor.workspace_id, receipt_id, variant, page)})


@router.post("/{receipt_id}/reread", status_code=202, response_model=UploadShown, response_model_exclude_none=True)
async def reread(receipt_id: UUID, actor: Current, again: ReadAgain | None = None) -> UploadShown:
    """Read a receipt once more, with another engine or in another language where the body says so; what people have set stays.

    What is not there to choose is answered with 422 and the `engines` and `languages` that are.
    """
    choice = ocr.Choice(again.engine, again.language) if again else ocr.AUTO
    async with transaction(actor) as session:
        view = await expenses.reread_receipt(session, actor, receipt_id, choice)
    await nudge(actor.workspace_id, "receipts", receipt_id)
    return _uploaded(view)


@router.delete("/{receipt_id}", status_code=204, response_class=Response)
async def remove_receipt(receipt_id: UUID, actor: Current) -> None:
    """Take a receipt from its expense; the expense stays."""
    async with transaction(actor) as session:
        await ocr.remove_receipt(session, actor, receipt_id)
    await nudge(actor.workspace_id, "receipts", receipt_id)


def _uploaded(view: ocr.ReceiptView) -> UploadShown:
    return UploadShown.model_validate(view)
