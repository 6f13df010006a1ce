"""`POST /webhooks/mail`: where a mail server or a provider of mail delivers receipts that people have sent.

Answered once what came is stored; it is worked later. The same mail, or the same delivery, is kept once.
"""

from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import Field

from backend import intake
from backend.api.routing import PREFIX
from backend.api.schemas import Shown
from backend.core.errors import TooLarge, UnsupportedType

router = APIRouter(prefix=f"{PREFIX}/webhooks", tags=["Webhooks in"])

_MAIL: Final = "message/rfc822"
_JSON: Final = "application/json"
_EVENT_MAX: Final = 1024 * 1024
_TEXT: Final = {"type": "string"}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            _MAIL: {"schema": _TEXT | {"description": "A mail as it came (also in base64), addressed to somebody's secret address."}},
            _JSON: {
                "schema": {
                    "type": "object",
                    "required": ["type", "data"],
                    "additionalProperties": True,
                    "description": "An event `email.received` of Resend; the mail is then fetched from there. Other events change nothing.",
                }
            },
        },
    },
    "parameters": [
        {"name": f"webhook-{name}", "in": "header", "required": False, "schema": _TEXT, "description": words}
        for name, words in (
            ("id", "The delivery's own id (or `svix-id`)."),
            ("timestamp", "Seconds since 1970 (or `svix-timestamp`), five minutes old at most."),
            ("signature", "As Standard Webhooks says: `v1,` and the HMAC of id, timestamp and body (or `svix-signature`)."),
        )
    ],
}


class Delivered(Shown):
    """What came is stored. `accepted` is for how many people here it was; 0: for nobody, and it is not kept."""

    accepted: int = Field(ge=0)


@router.post("/mail", status_code=202, openapi_extra=_BODY, responses={403: {}, 404: {}})
async def deliver_mail(request: Request) -> Delivered:
    """Deliver a mail. Signed by the secret that the operator has set; without one this address does not exist."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (_MAIL, _JSON):
        raise UnsupportedType(f"Send a mail as {_MAIL}, or an event as {_JSON}.")
    intake.check_head(request.headers)
    return Delivered(accepted=await intake.deliver(await _body(request, kind), kind, request.headers))


async def _body(request: Request, kind: str) -> bytes:
    data, most = bytearray(), intake.bytes_max() if kind == _MAIL else _EVENT_MAX
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise TooLarge(f"A mail has at most {most // (1024 * 1024)} MB here.", code="mail_too_large")
    return bytes(data)
