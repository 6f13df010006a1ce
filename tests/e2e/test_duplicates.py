"""One receipt sent twice: said on its page and in the inbox, shown side by side, and decided with a way back."""

from pathlib import Path

import httpx
from PIL import Image
from playwright.async_api import Browser, expect

from tests.e2e.pages import RECEIPT, broken_rules, settled, too_wide
from tests.e2e.visitor import DESK, PASSWORD, PHONE, Visitor, visit
from tests.live import LiveSite

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
BEYOND_ITS_SIDE = """() => [...document.querySelectorAll("figure *")].filter((each) => {
  const part = each.getBoundingClientRect(), side = each.closest("figure").getBoundingClientRect();
  return part.width && (part.right > Math.min(side.right, innerWidth) + 1 || part.left < side.left - 1);
}).map((each) => each.className || each.nodeName)"""


def saved_anew(folder: Path) -> Path:
    """The same picture, smaller and with other bytes."""
    copy = folder / "sent-by-a-friend.jpg"
    with Image.open(RECEIPT) as picture:
        picture.convert("RGB").resize((picture.width * 4 // 5, picture.height * 4 // 5)).save(copy, "JPEG", quality=60)
    return copy


async def test_a_receipt_sent_twice_is_compared_discarded_and_taken_back(live_app: LiveSite, browser: Browser, tmp_path: Path) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await mara.go("/capture")
        await page.locator("#receipts").set_input_files(RECEIPT)
        await expect(page.locator(".row .r-amt").filter(has_text="5.60")).to_have_count(1)
        await page.locator("#receipts").set_input_files(RECEIPT)
        same_bytes = page.locator(".up").filter(has_text="Already in your books")
        await expect(same_bytes.get_by_role("link", name="Open it")).to_have_attribute("href", "/expenses/" + await _only_expense(page))
        await page.locator("#receipts").set_input_files(saved_anew(tmp_path))
        await expect(page.locator(".row .r-amt").filter(has_text="5.60")).to_have_count(2)

        await mara.go("/inbox")
        card = page.locator(".i-card").filter(has_text="Looks like the same receipt as Starbucks")
        await card.get_by_role("link", name="Edit").click()
        await page.get_by_role("link", name="Compare").click()
        await expect(page.get_by_text("The pictures look the same.")).to_be_visible()
        await expect(page.get_by_role("table").get_by_role("row").filter(has_text="Total")).to_contain_text("€5.60€5.60")
        for size in (PHONE, DESK):
            await page.set_viewport_size(size)
            for theme in ("light", "dark"):
                await page.emulate_media(color_scheme=theme)
                await page.reload()
                await expect(page.get_by_role("button", name="Discard the new")).to_be_visible()
                await settled(page)
                assert await broken_rules(page) == []
                assert await too_wide(page) <= 0

        await page.get_by_role("button", name="Discard the new").click()
        await expect(page.get_by_role("heading", name="No duplicates left")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_role("button", name="Keep both")).to_be_visible()
        await page.get_by_role("button", name="Keep both").click()
        await expect(page.get_by_text("Both are kept")).to_be_visible()
        await mara.go("/expenses")
        await expect(page.locator(".row[data-id]")).to_have_count(2)


async def test_a_long_name_stays_on_its_side(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await _typed_twice(mara, LONG)
        await mara.go("/duplicates")
        for size in (PHONE, DESK):
            await page.set_viewport_size(size)
            await expect(page.get_by_role("figure").last.get_by_role("link", name=LONG)).to_be_visible()
            assert await page.evaluate(BEYOND_ITS_SIDE) == [], size


async def _typed_twice(visitor: Visitor, merchant: str) -> None:
    """Two expenses that nothing tells apart."""
    async with httpx.AsyncClient(base_url=f"{visitor.url}/api/v1", timeout=60) as client:
        login = await client.post("/auth/login", json={"email": visitor.email, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {login.raise_for_status().json()['access_token']}"
        for _time in range(2):
            sent = {"merchant": merchant, "money": {"amount": "12.50", "currency": "EUR"}}
            (await client.post("/expenses", json=sent)).raise_for_status()


async def _only_expense(page) -> str:
    href = await page.locator(".row a.r-link").first.get_attribute("href")
    return str(href).rpartition("/")[2]
