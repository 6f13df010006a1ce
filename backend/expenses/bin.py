"""The bin: what was thrown away goes for good after thirty days, with its receipts' files."""

from typing import Final

from sqlalchemy import text

from backend import ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.upkeep import workspaces

_OLD: Final = text(
    "SELECT id FROM expense WHERE workspace_id = :workspace_id AND deleted_at < now() - interval '30 days' ORDER BY deleted_at LIMIT 500"
)
_GONE: Final = text("DELETE FROM expense_key WHERE workspace_id = :workspace_id AND id = ANY(:ids)")


async def empty_bin() -> int:
    """Delete what has been in a bin for thirty days. Returns how many expenses went."""
    return sum([await _empty(Actor.for_job(workspace_id)) for workspace_id in await workspaces()])


async def _empty(actor: Actor) -> int:
    async with transaction(actor) as session:
        ids = list((await session.execute(_OLD, {"workspace_id": actor.workspace_id})).scalars())
        if not ids:
            return 0
        files = await ocr.files_of(session, actor, ids)
        await session.execute(_GONE, {"workspace_id": actor.workspace_id, "ids": ids})
    await ocr.forget_files(files)
    return len(ids)
