"""What each person wants to be told of, and by which way."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.errors import Invalid, Unauthenticated
from backend.core.permissions import require
from backend.notifications.errors import NoSuchPreference
from backend.notifications.models import NotificationPreference
from backend.notifications.rules import ALWAYS, CHANNELS, KINDS, is_wanted

Choices = dict[tuple[str, str], bool]


@dataclass(frozen=True)
class PreferenceView:
    """One kind of news, and whether it is told in the app and by push."""

    kind: str
    in_app: bool
    push: bool


async def choices_of(session: AsyncSession, user_id: UUID) -> Choices:
    """What a person has chosen, by kind and channel."""
    query = select(NotificationPreference).where(NotificationPreference.user_id == user_id)
    return {(row.kind, row.channel): row.enabled for row in (await session.execute(query)).scalars()}


async def list_preferences(session: AsyncSession, actor: Actor) -> list[PreferenceView]:
    """All kinds of news, as the actor wants them."""
    require(actor, "notifications:read")
    choices = await choices_of(session, _person(actor))
    return [_view(choices, kind) for kind in KINDS]


async def get_preference(session: AsyncSession, actor: Actor, kind: str) -> PreferenceView:
    """One kind, as the actor wants it. Raises `NoSuchPreference`."""
    require(actor, "notifications:read")
    if kind not in KINDS:
        raise NoSuchPreference
    return _view(await choices_of(session, _person(actor)), kind)


async def prefer(session: AsyncSession, actor: Actor, kind: str, **wanted: bool) -> PreferenceView:
    """Choose for one kind: `in_app`, `push`, or both. Raises `NoSuchPreference`, and `Invalid` for what is always told."""
    require(actor, "notifications:write")
    if kind not in KINDS or not wanted.keys() <= set(CHANNELS):
        raise NoSuchPreference
    for channel, enabled in wanted.items():
        if not enabled and (kind, channel) in ALWAYS:
            raise Invalid.field(channel, "always_on", "News about your account's security is always shown in the app.")
        await _choose(session, _person(actor), kind, channel, enabled=enabled)
    return await get_preference(session, actor, kind)


async def _choose(session: AsyncSession, user_id: UUID, kind: str, channel: str, *, enabled: bool) -> None:
    row = {"user_id": user_id, "kind": kind, "channel": channel, "enabled": enabled, "updated_at": now()}
    statement = insert(NotificationPreference).values(row)
    anew = {"enabled": statement.excluded.enabled, "updated_at": statement.excluded.updated_at}
    await session.execute(statement.on_conflict_do_update(index_elements=["user_id", "kind", "channel"], set_=anew))


def _view(choices: Choices, kind: str) -> PreferenceView:
    return PreferenceView(kind, is_wanted(choices, kind, "in_app"), is_wanted(choices, kind, "push"))


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Unauthenticated("This belongs to a person; please sign in.")
    return actor.user_id
