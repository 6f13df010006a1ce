"""The page of parts: every part in each state keeps the rules of accessibility, in both themes, on the narrowest phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.pages import broken_rules, too_wide
from tests.e2e.visitor import DESK, visit
from tests.live import LiveSite

NARROW = {"width": 320, "height": 640}
PARTS = ("colours", "type", "buttons", "fields", "marks", "rows", "states", "messages", "dialogs", "charts", "right-to-left")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, DESK], ids=["narrow", "desk"])
async def test_every_part_in_each_state_is_accessible_and_fits(
    live_app: LiveSite, browser: Browser, size: dict[str, int], theme: str, tmp_path: Path
) -> None:
    async with visit(browser, live_app, size, color_scheme=theme, reduced_motion="reduce") as mara:
        page = mara.page
        await mara.go("/dev/components")
        await expect(page.get_by_role("combobox", name="Category")).to_have_value("Groceries")  # the scripts have run
        assert await too_wide(page) <= 0
        assert await broken_rules(page) == []
        for part in PARTS:
            shot = await page.locator(f"#part-{part}").screenshot(path=tmp_path / f"{part}.png")
            assert len(shot) > 1000, f"{part} shows nothing"
        await page.get_by_role("button", name="Open a sheet").click()
        await expect(page.get_by_role("button", name="First choice")).to_be_focused()
        assert await broken_rules(page) == []
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Open a sheet")).to_be_focused()


async def test_a_sheet_is_swiped_away_and_closed_by_the_space_around_it(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app) as mara:
        page = mara.page
        await mara.go("/dev/components")
        await expect(page.get_by_role("combobox", name="Category")).to_have_value("Groceries")
        opener, sheet = page.get_by_role("button", name="Open a sheet"), page.get_by_role("dialog", name="A sheet")
        await opener.click()
        box = await sheet.get_by_role("heading", name="A sheet").bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + 20, box["y"] + 8)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 20, box["y"] + 190, steps=4)
        await page.mouse.up()
        await expect(sheet).to_be_hidden()
        await expect(opener).to_be_focused()
        await opener.click()
        await expect(sheet).to_be_visible()
        await page.mouse.click(180, 60)
        await expect(sheet).to_be_hidden()
