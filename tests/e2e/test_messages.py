"""Messages with their way back, by hand: they stack, U undoes the newest, and the focus is never taken."""

from playwright.async_api import Browser, expect

from tests.e2e.visitor import DESK, visit
from tests.live import LiveSite


async def test_changes_are_undone_by_a_key_newest_first_and_back_leads_to_the_same_row(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        for merchant in ("Corner bakery", "Night bus"):
            await mara.go("/capture")
            await page.get_by_label("Amount").fill("4.20")
            await page.get_by_label("Merchant").fill(merchant)
            await page.get_by_role("button", name="Save expense").click()
            await expect(page.locator(".toast").last).to_contain_text("4.20 recorded")
        await page.get_by_role("link", name="Expenses").first.click()
        await page.get_by_role("link", name="Night bus").click()
        merchant, note = page.get_by_label("Merchant"), page.get_by_label("Note")
        await merchant.fill("Night ferry")
        await note.focus()
        await expect(page.locator(".toast").filter(has_text="Saved")).to_be_visible()
        await expect(note).to_be_focused()
        await note.fill("to the island")
        await note.blur()
        saved = page.locator(".toast:visible").filter(has_text="Saved")
        await expect(saved).to_have_count(2)
        await page.locator("main h1").focus()
        await page.keyboard.press("u")
        await expect(note).to_have_value("")
        await expect(merchant).to_have_value("Night ferry")
        await expect(saved).to_have_count(1)
        await page.keyboard.press("u")
        await expect(merchant).to_have_value("Night bus")
        await page.go_back()
        await expect(page.get_by_role("link", name="Night bus")).to_be_focused()
