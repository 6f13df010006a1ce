"""How long mails are kept as they came: a month. That they came is remembered for good, so that they stay known.

Of refused ones that holds for the newest of each address: strangers can send as many as they like.
"""

from typing import Final

from sqlalchemy import text

from backend import storage
from backend.core.db import system_transaction

_OLD: Final = text(
    "SELECT workspace_id, id, storage_key FROM intake_mail WHERE status <> 'waiting' AND created_at < now() - interval '30 days'"
    " AND (storage_key IS NOT NULL OR provider_id IS NOT NULL) LIMIT 500 FOR UPDATE SKIP LOCKED"
)
_FORGET: Final = text("UPDATE intake_mail SET storage_key = NULL, provider_id = NULL WHERE (workspace_id, id) = (:workspace_id, :id)")


REFUSED: Final = 500
"""Refused mails that are remembered for each person in a workspace."""
_FLOOD: Final = text(
    "DELETE FROM intake_mail WHERE status = 'refused' AND (workspace_id, id) IN (SELECT workspace_id, id FROM ("
    " SELECT workspace_id, id, row_number() OVER (PARTITION BY workspace_id, user_id ORDER BY created_at DESC, id DESC) AS place"
    " FROM intake_mail WHERE status = 'refused') AS newest WHERE place > :most LIMIT 5000) RETURNING storage_key"
)


async def forget_mails() -> int:
    """Let the files of mails go that came more than thirty days ago and do not wait. Returns how many."""
    async with system_transaction("jobs") as session:
        old = (await session.execute(_OLD)).all()
        if old:
            await session.execute(_FORGET, [{"workspace_id": row.workspace_id, "id": row.id} for row in old])
    await storage.remove(*(row.storage_key for row in old if row.storage_key))
    return len(old)


async def forget_refused() -> int:
    """Let refused mails go, with their files, that are not among the newest of their person. Returns how many."""
    async with system_transaction("jobs") as session:
        gone = (await session.execute(_FLOOD, {"most": REFUSED})).all()
    await storage.remove(*(row.storage_key for row in gone if row.storage_key))
    return len(gone)
