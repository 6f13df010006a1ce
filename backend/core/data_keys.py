"""The data keys of workspaces: unwrapped when needed, kept for a minute, re-wrapped when the operator's key changes."""

from typing import Final
from uuid import UUID

from sqlalchemy import text

from backend.core.cache import TimedCache
from backend.core.db import system_transaction
from backend.core.errors import NotFound
from backend.core.keyring import Sealed, keyring

_WRAPPED: Final = text("SELECT data_key FROM workspace WHERE id = :id")
_BATCH: Final = text("SELECT id, data_key FROM workspace WHERE id > :after ORDER BY id LIMIT 500 FOR UPDATE")
_REWRAP: Final = text("UPDATE workspace SET data_key = :data_key WHERE id = :id")
_NIL: Final = UUID(int=0)

_cache: TimedCache[UUID, bytes] = TimedCache(seconds=60, size=500)


async def data_key(workspace_id: UUID) -> bytes:
    """The 32 bytes that this workspace's files are encrypted with. Opens a transaction of its own."""
    return await _cache.get(workspace_id, lambda: _load(workspace_id))


async def _load(workspace_id: UUID) -> bytes:
    async with system_transaction("identity") as session:
        wrapped = await session.scalar(_WRAPPED, {"id": workspace_id})
    if wrapped is None:
        raise NotFound("There is no such workspace.")
    try:
        return keyring().unwrap(workspace_id, bytes(wrapped))
    except Sealed:
        keyring.cache_clear()  # the operator has rotated the keys while this process runs
        return keyring().unwrap(workspace_id, bytes(wrapped))


async def rewrap_all() -> int:
    """Wrap every workspace's key with the current key-encryption key. Returns how many changed; safe to run again."""
    changed, after = 0, _NIL
    while True:
        async with system_transaction("identity") as session:
            rows = (await session.execute(_BATCH, {"after": after})).all()
            for workspace_id, wrapped in rows:
                fresh = keyring().rewrap(workspace_id, bytes(wrapped))
                if fresh is not None:
                    await session.execute(_REWRAP, {"id": workspace_id, "data_key": fresh})
                    changed += 1
        if not rows:
            return changed
        after = rows[-1][0]
