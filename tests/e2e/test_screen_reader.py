"""The main job as a screen reader meets it: by roles, names and what is said, never by sight."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.e2e.visitor import PHONE, visit
from tests.live import LiveSite

RECEIPT = Path(__file__).parents[1] / "data" / "receipts" / "starbucks_dublin.jpg"
# A line of the tree whose control has no name: `- button`, `- link:`, …
NAMELESS = re.compile(
    r"^\s*- (?:button|link|textbox|combobox|checkbox|searchbox|img|dialog|navigation|heading)(?: \[[^\]]*\])*:?$", re.MULTILINE
)


async def tree(page: Page) -> str:
    """The accessibility tree of the page, one role a line; everything in it that can be operated has a name."""
    shown = await page.locator("body").aria_snapshot()
    assert NAMELESS.findall(shown) == [], shown
    return shown


async def test_the_main_job_can_be_done_from_the_tree_of_roles_and_names(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE, reduced_motion="reduce") as mara:
        page = mara.page
        await mara.go("/register")
        assert re.search(r'heading "[^"]+" \[level=1\]', await tree(page))
        await mara.register()
        await tree(page)
        await page.get_by_role("navigation", name="Main").get_by_role("link", name="Capture").click()
        await expect(page.get_by_role("heading", level=1, name="Capture")).to_be_focused()
        assert 'heading "Capture" [level=1]' in await tree(page)
        async with page.expect_file_chooser() as choosing:
            await page.get_by_role("button", name=re.compile("Take or choose a receipt")).click()
        await (await choosing.value).set_files(RECEIPT)
        row = page.get_by_role("main").get_by_role("link", name=re.compile("Starbucks.*5.60"))
        await expect(row).to_be_visible()
        await row.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("textbox", name="Total")).to_be_focused()  # the field in doubt
        await expect(page.get_by_role("textbox", name="Total")).to_have_value("5.60")
        await expect(page.get_by_role("img", name="Receipt").first).to_be_visible()
        shown = await tree(page)
        for line in ('textbox "Merchant"', 'textbox "Total"', 'combobox "Category"', 'img "Receipt'):
            assert line in shown, shown
        await page.get_by_role("button", name=re.compile("^Approve$|^Approve A$")).click()
        await expect(page.get_by_role("status").filter(has_text=re.compile("pproved|onfirmed"))).to_be_attached()
