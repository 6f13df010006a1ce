"""From a stranger to the first expense, with nothing but a keyboard, and nothing that has to be filled in."""

import pytest
from playwright.async_api import Browser, Page, expect

from backend.core.ids import new_id
from tests.e2e.pages import broken_rules, settled, too_wide
from tests.e2e.visitor import DESK, PASSWORD, PHONE, visit
from tests.live import LiveSite

_FOCUSED = """() => { const at = document.activeElement;
  return (at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent || "").trim(); }"""


async def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the thing of this name has the focus."""
    passed = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        passed.append(await page.evaluate(_FOCUSED))
        if passed[-1].startswith(name):
            return
    raise AssertionError(f"{name!r} is not reached by Tab, only {passed}")


async def test_from_a_stranger_to_the_first_expense_by_keyboard_alone(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK, timezone_id="Asia/Tokyo") as mara:
        page, keys = mara.page, mara.page.keyboard
        await mara.go("/register")
        await expect(page.get_by_label("Your name")).to_be_focused()
        await keys.type("Mara Klein")
        await keys.press("Tab")
        await keys.type(f"mara-{new_id()}@example.com")
        await keys.press("Tab")
        await keys.type(PASSWORD)
        await keys.press("Enter")
        await page.wait_for_url("**/welcome")
        await expect(page.get_by_label("Base currency")).to_have_value("JPY")  # by the clock, not by the language
        await expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
        await expect(page.get_by_label("Language and formats")).to_have_value("en-GB")
        await tab_to(page, "Base currency")
        await keys.type("EUR")
        await keys.press("Tab")
        await expect(page.get_by_text("Saved")).to_be_visible()
        await mara.go("/welcome")
        await expect(page.get_by_label("Base currency")).to_have_value("EUR")
        await tab_to(page, "Add an expense in one line")
        await keys.type("4.20 bakery yesterday")
        await keys.press("Enter")
        await expect(page.get_by_text("€4.20 for bakery recorded")).to_be_visible()
        await tab_to(page, "Use the sample")
        await keys.press("Enter")
        row = page.get_by_role("main").get_by_role("link", name="Linden")
        await expect(row).to_contain_text("16.48")
        await tab_to(page, "See your month", most=60)
        await keys.press("Enter")
        await expect(page.get_by_role("heading", name="Latest")).to_be_visible()
        await expect(page.get_by_role("link", name="bakery").first).to_be_visible()
        await tab_to(page, "CAFE LINDEN", most=60)
        await keys.press("Enter")
        await expect(page.get_by_label("Total")).to_have_value("16.48")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_home_of_somebody_new_helps_instead_of_showing_zeros(live_app: LiveSite, browser: Browser, size: dict[str, int]) -> None:
    async with visit(browser, live_app, size, reduced_motion="reduce") as mara:
        await mara.register()
        await expect(mara.page.get_by_role("link", name="Look around first")).to_be_visible()
        broken = await broken_rules(mara.page)
        await mara.go("/")
        await settled(mara.page)
        await expect(mara.page.get_by_role("heading", name="Good to know")).to_be_visible()
        await expect(mara.page.get_by_role("button", name="Use the sample")).to_be_visible()
        await expect(mara.page.get_by_text("0.00")).to_have_count(0)
        assert broken + await broken_rules(mara.page) == []
        assert await too_wide(mara.page) <= 0
