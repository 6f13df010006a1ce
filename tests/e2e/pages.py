"""What is asked of a page whichever it is: that it has settled, keeps the rules of accessibility, and fits."""

import asyncio
import re
from contextlib import suppress
from typing import Any, Final

from playwright.async_api import Error, Page, WebSocketRoute, expect

from tests.live import ROOT

AXE: Final = ROOT / "tests" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
RECEIPT: Final = ROOT / "tests" / "data" / "receipts" / "starbucks_dublin.jpg"

KEEPS_SHIFTS: Final = """
window.shifts = [];
new PerformanceObserver((list) => {
  const where = (source) => (source.node?.closest ? source.node : source.node?.parentElement)?.className || source.node?.nodeName;
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts.push({ by: each.value, what: each.sources.map(where) });
}).observe({ type: "layout-shift", buffered: true });
"""
MOST_SHIFT: Final = 0.02
DRAWN: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

CALM: Final = "() => !document.getAnimations().some((each) => each instanceof CSSTransition && each.playState === 'running')"


async def settled(page: Page) -> None:
    """The page has its rows: no outline of what comes is left, and no colour is on its way to another."""
    await expect(page.locator("#reader[data-lang]:not([data-lang=''])")).to_be_attached()
    await expect(page.locator(".sk:visible")).to_have_count(0)
    await page.wait_for_function(CALM)


async def broken_rules(page: Page) -> list[str]:
    """What axe finds on the page as it stands, one line for each rule."""
    await page.evaluate(AXE.read_text())
    found: dict[str, Any] = await page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    return [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


async def too_wide(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def draw_each_message(page: Page) -> None:
    """From now on each message of the server is drawn before the next one comes, as on a slow line, so that no two are seen as one."""

    async def hand_on(came: asyncio.Queue[str | bytes], here: WebSocketRoute) -> None:
        while not page.is_closed():
            message = await came.get()
            with suppress(Error):  # the page is left, or another one is on its way
                await page.evaluate(DRAWN)
            here.send(message)

    def between(here: WebSocketRoute) -> None:
        came: asyncio.Queue[str | bytes] = asyncio.Queue()
        here.connect_to_server().on_message(came.put_nowait)
        task = asyncio.create_task(hand_on(came, here))

        def end(_page: Page) -> None:
            task.cancel()

        page.on("close", end)

    await page.route_web_socket(re.compile("/_event"), between)


async def shifts(page: Page) -> list[dict[str, Any]]:
    """What was pushed away on a page since it was opened, and by how much; its context has `KEEPS_SHIFTS` as an init script."""
    found: list[dict[str, Any]] = await page.evaluate("window.shifts")
    return found
