"""Rate limits, counted in Redis by the package `limits` (sliding window)."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import RedisError

from backend.core.db import redis
from backend.core.errors import TooMany, Unavailable
from backend.core.log import logger

log = logger(__name__)

# Both scripts of the package in one, so that a request asks Redis once: whether the hit is allowed, and how the window stands then.
_HIT_AND_WINDOW: Final = f"""
local function hit(KEYS, ARGV) {RedispyBridge.SCRIPT_ACQUIRE_SLIDING_WINDOW.decode()} end
local function window(KEYS, ARGV) {RedispyBridge.SCRIPT_SLIDING_WINDOW.decode()} end
return {{hit(KEYS, ARGV), window(KEYS, {{ARGV[2]}})}}
"""


@dataclass(frozen=True)
class Quota:
    """How a limit stands after a hit: requests a minute, left, and seconds until it is whole again."""

    name: str
    limit: int
    left: int
    reset: int

    @property
    def exceeded(self) -> bool:
        """Whether this hit was one too many."""
        return self.left < 0


class _Limiter(SlidingWindowCounterRateLimiter):
    """The package's limiter over Redis, with its two answers at once."""

    def __init__(self, pool: ConnectionPool) -> None:
        """Ask over `pool`."""
        # The pool is what connects; the address only says that it is one of redis-py (`unix://…` would be taken for another client's).
        storage = RedisStorage("async+redis://", implementation="redispy", connection_pool=pool)  # ty: ignore[invalid-argument-type] - options go to redis-py
        super().__init__(storage)
        self._prefixed = storage.bridge.prefixed_key
        self._ask = Redis(connection_pool=pool).register_script(_HIT_AND_WINDOW)

    async def count(self, item: RateLimitItemPerMinute, *identity: str) -> tuple[int, int]:
        """Hit, and how many are left (-1: this was one too many) with the seconds until the window moves on."""
        seconds = item.get_expiry()
        key = self._prefixed(f"{{{item.key_for(*identity)}}}")  # the names under which `test` looks, too
        allowed, window = await self._ask([f"{key}/-1", key], [item.amount, seconds, 1])
        before, before_ms, current, current_ms = (max(0, int(each or 0)) for each in window)
        weighted = self._weighted_count(item, before, before_ms / 1000, current)
        left = max(0, item.amount - math.floor(weighted)) if allowed else -1
        return left, max(1, current_ms // 1000 % seconds)


@lru_cache(4)
def _limiter(pool: ConnectionPool) -> _Limiter:
    return _Limiter(pool)


async def hit(name: str, per_minute: int, *identity: str, fail_open: bool) -> Quota:
    """Count one request of `identity` against `name`.

    While Redis is away a limit that may fail open counts nothing, any other raises `Unavailable`.
    """
    try:
        left, reset = await _limiter(redis().connection_pool).count(RateLimitItemPerMinute(per_minute), name, *identity)
    except (RedisError, OSError) as error:
        return _without_redis(name, per_minute, error, fail_open=fail_open)
    return Quota(name, per_minute, left, reset)


async def spent(name: str, per_minute: int, *identity: str) -> bool:
    """Whether a limit is used up, without counting. Raises `Unavailable` while Redis is away."""
    try:
        return not await _limiter(redis().connection_pool).test(RateLimitItemPerMinute(per_minute), name, *identity)
    except (RedisError, OSError) as error:
        raise Unavailable("Sign-in is paused for a moment. Nothing was lost; please try again shortly.") from error


def refuse_if_exceeded(quota: Quota) -> Quota:
    """The quota, or `TooMany` when it is exceeded."""
    if quota.exceeded:
        raise TooMany(retry_after=quota.reset)
    return quota


def _without_redis(name: str, per_minute: int, error: Exception, *, fail_open: bool) -> Quota:
    if not fail_open:
        raise Unavailable("This is paused for a moment. Nothing was lost; please try again shortly.") from error
    log.warning("rate limit not counted", limit=name, error=str(error))
    return Quota(name, per_minute, per_minute, 60)
