"""How long mails are kept as they came: a month. That they came is remembered for good, so that they stay known."""

from typing import Final

from sqlalchemy import text

from backend import storage
from backend.core.db import system_transaction

_OLD: Final = text(
    "SELECT workspace_id, id, storage_key FROM intake_mail WHERE status <> 'waiting' AND created_at < now() - interval '30 days'"
    " AND (storage_key IS NOT NULL OR provider_id IS NOT NULL) LIMIT 500 FOR UPDATE SKIP LOCKED"
)
_FORGET: Final = text("UPDATE intake_mail SET storage_key = NULL, provider_id = NULL WHERE (workspace_id, id) = (:workspace_id, :id)")


async def forget_mails() -> int:
    """Let the files of mails go that came more than thirty days ago and do not wait. Returns how many."""
    async with system_transaction("jobs") as session:
        old = (await session.execute(_OLD)).all()
        if old:
            await session.execute(_FORGET, [{"workspace_id": row.workspace_id, "id": row.id} for row in old])
    await storage.remove(*(row.storage_key for row in old if row.storage_key))
    return len(old)
