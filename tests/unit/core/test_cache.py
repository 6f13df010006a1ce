"""Answers are kept for their time and no longer, and never too many of them."""

from backend.core.cache import TimedCache


class Counter:
    def __init__(self) -> None:
        self.calls = 0

    async def __call__(self) -> int:
        self.calls += 1
        return self.calls


async def test_an_answer_is_asked_for_once() -> None:
    cache, load = TimedCache[str, int](seconds=60), Counter()
    assert [await cache.get("a", load), await cache.get("a", load)] == [1, 1]


async def test_an_old_answer_is_asked_for_again() -> None:
    cache, load = TimedCache[str, int](seconds=0), Counter()
    assert [await cache.get("a", load), await cache.get("a", load)] == [1, 2]


async def test_a_dropped_answer_is_asked_for_again() -> None:
    cache, load = TimedCache[str, int](seconds=60), Counter()
    await cache.get("a", load)
    cache.drop("a")
    assert await cache.get("a", load) == 2


async def test_the_least_recently_asked_goes_first() -> None:
    cache, load = TimedCache[str, int](seconds=60, size=2), Counter()
    for key in ("a", "b", "a", "c", "a"):
        await cache.get(key, load)
    assert load.calls == 3
