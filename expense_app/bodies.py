"""How much a request may bring: files up to the upload limit, everything else a mebibyte."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from backend import intake
from expense_app.headers import only

FORM: Final = 1024 * 1024
ENVELOPE: Final = 256 * 1024
MAIL: Final = "/api/v1/webhooks/mail"
_DRAIN: Final = 128 * 1024 * 1024


def allowed(scope: Scope, upload_max_bytes: int) -> int:
    """Bytes that the body of this request may have: a mail where those come in, a form with files, or anything else."""
    if scope["path"] == MAIL:
        return intake.bytes_max() + ENVELOPE
    kind = only(scope, b"content-type").lower()
    return upload_max_bytes + ENVELOPE if kind.startswith("multipart/form-data") else FORM


def declared(scope: Scope) -> int | None:
    """The length the request announces; None when it does not, or not as a number."""
    text = only(scope, b"content-length")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def counting(receive: Receive, limit: int) -> Callable[[], Awaitable[Message]]:
    """`receive` that refuses with 413 once more than `limit` bytes have come (a body that announces no length)."""
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, "This is larger than what is taken here.")
        return message

    return receive_counted


async def drain(receive: Receive) -> None:
    """Read a refused body and forget it, so that the client gets to the answer instead of a broken line; bounded."""
    taken = 0
    while taken < _DRAIN:
        message = await receive()
        taken += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
