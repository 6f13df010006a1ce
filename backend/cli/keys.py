"""`outlay keys`: the key-encryption keys of the operator."""

import asyncio
import json
from argparse import Namespace

from backend import notifications
from backend.cli.instance import use_instance
from backend.core import keyring
from backend.core.data_keys import rewrap_all
from backend.core.db import close_stores, open_stores
from backend.core.settings import settings
from backend.runtime.errors import CannotStart


def run(options: Namespace) -> None:
    """Print new keys or those of push messages, or rotate: a new current key, and every workspace's data key wrapped by it."""
    if options.action == "new":
        print(json.dumps(json.loads(keyring.generate().to_json())))
        return
    use_instance()
    try:
        _rotate() if options.action == "rotate" else _show_push()
    except keyring.KeysMissing as error:
        raise CannotStart(str(error)) from error


def _show_push() -> None:
    print(f"VAPID_PRIVATE_KEY={notifications.push_private_key()}\n# public key: {notifications.push_public_key()}")


def _rotate() -> None:
    config = settings()
    ring = keyring.keyring()
    if config.outlay_keys:
        print("The keys stand in OUTLAY_KEYS, which only you can change. All books are now put under its current key.")
    else:
        ring = ring.with_new_key()
        keyring.write_keys_file(keyring.keys_file(config), ring)
        keyring.keyring.cache_clear()
    changed = asyncio.run(_rewrap())
    print(f"{changed} workspaces now open with {ring.current}. Older keys stay in the ring: backups need them.")


async def _rewrap() -> int:
    await open_stores()
    try:
        return await rewrap_all()
    finally:
        await close_stores()
