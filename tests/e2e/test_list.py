"""Working on the list: many rows at once, by touch, by keys alone, and through filters that the way back undoes."""

import asyncio
import re
import time
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.visitor import DESK, PHONE, Visitor, visit
from tests.live import LiveSite

RECEIPTS = Path(__file__).parents[1] / "data" / "receipts"


async def spend(visitor: Visitor, *names: str) -> None:
    """Type expenses in, the last one first in the list."""
    page = visitor.page
    await visitor.go("/capture")
    for number, name in enumerate(names):
        await page.get_by_label("Amount").fill(f"{10 + number}.50")
        await page.get_by_label("Merchant").fill(name)
        await page.get_by_role("button", name="Save expense").click()
        await expect(page.get_by_label("Amount")).to_have_value("")
    await visitor.go("/expenses")
    await expect(rows(page)).to_have_count(len(names))


def rows(page: Page) -> Locator:
    return page.locator(".row[data-id]")


async def swipe(page: Page, row: Locator, by: int) -> None:
    """Draw a row aside with one finger, slowly by the times of its touches, which do not depend on how busy the machine is."""
    box = await row.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    kinds = ["touchStart", *(["touchMove"] * 10), "touchEnd"]
    begun = time.time() - 0.03 * len(kinds)
    touches = [
        {"type": kind, "timestamp": begun + 0.03 * at, "touchPoints": [{"x": x + by * at / 10, "y": y}] if kind != "touchEnd" else []}
        for at, kind in enumerate(kinds)
    ]
    device = await page.context.new_cdp_session(page)
    await asyncio.gather(*(device.send("Input.dispatchTouchEvent", each) for each in touches))


