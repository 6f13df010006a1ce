"""Reading one's notifications."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend.core.actor import Actor
from backend.core.paging import LIMIT_DEFAULT, Page, check_limit, decode_cursor, encode_cursor
from backend.core.permissions import require
from backend.notifications.models import Notification
from backend.notifications.views import NotificationView, view_of


async def list_page(
    session: AsyncSession, actor: Actor, *, limit: int = LIMIT_DEFAULT, cursor: str | None = None, include_total: bool = False
) -> Page[NotificationView]:
    """A person's notifications in this workspace, newest first. Raises `Invalid` on a bad limit or cursor."""
    require(actor, "notifications:read")
    mine = (
        Notification.workspace_id == actor.workspace_id,
        Notification.user_id == actor.user_id,
        col(Notification.in_app).is_(True),
    )
    query = select(Notification).where(*mine).order_by(col(Notification.created_at).desc(), col(Notification.id).desc())
    context = f"notifications {actor.workspace_id} {actor.user_id}"
    if cursor is not None:
        at, last = decode_cursor(cursor, context)
        query = query.where(tuple_(col(Notification.created_at), col(Notification.id)) < (datetime.fromisoformat(at), UUID(last)))
    rows = list((await session.execute(query.limit(check_limit(limit) + 1))).scalars())
    shown = rows[:limit]
    following = encode_cursor([shown[-1].created_at.isoformat(), str(shown[-1].id)], context) if len(rows) > limit else None
    count = await session.scalar(select(func.count()).select_from(Notification).where(*mine)) if include_total else None
    return Page([view_of(row) for row in shown], following, count)


async def unread_count(session: AsyncSession, actor: Actor) -> int:
    """How many a person has not read."""
    require(actor, "notifications:read")
    query = (
        select(func.count())
        .select_from(Notification)
        .where(
            Notification.workspace_id == actor.workspace_id,
            Notification.user_id == actor.user_id,
            col(Notification.read_at).is_(None),
            col(Notification.in_app).is_(True),
        )
    )
    return await session.scalar(query) or 0
