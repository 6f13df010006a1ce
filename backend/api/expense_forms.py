"""The two bodies that a new expense may come in: JSON, or a form with the receipt's file, and that file in storage."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request

from backend import ocr
from backend.api.expense_schemas import NewExpense
from backend.api.problems import MalformedRequest
from backend.api.words import as_problem
from backend.core.actor import Actor
from backend.core.errors import FieldProblem, Invalid, Problem, TooLarge, UnsupportedType
from backend.core.settings import settings

FORM: Final = "multipart/form-data"
_JSON: Final = "application/json"
_ROOM_FOR_THE_REST: Final = 1024 * 1024
_PIECE: Final = 256 * 1024

_SCHEMA: Final = NewExpense.model_json_schema(ref_template="#/components/schemas/{model}")
_SCHEMA.pop("$defs", None)  # the description holds them, for PATCH takes the same parts

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            _JSON: {"schema": _SCHEMA},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["receipt"],
                    "properties": {
                        "receipt": {"type": "string", "format": "binary", "description": "JPEG, PNG, WebP, HEIC, TIFF or PDF."},
                        "expense": {"type": "string", "description": "The expense as JSON; may be empty or left out."},
                    },
                },
            },
        },
    }
}


@dataclass(frozen=True)
class Sent:
    """A new expense as it came, with its receipt when there is one."""

    expense: NewExpense
    receipt: UploadFile | None = None


async def new_expense(request: Request) -> Sent:
    """The body of `POST /expenses`. Raises problems of the framework's kind: 400, 413, 415, 422."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return await _of_form(request)
    if kind != _JSON:
        raise UnsupportedType(f"Send this body as {_JSON}, or as {FORM} with a receipt.")
    return Sent(_parsed(await request.body()))


async def file_part(request: Request, name: str, *others: str) -> tuple[UploadFile, dict[str, str]]:
    """The file in part `name` of a form, and the text of the parts `others` that are there. Raises 413, 415, 422."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise UnsupportedType(f"Send this body as {FORM}.")
    _refuse_too_large(request)
    form = await request.form()
    _refuse_others(set(form) - {name, *others})
    file = form.get(name)
    if not isinstance(file, UploadFile):
        raise Invalid.field(name, "required", "Please send a file in this part.")
    return file, {other: await _text(form[other]) for other in others if other in form}


@asynccontextmanager
async def stored(actor: Actor, file: UploadFile) -> AsyncIterator[ocr.StoredUpload]:
    """The file of a form in storage, outside any transaction; forgotten when what it came for is refused."""
    upload = await ocr.store_upload(actor, _chunks(file), file.filename or "")
    try:
        yield upload
    except Problem:
        await ocr.discard(upload)
        raise


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    """The bytes of an uploaded file, piece by piece."""
    while piece := await file.read(_PIECE):
        yield piece


async def _text(part: UploadFile | str) -> str:
    if isinstance(part, str):
        return part
    try:
        return (await part.read(_ROOM_FOR_THE_REST)).decode()
    except UnicodeDecodeError as error:
        raise MalformedRequest("The expense in this form is not text in UTF-8.") from error


async def _of_form(request: Request) -> Sent:
    receipt, others = await file_part(request, "receipt", "expense")
    text = others.get("expense", "").strip()
    return Sent(_parsed(text.encode()) if text else NewExpense(), receipt)


def _refuse_others(names: set[str]) -> None:
    if names:
        raise Invalid(
            "Some fields need another look.",
            fields=tuple(FieldProblem(name[:100], "unknown_field", "There is no such field here.") for name in sorted(names)),
        )


def _refuse_too_large(request: Request) -> None:
    length = request.headers.get("content-length", "")
    most = settings().upload_max_bytes
    if length.isascii() and length.isdigit() and int(length) > most + _ROOM_FOR_THE_REST:
        raise TooLarge(f"A receipt has at most {most // (1024 * 1024)} MB. Please send a smaller picture.", code="file_too_large")


def _parsed(body: bytes) -> NewExpense:
    try:
        return NewExpense.model_validate_json(body)
    except ValidationError as error:
        raise as_problem(error.errors(include_url=False), malformed=MalformedRequest) from error
