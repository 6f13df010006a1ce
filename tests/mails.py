"""Mails for tests, and how they are delivered: signed as a provider signs."""

import json
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

import httpx
from standardwebhooks import Webhook

from backend import intake
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.ids import new_id
from tests.live import INTAKE_SECRET

SECRET: Final = INTAKE_SECRET
BASE: Final = "receipts@in.example.com"
DOOR: Final = "/api/v1/webhooks/mail"
RECEIPTS: Final = Path(__file__).parent / "data" / "receipts"
JPEG: Final = ("image", "jpeg")


def a_mail(to: str, sender: str, *files: tuple[str, bytes], message_id: str = "", **headers: str) -> EmailMessage:
    """A mail with pictures attached."""
    mail = EmailMessage()
    for name, value in {**headers, "From": f"Mara <{sender}>", "To": to, "Subject": "Lunch"}.items():
        mail[name.replace("_", "-")] = value
    mail["Message-ID"] = message_id or f"<{new_id()}@example.com>"
    mail.set_content("The receipt is attached.")
    for name, data in files:
        mail.add_attachment(data, maintype="image", subtype="jpeg", filename=name)
    return mail


def signature(body: bytes, *, secret: str = SECRET, delivery: str = "", age: float = 0, prefix: str = "svix") -> dict[str, str]:
    """The headers of a delivery whose body was signed `age` seconds ago."""
    delivery, at = delivery or f"msg_{new_id()}", int(time.time() - age)
    signed = Webhook(secret).sign(delivery, datetime.fromtimestamp(at, UTC), body.decode())
    return {f"{prefix}-id": delivery, f"{prefix}-timestamp": str(at), f"{prefix}-signature": signed}


async def bring(api: httpx.AsyncClient, body: bytes, kind: str = "message/rfc822", **how: Any) -> httpx.Response:
    """Deliver it."""
    return await api.post(DOOR, content=body, headers={"Content-Type": kind, **signature(body, **how)})


async def announce(api: httpx.AsyncClient, data: dict[str, Any], kind: str = "email.received", **how: Any) -> httpx.Response:
    """Deliver an event of a provider."""
    return await bring(
        api, json.dumps({"type": kind, "created_at": "2026-11-24T09:00:00Z", "data": data}).encode(), "application/json", **how
    )


async def an_address(actor: Actor, *senders: str) -> str:
    """A secret address of the actor, to which `senders` may write."""
    async with transaction(actor) as session:
        made = await intake.renew(session, actor)
        for sender in senders:
            made = await intake.allow(session, actor, sender)
    return made.address


async def the_mails(actor: Actor) -> list[intake.MailView]:
    """What has come for the actor, the newest first."""
    async with transaction(actor) as session:
        return await intake.last_mails(session, actor)
