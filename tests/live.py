"""The whole product, started as people start it, for tests that go through its front door."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from tests.ports import free_port

ROOT: Final = Path(__file__).resolve().parent.parent
OUTLAY: Final = ROOT / "bin" / "outlay"
INTAKE_SECRET: Final = "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cyBhbG9uZSwgbG9uZyBlbm91Z2g="
_PATIENCE_SECONDS: Final = 120.0
_OURS: Final = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "OUTLAY_KEYS", "REFLEX_REDIS_URL", "PUBLIC_URL", "HOST")


def environment(home: Path, port: int, **more: str) -> dict[str, str]:
    """This process's environment, without addresses of other tests, for an instance of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**kept, "OUTLAY_HOME": str(home), "PORT": str(port), **more}


@dataclass
class LiveSite:
    """One instance over the folder `home`. `url` is its address without a slash at the end."""

    home: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "LiveSite":
        """Build the pages if they changed, start everything and return once it serves. Raises with what it said instead."""
        subprocess.run([sys.executable, OUTLAY, "build"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        self.begin()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self.is_ready():
            if self.running.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The site did not start: {self.said()}")
            time.sleep(0.05)
        return self

    def begin(self) -> None:
        """Start `outlay up` and do not wait."""
        settings = {"SIGNUP_PER_MINUTE": "6000", "OUTLAY_ENVIRONMENT": "test", "RATES_URL": "off"}
        settings |= {"INTAKE_ADDRESS": "receipts@in.example.com", "INTAKE_SECRET": INTAKE_SECRET, **self.settings}
        with (self.home / "said.txt").open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, OUTLAY, "up"],
                cwd=ROOT,
                env=environment(self.home / "data", self.port, **settings),
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    @property
    def running(self) -> subprocess.Popen[str]:
        """The supervisor. Raises when it was never started."""
        if self.process is None:
            raise RuntimeError("the site was not started")
        return self.process

    def is_ready(self) -> bool:
        """Whether `/readyz` answers 200."""
        try:
            with urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def said(self) -> str:
        """What the supervisor wrote so far."""
        return (self.home / "said.txt").read_text()

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask for the end with a signal; the exit code, once everything is gone."""
        if self.running.poll() is None:
            self.running.send_signal(sign)
        return self.running.wait(60)
