"""People who ask for more contrast, or bring colours of their own, see what is chosen, what has the focus, and where things end."""

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.pages import broken_rules, settled
from tests.e2e.visitor import DESK, visit
from tests.live import LiveSite

WAYS = {"more contrast": {"contrast": "more"}, "own colours": {"forced_colors": "active"}}


async def framed(at: Locator) -> bool:
    """Whether an element is outlined or has an edge."""
    style = await at.evaluate("at => { const it = getComputedStyle(at); return [it.outlineStyle, it.outlineWidth, it.borderTopStyle]; }")
    return (style[0] != "none" and style[1] != "0px") or style[2] != "none"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("way", WAYS)
async def test_what_is_chosen_and_where_the_focus_is_can_be_seen(live_app: LiveSite, browser: Browser, way: str, theme: str) -> None:
    async with visit(browser, live_app, DESK, color_scheme=theme, reduced_motion="reduce", **WAYS[way]) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/expenses")
        await settled(page)
        line = page.get_by_label("Add an expense in one line")
        for shop in ("bread", "petrol"):
            await line.fill(f"12.50 {shop} yesterday")
            await line.press("Enter")
            await expect(page.get_by_role("main").get_by_role("link", name=shop)).to_be_visible()
        assert await framed(page.locator(".quick .search"))
        assert await framed(page.locator(".nav-item[aria-current=page]"))
        chosen, other = page.locator("main .row").nth(0), page.locator("main .row").nth(1)
        await chosen.locator(".r-pick").click()
        assert await framed(chosen.locator(".r-link"))
        assert not await framed(other.locator(".r-link"))
        if way == "own colours":
            await expect(other.locator(".r-pick .ic")).to_be_hidden()
            await expect(chosen.locator(".r-pick .ic")).to_be_visible()
        assert await framed(page.locator(".bulk"))
        if way == "more contrast":  # colours that people bring are theirs, and no rule can be held against them
            assert await broken_rules(page) == []
        await page.keyboard.press("Escape")
        await mara.go("/capture")
        await settled(page)
        await page.get_by_label("Merchant").focus()
        assert await framed(page.locator(".inp:has(#f-merchant)"))
