"""A small cache in the process for answers that may be some seconds old: sessions, keys, catalogues."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class TimedCache(Generic[Key, Value]):
    """Keeps up to `size` answers for `seconds`; the least recently asked goes first."""

    def __init__(self, seconds: float, size: int = 1024) -> None:
        """Start empty."""
        self._seconds, self._size = seconds, size
        self._entries: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    async def get(self, key: Key, load: Callable[[], Awaitable[Value]]) -> Value:
        """The cached answer for `key`, or the one that `load` gives now."""
        entry = self._entries.get(key)
        if entry is not None and time.monotonic() - entry[0] < self._seconds:
            self._entries.move_to_end(key)
            return entry[1]
        value = await load()
        self._entries[key] = (time.monotonic(), value)
        self._entries.move_to_end(key)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)
        return value

    def drop(self, key: Key) -> None:
        """Forget one answer."""
        self._entries.pop(key, None)

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()
