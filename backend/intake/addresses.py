"""A person's own side of mail intake: their address, who may write to it, what has come."""

import base64
import hmac
import os
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import users
from backend.core.actor import Actor
from backend.core.data_keys import data_key
from backend.core.errors import Unauthenticated
from backend.core.keyring import keyring, place, seal, unseal
from backend.core.outbox import publish_all
from backend.core.permissions import require
from backend.core.settings import settings
from backend.events import MailReceived
from backend.intake import rules
from backend.intake.errors import IntakeOff, MailGone, NoAddress, NoSuchMail, SenderInvalid, TooManySenders
from backend.intake.models import IntakeAddress, IntakeMail, IntakeSender
from backend.intake.views import AddressView, FileResult, MailView

SENDERS_MAX: Final = 50
SHOWN_MAX: Final = 50
_TOKEN_BYTES: Final = 16
_AT_ONCE: Final = 50


def is_on() -> bool:
    """Whether this server takes mail: it has an address for it."""
    return settings().intake_address is not None


def token_hash(token: str) -> bytes:
    """What a token is found by."""
    return hmac.digest(keyring().derive("intake"), token.encode(), sha256)


async def address_of(session: AsyncSession, actor: Actor) -> AddressView | None:
    """The actor's address in this workspace; None where this server takes no mail, or they have made none."""
    require(actor, "receipts:write")
    row = await session.get(IntakeAddress, (actor.workspace_id, _person(actor)))
    base = settings().intake_address
    if row is None or base is None:
        return None
    token = unseal(await data_key(actor.workspace_id), row.sealed, aad=_aad(actor)).decode()
    return AddressView(rules.plus_address(base, token), await _senders(session, actor), row.created_at)


async def renew(session: AsyncSession, actor: Actor) -> AddressView:
    """Make the actor's address, or a new one: the old one is dead at once. The first comes with the actor's own address as a sender.

    Raises `IntakeOff`.
    """
    require(actor, "receipts:write")
    if not is_on():
        raise IntakeOff
    token = base64.b32encode(os.urandom(_TOKEN_BYTES)).decode().rstrip("=").lower()
    sealed = seal(await data_key(actor.workspace_id), token.encode(), aad=_aad(actor))
    who = {"workspace_id": actor.workspace_id, "user_id": _person(actor)}
    statement = insert(IntakeAddress).values(**who, token_hash=token_hash(token), sealed=sealed)
    anew = {name: statement.excluded[name] for name in ("token_hash", "sealed")} | {"created_at": func.now()}
    is_first = await session.get(IntakeAddress, tuple(who.values())) is None
    await session.execute(statement.on_conflict_do_update(index_elements=["workspace_id", "user_id"], set_=anew))
    if is_first:
        own = (await users.get_user(session, who["user_id"])).email
        await _add_sender(session, actor, own.lower())
    session.expire_all()
    return await _found(session, actor)


async def allow(session: AsyncSession, actor: Actor, sender: str) -> AddressView:
    """Let an address, or `@domain`, write; mails of theirs that were refused for want of it are worked again.

    Raises `SenderInvalid`, `TooManySenders`, `NoAddress`.
    """
    require(actor, "receipts:write")
    clean = rules.clean_sender(sender)
    if clean is None:
        raise SenderInvalid.made()
    before = (await _found(session, actor)).senders
    if clean not in before and len(before) >= SENDERS_MAX:
        raise TooManySenders(SENDERS_MAX)
    await _add_sender(session, actor, clean)
    await _send_again(session, actor, clean)
    return await _found(session, actor)


async def forbid(session: AsyncSession, actor: Actor, sender: str) -> AddressView:
    """Take a sender from the list; one that is not on it changes nothing. Raises `NoAddress`."""
    require(actor, "receipts:write")
    mine = (col(IntakeSender.workspace_id) == actor.workspace_id, col(IntakeSender.user_id) == actor.user_id)
    await session.execute(delete(IntakeSender).where(*mine, col(IntakeSender.sender) == sender.strip().lower()))
    return await _found(session, actor)


