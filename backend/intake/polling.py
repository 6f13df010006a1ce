"""Reading a folder on a mail server: each message is kept first, then moved away, then counted as read.

A process that stops between two of these finds the message again and knows it by its id: keeping is done once, moving may be repeated.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import text

from backend.core.db import system_transaction
from backend.core.log import logger
from backend.core.settings import settings
from backend.intake import addresses, folder, receiving

AT_ONCE: Final = 20
FOLDER_EVERY: Final = timedelta(minutes=1)
_READ: Final = text("SELECT last_uid FROM intake_folder WHERE name = :name AND uid_validity = :uid_validity")
_NOTE: Final = text(
    "INSERT INTO intake_folder AS known (name, uid_validity, last_uid) VALUES (:name, :uid_validity, :last_uid)"
    " ON CONFLICT (name) DO UPDATE SET uid_validity = excluded.uid_validity, updated_at = now(), last_uid ="
    " CASE WHEN known.uid_validity = excluded.uid_validity THEN greatest(known.last_uid, excluded.last_uid) ELSE excluded.last_uid END"
)

Answer = TypeVar("Answer")
log = logger(__name__)


async def read_folder() -> int:
    """Take in what has come since the last look, some messages at once. Returns how many were for somebody here.

    Raises `FolderAway`. Without a mail server in the settings nothing happens.
    """
    config = settings()
    if not addresses.is_on() or not config.intake_imap_host:
        return 0
    name = f"{config.intake_imap_user}@{config.intake_imap_host}/{config.intake_imap_folder}"
    opened = await _ask(folder.open_folder, config)
    try:
        return await _take_in(opened, name, config.intake_max_bytes)
    finally:
        await _ask(opened.close)


async def _take_in(opened: folder.Folder, name: str, largest: int) -> int:
    """Keep, move and count the new messages, one after the other."""
    place = {"name": name, "uid_validity": opened.uid_validity}
    async with system_transaction("jobs") as session:
        last = await session.scalar(_READ, place) or 0
    taken = 0
    for uid in await _ask(opened.after, last, AT_ONCE):
        taken += await _take(opened, uid, largest)
        async with system_transaction("jobs") as session:
            await session.execute(_NOTE, {**place, "last_uid": uid})
    return taken


async def _take(opened: folder.Folder, uid: int, largest: int) -> bool:
    """Whether a message was for somebody here; only then it is moved."""
    message = await _ask(opened.fetch, uid, largest)
    if message is None:
        return False
    told = await receiving.receive(message.raw, size_bytes=message.size)
    if told:
        await _put_away(opened, uid)
    return bool(told)


async def _put_away(opened: folder.Folder, uid: int) -> None:
    """Move a message that is kept. A server that is there and will not move it holds up neither this one nor those after it."""
    try:
        await _ask(opened.put_away, uid)
    except folder.FolderAway as error:
        await _ask(opened.still_answers)
        log.warning("mail taken and not moved", uid=uid, error=str(error))


async def _ask(call: Callable[..., Answer], *arguments: Any) -> Answer:
    """What a call to the server answers; it waits for the network in a thread. Raises `FolderAway`."""
    try:
        return await asyncio.to_thread(call, *arguments)
    except folder.SERVER_ERRORS as error:
        raise folder.FolderAway(f"{type(error).__name__}: {error}") from error
