"""While the server is away or becomes a newer one: nothing typed is lost, and the new version waits until it is wanted."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Browser, expect

from tests.e2e.pages import settled
from tests.e2e.traveller import nothing_waits, offline, online, traveller, type_in, until
from tests.e2e.visitor import DESK
from tests.live import ROOT, LiveSite


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site of this file alone, over a copy of the pages: it may be killed, and its pages may change."""
    home = tmp_path_factory.mktemp("own")
    site = LiveSite(home, settings={"REFLEX_WEB_WORKDIR": str(home / "web")})
    shutil.copytree(ROOT / ".web" / "build" / "client", home / "web" / "build" / "client")
    try:
        yield site.start()
    finally:
        site.stop()


def kill_the_server(site: LiveSite) -> None:
    """Kill the process that serves the pages; the supervisor starts it anew, which takes its time."""
    (web,) = [each for each in psutil.Process(site.running.pid).children() if "outlay web" in " ".join(each.cmdline())]
    for each in (*web.children(recursive=True), web):
        with suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs([web], timeout=30)


def wait_until_ready(site: LiveSite) -> None:
    deadline = time.monotonic() + 60
    while not site.is_ready():
        assert time.monotonic() < deadline
        time.sleep(0.1)


async def test_text_typed_while_the_server_is_killed_is_in_the_books(own_site: LiveSite, browser: Browser) -> None:
    async with traveller(browser, own_site, DESK) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "8", "Stationer")
        await online(page)
        await nothing_waits(page)
        await mara.go("/expenses")
        await page.get_by_role("main").get_by_role("link", name="Stationer").click()
        note = page.get_by_label("Note")
        await note.click()
        await note.type("Paper for the ")
        kill_the_server(own_site)
        await expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
        await note.type("printer")
        wait_until_ready(own_site)
        await expect(page.get_by_role("status").filter(has_text="No connection")).to_have_count(0)
        await expect(note).to_have_value("Paper for the printer")
        await expect(note).to_be_focused()
        await page.keyboard.type(", A4")
        await note.blur()
        await until(
            page, "fetch('/api/v1/expenses').then(answer => answer.json()).then(page => page.items[0].note === 'Paper for the printer, A4')"
        )


async def test_a_new_version_is_offered_and_taken_with_one_reload(own_site: LiveSite, browser: Browser) -> None:
    async with traveller(browser, own_site) as mara:
        page = mara.page
        await settled(page)
        worker = own_site.home / "web" / "build" / "client" / "sw.js"
        as_built = worker.read_text()
        change(worker, as_built.replace(build_of(as_built), "f" * 12))
        kill_the_server(own_site)
        wait_until_ready(own_site)
        loads: list[str] = []
        offer = page.get_by_role("status").filter(has_text="A new version is ready.")
        await page.evaluate("navigator.serviceWorker.getRegistration().then(it => it.update())")
        await expect(offer).to_be_visible()
        page.on("load", lambda _: loads.append(page.url))
        await offer.get_by_role("button", name="Use it now").click()
        await until(page, "caches.keys().then(names => names.length === 1 && names[0].includes('ffffffffffff'))")
        await settled(page)
        assert len(loads) == 1
        await expect(offer).to_have_count(0)


def build_of(worker: str) -> str:
    found = re.search(r"\?v=([0-9a-f]{12})", worker)
    assert found
    return found[1]


def change(path: Path, text: str) -> None:
    """Put another file into the build, without the compressed ones that would be served instead."""
    path.write_text(text)
    for ending in (".br", ".gz"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
