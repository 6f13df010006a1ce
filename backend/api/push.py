"""`/push-subscriptions` and `/notification-preferences`: which browsers are told, and of what."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import AliasChoices, Field, StringConstraints

from backend import notifications
from backend.api.deps import Current, CurrentVisitor, Paging
from backend.api.lists import page_of, shown
from backend.api.routing import api_router
from backend.api.schemas import Changes, Instant, Sent, Shown
from backend.core.db import transaction
from backend.notifications import Subscribing

subscriptions = api_router("/push-subscriptions", "Notifications")
preferences = api_router("/notification-preferences", "Notifications")

Key = Annotated[str, StringConstraints(max_length=200)]


class PushKeys(Sent):
    """A browser's public key and secret, in base64url."""

    p256dh: Key
    auth: Key


class PushSubscriptionSent(Sent):
    """A subscription as `PushSubscription.toJSON()` gives it."""

    endpoint: Annotated[str, StringConstraints(max_length=2000)] = Field(
        examples=["https://updates.push.services.mozilla.com/wpush/v2/gAAA"]
    )
    keys: PushKeys
    expires_in_ms: float | None = Field(
        None,
        validation_alias=AliasChoices("expirationTime", "expiration_time"),
        description="When it ends, in milliseconds since 1970, or null.",
    )

    def asked(self) -> Subscribing:
        """The same in the words of the backend."""
        return Subscribing(self.endpoint, self.keys.p256dh, self.keys.auth, notifications.from_milliseconds(self.expires_in_ms))


class PushSubscriptionShown(Shown):
    """A browser that takes push messages. `service` is the host of its push service; `current` belongs to this session."""

    id: UUID
    service: str = Field(examples=["fcm.googleapis.com"])
    current: bool
    expires_at: Instant | None
    created_at: Instant
    last_sent_at: Instant | None


class PushSubscriptionPage(Shown):
    """Browsers, the newest first."""

    items: list[PushSubscriptionShown]
    next_cursor: str | None
    total: int | None = None


class PushKeyShown(Shown):
    """The `applicationServerKey` to subscribe with."""

    public_key: str


class PreferenceShown(Shown):
    """One kind of news, and whether it is told in the app and by push."""

    kind: str = Field(examples=["expense_read"])
    in_app: bool
    push: bool


class PreferencePage(Shown):
    """All kinds."""

    items: list[PreferenceShown]
    next_cursor: str | None
    total: int | None = None


class PreferenceChanges(Changes):
    """What changes; the rest stays."""

    in_app: bool | None = None
    push: bool | None = None


@subscriptions.get("/key")
async def get_push_key(_actor: Current) -> PushKeyShown:
    """The key by which push services know this site."""
    return PushKeyShown(public_key=notifications.push_public_key())


@subscriptions.get("", response_model=PushSubscriptionPage, response_model_exclude_unset=True)
async def list_push_subscriptions(visitor: CurrentVisitor, paging: Paging) -> dict[str, Any]:
    """One's browsers that take push messages."""
    async with transaction(visitor.actor) as session:
        found = await notifications.list_subscriptions(session, visitor.actor, visitor.session_id)
    page = page_of(found, paging, f"push subscriptions {visitor.actor.user_id}", lambda each: each.id)
    return shown(page, PushSubscriptionShown.model_validate)


@subscriptions.post("", status_code=201)
async def add_push_subscription(sent: PushSubscriptionSent, visitor: CurrentVisitor) -> PushSubscriptionShown:
    """Send push messages there, as long as this session lasts. The same endpoint again stays one subscription."""
    return PushSubscriptionShown.model_validate(await notifications.subscribe(visitor.actor, visitor.session_id, sent.asked()))


@subscriptions.get("/{subscription_id}")
async def get_push_subscription(subscription_id: UUID, visitor: CurrentVisitor) -> PushSubscriptionShown:
    """One of them."""
    async with transaction(visitor.actor) as session:
        view = await notifications.get_subscription(session, visitor.actor, visitor.session_id, subscription_id)
    return PushSubscriptionShown.model_validate(view)


@subscriptions.delete("/{subscription_id}", status_code=204, response_class=Response)
async def remove_push_subscription(subscription_id: UUID, actor: Current) -> None:
    """Send nothing there any more."""
    async with transaction(actor) as session:
        await notifications.unsubscribe(session, actor, subscription_id)


@preferences.get("", response_model=PreferencePage, response_model_exclude_unset=True)
async def list_preferences(actor: Current, paging: Paging) -> dict[str, Any]:
    """All kinds of news, as one wants them."""
    async with transaction(actor) as session:
        found = await notifications.list_preferences(session, actor)
    page = page_of(found, paging, f"notification preferences {actor.user_id}", lambda each: each.kind)
    return shown(page, PreferenceShown.model_validate)


@preferences.get("/{kind}")
async def get_preference(kind: str, actor: Current) -> PreferenceShown:
    """One kind of news."""
    async with transaction(actor) as session:
        return PreferenceShown.model_validate(await notifications.get_preference(session, actor, kind))


@preferences.patch("/{kind}")
async def amend_preference(kind: str, changes: PreferenceChanges, actor: Current) -> PreferenceShown:
    """Choose how one kind of news is told. What concerns the account's security always stands in the app."""
    wanted = changes.model_dump(exclude_unset=True)
    async with transaction(actor) as session:
        return PreferenceShown.model_validate(await notifications.prefer(session, actor, kind, **wanted))
