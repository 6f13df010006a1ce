"""A page whose scripts fail says so, says what is safe, and is whole again after its button."""

from playwright.async_api import Browser, expect

from tests.e2e.pages import broken_rules, settled
from tests.e2e.visitor import PHONE, visit
from tests.live import LiveSite

# The list of days cannot be drawn any more: whoever goes through it meets an error.
BREAK = """() => {
  const whole = Array.prototype.map;
  Array.prototype.map = function (...given) {
    const isDays = this[0] && typeof this[0] === "object" && Object.keys(this[0]).some((name) => name.startsWith("rows"));
    if (isDays) throw new Error("broken by a test");
    return whole.apply(this, given);
  };
}"""


async def test_a_page_that_breaks_says_what_is_safe_and_can_be_loaded_again(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/expenses")
        await settled(page)
        await page.evaluate(BREAK)
        line = page.get_by_label("Add an expense in one line")
        await line.fill("9 stamps")
        await line.press("Enter")
        await expect(page.get_by_role("heading", name="This page broke")).to_be_visible()
        await expect(page.get_by_text("What you saved is safe.")).to_be_visible()
        assert await broken_rules(page) == []
        assert any("broken by a test" in each for each in mara.complaints)
        mara.complaints.clear()
        await page.get_by_role("link", name="Load again").click()
        await settled(page)
        await expect(page.get_by_role("heading", name="This page broke")).to_have_count(0)
