"""`python -m bench.long_list`: a list of 5,000 expenses, from its top to its end and back, in a browser on a running site.

Measured: what a step sends to the page, how many rows stand in it, and by how much the row one looks at moves.
"""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import aiohttp
from playwright.async_api import Page, async_playwright

from bench.table import Limit, show
from bench.visitors import Visitor
from tests.browser import launch
from tests.live import LiveSite

ROWS: Final = 5_000
WINDOW: Final = 150
MOST_BYTES: Final = 150_000
_COUNT: Final = "document.querySelectorAll('.row[data-id]').length"
_SHIFT: Final = """async (down) => {
  const rows = () => [...document.querySelectorAll('.row[data-id]')];
  const edge = () => (down ? rows().at(-1) : rows()[0]).dataset.id;
  const before = edge();
  const end = document.querySelector(down ? '.more-rows:last-child button' : '.list').getBoundingClientRect().top;
  scrollBy(0, down ? end - innerHeight - 200 : end - 200);
  const seen = rows().find((row) => row.getBoundingClientRect().top > 150);
  let top = seen.getBoundingClientRect().top, most = 0;
  for (let frame = 0; frame < 600; frame++) {
    await new Promise(requestAnimationFrame);
    if (!seen.isConnected) return -1;
    most = Math.max(most, Math.abs(seen.getBoundingClientRect().top - top));
    if (edge() !== before && frame > 30) break;
  }
  return edge() === before ? null : most;
}"""


async def measure(site: LiveSite, number: int) -> bool:
    """Scroll down and up again; whether window, size and place were kept."""
    async with aiohttp.ClientSession() as web, async_playwright() as playwright:
        visitor = await Visitor(site.url, web).register()
        await visitor.fill(number)
        browser = await launch(playwright)
        context = await browser.new_context(viewport={"width": 390, "height": 844})
        await context.add_cookies([{"name": "outlay", "value": visitor.cookie, "url": site.url}])
        try:
            return await _walk(await context.new_page(), site, number)
        finally:
            await browser.close()


async def _walk(page: Page, site: LiveSite, number: int) -> bool:
    sizes: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    await page.goto(f"{site.url}/expenses")
    await page.wait_for_selector(".row[data-id]")
    down, rows = await _steps(page, down=True, most=number // 50 + 5)
    up, more = await _steps(page, down=False, most=number // 50 + 5)
    found = [
        Limit("pages read on the way down", len(down), number // 50 - 1, "pages", at_least=True),
        Limit("rows in the page at most", max(rows + more), WINDOW, "rows"),
        Limit("largest message to the page", max(sizes) / 1000, MOST_BYTES / 1000, "kB"),
        Limit("the row one looks at moves by, down", max(down, default=0), 2, "px"),
        Limit("the row one looks at moves by, up", max(up, default=0), 2, "px"),
    ]
    show(found)
    return all(each.holds for each in found)


async def _steps(page: Page, *, down: bool, most: int) -> tuple[list[float], list[int]]:
    """Shifts of the row one looks at, and numbers of rows, page by page until the list ends."""
    shifts: list[float] = []
    rows: list[int] = []
    for _step in range(most):
        if await page.locator(".more-rows:last-child button" if down else ".to-top").count() == 0:
            break
        shift: Any = await page.evaluate(_SHIFT, down)
        if shift is None:
            break
        shifts.append(float(shift))
        rows.append(int(await page.evaluate(_COUNT)))
    return shifts, rows


def main() -> int:
    """Run it on a site of its own; 1 where something was not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    with TemporaryDirectory() as home:
        site = LiveSite(Path(home), settings={"CREDENTIAL_PER_MINUTE": "100000"}).start()
        try:
            return 0 if asyncio.run(measure(site, parser.parse_args().rows)) else 1
        finally:
            site.stop()


if __name__ == "__main__":
    raise SystemExit(main())
