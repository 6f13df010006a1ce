"""What people have chosen before: the memory that the categoriser learns from, read from the books themselves."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor

_CHOSEN = text(
    "SELECT category_id, CURRENT_DATE - CAST(updated_at AS date) AS days FROM expense WHERE workspace_id = :workspace_id"
    " AND merchant_id = :merchant_id AND id <> :besides AND category_source = 'user' AND category_id IS NOT NULL AND deleted_at IS NULL"
    " ORDER BY occurred_on DESC, id DESC LIMIT 50"
)


async def chosen_before(session: AsyncSession, actor: Actor, merchant_id: UUID | None, *, besides: UUID) -> list[tuple[UUID, int]]:
    """The categories that people chose for a merchant, newest first, each with how many days ago; at most fifty."""
    if merchant_id is None:
        return []
    rows = await session.execute(_CHOSEN, {"workspace_id": actor.workspace_id, "merchant_id": merchant_id, "besides": besides})
    return [(row.category_id, row.days) for row in rows]
