"""Every page for everyone: accessibility rules, small screens, the keyboard alone, and the way back after each change."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.pages import RECEIPT, broken_rules, settled, too_wide
from tests.e2e.visitor import DESK, PHONE, Visitor, visit
from tests.live import LiveSite

PAGES = ("/", "/expenses", "/expenses?q=nothing+like+it", "/capture", "/inbox", "/notifications", "/settings", "/welcome")
OPEN_PAGES = ("/login", "/register")
SIZES = {"phone": PHONE, "desk": DESK}


async def with_a_receipt(mara: Visitor) -> str:
    """Sign up, capture a receipt, and the address of its expense once it has been read."""
    await mara.register()
    await mara.go("/capture")
    await mara.page.locator("input[type=file]").first.set_input_files(RECEIPT)
    row = mara.page.get_by_role("main").get_by_role("link", name="Starbucks")
    await expect(row).to_contain_text("5.60")
    return await row.get_attribute("href") or ""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_no_page_breaks_a_rule_of_accessibility(live_app: LiveSite, browser: Browser, size: str, theme: str) -> None:
    async with visit(browser, live_app, SIZES[size], color_scheme=theme, reduced_motion="reduce") as mara:
        address = await with_a_receipt(mara)
        broken: list[str] = []
        for path in (*PAGES, address):
            await mara.go(path)
            await settled(mara.page)
            broken += await broken_rules(mara.page)
        await mara.page.context.clear_cookies()
        for path in OPEN_PAGES:
            await mara.go(path)
            broken += await broken_rules(mara.page)
        assert broken == []


async def test_nothing_is_wider_than_the_smallest_screen(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, {"width": 320, "height": 640}) as mara:
        address = await with_a_receipt(mara)
        wide = {}
        for path in (*PAGES, address, *OPEN_PAGES):
            await mara.go(path)
            if path not in OPEN_PAGES:
                await settled(mara.page)
            wide[path] = await too_wide(mara.page)
        assert {path: by for path, by in wide.items() if by > 0} == {}


async def test_an_edit_is_taken_back_by_its_undo(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.go(await with_a_receipt(mara))
        total = page.get_by_label("Total")
        await expect(total).to_have_value("5.60")
        await total.fill("7.25")
        await total.blur()
        await expect(page.locator(".big")).to_contain_text("7.25")
        await page.get_by_role("button", name="Undo").click()
        await expect(total).to_have_value("5.60")
        await expect(page.locator(".big")).to_contain_text("5.60")


async def test_an_expense_is_typed_and_found_with_the_keyboard_alone(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, keys = mara.page, mara.page.keyboard
        await mara.register()
        await mara.go("/")
        await settled(page)
        await keys.press("c")
        await page.wait_for_url("**/capture")
        amount = page.get_by_label("Amount")
        await expect(amount).to_be_visible()
        await amount.focus()
        await keys.type("12.50")
        for _step in range(2):
            await keys.press("Tab")
        await keys.type("Corner shop")
        await keys.press("Enter")
        await expect(page.get_by_role("status").filter(has_text="12.50 recorded")).to_be_visible()
        await page.evaluate("document.activeElement.blur()")
        await keys.type("ge")  # in one breath: the second key counts for a moment only
        await expect(page.get_by_role("heading", level=1)).to_have_text("Expenses")
        await settled(page)
        await keys.press("/")
        await keys.type("corner")
        await page.wait_for_url(re.compile("/expenses.q=corner$"))
        row = page.get_by_role("main").get_by_role("link", name="Corner shop")
        await expect(row).to_have_count(1)
        await row.focus()
        await keys.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Corner shop")


async def test_filters_stand_in_the_address_and_back_undoes_them(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await with_a_receipt(mara)
        await mara.go("/expenses")
        await settled(page)
        await page.get_by_role("link", name="No receipt").click()
        await page.wait_for_url(re.compile("/expenses.receipt=no$"))
        await expect(page.get_by_text("Nothing matches")).to_be_visible()
        await page.go_back()
        await page.wait_for_url("**/expenses")
        await expect(page.get_by_role("main").get_by_role("link", name="Starbucks")).to_be_visible()


async def test_a_page_looks_and_works_the_same_when_it_comes_from_the_browsers_own_store(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as visitor:
        for _again in range(2):
            await visitor.go("/login")
            await expect(visitor.page.get_by_role("button", name="Sign in")).to_be_visible()
        assert await visitor.page.evaluate("getComputedStyle(document.querySelector('.btn.primary')).backgroundColor") == "rgb(10, 106, 79)"


async def test_signing_out_ends_the_session(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/settings")
        await settled(page)
        await page.get_by_role("button", name="Sign out").last.click()
        await page.wait_for_url("**/login")
        await mara.go("/expenses")
        await page.wait_for_url(re.compile("/login.next="))
