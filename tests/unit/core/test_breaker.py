"""A dependency that fails again and again is left alone for a while, then tried once."""

import asyncio

import pytest

from backend.core.breaker import Breaker
from backend.core.errors import Unavailable


async def fail() -> None:
    raise OSError("away")


async def answer() -> str:
    return "here"


async def opened(**options: float) -> Breaker:
    breaker = Breaker("Storage", failures=2, **options)
    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            await breaker.call(fail)
    return breaker


async def test_after_some_failures_calls_are_refused_at_once() -> None:
    breaker = await opened(rest=60)
    with pytest.raises(Unavailable, match="Storage"):
        await breaker.call(answer)


async def test_a_success_in_between_starts_the_count_again() -> None:
    breaker = Breaker("Storage", failures=2)
    for work in (fail, answer, fail):
        try:
            await breaker.call(work)
        except OSError:
            continue
    assert await breaker.call(answer) == "here"


async def test_after_the_rest_one_probe_closes_it() -> None:
    breaker = await opened(rest=0)
    assert await breaker.call(answer) == "here"
    assert not breaker.is_open


async def test_a_failing_probe_opens_it_again() -> None:
    breaker = await opened(rest=0)
    with pytest.raises(OSError, match="away"):
        await breaker.call(fail)
    breaker._rest = 60
    assert breaker.is_open


async def test_an_expected_error_is_an_answer() -> None:
    breaker = Breaker("Storage", failures=1)
    with pytest.raises(OSError, match="away"):
        await breaker.call(fail, expected=(OSError,))
    assert not breaker.is_open


async def test_a_call_that_hangs_counts_as_a_failure() -> None:
    breaker = Breaker("Storage", failures=1, timeout=0.01)
    with pytest.raises(TimeoutError):
        await breaker.call(lambda: asyncio.sleep(5))
    assert breaker.is_open
