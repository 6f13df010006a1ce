"""Files of a workspace, encrypted with its data key and bound to the place that names them."""

import re
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.core.data_keys import data_key
from backend.core.keyring import place, seal, unseal
from backend.storage.provider import storage

_KEY_BYTES: Final = 24
_KEY: Final = re.compile(f"[0-9a-f]{{{2 * _KEY_BYTES}}}")


async def put(workspace_id: UUID, table: str, row: str, data: bytes) -> str:
    """Encrypt and keep `data` for `row` of `table`; returns the random key under which it lies. Opens no transaction for writing."""
    key = secrets.token_hex(_KEY_BYTES)
    sealed = seal(await data_key(workspace_id), data, aad=place(workspace_id, table, "file", row))
    await storage().put(key, sealed)
    return key


async def get(workspace_id: UUID, table: str, row: str, key: str) -> bytes:
    """The bytes that `put` kept for this row. Raises `NoSuchFile`, or `Sealed` when they stand elsewhere."""
    sealed = await storage().get(key)
    return unseal(await data_key(workspace_id), sealed, aad=place(workspace_id, table, "file", row))


async def older_than(moment: datetime) -> list[str]:
    """The keys of files that `put` kept before `moment`; what else lies there is none of ours."""
    return [key for key in await storage().older_than(moment) if _KEY.fullmatch(key)]


async def remove(*keys: str) -> None:
    """Forget files."""
    for key in keys:
        await storage().remove(key)
