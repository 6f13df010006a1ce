"""`outlay up`: from nothing to a running instance, and back to nothing."""

import http.client
import os
import socket
import subprocess
import sys
import time
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from backend.cli.frontend import is_built
from backend.cli.tools import ROOT
from backend.core.settings import Settings, settings
from backend.runtime.errors import CannotStart, Stopped
from backend.runtime.home import LOGIN, OWNER, Home
from backend.runtime.identity import for_server
from backend.runtime.postgres import Postgres, programs
from backend.runtime.process import Process
from backend.runtime.supervisor import Supervisor
from backend.runtime.valkey import Valkey

_STORES_SECONDS, _SITE_SECONDS = 60.0, 120.0
_OUTLAY: Final = ROOT / "bin" / "outlay"
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is listened on is the operator's choice


def run(_options: Namespace) -> int:
    """Start everything and keep it running until a signal; 0 when it ended as asked."""
    config = settings()
    home = Home(config.outlay_home.resolve())
    home.make()
    with home.hold():
        home.end_leftovers()
        _check(config)
        supervisor = Supervisor(say, home.remember)
        try:
            with supervisor.listening():
                _start(supervisor, home, config)
                supervisor.keep()
        except Stopped:
            pass
        finally:
            home.forget()
    say("everything has ended")
    return 0


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def _check(config: Settings) -> None:
    if not is_built():
        raise CannotStart("The pages are not built yet: run `make run`, or `outlay build` first.")
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            raise CannotStart(
                f"Port {config.port} on {config.host} cannot be used ({error.strerror}):"
                f" choose another, such as `make run PORT={config.port + 1}`."
            ) from error


def _start(supervisor: Supervisor, home: Home, config: Settings) -> None:
    began = time.monotonic()
    addresses = _start_stores(supervisor, home, config)
    _migrate({**addresses, "OUTLAY_HOME": str(home.path)})
    environment = {**addresses, "OUTLAY_HOME": str(home.path), "DATABASE_OWNER_URL": ""}
    supervisor.start(_command("worker", home, environment, grace=20.0), _command("web", home, environment, grace=15.0))
    supervisor.wait_until(lambda: is_ready(config.host, config.port), "The site", _SITE_SECONDS)
    say(f"Outlay is ready at {config.public_url or _address(config)}  ({time.monotonic() - began:.1f} s)")


def _address(config: Settings) -> str:
    host = _ANYWHERE.get(config.host, config.host)
    return f"http://[{host}]:{config.port}" if ":" in host else f"http://{host}:{config.port}"


def _start_stores(supervisor: Supervisor, home: Home, config: Settings) -> dict[str, str]:
    """Start the servers that the settings do not name; all addresses by their names in the environment."""
    identity = for_server(programs() / "postgres", home.path)
    home.make_sockets(identity)
    postgres, valkey = Postgres(home, identity), Valkey(home)
    if not config.database_url:
        postgres.make()
        supervisor.start(postgres.process())
    if not config.redis_url:
        supervisor.start(valkey.process())
        supervisor.wait_until(valkey.answers, "Valkey", _STORES_SECONDS)
    if not config.database_url:
        supervisor.wait_until(postgres.answers, "PostgreSQL", _STORES_SECONDS)
        postgres.provide()
    return {
        "DATABASE_URL": config.database_url or home.database_url(LOGIN),
        "DATABASE_OWNER_URL": config.owner_url or home.database_url(OWNER),
        "REDIS_URL": config.redis_url or home.redis_url,
    }


def _migrate(addresses: dict[str, str]) -> None:
    """In a process of its own, so that the supervisor stays small."""
    command = [sys.executable, _OUTLAY, "migrate"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **addresses}, capture_output=True, text=True, check=False)
    if done.returncode:
        words = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotStart(words.removeprefix("outlay: "))


def _command(name: str, home: Home, environment: dict[str, str], grace: float) -> Process:
    return Process(
        name=name,
        command=[sys.executable, _OUTLAY, name],
        log=home.logs / f"{name}.log",
        environment=environment,
        folder=Path.cwd(),
        grace=grace,
    )


def is_ready(host: str, port: int) -> bool:
    """Whether `/readyz` of the site answers 200."""
    line = http.client.HTTPConnection(_ANYWHERE.get(host, host), port, timeout=3)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
