"""A picture with two receipts asks its question on the page, and the answer does what it says."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.e2e.visitor import DESK, visit
from tests.integration.test_two_receipts import picture
from tests.live import LiveSite


async def test_two_receipts_on_one_picture_become_two_expenses(live_app: LiveSite, browser: Browser, tmp_path: Path) -> None:
    taken = tmp_path / "both.jpg"
    taken.write_bytes(picture("starbucks_dublin", "caffe_nero"))
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await mara.go("/capture")
        await page.locator("input[type=file]").first.set_input_files(taken)
        await page.get_by_role("main").get_by_role("link", name="Nero").click()
        await expect(page.get_by_text("There seem to be two receipts in this picture.")).to_be_visible()
        await page.get_by_role("button", name="Make two expenses").click()
        await expect(page.get_by_text("Two expenses now. The second one is being read.")).to_be_visible()
        await expect(page.get_by_role("button", name="It is one")).to_have_count(0)
        await page.get_by_role("button", name="Undo").click()
        await page.get_by_role("button", name="Make two expenses").click()
        await expect(page.get_by_role("button", name="It is one")).to_have_count(0)
        await mara.go("/expenses")
        await expect(page.get_by_role("main").get_by_role("link", name="Starbucks")).to_contain_text("5.60")
        await expect(page.get_by_role("main").get_by_role("link", name="Nero")).to_contain_text("9.30")
