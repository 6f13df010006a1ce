"""Removing a category: what stands in it moves first, split lines too."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.errors import Invalid
from backend.core.permissions import require

_LOCK: Final = text(
    "SELECT k.id FROM expense_key k WHERE k.workspace_id = :workspace_id AND k.id IN (SELECT e.id FROM expense e"
    " WHERE e.workspace_id = :workspace_id AND (e.category_id = :old OR e.splits @> CAST(:line AS jsonb))) ORDER BY k.id FOR UPDATE"
)
_MOVE: Final = text(
    "WITH moved AS (UPDATE expense e SET version = e.version + 1, updated_at = :moment,"
    " category_id = CASE WHEN e.category_id = :old THEN :new ELSE e.category_id END,"
    " splits = CASE WHEN e.splits IS NULL THEN NULL ELSE (SELECT jsonb_agg(CASE WHEN line ->> 'category_id' = CAST(:old AS text)"
    " THEN jsonb_set(line, '{category_id}', to_jsonb(CAST(:new AS text))) ELSE line END ORDER BY number)"
    " FROM jsonb_array_elements(e.splits) WITH ORDINALITY AS lines (line, number)) END"
    " WHERE e.workspace_id = :workspace_id AND e.id = ANY(:ids) RETURNING e.id, e.version)"
    " INSERT INTO expense_change (workspace_id, expense_id, version, at, actor_id, source, changes)"
    " SELECT :workspace_id, id, version, :moment, CAST(:person AS uuid), 'user',"
    " jsonb_build_object('category_id', jsonb_build_array(CAST(:old AS text), CAST(:new AS text))) FROM moved"
)
_MOVE_LINES: Final = text("UPDATE line_memory SET category_id = :new WHERE workspace_id = :workspace_id AND category_id = :old")


async def remove_category(
    session: AsyncSession, actor: Actor, category_id: UUID, *, move_to: UUID | None = None, expected_version: int | None = None
) -> None:
    """Remove a category after moving its expenses and split lines, binned ones too, to `move_to`.

    Raises `NoSuchCategory`, `StaleCategory`, `CategoryInUse` (expenses stand in it and nothing says where they go), `Invalid`.
    """
    require(actor, "categories:write")
    await categories.get(session, actor, category_id)
    if move_to is not None:
        await _check_target(session, actor, category_id, move_to)
    place = {"workspace_id": actor.workspace_id, "old": category_id}
    ids = list((await session.scalars(_LOCK, {**place, "line": f'[{{"category_id": "{category_id}"}}]'})).all())
    if ids and move_to is None:
        raise categories.CategoryInUse(len(ids))
    if move_to is not None:
        await session.execute(_MOVE_LINES, {**place, "new": move_to})
    if ids:
        await session.execute(_MOVE, {**place, "new": move_to, "ids": ids, "moment": now(), "person": actor.user_id})
    await categories.remove(session, actor, category_id, expected_version=expected_version)


async def _check_target(session: AsyncSession, actor: Actor, category_id: UUID, move_to: UUID) -> None:
    if move_to == category_id:
        raise Invalid.field("move_to", "same_category", "Choose another category than the one that goes.")
    if not await categories.known(session, actor, [move_to]):
        raise Invalid.field("move_to", "category_unknown", "There is no such category here. Choose one of yours.")
