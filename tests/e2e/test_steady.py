"""Nothing that stands on a page is pushed away by what comes after it."""

from typing import Any

from playwright.async_api import Browser, BrowserContext, ViewportSize, expect

from tests.e2e.pages import KEEPS_SHIFTS, MOST_SHIFT, RECEIPT, draw_each_message, settled, shifts
from tests.e2e.visitor import PHONE, Visitor, visit
from tests.live import LiveSite

QUIET_MS = 500
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 820, "height": 1180},
    "desk": {"width": 1440, "height": 900},
}


async def shifted(context: BrowserContext, url: str, size: ViewportSize) -> list[dict[str, Any]]:
    """The shifts of a page that is opened for the first time, in a tab of its own."""
    page = await context.new_page()
    await draw_each_message(page)
    await page.set_viewport_size(size)
    await page.goto(url)
    if not url.endswith("/login"):
        await settled(page)
    await page.wait_for_timeout(QUIET_MS)
    found = await shifts(page)
    await page.close()
    return found


async def with_books(mara: Visitor) -> str:
    """Sign up, capture a receipt and type a few expenses; the address of the one with the receipt."""
    page = mara.page
    await mara.register()
    await mara.go("/capture")
    await page.locator("input[type=file]").first.set_input_files(RECEIPT)
    row = page.get_by_role("main").get_by_role("link", name="Starbucks")
    await expect(row).to_contain_text("5.60")
    address = await row.get_attribute("href") or ""
    await mara.go("/expenses")
    line = page.get_by_label("Add an expense in one line")
    for shop in ("bread", "petrol", "books"):
        await line.fill(f"12.50 {shop} yesterday")
        await line.press("Enter")
        await expect(page.get_by_role("main").get_by_role("link", name=shop)).to_be_visible()
    return address


async def test_no_page_shifts_while_it_fills(live_app: LiveSite, browser: Browser) -> None:
    too_much: dict[str, Any] = {}
    async with visit(browser, live_app, PHONE) as mara:
        address = await with_books(mara)
        context = mara.page.context
        await context.add_init_script(KEEPS_SHIFTS)
        for path in ("/", "/expenses", address, "/capture", "/inbox", "/notifications", "/settings", "/welcome", "/login"):
            if path == "/login":
                await context.clear_cookies()
            for name, size in SIZES.items():
                found = await shifted(context, live_app.url + path, size)
                if sum(each["by"] for each in found) >= MOST_SHIFT:
                    too_much[f"{path} {name}"] = found
    assert too_much == {}
