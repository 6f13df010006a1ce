"""`outlay chromium`: the browser that tests drive, from its npm package, unpacked inside the project."""

import fcntl
import os
import subprocess
from argparse import Namespace
from pathlib import Path

from backend.cli.tools import KEPT, ROOT, environment, install
from backend.runtime.errors import CannotStart


def run(_options: Namespace) -> None:
    """Print its path; `CHROMIUM` names another one."""
    print(os.environ.get("CHROMIUM") or unpacked())


def unpacked() -> Path:
    """The path of the browser, installed and unpacked when it is not there yet."""
    tools, aside = ROOT / "tests" / "tools", KEPT / "chromium"
    aside.mkdir(parents=True, exist_ok=True)
    with (KEPT / "tools.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install(tools)  # the packages beside it, too, whenever their list has changed
        done = subprocess.run(
            [KEPT / "bin" / "node", "chromium.mjs"],
            cwd=tools,
            env={**environment(), "TMPDIR": str(aside)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise CannotStart(f"The browser of the tests cannot be unpacked: {done.stderr.strip()[-300:]}")
    return Path(done.stdout.strip().splitlines()[-1])
