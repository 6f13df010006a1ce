"""`outlay redrive`: send the dead letters of all workspaces again."""

import asyncio
from argparse import Namespace

from backend.cli.instance import use_instance
from backend.core import deliveries
from backend.core.db import close_stores, open_stores


def run(_options: Namespace) -> None:
    """Owe every dead letter again; consumers see to it that nothing happens twice."""
    use_instance()
    print(f"{asyncio.run(_replay())} dead letters were sent again.")


async def _replay() -> int:
    await open_stores()
    try:
        return await deliveries.replay()
    finally:
        await close_stores()