async def test_rows_are_selected_by_a_range_deleted_together_and_come_back(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await spend(mara, "Bakery", "Kiosk", "Cinema", "Garden centre")
        await page.get_by_label("Select Garden centre").check(force=True)
        await page.keyboard.down("Shift")
        await page.get_by_label("Select Kiosk").click(force=True)
        await page.keyboard.up("Shift")
        bar = page.get_by_role("region", name="Selected expenses")
        await expect(bar).to_contain_text("3 selected")
        await bar.get_by_role("button", name="Delete").click()
        await expect(rows(page)).to_have_count(1)
        await expect(page.get_by_text("3 expenses deleted")).to_be_visible()
        await expect(bar).to_be_hidden()
        await page.get_by_role("button", name="Undo").last.click()
        await expect(rows(page)).to_have_count(4)


async def test_all_that_match_get_a_category_that_is_made_on_the_way(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await spend(mara, "Bakery", "Kiosk")
        await page.get_by_label("Select Bakery").check(force=True)
        await page.get_by_role("button", name="Select all 2").click()
        await page.get_by_role("region", name="Selected expenses").get_by_role("button", name="Category").click()
        await page.get_by_label("Find or create a category").fill("Street parties")
        await page.get_by_role("button", name="Create “Street parties”").click()
        await expect(page.get_by_text("2 expenses changed")).to_be_visible()
        await expect(rows(page).filter(has_text="Street parties")).to_have_count(2)


async def test_a_swipe_deletes_with_a_way_back_and_a_short_one_does_nothing(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE, has_touch=True, is_mobile=True) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await spend(mara, "Bakery", "Kiosk")
        row = rows(page).filter(has_text="Kiosk")
        await swipe(page, row, -45)
        await expect(rows(page)).to_have_count(2)
        await swipe(page, row, -170)
        await expect(page.get_by_text("Kiosk deleted")).to_be_visible()
        await expect(rows(page)).to_have_count(1)
        await page.get_by_role("button", name="Undo").last.tap()
        await expect(rows(page)).to_have_count(2)
        assert re.search("/expenses$", page.url)


async def test_keys_alone_walk_select_edit_and_delete(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await spend(mara, "Bakery", "Kiosk", "Cinema")
        await page.wait_for_function("[...document.scripts].some((each) => each.src.endsWith('/list.js'))")
        await page.wait_for_load_state("networkidle")
        for _attempt in range(100):  # the script that knows the keys runs a moment later
            await page.keyboard.press("j")
            if await page.evaluate("document.activeElement.matches('.r-link')"):
                break
        await expect(rows(page).nth(0).get_by_role("link")).to_be_focused()
        await page.keyboard.press("j")
        await page.keyboard.press("F2")
        await page.keyboard.type("Kiosk at the corner")
        await page.keyboard.press("Tab")
        await page.keyboard.type("7.25")
        await page.keyboard.press("Enter")
        await expect(rows(page).filter(has_text="Kiosk at the corner")).to_contain_text("7.25")
        await expect(rows(page).nth(1).get_by_role("link")).to_be_focused()
        await page.keyboard.press("x")
        await page.keyboard.press("k")
        await page.keyboard.press("x")
        await expect(page.get_by_role("region", name="Selected expenses")).to_contain_text("2 selected")
        await page.keyboard.press("Delete")
        await expect(rows(page)).to_have_count(1)
        await page.keyboard.press("j")
        await page.keyboard.press("e")
        await expect(page.get_by_label("Merchant")).to_have_value("Bakery")


async def test_filters_stand_in_the_address_and_the_way_back_undoes_them(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await spend(mara, "Bakery", "Kiosk", "Cinema")
        await page.get_by_role("button", name="Filters").click()
        await page.get_by_label("Smallest amount").fill("11")
        await page.get_by_role("button", name="Show expenses").click()
        await page.wait_for_url("**min=11")
        await expect(rows(page)).to_have_count(2)
        await page.get_by_role("button", name="Filters").click()
        await page.get_by_label("Merchant").fill("cinema")
        await page.get_by_role("button", name="Show expenses").click()
        await expect(rows(page)).to_have_count(1)
        await page.get_by_role("link", name="without Cinema").click()
        await expect(rows(page)).to_have_count(2)
        await page.go_back()
        await expect(rows(page)).to_have_count(1)
        await page.go_back()
        await expect(rows(page)).to_have_count(2)
        await page.reload()
        await expect(rows(page)).to_have_count(2)
        await page.get_by_role("link", name="Clear all").click()
        await expect(rows(page)).to_have_count(3)


async def test_a_line_becomes_an_expense_and_stays_where_it_says_too_little(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await spend(mara, "Bakery")
        line = page.get_by_label("Add an expense in one line")
        await line.fill("coffee with Ana")
        await expect(page.get_by_text("Amount is missing")).to_be_visible()
        await line.press("Enter")
        await expect(page.get_by_role("alert").filter(has_text="12.50 coffee")).to_be_visible()
        await expect(line).to_have_value("coffee with Ana")
        await line.fill("4.50*2 coffee with Ana yesterday #trip")
        await expect(page.locator(".bits")).to_contain_text("£9.00")
        await line.press("Enter")
        await expect(line).to_have_value("")
        await expect(line).to_be_focused()
        row = rows(page).filter(has_text="coffee with Ana")
        await expect(row).to_contain_text("9.00")
        await expect(row).to_contain_text("#trip")
        await page.get_by_role("button", name="Undo").last.click()
        await expect(rows(page)).to_have_count(1)


async def test_the_inbox_goes_from_card_to_card_until_all_is_approved(live_app: LiveSite, browser: Browser, tmp_path: Path) -> None:
    receipt = RECEIPTS / "starbucks_dublin.jpg"  # nothing on it adds up to its total, so somebody has to look
    other = tmp_path / "again.jpg"
    other.write_bytes(receipt.read_bytes() + bytes(1))  # other bytes: no duplicate
    async with visit(browser, live_app, PHONE, has_touch=True) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await page.locator("input[type=file]").first.set_input_files([receipt, other])
        await expect(page.get_by_role("main").get_by_role("link").filter(has_text="review")).to_have_count(2)
        await mara.go("/inbox")
        card = page.get_by_role("article")
        await expect(page.get_by_text("1 of 2")).to_be_visible()
        await page.get_by_role("button", name="Later").tap()
        await expect(page.get_by_text("2 of 2")).to_be_visible()
        await swipe(page, card, -150)  # later, too: after the last one comes the first
        await expect(page.get_by_text("1 of 2")).to_be_visible()
        await swipe(page, card, 150)
        await expect(page.get_by_text("1 of 2")).to_have_count(0)
        await expect(card).to_have_count(1)
        await card.get_by_role("button", name="Approve").tap()
        await expect(page.get_by_role("heading", name="All caught up")).to_be_visible()
