"""What a signed delivery brings: a mail itself, or a provider's word that it keeps one."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from backend.core.errors import Invalid
from backend.core.settings import settings
from backend.intake import addresses, receiving, rules, signature
from backend.intake.errors import IntakeOff
from backend.intake.receiving import Arrival

RECEIVED: Final = "email.received"
JSON: Final = "application/json"
_SUBJECT_LENGTH: Final = 300


class Announced(msgspec.Struct, frozen=True):
    """A mail at Resend, as its event tells of it."""

    email_id: str
    to: list[str] = []
    cc: list[str] | None = None
    bcc: list[str] | None = None
    received_for: list[str] | None = None
    sender: str = msgspec.field(name="from", default="")
    subject: str | None = None
    message_id: str | None = None


class _Event(msgspec.Struct, frozen=True):
    type: str
    data: Any = None


def bytes_max() -> int:
    """The most that a delivery may have. Mails up to here that are too large to be worked are still noted with that reason."""
    return 2 * settings().intake_max_bytes


async def deliver(body: bytes, media_type: str, headers: Mapping[str, str]) -> int:
    """Keep what a delivery brings, and return for how many people here it is. `headers` by their names in lower case.

    Raises `NotSigned`, `IntakeOff`, and `Invalid` for what is neither a mail nor an event.
    """
    delivery_key = signature.check(body, headers)
    if not addresses.is_on():
        raise IntakeOff
    if media_type == JSON:
        return await _announced(body, delivery_key)
    try:
        raw = signature.unpacked(body)
    except ValueError as error:
        raise Invalid("This is no mail: send it as message/rfc822, or that in base64.", code="mail_invalid") from error
    return await receiving.receive(raw, delivery_key=delivery_key)


async def _announced(body: bytes, delivery_key: str) -> int:
    try:
        event = msgspec.json.decode(body, type=_Event)
        if event.type != RECEIVED:
            return 0
        told = msgspec.convert(event.data, Announced)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Invalid("This is no event of a mail that came.", code="event_invalid") from error
    key = rules.message_key(told.message_id or "", rules.addr_in(told.sender), told.email_id.encode())
    arrival = Arrival(
        key,
        provider_id=told.email_id[:200],
        delivery_key=delivery_key,
        subject="".join(c for c in told.subject or "" if c.isprintable())[:_SUBJECT_LENGTH],
    )
    recipients = [*told.to, *(told.cc or ()), *(told.bcc or ()), *(told.received_for or ())]
    return await receiving.keep(arrival, recipients)
