"""Where tests find a browser, and how it is started so that it talks to nobody but the site."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

ROOT: Final = Path(__file__).resolve().parent.parent
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--metrics-recording-only",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)


@cache
def executable() -> str:
    """The browser named by `CHROMIUM`, or the one of the tests' npm package, unpacked inside the project once."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    done = subprocess.run([sys.executable, ROOT / "bin" / "outlay", "chromium"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip().splitlines()[-1]


async def launch(playwright: "Playwright") -> "Browser":
    """A headless Chromium."""
    return await playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