async def last_mails(session: AsyncSession, actor: Actor, *, limit: int = 20) -> list[MailView]:
    """What came last for the actor in this workspace, the newest first."""
    require(actor, "receipts:write")
    query = select(IntakeMail).where(IntakeMail.workspace_id == actor.workspace_id, IntakeMail.user_id == _person(actor))
    newest = query.order_by(col(IntakeMail.created_at).desc(), col(IntakeMail.id).desc()).limit(min(limit, SHOWN_MAX))
    return [_view(row) for row in (await session.execute(newest)).scalars()]


async def get_mail(session: AsyncSession, actor: Actor, mail_id: UUID) -> MailView:
    """One of the actor's mails. Raises `NoSuchMail`."""
    require(actor, "receipts:write")
    row = await session.get(IntakeMail, (actor.workspace_id, mail_id))
    if row is None or row.user_id != actor.user_id:
        raise NoSuchMail
    return _view(row)


async def try_again(session: AsyncSession, actor: Actor, mail_id: UUID) -> None:
    """Work a refused mail once more. Raises `NoSuchMail`, `MailGone`; one that waits or was taken is left.

    One that names no amount keeps that reason while it waits, and so is taken all the same.
    """
    require(actor, "receipts:write")
    row = await session.get(IntakeMail, (actor.workspace_id, mail_id), with_for_update=True)
    if row is None or row.user_id != actor.user_id:
        raise NoSuchMail
    if row.status != "refused":
        return
    if not _kept(row):
        raise MailGone
    row.status, row.reason = "waiting", row.reason if row.reason == rules.NO_AMOUNT else None
    await session.flush()
    await publish_all(session, actor, [MailReceived(row.id)])


async def _send_again(session: AsyncSession, actor: Actor, sender: str) -> None:
    """Work what an allowed sender sent before."""
    mine = (col(IntakeMail.workspace_id) == actor.workspace_id, col(IntakeMail.user_id) == actor.user_id)
    theirs = col(IntakeMail.sender).endswith(sender, autoescape=True) if sender.startswith("@") else col(IntakeMail.sender) == sender
    refused = (col(IntakeMail.status) == "refused", col(IntakeMail.reason) == "unknown_sender", theirs)
    kept = col(IntakeMail.storage_key).is_not(None) | col(IntakeMail.provider_id).is_not(None)
    chosen = select(IntakeMail.id).where(*mine, *refused, kept).order_by(col(IntakeMail.created_at).desc()).limit(_AT_ONCE)
    statement = update(IntakeMail).where(*mine, col(IntakeMail.id).in_(chosen)).values(status="waiting", reason=None)
    again = (await session.execute(statement.returning(col(IntakeMail.id)))).scalars()
    await publish_all(session, actor, [MailReceived(each) for each in again])


async def _found(session: AsyncSession, actor: Actor) -> AddressView:
    view = await address_of(session, actor)
    if view is None:
        raise NoAddress
    return view


async def _senders(session: AsyncSession, actor: Actor) -> tuple[str, ...]:
    mine = (IntakeSender.workspace_id == actor.workspace_id, IntakeSender.user_id == actor.user_id)
    query = select(IntakeSender.sender).where(*mine).order_by(col(IntakeSender.created_at), col(IntakeSender.sender))
    return tuple((await session.execute(query)).scalars())


async def _add_sender(session: AsyncSession, actor: Actor, sender: str) -> None:
    row = {"workspace_id": actor.workspace_id, "user_id": actor.user_id, "sender": sender}
    await session.execute(insert(IntakeSender).values(row).on_conflict_do_nothing())


def _view(row: IntakeMail) -> MailView:
    results = tuple(
        FileResult(each["name"], each["outcome"], UUID(each["expense_id"]) if each["expense_id"] else None) for each in row.results
    )
    return MailView(row.id, row.sender, row.subject, row.status, row.reason, results, _kept(row), row.created_at)


def _kept(row: IntakeMail) -> bool:
    """Whether it can be worked once more: all of it is still here, or with its provider."""
    return (row.storage_key is not None or row.provider_id is not None) and row.reason != "too_large"


def _aad(actor: Actor) -> str:
    return place(actor.workspace_id, "intake_address", "sealed", _person(actor))


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Unauthenticated("This belongs to a person; please sign in.")
    return actor.user_id
