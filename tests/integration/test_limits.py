"""Limits are counted in Redis, say how they stand, and are known to whoever only looks."""

import pytest
from redis.asyncio import Redis

from backend.core import limits
from backend.core.db import redis

pytestmark = pytest.mark.usefixtures("stores")


async def test_a_limit_counts_down_to_nought_and_refuses_what_is_above() -> None:
    left = [(await limits.hit("tries", 3, "ada", fail_open=False)).left for _ in range(5)]

    assert left == [2, 1, 0, -1, -1]


async def test_a_limit_says_when_its_window_moves_on() -> None:
    quota = await limits.hit("tries", 3, "bob", fail_open=False)

    assert 1 <= quota.reset <= 60


async def test_one_identity_does_not_use_up_anothers() -> None:
    for _ in range(3):
        await limits.hit("tries", 3, "carol", fail_open=False)

    assert (await limits.hit("tries", 3, "dora", fail_open=False)).left == 2


async def test_whoever_only_looks_sees_what_was_counted() -> None:
    seen = []
    for _ in range(2):
        seen.append(await limits.spent("looks", 2, "eve"))
        await limits.hit("looks", 2, "eve", fail_open=False)

    assert [*seen, await limits.spent("looks", 2, "eve")] == [False, False, True]


async def test_a_flushed_redis_begins_anew() -> None:
    await limits.hit("tries", 1, "finn", fail_open=False)
    await Redis(connection_pool=redis().connection_pool).flushdb()

    assert (await limits.hit("tries", 1, "finn", fail_open=False)).left == 0
