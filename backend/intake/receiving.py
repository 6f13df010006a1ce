"""Keeping a mail: for whom it is, once each, before whoever brought it is told that it has arrived."""

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import mails, storage
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import enter_workspace, system_transaction
from backend.core.ids import new_id
from backend.core.log import logger
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.core.settings import settings
from backend.events import MailReceived
from backend.intake import rules
from backend.intake.addresses import token_hash
from backend.intake.models import IntakeAddress, IntakeMail

TABLE: Final = "intake_mail"
A_DAY: Final = 300
"""Mails a day for one address; what comes beyond that is noted and its file not kept."""
NOTED: Final = 100
"""How many a day are noted so; of those that come beyond nothing is kept at all."""
_END_OF_HEAD: Final = b"\r\n\r\n"

log = logger(__name__)


@dataclass(frozen=True)
class Arrival:
    """A mail as it came: all of it, or its header alone (`size_bytes` is of all of it), or where its provider keeps it."""

    message_key: bytes
    raw: bytes | None = None
    size_bytes: int | None = None
    provider_id: str | None = None
    delivery_key: str | None = None
    sender: str = ""
    subject: str = ""


@dataclass(frozen=True)
class _Owner:
    workspace_id: UUID
    user_id: UUID


async def receive(raw: bytes, *, size_bytes: int | None = None, delivery_key: str | None = None) -> int:
    """Keep a mail for everybody here whom it names. Returns for how many it is, whether it was known or not; 0: it is for nobody.

    `raw` may be the header alone, when `size_bytes` says that the whole is too large to be worked.
    """
    head = mails.head_of(raw)
    size = size_bytes or len(raw)
    if size > settings().intake_max_bytes:
        raw = head + _END_OF_HEAD
    arrival = Arrival(rules.key_of(raw), raw, size, delivery_key=delivery_key)
    return await keep(arrival, rules.recipients(head))


async def keep(arrival: Arrival, recipients: list[str]) -> int:
    """Keep an arrival for the people whose addresses are among `recipients`. Returns for how many it is."""
    owners = await _owners(recipients)
    for owner in owners:
        await _keep(owner, arrival)
    if not owners:
        log.info("mail for nobody here", size=arrival.size_bytes)
    return len(owners)


async def _owners(recipients: list[str]) -> list[_Owner]:
    base = settings().intake_address
    tokens = rules.tokens_in(recipients, base) if base else []
    if not tokens:
        return []
    query = select(IntakeAddress).where(col(IntakeAddress.token_hash).in_([token_hash(each) for each in tokens]))
    async with system_transaction("jobs") as session:
        return [_Owner(row.workspace_id, row.user_id) for row in (await session.execute(query)).scalars()]


async def _keep(owner: _Owner, arrival: Arrival) -> None:
    """One row, its file before it; of two that bring the same mail at once one makes it, and the other finds it made."""
    known, today = await _standing(owner, arrival)
    if known:
        return
    if today >= A_DAY + NOTED:
        log.warning("mails flood an address", workspace_id=str(owner.workspace_id), user_id=str(owner.user_id))
        return
    mail_id = new_id()
    if today >= A_DAY:
        arrival = replace(arrival, raw=None, provider_id=None)
    key = await storage.put(owner.workspace_id, TABLE, str(mail_id), arrival.raw) if arrival.raw is not None else None
    if await _insert(owner, arrival, mail_id, key):
        await nudge(owner.workspace_id, "mail", mail_id, owner.user_id)
    elif key is not None:
        await storage.remove(key)


async def _standing(owner: _Owner, arrival: Arrival) -> tuple[bool, int]:
    """Whether the mail is known, and how many came for this person within a day."""
    mine = (IntakeMail.workspace_id == owner.workspace_id, IntakeMail.user_id == owner.user_id)
    same = col(IntakeMail.message_key) == arrival.message_key
    if arrival.delivery_key is not None:
        same |= col(IntakeMail.delivery_key) == arrival.delivery_key
    a_day = func.now() - func.make_interval(0, 0, 0, 1)
    async with system_transaction("jobs") as session:
        known = await session.scalar(select(func.count()).select_from(IntakeMail).where(*mine, same))
        today = await session.scalar(select(func.count()).select_from(IntakeMail).where(*mine, col(IntakeMail.created_at) > a_day))
    return bool(known), today or 0


async def _insert(owner: _Owner, arrival: Arrival, mail_id: UUID, key: str | None) -> bool:
    is_kept = key is not None or arrival.provider_id is not None
    row: dict[str, Any] = {
        "workspace_id": owner.workspace_id,
        "id": mail_id,
        "user_id": owner.user_id,
        "message_key": arrival.message_key,
        "delivery_key": arrival.delivery_key,
        "provider_id": arrival.provider_id,
        "storage_key": key,
        "size_bytes": arrival.size_bytes,
        "sender": arrival.sender,
        "subject": arrival.subject,
        "created_at": now(),
    }
    if not is_kept:
        row |= {"status": "refused", "reason": "too_many", "worked_at": now()}
    async with system_transaction("jobs") as session:
        await enter_workspace(session, owner.workspace_id)
        made = await session.scalar(insert(IntakeMail).values(row).on_conflict_do_nothing().returning(col(IntakeMail.id)))
        if made is not None and is_kept:
            await _owe(session, owner, mail_id)
    return made is not None


async def _owe(session: AsyncSession, owner: _Owner, mail_id: UUID) -> None:
    await publish(session, Actor.for_job(owner.workspace_id, owner.user_id), MailReceived(mail_id))
