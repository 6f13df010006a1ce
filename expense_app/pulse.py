"""Whether Redis answers, asked at most once a second: without it no event of a page can do anything, and the page should know."""

import asyncio
import time
from typing import Final

from backend.core.db import redis
from backend.core.log import logger

FRESH_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 1.0

log = logger(__name__)


class Pulse:
    """What this process knows of Redis. An answer is at most a second old; those who ask at once ask together."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._beats, self._felt_at = True, float("-inf")
        self._feeling = asyncio.Lock()

    async def beats(self) -> bool:
        """Whether Redis answers."""
        async with self._feeling:
            if time.monotonic() - self._felt_at > FRESH_SECONDS:
                self._beats = await _answers()
                self._felt_at = time.monotonic()
        return self._beats


async def _answers() -> bool:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await redis().execute_command("PING")
    except Exception as error:  # noqa: BLE001 - away in whatever way
        log.warning("redis does not answer", error=str(error) or type(error).__name__)
        return False
    return True
