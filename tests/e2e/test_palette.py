"""The palette, the keys and the workspaces, by hand."""

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.pages import broken_rules
from tests.e2e.visitor import DESK, Visitor, visit
from tests.live import LiveSite


async def record(mara: Visitor, merchant: str) -> None:
    await mara.go("/capture")
    await mara.page.get_by_label("Amount").fill("18.00")
    await mara.page.get_by_label("Merchant").fill(merchant)
    await mara.page.get_by_role("button", name="Save expense").click()
    await expect(mara.page.locator(".toast").last).to_contain_text("18.00 recorded")


def chosen(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search and commands").locator("[aria-selected=true]")


async def test_the_palette_finds_pages_things_to_do_and_expenses_from_the_keyboard(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await record(mara, "Lighthouse Books")
        palette = page.get_by_role("combobox", name="Search or jump to")
        await page.keyboard.press("Control+k")
        await expect(palette).to_be_focused()
        await expect(chosen(page)).to_contain_text("Lighthouse Books")  # what was recorded last stands there before one types
        assert await broken_rules(page) == []
        await page.keyboard.type("noti")
        await expect(chosen(page)).to_contain_text("Notifications")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/notifications")
        await page.keyboard.press("Control+k")
        await page.keyboard.type("lighthouse")
        await expect(chosen(page)).to_contain_text("Lighthouse Books")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Lighthouse Books")
        await page.keyboard.press("Control+k")
        await page.keyboard.type("zeppelin")
        await expect(page.get_by_role("option", name="Nothing found. Press Enter")).to_be_visible()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/expenses?q=zeppelin")


async def test_the_way_back_closes_what_is_open_and_leaves_the_page_only_then(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await page.get_by_role("link", name="Expenses").first.click()
        await page.wait_for_url("**/expenses")
        await page.keyboard.press("Control+k")
        await expect(page.get_by_role("combobox", name="Search or jump to")).to_be_focused()
        await page.evaluate("history.back()")
        await expect(page.get_by_role("dialog", name="Search and commands")).to_be_hidden()
        assert page.url.endswith("/expenses")
        await page.locator("main h1").focus()
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
        await page.keyboard.type("gs")  # in one breath: the second key counts for a moment only
        await page.wait_for_url("**/settings")


async def test_other_books_are_made_and_entered_and_show_nothing_of_the_ones_before(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await record(mara, "Only at home")
        other = await page.context.new_page()
        await other.goto(f"{mara.url}/expenses")
        await expect(other.get_by_role("link", name="Only at home")).to_be_visible()
        await page.get_by_role("button", name="Switch workspace").click()
        sheet = page.get_by_role("dialog", name="Workspaces")
        await sheet.get_by_text("New workspace").click()
        await sheet.get_by_label("Name").fill("Harbour house")
        await sheet.get_by_role("button", name="Create and open").click()
        await expect(page.get_by_role("button", name="Switch workspace")).to_contain_text("Harbour house")
        await expect(other.get_by_role("button", name="Switch workspace")).to_contain_text("Harbour house")
        await mara.go("/expenses")
        await expect(page.get_by_text("No expenses yet")).to_be_visible()
        await expect(page.get_by_text("Only at home")).to_have_count(0)
        await page.get_by_role("button", name="Switch workspace").click()
        await sheet.get_by_role("button", name="Personal").click()
        await page.wait_for_url(mara.url + "/")
        await mara.go("/expenses")
        await expect(page.get_by_role("link", name="Only at home")).to_be_visible()
