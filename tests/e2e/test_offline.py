"""Without a network: the app opens, takes expenses and receipts, and sends each of them exactly once when the line is back."""

import asyncio
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.async_api import Browser, Error, Page, Route, expect

from tests.e2e.test_for_everyone import RECEIPT, broken_rules, settled, too_wide
from tests.e2e.visitor import DESK, PASSWORD, PHONE, Visitor
from tests.live import ROOT, LiveSite

OF_THE_LINE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_FAILED",
    "WebSocket connection",
    "ERR_EMPTY_RESPONSE",
    "ERR_SOCKET",
)
SEEN = "Outlay.queue.person().then(who => Outlay.queue.seen(who)).then(seen => seen.rows.some(row => row.name === '{}'))"
SEND_LOST = "**/api/v1/expenses"


@dataclass
class Traveller(Visitor):
    """A visitor who has been told what the browser may complain of."""

    expected: tuple[str, ...] = ()


@asynccontextmanager
async def traveller(browser: Browser, site: LiveSite, size: dict[str, int] | None = None, **options: Any) -> AsyncIterator[Traveller]:
    """Somebody who signed up and whose device knows them; what the browser says of a missing network is no complaint."""
    context = await browser.new_context(viewport=size or PHONE, locale="en-GB", **options)
    context.set_default_timeout(45_000)
    visitor = Traveller(await context.new_page(), site.url)
    await visitor.register()
    await known(visitor.page)
    yield visitor
    await context.close()
    usual = (*OF_THE_LINE, *visitor.expected)
    assert [each for each in visitor.complaints if not any(words in each for words in usual)] == []


async def until(page: Page, true: str) -> None:
    """Wait for an expression (or its promise) to hold in the page, which may load anew meanwhile."""
    deadline = time.monotonic() + 45
    while True:
        with suppress(Error):
            if await page.evaluate(true):
                return
        assert time.monotonic() < deadline, f"{true} did not come true at {page.url}"
        await asyncio.sleep(0.1)


async def known(page: Page) -> None:
    """The worker has the page, and the device knows who is here."""
    await until(page, "!!navigator.serviceWorker.controller && Outlay.queue.person().then(who => !!who)")


async def offline(visitor: Visitor) -> None:
    """Cut the line and open the app anew: what opens is on the device."""
    await visitor.page.context.set_offline(True)
    await visitor.go("/capture")
    await expect(visitor.page.get_by_role("heading", level=1)).to_have_text("You are offline")


async def online(page: Page) -> None:
    await page.context.set_offline(False)


async def type_in(page: Page, amount: str, merchant: str, day: str = "") -> None:
    form = page.get_by_role("form", name="Type it in")
    await form.get_by_label("Amount").fill(amount)
    await form.get_by_label("Merchant").fill(merchant)
    if day:
        await form.get_by_label("Date").fill(day)
    await form.get_by_role("button", name="Save expense").click()
    await expect(page.locator("#queue")).to_contain_text(merchant)


async def in_the_books(page: Page) -> list[tuple[str, str]]:
    """Merchant and amount of each expense, as the API lists them to the browser's session."""
    listed = await page.evaluate("fetch('/api/v1/expenses').then(answer => answer.json())")
    return [((each["merchant"] or {}).get("name", ""), each["money"]["amount"] if each["money"] else "") for each in listed["items"]]


async def nothing_waits(page: Page) -> None:
    await until(page, "Outlay.queue.all().then(items => items.length === 0)")


