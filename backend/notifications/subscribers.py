"""The browsers that take push messages: adding one, ending one, finding a person's."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend.core import outbound
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.data_keys import data_key
from backend.core.db import system_transaction, transaction
from backend.core.errors import Invalid
from backend.core.ids import new_id
from backend.core.keyring import place, seal, unseal
from backend.core.permissions import require
from backend.notifications.errors import NoSuchSubscription
from backend.notifications.models import PushSubscription
from backend.notifications.provider import Target

ENDPOINT_MAX: Final = 2000
MOST: Final = 20  # browsers a person; the one added first goes
_AUTH_BYTES: Final = 16

_SAVE: Final = text(
    "INSERT INTO push_subscription (id, workspace_id, user_id, session_id, endpoint_hash, service, sealed, expires_at)"
    " VALUES (:id, :workspace_id, :user_id, :session_id, :endpoint_hash, :service, :sealed, :expires_at)"
)
_ALONE: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:endpoint, 0))")  # one browser may ask from two tabs at once
_TRIM: Final = text(
    "DELETE FROM push_subscription WHERE id IN"
    " (SELECT id FROM push_subscription WHERE user_id = :user_id ORDER BY created_at DESC, id DESC OFFSET :most)"
)
# A session that was signed out of, taken away or is over takes its browser along.
_LIVE: Final = text(
    "SELECT p.id FROM push_subscription p JOIN auth_session s ON s.id = p.session_id WHERE p.user_id = :user_id"
    " AND s.ended_at IS NULL AND s.expires_at > now() AND (p.expires_at IS NULL OR p.expires_at > now()) ORDER BY p.id"
)


@dataclass(frozen=True)
class Subscribing:
    """What a browser answers to `pushManager.subscribe`, in its own words."""

    endpoint: str
    p256dh: str
    auth: str
    expires_at: datetime | None = None


@dataclass(frozen=True)
class SubscriptionView:
    """A browser that takes push messages; `current` is the one of the session that asks."""

    id: UUID
    service: str
    current: bool
    expires_at: datetime | None
    created_at: datetime
    last_sent_at: datetime | None


async def subscribe(actor: Actor, session_id: UUID, asked: Subscribing) -> SubscriptionView:
    """Send push messages to a browser from now on. Told again it is the same one; told by another person it is theirs.

    Raises `Invalid` with the field that is wrong. Works in transactions of its own.
    """
    require(actor, "notifications:write")
    service = _checked(asked)
    key, digest = await data_key(actor.workspace_id), _digest(asked.endpoint)
    async with system_transaction("identity") as session:
        await session.execute(_ALONE, {"endpoint": asked.endpoint})
        known = await session.scalar(select(PushSubscription).where(PushSubscription.endpoint_hash == digest))
        row = _row(actor, session_id, asked, known if known and known.user_id == actor.user_id else None)
        secret = json.dumps({"endpoint": asked.endpoint, "p256dh": asked.p256dh, "auth": asked.auth}).encode()
        sealed = seal(key, secret, aad=_place(actor.workspace_id, row["id"]))
        await session.execute(delete(PushSubscription).where(col(PushSubscription.endpoint_hash) == digest))
        await session.execute(_SAVE, {**row, "endpoint_hash": digest, "service": service, "sealed": sealed})
        await session.execute(_TRIM, {"user_id": actor.user_id, "most": MOST})
    async with transaction(actor) as session:
        return await get_subscription(session, actor, session_id, row["id"])


async def unsubscribe(session: AsyncSession, actor: Actor, subscription_id: UUID) -> None:
    """Send nothing there any more. Raises `NoSuchSubscription`."""
    require(actor, "notifications:write")
    await session.delete(await _find(session, actor, subscription_id))
    await session.flush()


async def unsubscribe_endpoint(session: AsyncSession, actor: Actor, endpoint: str) -> bool:
    """The same by the address that the browser knows. Returns whether there was one."""
    require(actor, "notifications:write")
    gone = delete(PushSubscription).where(
        col(PushSubscription.endpoint_hash) == _digest(endpoint), col(PushSubscription.user_id) == actor.user_id
    )
    return (await session.execute(gone.returning(col(PushSubscription.id)))).first() is not None


async def forget_session(session: AsyncSession, session_id: UUID) -> None:
    """Signing out: the browsers of a session take nothing any more. For transactions of the purpose 'identity'."""
    await session.execute(delete(PushSubscription).where(col(PushSubscription.session_id) == session_id))


async def list_subscriptions(session: AsyncSession, actor: Actor, session_id: UUID) -> list[SubscriptionView]:
    """A person's browsers that take push messages, the newest first."""
    require(actor, "notifications:read")
    mine = select(PushSubscription).where(PushSubscription.user_id == actor.user_id)
    rows = (await session.execute(mine.order_by(col(PushSubscription.created_at).desc(), col(PushSubscription.id).desc()))).scalars()
    return [_view(row, session_id) for row in rows]


