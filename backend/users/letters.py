"""Letters to people: without a mail service they lie in the outbox folder, one file each, as any mail program reads them."""

import asyncio
import os
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from backend.core.clock import now
from backend.core.ids import new_id
from backend.core.log import logger
from backend.core.settings import settings

_SENDER: Final = "Outlay <outlay@localhost>"

log = logger(__name__)


async def send(to: str, subject: str, words: str) -> None:
    """Post a letter; call it after the commit. One that cannot be written is logged, since nobody waits for it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = _SENDER, to, subject
    message["Date"] = format_datetime(now())
    message.set_content(words)
    try:
        await asyncio.to_thread(_write, settings().outlay_home / "mail", message.as_bytes())
    except OSError as error:
        log.warning("letter not written", subject=subject, error=str(error))


def _write(folder: Path, content: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{new_id()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.rename(folder / f"{new_id()}.eml")