async def test_an_expense_whose_answer_was_lost_is_in_the_books_once_though_two_tabs_send_it(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page, lost = mara.page, 0
        await offline(mara)
        await type_in(page, "12.5*3", "Night bus")
        second = await page.context.new_page()
        await second.goto(live_app.url + "/expenses")
        await expect(second.locator("#queue")).to_contain_text("Night bus")

        async def lose(route: Route) -> None:
            nonlocal lost
            lost += 1
            await route.fetch()
            await route.abort()

        await page.context.route(SEND_LOST, lose, times=1)
        await online(page)
        await nothing_waits(page)
        await nothing_waits(second)
        assert lost == 1
        assert await in_the_books(page) == [("Night bus", "37.50")]


async def test_the_app_opens_without_a_network_and_shows_what_was_seen_last(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "4.20", "Corner kiosk")
        await online(page)
        await nothing_waits(page)
        await mara.go("/expenses")
        await settled(page)
        await until(page, SEEN.format("Corner kiosk"))
        context = page.context
        await page.close()
        await context.set_offline(True)
        mara.page = await context.new_page()
        await mara.go("/?source=pwa")
        await expect(mara.page.get_by_role("region", name="Last seen expenses")).to_contain_text("Corner kiosk")
        await expect(mara.page.get_by_role("region", name="Last seen expenses")).to_contain_text("£4.20")


async def test_a_refused_expense_says_why_and_is_mended(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "9.90", "Time machine", "2199-01-01")
        await online(page)
        mara.expected = ("422 (Unprocessable",)
        row = page.locator("#queue .refused")
        await expect(row).to_contain_text("Choose a day from 1970")
        await mara.go("/expenses")
        await page.get_by_role("link", name="Not accepted: 1").click()
        await row.get_by_role("button", name="Mend").click()
        dialog = page.get_by_role("dialog", name="Look at it again")
        await expect(dialog).to_contain_text("Choose a day from 1970")
        assert await broken_rules(page) == []
        await dialog.get_by_label("Date").fill("2026-01-02")
        await dialog.get_by_role("button", name="Save and send").click()
        await nothing_waits(page)
        assert await in_the_books(page) == [("Time machine", "9.90")]


async def test_what_waits_is_locked_for_its_owner_until_they_sign_in_again(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "70", "Surprise party")
        await page.context.clear_cookies()
        await online(page)
        mara.expected = ("401 (Unauthorized)",)
        await expect(page.get_by_text("Your session has ended.")).to_be_visible()
        await expect(page.locator("#queue")).to_contain_text("Surprise party")
        ben = Visitor(page, live_app.url)
        await ben.register()
        await until(page, "Outlay.queue.person().then(who => Outlay.queue.all().then(all => who && who.user !== all[0].user))")
        await ben.go("/offline")
        await expect(page.get_by_text("Waiting for someone else to sign in: 1")).to_be_visible()
        await expect(page.get_by_role("main")).not_to_contain_text("Surprise party")
        assert await in_the_books(page) == []
        await page.context.clear_cookies()
        await sign_in(mara)
        await nothing_waits(page)
        assert await in_the_books(page) == [("Surprise party", "70.00")]


async def sign_in(visitor: Visitor) -> None:
    await visitor.go("/login")
    await visitor.page.get_by_label("E-mail").fill(visitor.email)
    await visitor.page.get_by_label("Password").fill(PASSWORD)
    await visitor.page.get_by_role("button", name="Sign in").click()
    await visitor.page.wait_for_url(visitor.url + "/")


async def test_signing_out_drops_what_was_seen_but_not_what_was_not_sent(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await page.context.route(SEND_LOST, lambda route: route.abort() if route.request.method == "POST" else route.fallback())
        await offline(mara)
        await type_in(page, "3.10", "Bakery")
        await online(page)
        await mara.go("/settings")
        await settled(page)
        await known(page)
        await page.get_by_role("button", name="Sign out").last.click()
        await page.wait_for_url("**/login")
        await expect(page.get_by_role("status").filter(has_text="Not sent yet, and safe on this device: 1")).to_be_visible()
        assert await page.evaluate("Outlay.queue.person().then(who => who || null)") is None
        await page.context.set_offline(True)
        await mara.go("/offline")
        await expect(page.get_by_text("Sign in once on this device")).to_be_visible()
        await expect(page.get_by_role("main")).not_to_contain_text("Bakery")


async def test_a_shared_picture_is_stored_and_read(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await mara.go("/offline")
        await page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', `<form method=post enctype=multipart/form-data action='/share'>"
            "<input name=title value=Lunch><input type=file name=receipt aria-label=Shared><button>Share</button></form>`)"
        )
        await page.get_by_label("Shared").set_input_files(RECEIPT)
        await page.get_by_role("button", name="Share", exact=True).click()
        await page.wait_for_url("**/capture?shared=stored")
        await expect(page.get_by_role("main").get_by_role("link", name="Starbucks")).to_contain_text("5.60")


async def test_a_picture_chosen_while_the_line_drops_is_not_lost(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.go("/capture")
        await settled(page)
        await page.context.set_offline(True)
        await page.locator("input[type=file]").first.set_input_files(RECEIPT)
        await expect(page.locator("#uploads")).to_contain_text("Saved on this device")
        await expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
        await expect(page.get_by_role("link", name="Waiting to be sent: 1")).to_be_visible()
        await online(page)
        await expect(page.get_by_role("main").get_by_role("link", name="Starbucks")).to_contain_text("5.60")
        await expect(page.get_by_role("status").filter(has_text="No connection")).to_have_count(0)
        await nothing_waits(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
async def test_the_app_without_a_network_breaks_no_rule_of_accessibility(
    live_app: LiveSite, browser: Browser, size: str, theme: str
) -> None:
    async with traveller(browser, live_app, {"phone": PHONE, "desk": DESK}[size], color_scheme=theme, reduced_motion="reduce") as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "1250", "A place with a very long name that goes on " * 3)
        await page.locator("#files").set_input_files(RECEIPT)
        await expect(page.locator("#queue > li")).to_have_count(2)
        assert await broken_rules(page) == []
        await page.set_viewport_size({"width": 320, "height": 640})
        assert await too_wide(page) <= 0


async def test_the_browser_may_install_the_app(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        devtools = await mara.page.context.new_cdp_session(mara.page)
        assert (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"] == []
        manifest = await devtools.send("Page.getAppManifest")
        assert manifest["errors"] == []


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
