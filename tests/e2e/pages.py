"""What is asked of a page whichever it is: that it has settled, keeps the rules of accessibility, and fits."""

from typing import Any, Final

from playwright.async_api import Page, expect

from tests.live import ROOT

AXE: Final = ROOT / "tests" / "tools" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
RECEIPT: Final = ROOT / "tests" / "data" / "receipts" / "starbucks_dublin.jpg"

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
