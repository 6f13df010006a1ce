"""A site of its own with two years of books, and somebody signed in to it, for whoever measures or pictures pages."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import BrowserContext, Playwright

from tests.browser import ARGUMENTS, executable
from tests.live import OUTLAY, ROOT, LiveSite, environment

_LOGIN = re.compile(r"e-mail\s+(?P<email>\S+)\s+password\s+(?P<password>.+)")


@dataclass(frozen=True)
class Login:
    """How the owner of the books signs in."""

    email: str
    password: str


@contextmanager
def site_with_books() -> Iterator[tuple[LiveSite, Login]]:
    """The product on the production build, filled by `outlay demo`; gone afterwards."""
    with TemporaryDirectory() as home:
        site = LiveSite(Path(home), settings={"CREDENTIAL_PER_MINUTE": "100000"}).start()
        try:
            yield site, _demo(site)
        finally:
            site.stop()


def _demo(site: LiveSite) -> Login:
    surroundings = environment(site.home / "data", site.port)
    done = subprocess.run([sys.executable, OUTLAY, "demo"], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    found = _LOGIN.search(done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"the demo filled no books: {(done.stdout + done.stderr)[-600:]}")
    return Login(found["email"], found["password"].strip())


@asynccontextmanager
async def signed_in(playwright: Playwright, site: LiveSite, login: Login, **options: Any) -> AsyncIterator[BrowserContext]:
    """A browser of its own in which the owner is signed in. `debug_port` lets other tools join it."""
    port = options.pop("debug_port", None)
    arguments = [*ARGUMENTS, *([f"--remote-debugging-port={port}"] if port else [])]
    with TemporaryDirectory() as folder:
        context = await playwright.chromium.launch_persistent_context(folder, executable_path=executable(), args=arguments, **options)
        try:
            await _sign_in(context, site, login)
            yield context
        finally:
            await context.close()


async def _sign_in(context: BrowserContext, site: LiveSite, login: Login) -> None:
    page = await context.new_page()
    await page.goto(f"{site.url}/login")
    await page.locator("input[name=email]").fill(login.email)
    await page.locator("input[name=password]").fill(login.password)
    await page.locator("form[data-session] [type=submit]").click()
    await page.wait_for_url(f"{site.url}/")
    await page.close()
