"""Working a mail: who sent it, may they, and what is in it; each file becomes a receipt, exactly as an upload does, else its text.

Files go to storage first. Then one transaction makes all expenses of the mail, notes what became of it and settles the delivery: a
worker that dies anywhere leaves all of it to be done again, or none.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import expenses, mails, ocr, storage, users
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import enter_workspace, system_transaction
from backend.core.errors import Problem, Unavailable
from backend.core.inbox import AlreadyDone, Once, Postponed
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.core.permissions import allows
from backend.core.settings import settings
from backend.events import MailReceived, MailRefused
from backend.intake import provider, rules
from backend.intake.models import IntakeMail, IntakeSender
from backend.intake.receiving import TABLE

_IN_THE_BOOKS: Final = ("taken", "known")


@dataclass
class _Work:
    """What is known of a mail while it is worked. `stored` are its files, in storage or with the code that refused them.

    `own` is the address of the person whose mail it is.
    """

    actor: Actor
    mail: IntakeMail
    own: str
    sender: str = ""
    subject: str = ""
    reason: str | None = None
    storage_key: str | None = None
    stored: list[tuple[str, ocr.StoredUpload | str]] = field(default_factory=list)


async def work_mail(event: MailReceived, once: Once) -> None:
    """Make expenses of what is in a mail, or note why not. A provider that is away is asked again later."""
    if await once.done():
        raise AlreadyDone
    work = await _begin(event.mail_id, once)
    if work is not None:
        try:
            await _look(work)
        except (Unavailable, storage.StorageAway) as error:
            raise Postponed from error
    async with once.transaction() as session:
        left = await _finish(session, work) if work is not None else []
    for upload in left:
        await ocr.discard(upload)
    if work is not None:
        await nudge(once.actor.workspace_id, "mail", event.mail_id, work.mail.user_id)
        await nudge(once.actor.workspace_id, "expenses")
        await nudge(once.actor.workspace_id, "receipts")


async def _begin(mail_id: UUID, once: Once) -> _Work | None:
    """The mail and its owner as they stand; None when there is nothing to do (any more)."""
    async with system_transaction("jobs") as session:
        await enter_workspace(session, once.actor.workspace_id)
        mail = await session.get(IntakeMail, (once.actor.workspace_id, mail_id))
        if mail is None or mail.status != "waiting":
            return None
        role = await users.membership(session, mail.user_id, mail.workspace_id)
        if role is None:
            return None
        own = (await users.get_user(session, mail.user_id)).email.lower()
    actor = Actor(mail.user_id, mail.workspace_id, role, source="job")
    return _Work(actor, mail, own, mail.sender, mail.subject, storage_key=mail.storage_key)


async def _look(work: _Work) -> None:
    """Find out all that takes time, outside any transaction."""
    try:
        raw = await _raw(work)
        letter = await mails.take_apart(raw)
    except provider.NotThere:
        work.reason = "gone"
        return
    except provider.MailTooLarge:
        work.reason = "too_large"
        return
    except mails.DamagedMail:
        work.reason = "damaged"
        return
    work.sender, work.subject = letter.sender, letter.subject
    work.reason = await _refusal(work, letter)
    if work.reason is None:
        work.stored = [(each.name, await _store(work.actor, each)) for each in letter.files]
        work.stored += [(name, ocr.NotAReceiptFile.code) for name in letter.other]
        if not letter.files and letter.sheet is not None:
            await _look_at_text(work, letter.sheet, has_amount=letter.has_amount)


async def _look_at_text(work: _Work, sheet: mails.Sheet, *, has_amount: bool) -> None:
    """Keep the text of a mail as its receipt. One that names no amount is left, unless a person has asked for it again."""
    if not has_amount and work.mail.reason != rules.NO_AMOUNT:
        work.reason = rules.NO_AMOUNT
        return
    if sheet.address == work.own:
        sheet = msgspec.structs.replace(sheet, sender="")  # who has written it is no shop
    work.stored.append((sheet.subject, await ocr.store_sheet(work.actor, sheet)))


async def _raw(work: _Work) -> bytes:
    """The mail as it came; one that its provider keeps is fetched and kept here from now on."""
    mail = work.mail
    if mail.storage_key is not None:
        return await storage.get(mail.workspace_id, TABLE, str(mail.id), mail.storage_key)
    raw = await provider.fetch(mail.provider_id or "")
    work.storage_key = await storage.put(mail.workspace_id, TABLE, str(mail.id), raw)
    work.mail.size_bytes = len(raw)
    return raw


async def _refusal(work: _Work, letter: mails.Letter) -> str | None:
    """Why nothing is made of a letter; None where something may be."""
    if not letter.sender:
        return "sender_unclear"
    if not rules.is_allowed(letter.sender, await _allowed(work.mail)):
        return "unknown_sender"
    server = settings().intake_authserv
    if server and not rules.is_authenticated(letter.verdicts, server, letter.sender):
        return "not_authenticated"
    if not (allows(work.actor, "expenses:write") and allows(work.actor, "receipts:write")):
        return "read_only"
    return "too_large" if (work.mail.size_bytes or 0) > settings().intake_max_bytes else None


async def _allowed(mail: IntakeMail) -> list[str]:
    mine = (IntakeSender.workspace_id == mail.workspace_id, IntakeSender.user_id == mail.user_id)
    async with system_transaction("jobs") as session:
        return list((await session.execute(select(IntakeSender.sender).where(*mine))).scalars())


async def _store(actor: Actor, file: mails.File) -> ocr.StoredUpload | str:
    """A file in storage, or the code of what refuses it."""

    async def whole() -> AsyncIterator[bytes]:
        yield file.data

    try:
        return await ocr.store_upload(actor, whole(), file.name)
    except storage.StorageAway:
        raise
    except Problem as problem:
        return problem.code


async def _finish(session: AsyncSession, work: _Work) -> list[ocr.StoredUpload]:
    """Book what there is and note it, unless somebody else has. Returns the files that no receipt came to name."""
    uploads = [each for _, each in work.stored if isinstance(each, ocr.StoredUpload)]
    where = (IntakeMail.workspace_id == work.mail.workspace_id, IntakeMail.id == work.mail.id)
    row = (
        await session.execute(select(IntakeMail).where(*where, col(IntakeMail.status) == "waiting").with_for_update())
    ).scalar_one_or_none()
    if row is None:
        return uploads
    results = [await _result(session, work.actor, name, each) for name, each in work.stored]
    if work.reason is None and not any(each["outcome"] in _IN_THE_BOOKS for each in results):
        work.reason = "nothing_usable"
    row.sender, row.subject, row.results = work.sender, work.subject, results
    row.status, row.reason = ("refused" if work.reason else "taken"), work.reason
    row.storage_key, row.size_bytes, row.worked_at = work.storage_key, work.mail.size_bytes, now()
    await session.flush()
    if work.reason:
        await publish(session, work.actor, MailRefused(row.id, row.user_id, work.reason))
    taken = {name["receipt_id"] for name in results}
    return [each for each in uploads if str(each.receipt_id) not in taken]


async def _result(session: AsyncSession, actor: Actor, name: str, found: ocr.StoredUpload | str) -> dict[str, Any]:
    if isinstance(found, str):
        return {"name": name, "outcome": found, "expense_id": None, "receipt_id": None}
    try:
        async with session.begin_nested():
            made = await expenses.capture(session, actor, found)
    except expenses.DuplicateReceipt as error:
        return {"name": name, "outcome": "known", "expense_id": str(error.expense_id), "receipt_id": None}
    return {"name": name, "outcome": "taken", "expense_id": str(made.id), "receipt_id": str(found.receipt_id)}
