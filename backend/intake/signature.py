"""Whether a delivery comes from who may deliver: Standard Webhooks, which is Svix's scheme under other names of headers."""

import base64
import math
import time
from collections.abc import Mapping
from typing import Final

from standardwebhooks import Webhook, WebhookVerificationError

from backend.core.errors import NotFound
from backend.core.settings import settings
from backend.intake.errors import NotSigned

_NAMES: Final = ("id", "timestamp", "signature")
_AGE: Final = 300.0  # seconds, either way
_ID_LENGTH: Final = 200
_FIRST_LINE: Final = 1000


def check_head(headers: Mapping[str, str]) -> None:
    """Refuse what cannot be signed by anyone whatever its body is, before that is taken in. Raises what `check` raises."""
    _secrets()
    told = _told(headers)
    try:
        age = abs(time.time() - float(told["webhook-timestamp"]))
    except ValueError:
        age = math.inf
    if not (age <= _AGE and told["webhook-id"] and told["webhook-signature"]):
        raise _unsigned()


def check(body: bytes, headers: Mapping[str, str]) -> str:
    """The id of a delivery whose `body` is signed by one of the operator's secrets within the last five minutes.

    Raises `NotSigned`, or `NotFound` where no secret is set and hence nobody may deliver. What is signed is
    `id.timestamp.body`, as text: a mail with bytes that are not UTF-8 comes in base64.
    """
    secrets, told = _secrets(), _told(headers)
    text = _signed_text(body)
    if not any(_is_signed(secret, text, told) for secret in secrets):
        raise _unsigned()
    return told["webhook-id"][:_ID_LENGTH]


def _secrets() -> list[str]:
    secrets = list((settings().intake_secret or "").split())
    if not secrets:
        raise NotFound("This server takes no mail here.")
    return secrets


def _unsigned() -> NotSigned:
    return NotSigned("The signature is missing, wrong, or older than five minutes.")


def _told(headers: Mapping[str, str]) -> dict[str, str]:
    return {f"webhook-{name}": headers.get(f"svix-{name}") or headers.get(f"webhook-{name}", "") for name in _NAMES}


def _signed_text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NotSigned("Only text in UTF-8 can be signed: send a mail with other bytes in base64.") from error


def _is_signed(secret: str, text: str, told: dict[str, str]) -> bool:
    try:
        Webhook(secret).verify(text, told, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def unpacked(body: bytes) -> bytes:
    """A mail as it was before it was put in base64 for the way, or as it came. A mail begins with a header, which base64 cannot spell.

    Raises `ValueError` for what is neither.
    """
    return body if b":" in body[:_FIRST_LINE] else base64.b64decode(b"".join(body.split()), validate=True)
