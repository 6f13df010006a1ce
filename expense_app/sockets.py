"""How many sockets are open, per address and per person, counted in Redis over all processes.

Each socket is a member of two sorted sets with the time until which it counts; a process renews its own, and those of
a process that died run out by themselves. While Redis is away nobody is turned away.
"""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, cast
from uuid import uuid4

from redis.exceptions import RedisError

from backend.core.db import redis
from backend.core.log import logger

_SECONDS: Final = 90
_RENEW_SECONDS: Final = 30.0
_JOIN: Final = """
local now = tonumber(redis.call('TIME')[1])
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  if redis.call('ZCARD', key) >= tonumber(ARGV[2 + i]) then return 0 end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + ARGV[2], ARGV[1])
  redis.call('EXPIRE', key, ARGV[2])
end
return 1
"""
_RENEW: Final = """
local now = tonumber(redis.call('TIME')[1])
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + ARGV[2], ARGV[1])
  redis.call('EXPIRE', key, ARGV[2])
end
"""

log = logger(__name__)


@dataclass(frozen=True)
class Quotas:
    """Sockets at once, from one address and of one person."""

    address: int = 100
    person: int = 20


@dataclass(frozen=True)
class Place:
    """A socket that counts: its own id and the sets it stands in."""

    id: str
    keys: tuple[str, ...]


class SocketCount:
    """The sockets of this process among those of all."""

    def __init__(self, quotas: Quotas) -> None:
        """Nobody is here yet."""
        self._quotas = quotas
        self._places: dict[str, Place] = {}

    async def join(self, address: str, person: str | None) -> Place | None:
        """A place for one more socket, or None when the address or the person has enough of them."""
        keys, limits = self._sets(address, person)
        place = Place(uuid4().hex, keys)
        try:
            granted = await _script(_JOIN, keys, place.id, str(_SECONDS), *limits)
        except (RedisError, OSError) as error:
            log.warning("sockets not counted", error=str(error))
            granted = 1
        if not granted:
            return None
        self._places[place.id] = place
        return place

    async def leave(self, place: Place) -> None:
        """Give the place back."""
        self._places.pop(place.id, None)
        try:
            for key in place.keys:
                await redis().zrem(key, place.id)
        except (RedisError, OSError) as error:
            log.warning("socket not counted out", error=str(error))

    async def renew(self) -> None:
        """Say until cancelled which sockets of this process are still open."""
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            try:
                for place in list(self._places.values()):
                    await _script(_RENEW, place.keys, place.id, str(_SECONDS))
            except (RedisError, OSError) as error:
                log.warning("sockets not renewed", error=str(error))

    def _sets(self, address: str, person: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        here = f"sockets:address:{network_of(address)}"
        if person is None:
            return (here,), (str(self._quotas.address),)
        return (here, f"sockets:person:{person}"), (str(self._quotas.address), str(self._quotas.person))


def network_of(address: str) -> str:
    """What counts as one address: itself, or the /64 that one IPv6 line has to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address or "local"
    return parsed.exploded[:19] if parsed.version == 6 else str(parsed)


async def _script(text: str, keys: Iterable[str], *arguments: str) -> int:
    names = list(keys)
    return await cast("Awaitable[int]", redis().eval(text, len(names), *names, *arguments))