async def get_subscription(session: AsyncSession, actor: Actor, session_id: UUID, subscription_id: UUID) -> SubscriptionView:
    """One of them. Raises `NoSuchSubscription`."""
    require(actor, "notifications:read")
    return _view(await _find(session, actor, subscription_id), session_id)


async def live_subscriptions(user_id: UUID) -> list[UUID]:
    """The ids of a person's browsers whose sessions still live."""
    async with system_transaction("identity") as session:
        return list((await session.execute(_LIVE, {"user_id": user_id})).scalars())


async def opened(row: PushSubscription) -> Target:
    """Where and how to reach the browser of a row. Raises `Sealed`."""
    secret = unseal(await data_key(row.workspace_id), bytes(row.sealed), aad=_place(row.workspace_id, row.id))
    return Target(**json.loads(secret))


async def _find(session: AsyncSession, actor: Actor, subscription_id: UUID) -> PushSubscription:
    query = select(PushSubscription).where(PushSubscription.id == subscription_id, PushSubscription.user_id == actor.user_id)
    found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NoSuchSubscription
    return found


def _row(actor: Actor, session_id: UUID, asked: Subscribing, known: PushSubscription | None) -> dict[str, Any]:
    return {
        "id": known.id if known else new_id(),
        "workspace_id": actor.workspace_id,
        "user_id": actor.user_id,
        "session_id": session_id,
        "expires_at": asked.expires_at,
    }


def _checked(asked: Subscribing) -> str:
    """The host of the service. Raises `Invalid`."""
    if len(asked.endpoint) > ENDPOINT_MAX:
        raise Invalid.field("endpoint", "too_long", "This address is too long.")
    try:
        service = outbound.check_url(asked.endpoint)
    except outbound.NotAllowed as error:
        raise Invalid.field("endpoint", "endpoint_refused", f"Nothing can be sent there: {error}.") from error
    if not _is_point(_decoded(asked.p256dh)):
        raise Invalid.field("keys.p256dh", "key_invalid", "This is no public key of a browser.")
    if len(_decoded(asked.auth)) != _AUTH_BYTES:
        raise Invalid.field("keys.auth", "key_invalid", "This is no secret of a browser.")
    if asked.expires_at is not None and asked.expires_at <= now():
        raise Invalid.field("expirationTime", "expired", "This subscription is over already.")
    return service


def _decoded(given: str) -> bytes:
    plain = given.rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""


def _is_point(raw: bytes) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return len(raw) == 65


def _digest(endpoint: str) -> bytes:
    return hashlib.sha256(endpoint.encode()).digest()


def _place(workspace_id: UUID, row: UUID) -> str:
    return place(workspace_id, "push_subscription", "sealed", row)


def _view(row: PushSubscription, session_id: UUID) -> SubscriptionView:
    return SubscriptionView(row.id, row.service, row.session_id == session_id, row.expires_at, row.created_at, row.last_sent_at)


def from_milliseconds(milliseconds: float | None) -> datetime | None:
    """A browser's `expirationTime`. Raises `Invalid` for what is no moment."""
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid.field("expirationTime", "time_invalid", "This is no moment in time.") from error
