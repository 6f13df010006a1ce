"""Ports for servers that tests start, where no connection of anybody takes them in the meantime."""

import os
import random
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Final

# Below what Linux gives to outgoing connections (from 32,768 on): a port found free there stays free until its server has started.
_FIRST: Final = 10_100  # browsers refuse 10,080
_SHARES: Final = 8  # each process of a test run takes ports from its own share
_SHARE: Final = 1_230
ABOVE: Final = 10_000
"""How far above its port some servers open a second one (SeaweedFS, for gRPC); that one is free as well."""


def _share() -> int:
    """Which share of the ports is this process's: the number that pytest-xdist gave it."""
    number = re.search(r"\d+", os.environ.get("PYTEST_XDIST_WORKER", ""))
    return int(number.group()) % _SHARES if number else _SHARES - 1


def _candidates() -> Iterator[int]:
    """This process's ports one after the other, from anywhere: another checkout's tests may run beside these."""
    first, at = _FIRST + _share() * _SHARE, random.randrange(_SHARE)
    while True:
        yield first + at
        at = (at + 1) % _SHARE


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


_ports: Final = _candidates()


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on, nor on the one `ABOVE`; another one at each call."""
    return next(port for port in _ports if _is_free(port) and _is_free(port + ABOVE))
