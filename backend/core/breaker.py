"""A circuit breaker: after some failures in a row a dependency is left alone for a while, then one call tries it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from backend.core.errors import Unavailable
from backend.core.log import logger

Answer = TypeVar("Answer")
log = logger(__name__)


class Breaker:
    """Guards calls to one dependency of this process.

    `failures` in a row open it for `rest` seconds; each call may take `timeout` seconds. While it is open calls fail at
    once with `Unavailable`; after the rest one probe is let through, and its success closes the breaker.
    """

    def __init__(self, name: str, *, failures: int = 5, rest: float = 15.0, timeout: float = 10.0) -> None:
        """Start closed."""
        self.name, self._limit, self._rest, self._timeout = name, failures, rest, timeout
        self._failed = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether calls are refused right now."""
        if self._opened_at is None:
            return False
        return self._probing or time.monotonic() - self._opened_at < self._rest

    async def call(self, work: Callable[[], Awaitable[Answer]], *, expected: tuple[type[Exception], ...] = ()) -> Answer:
        """The answer of `work`. Errors in `expected` are answers of a healthy dependency and do not count."""
        if self.is_open:
            raise Unavailable(f"{self.name} is not answering. It is tried again in a moment; nothing was lost.")
        self._probing = self._opened_at is not None
        try:
            async with asyncio.timeout(self._timeout):
                answer = await work()
        except expected:
            self._succeeded()
            raise
        except Exception:
            self._failed_once()
            raise
        finally:
            self._probing = False
        self._succeeded()
        return answer

    def _succeeded(self) -> None:
        self._failed, self._opened_at = 0, None

    def _failed_once(self) -> None:
        self._failed += 1
        if self._failed >= self._limit or self._opened_at is not None:
            self._opened_at = time.monotonic()
            log.warning("circuit opened", dependency=self.name, failures=self._failed)
