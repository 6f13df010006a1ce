"""Fields that help, by hand: a sum, a day in words, a category that is found and one that is made."""

from playwright.async_api import Browser, Page, expect

from tests.e2e.visitor import visit
from tests.live import LiveSite


async def test_a_sum_a_day_in_words_and_a_new_category_become_an_expense(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app) as mara:
        await mara.register()
        await mara.go("/capture")
        page = mara.page
        amount, category = page.get_by_label("Amount"), page.get_by_label("Category")
        await amount.press_sequentially("12.5*3")
        await expect(page.locator("#r-amount")).to_have_text("= 37.50")
        await amount.blur()
        await expect(amount).to_have_value("37.50")
        await _says_a_day(page, "soon", "soon", "Enter a day")
        await _says_a_day(page, "2026-03-01", "1 Mar 2026", "")
        await page.get_by_label("Merchant").fill("Harbour School")
        await _finds_with_the_keyboard(page)
        await category.fill("Surf lessons")
        await expect(page.get_by_role("option", name="Create Surf lessons")).to_be_visible()
        await category.press("Enter")
        await expect(page.locator("#s-category_id option", has_text="Surf lessons")).to_be_attached()
        await page.get_by_role("button", name="Save expense").click()
        await expect(page.get_by_role("status").filter(has_text="37.50")).to_be_visible()
        await mara.go("/expenses?from=2026-03-01&to=2026-03-31")
        await expect(page.get_by_role("link", name="Harbour School")).to_contain_text("Surf lessons")


async def _says_a_day(page: Page, typed: str, shown: str, said: str) -> None:
    day = page.get_by_label("Date", exact=True)
    await day.fill(typed)
    await day.blur()
    await expect(day).to_have_value(shown)
    await expect(page.locator("#e-occurred_on")).to_contain_text(said)


async def _finds_with_the_keyboard(page: Page) -> None:
    """Arrows go through the list, Escape leaves all as it was, Enter takes what is marked."""
    category, listed = page.get_by_label("Category"), page.get_by_role("listbox", name="Categories")
    await category.press("ArrowDown")
    await expect(listed).to_be_visible()
    await category.press("Escape")
    await expect(listed).to_be_hidden()
    await expect(category).to_have_value("")
    await category.fill("groc")
    await expect(listed.get_by_role("option", selected=True)).to_have_text("Groceries")
    await category.press("Enter")
    await expect(category).to_have_value("Groceries")
    await expect(category).to_be_focused()
