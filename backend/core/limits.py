"""Rate limits, counted in Redis by the package `limits` (moving window)."""

from dataclasses import dataclass
from functools import lru_cache

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from backend.core.clock import now
from backend.core.db import redis
from backend.core.errors import TooMany, Unavailable
from backend.core.log import logger

log = logger(__name__)


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


@lru_cache(4)
def _limiter(pool: ConnectionPool) -> SlidingWindowCounterRateLimiter:
    # The pool is what connects; the address only says that it is one of redis-py (for `unix://…` it would be taken for another client's).
    return SlidingWindowCounterRateLimiter(RedisStorage("async+redis://", implementation="redispy", connection_pool=pool))  # ty: ignore[invalid-argument-type] - options go to redis-py


async def hit(name: str, per_minute: int, *identity: str, fail_open: bool) -> Quota:
    """Count one request of `identity` against `name`.

    While Redis is away a limit that may fail open counts nothing, any other raises `Unavailable`.
    """
    item = RateLimitItemPerMinute(per_minute)
    limiter = _limiter(redis().connection_pool)
    try:
        allowed = await limiter.hit(item, name, *identity)
        window = await limiter.get_window_stats(item, name, *identity)
    except (RedisError, OSError) as error:
        return _without_redis(name, per_minute, error, fail_open=fail_open)
    reset = max(1, int(window.reset_time - now().timestamp()))
    return Quota(name, per_minute, window.remaining if allowed else -1, min(reset, 60))


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
