"""A receipt with two kinds of goods is divided by what was bought, and Home counts both."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from backend.cli.demo_receipts import Paper, Slip, draw
from tests.e2e.pages import broken_rules, too_wide
from tests.e2e.visitor import PHONE, visit
from tests.live import LiveSite

GOODS = (("Whole milk", 120), ("Brown bread", 150), ("Cheddar cheese", 380), ("Shampoo", 295), ("Paper roses", 100))

LINE_WITHIN = """() => {
  const line = document.querySelector("dialog .hl-line").getBoundingClientRect();
  return line.left >= 0 && line.right <= innerWidth;
}"""


def slip(folder: Path) -> Path:
    """A receipt of a supermarket, of today."""
    paper = Paper("Tesco Express", "120 Euston Road, London NW1 2BE", "GBP", "VAT", 20, GOODS)
    file = folder / "tesco.png"
    file.write_bytes(draw(Slip(paper, datetime.now(UTC).date(), GOODS, 1234)))
    return file


async def look_at_the_items(page: Page) -> None:
    """The page lists what was bought; a line lights its place on the picture, also by keyboard, and shows it large where that is away."""
    items = page.get_by_role("group").filter(has=page.get_by_text("Items (5)"))
    await items.get_by_text("Items (5)").click()
    await expect(items.get_by_text("Adds up to the total.")).to_be_visible()
    await items.get_by_role("button", name="Whole milk £1.20").hover()
    await expect(page.locator(".rc .hl-line")).to_have_count(1)
    shampoo = items.get_by_role("button", name="Shampoo Health & care £2.95")
    await shampoo.focus()
    assert await broken_rules(page) == [] and await too_wide(page) == 0
    await shampoo.press("Enter")
    large = page.get_by_role("dialog", name="Receipt, large")
    await expect(large.locator(".hl-line")).to_be_visible()
    await page.wait_for_function(LINE_WITHIN)  # its name is at one end, its amount at the other
    await page.keyboard.press("Escape")
    await expect(large).to_be_hidden()
    await items.get_by_text("Items (5)").click()
    await expect(shampoo).to_be_hidden()


async def test_a_receipt_of_two_kinds_is_divided_by_what_was_bought_and_taken_back(
    live_app: LiveSite, browser: Browser, tmp_path: Path
) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await page.locator("input[type=file]").first.set_input_files(slip(tmp_path))
        await page.get_by_role("main").get_by_role("link", name="Tesco").click()
        offer = page.get_by_text("Groceries £7.50 · Health & care £2.95")
        await expect(offer).to_be_visible()
        await look_at_the_items(page)
        await page.get_by_role("button", name="Divide", exact=True).click()
        sheet = page.get_by_role("dialog", name="Divide among categories")
        await expect(sheet.get_by_text("Whole milk, Brown bread, +2")).to_be_visible()
        await sheet.get_by_label("Paper roses goes to").select_option(label="Gifts & donations")
        await expect(sheet.get_by_label("Part")).to_have_count(2)
        await expect(sheet.get_by_role("status").filter(has_text="£6.50")).to_be_visible()
        assert await broken_rules(page) == [] and await too_wide(page) == 0
        await sheet.get_by_role("button", name="Divide", exact=True).click()
        await expect(sheet).to_be_hidden()
        await expect(page.get_by_role("listitem").filter(has_text="Gifts & donations")).to_contain_text("£1.00")
        await expect(offer).to_have_count(0)
        await mara.go("/")
        for name, amount in (("Groceries", "£6.50"), ("Health & care", "£2.95"), ("Gifts & donations", "£1.00")):
            await expect(page.get_by_role("main").get_by_role("link", name=name).first).to_contain_text(amount)
        await page.go_back()
        await page.get_by_text("History").click()
        await page.get_by_role("button", name="Undo Division").click()
        await expect(offer).to_be_visible()
        await page.get_by_role("button", name="Divide", exact=True).click()
        await sheet.get_by_label("Shampoo goes to").select_option(label="Groceries")
        await expect(sheet.get_by_label("Part")).to_have_count(0)
        await sheet.get_by_role("button", name="Divide", exact=True).click()
        await expect(page.get_by_text("Kept in mind for the next receipt")).to_be_visible()
        await expect(offer).to_have_count(0)
