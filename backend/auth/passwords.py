"""Hashing passwords: argon2id in threads of its own, so that others do not wait while somebody signs in."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from backend.auth import rules
from backend.auth.errors import Busy
from backend.core.errors import Invalid

_MEMORY_KIB: Final = 64 * 1024
_ROUNDS: Final = 3
_WAITING_PER_THREAD: Final = 32

Answer = TypeVar("Answer")


def full_strength() -> PasswordHasher:
    """Argon2id as it is used here: 64 MiB, three rounds, one lane."""
    return PasswordHasher(time_cost=_ROUNDS, memory_cost=_MEMORY_KIB, parallelism=1, type=Type.ID)


_hasher = full_strength()
_turns: "WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]" = WeakKeyDictionary()


@cache
def _threads() -> int:
    return max(1, len(os.sched_getaffinity(0)) - 1)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_threads(), thread_name_prefix="passwords")


@dataclass
class _Queue:
    """How many have asked for a turn and not had it."""

    length: int = 0


_queue: Final = _Queue()


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """A turn at the threads. Raises `Busy` when too many wait already."""
    if _queue.length >= _threads() * _WAITING_PER_THREAD:
        raise Busy("Many people are signing in right now. Please try again in a moment.", headers={"Retry-After": "2"})
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_threads()))
    _queue.length += 1
    try:
        async with turns:
            yield
    finally:
        _queue.length -= 1


async def _in_pool(work: Callable[[], Answer]) -> Answer:
    async with _turn():
        return await _run(work)


async def _run(work: Callable[[], Answer]) -> Answer:
    return await asyncio.get_running_loop().run_in_executor(_pool(), work)


async def hash_password(password: str) -> str:
    """The hash to store."""
    return await _in_pool(lambda: _hasher.hash(rules.normalise_password(password)))


async def matches(stored: str | None, password: str, first: Callable[[], Awaitable[None]]) -> bool:
    """Whether `password` is the one behind `stored`. Without a stored one the same work is done, and the answer is no.

    `first` is awaited when it is this password's turn: it may refuse, so that those who wait together are counted together.
    """
    text = rules.normalise_password(password)
    if len(text) > rules.PASSWORD_MAX:
        stored, text = None, ""
    async with _turn():
        await first()
        return await _run(lambda: _verify(stored or _nobody(), text)) and stored is not None


async def check_new(password: str, personal: tuple[str, ...] = (), field: str = "password") -> None:
    """Refuse a new password that is too short, too long, or one that everybody knows. Raises `Invalid`."""
    problem = rules.password_problem(password, personal, field)
    if problem is None and await _in_pool(lambda: _is_common(password)):
        problem = rules.common_password(field)
    if problem is not None:
        raise Invalid(problem.message, fields=(problem,))


@cache
def _nobody() -> str:
    return _hasher.hash(os.urandom(16))


def _verify(stored: str, text: str) -> bool:
    try:
        return _hasher.verify(stored, text)
    except (VerificationError, InvalidHashError):
        return False


def _is_common(password: str) -> bool:
    return rules.normalise_password(password).casefold() in _common_passwords()


@cache
def _common_passwords() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - 15 MB, needed only where passwords are chosen

    return frozenset(word for word in FREQUENCY_LISTS["passwords"] if len(word) >= rules.PASSWORD_MIN)
