"""Push messages: one delivery a browser, so that each is tried again by itself until its service takes it or it is buried."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import users
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import enter_workspace, system_transaction, transaction
from backend.core.errors import Unavailable
from backend.core.inbox import AlreadyDone, Once, Postponed
from backend.core.outbox import publish_all
from backend.core.permissions import require
from backend.core.speech import money_writer, sayer
from backend.events import NotificationMade, PushDue
from backend.notifications import provider, subscribers
from backend.notifications.errors import NoSuchSubscription, PushGone
from backend.notifications.models import Notification, PushSubscription
from backend.notifications.provider import Message
from backend.notifications.rules import push_payload, way_to, words

_URGENT: Final = frozenset({"security", "test"})


async def spread_push(event: NotificationMade, once: Once) -> None:
    """Owe a message to each of the person's browsers."""
    browsers = await subscribers.live_subscriptions(event.user_id)
    async with once.transaction() as session:
        due = [PushDue(event.notification_id, each) for each in browsers]
        await publish_all(session, once.actor, due)


async def send_push(event: PushDue, once: Once) -> None:
    """Send the message, unless the news has been read meanwhile. A service that is away is tried again later."""
    if await once.done():
        raise AlreadyDone
    facts = await _facts(event, once.actor.workspace_id)
    gone = False
    if facts is not None:
        try:
            gone = not await _sent(*facts)
        except Unavailable as error:
            raise Postponed from error
    async with once.transaction() as session:
        await (_remove(session, event.subscription_id) if gone else _note(session, event.subscription_id))


async def send_test(actor: Actor, session_id: UUID) -> bool:
    """Send a test to the browsers of one session, at once; False when their service no longer knows any of them.

    Raises `NoSuchSubscription` when none was added, `PushFailed` and `Unavailable` when a service does not take it.
    """
    require(actor, "notifications:write")
    async with transaction(actor) as session:
        mine = select(PushSubscription).where(PushSubscription.session_id == session_id, PushSubscription.user_id == actor.user_id)
        browsers = list((await session.execute(mine)).scalars())
    if not browsers:
        raise NoSuchSubscription
    message = _message("test", {}, None, actor.locale, tag="test", topic=session_id)
    gone = [each.id for each in browsers if not await _sent(each, message)]
    async with transaction(actor) as session:
        await session.execute(delete(PushSubscription).where(col(PushSubscription.id).in_(gone)))
    return len(gone) < len(browsers)


async def _facts(event: PushDue, workspace_id: UUID) -> tuple[PushSubscription, Message] | None:
    """Whom to tell what, in their language; None when there is nothing to tell any more."""
    async with system_transaction("jobs") as session:
        await enter_workspace(session, workspace_id)
        news = await session.get(Notification, (workspace_id, event.notification_id))
        browser = await session.get(PushSubscription, event.subscription_id)
        if news is None or browser is None or news.read_at is not None:
            return None
        return browser, _about(news, (await users.get_user(session, browser.user_id)).locale)


def _message(kind: str, params: dict[str, Any], expense_id: UUID | None, locale: str, *, tag: str, topic: UUID) -> Message:
    title, text = words(kind, params, sayer(locale), money_writer(locale))
    return Message(push_payload(title, text, way_to(kind, expense_id), tag), topic, urgent=kind in _URGENT)


def _about(news: Notification, locale: str) -> Message:
    topic = news.expense_id or news.id
    return _message(news.kind, news.params, news.expense_id, locale, tag=f"{news.kind}-{topic}", topic=topic)


async def _sent(browser: PushSubscription, message: Message) -> bool:
    """Whether the service took it; False when the subscription is over. Raises `PushFailed` and `Unavailable`."""
    try:
        await provider.send(await subscribers.opened(browser), message)
    except PushGone:
        return False
    return True


async def _remove(session: AsyncSession, subscription_id: UUID) -> None:
    await session.execute(delete(PushSubscription).where(col(PushSubscription.id) == subscription_id))


async def _note(session: AsyncSession, subscription_id: UUID) -> None:
    browser = await session.get(PushSubscription, subscription_id)
    if browser is not None:
        browser.last_sent_at = now()
