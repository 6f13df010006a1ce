"""A push service for tests: browsers subscribe with it, it takes what is sent to them and gives it out decrypted."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from backend.cli.chromium import unpacked
from backend.cli.tools import KEPT, ROOT, environment
from tests.ports import free_port

_PATIENCE_SECONDS = 20.0


@dataclass
class PushService:
    """`url` is its address; clients are known by the hash at the end of their endpoint."""

    port: int

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def subscribe(self, public_key: str) -> dict[str, Any]:
        """A browser's subscription for the site with this key, in the form of `PushSubscription.toJSON()`."""
        made = self._post("/subscribe", {"userVisibleOnly": "true", "applicationServerKey": public_key})["data"]
        endpoint = made["endpoint"].replace("//localhost", "//127.0.0.1")
        return {"endpoint": endpoint, "expirationTime": None, "keys": made["keys"]}

    def received(self, subscription: dict[str, Any]) -> list[dict[str, Any]]:
        """What has come for a subscription, decrypted, the oldest first."""
        found = self._post("/get-notifications", {"clientHash": _client(subscription)})
        return [json.loads(each) for each in found["data"]["messages"]]

    def expire(self, subscription: dict[str, Any]) -> None:
        """Let a subscription be over: what is sent to it is answered with 410."""
        self._post(f"/expire-subscription/{_client(subscription)}", {})

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            self._post("/status", {})
        except (URLError, OSError):
            return False
        return True

    def _post(self, path: str, form: dict[str, str]) -> Any:
        with urlopen(Request(self.url + path, urlencode(form).encode(), method="POST"), timeout=5) as answer:
            said = answer.read()
        return json.loads(said) if said.startswith(b"{") else None


def _client(subscription: dict[str, Any]) -> str:
    return subscription["endpoint"].rsplit("/", 1)[1]


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that runs until the block ends."""
    unpacked()  # installs the tools of the tests
    service = PushService(free_port())
    command = [KEPT / "bin" / "node", "push.mjs", str(service.port)]
    process = subprocess.Popen(
        command, cwd=ROOT / "tests" / "tools", env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not service.is_up():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The push service of the tests did not start.")
            time.sleep(0.05)
        yield service
    finally:
        process.terminate()
        process.wait(10)
