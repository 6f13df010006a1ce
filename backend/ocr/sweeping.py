"""Files and rows that have had their time: receipts taken away thirty days ago, and files that no row came to name."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import text

from backend import storage
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.db import system_transaction, transaction
from backend.core.log import logger
from backend.core.upkeep import workspaces

_ORPHAN_AGE: Final = timedelta(days=1)
_STRANGE_SHARE: Final = 0.2
_FEW: Final = 50
_AT_ONCE: Final = 500
_REMOVED: Final = text(
    "SELECT id, storage_key FROM receipt WHERE workspace_id = :workspace_id AND deleted_at < now() - interval '30 days' LIMIT 500"
)
_COPIES: Final = text("SELECT storage_key FROM receipt_file WHERE workspace_id = :workspace_id AND receipt_id = ANY(:ids)")
_FORGET: Final = text("DELETE FROM receipt WHERE workspace_id = :workspace_id AND id = ANY(:ids)")
_KNOWN: Final = text(
    "SELECT storage_key FROM receipt WHERE storage_key = ANY(:keys)"
    " UNION ALL SELECT storage_key FROM receipt_file WHERE storage_key = ANY(:keys)"
    " UNION ALL SELECT storage_key FROM intake_mail WHERE storage_key = ANY(:keys)"
)

log = logger(__name__)


async def forget_removed_receipts() -> int:
    """Receipts that were taken from their expense thirty days ago go, files and all. Returns how many."""
    return sum([await _forget(Actor.for_job(workspace_id)) for workspace_id in await workspaces()])


async def _forget(actor: Actor) -> int:
    place = {"workspace_id": actor.workspace_id}
    async with transaction(actor) as session:
        removed = (await session.execute(_REMOVED, place)).all()
        if not removed:
            return 0
        of_these = place | {"ids": [row.id for row in removed]}
        keys = [row.storage_key for row in removed] + list((await session.execute(_COPIES, of_these)).scalars())
        await session.execute(_FORGET, of_these)
    await storage.remove(*keys)
    return len(removed)


async def sweep_files() -> int:
    """Files older than a day that no row names go: what a failed transaction or a stopped process left. Returns how many.

    Where many files are unknown nothing goes: this is somebody else's storage, or an older state of the database.
    """
    old = await storage.older_than(now() - _ORPHAN_AGE)
    orphans = [key for start in range(0, len(old), _AT_ONCE) for key in await _unknown(old[start : start + _AT_ONCE])]
    if len(orphans) > max(_FEW, _STRANGE_SHARE * len(old)):
        log.error("files not swept", unknown=len(orphans), of=len(old), hint="is this storage another instance's as well?")
        return 0
    await storage.remove(*orphans)
    return len(orphans)


async def _unknown(keys: Sequence[str]) -> list[str]:
    async with system_transaction("jobs") as session:
        known = set((await session.execute(_KNOWN, {"keys": list(keys)})).scalars())
    return [key for key in keys if key not in known]
