"""`/notifications`: what a person should know."""

from typing import Any
from uuid import UUID

from fastapi import Response

from backend import notifications
from backend.api.deps import Current, Paging
from backend.api.lists import shown
from backend.api.routing import api_router
from backend.api.schemas import Instant, Shown
from backend.core.db import transaction
from backend.core.nudge import nudge

router = api_router("/notifications", "Notifications")


class NotificationShown(Shown):
    """Something to know: words for people, `kind` and `params` for programs."""

    id: UUID
    kind: str
    title: str
    text: str
    params: dict[str, Any]
    expense_id: UUID | None
    created_at: Instant
    read_at: Instant | None


class NotificationPage(Shown):
    """Notifications, newest first."""

    items: list[NotificationShown]
    next_cursor: str | None
    total: int | None = None


@router.get("", response_model=NotificationPage, response_model_exclude_unset=True)
async def list_notifications(actor: Current, paging: Paging) -> dict[str, Any]:
    """One's notifications in this workspace."""
    async with transaction(actor) as session:
        page = await notifications.list_page(session, actor, limit=paging.limit, cursor=paging.cursor, include_total=paging.include_total)
    return shown(page, NotificationShown.model_validate)


@router.post("/{notification_id}/read")
async def mark_read(notification_id: UUID, actor: Current) -> NotificationShown:
    """Note that it has been seen; a second time changes nothing."""
    async with transaction(actor) as session:
        view = await notifications.mark_read(session, actor, notification_id)
    await nudge(actor.workspace_id, "notifications", user_id=actor.user_id)
    return NotificationShown.model_validate(view)


@router.post("/read", status_code=204, response_class=Response)
async def mark_all_read(actor: Current) -> None:
    """Note that all have been seen."""
    async with transaction(actor) as session:
        await notifications.mark_all_read(session, actor)
    await nudge(actor.workspace_id, "notifications", user_id=actor.user_id)
