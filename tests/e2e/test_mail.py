"""Receipts by mail, as a person sees it: an address to copy, a mail that comes in while they look, a sender to allow."""

from email.message import EmailMessage

import httpx
from playwright.async_api import Browser, expect

from tests.e2e.pages import RECEIPT, broken_rules, settled
from tests.e2e.visitor import PHONE, visit
from tests.live import LiveSite
from tests.mails import a_mail, bring


async def _deliver(site: LiveSite, mail: EmailMessage) -> None:
    async with httpx.AsyncClient(base_url=site.url, timeout=30) as client:
        answer = await bring(client, mail.as_bytes())
    assert answer.json() == {"accepted": 1}, answer.text


async def test_an_address_is_made_and_copied_and_what_comes_is_seen_and_let_in(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE, permissions=["clipboard-read", "clipboard-write"]) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/settings#mail")
        await page.get_by_role("button", name="Make an address").click()
        address = await page.locator("#mail-address").inner_text()
        assert address.startswith("receipts+") and address.endswith("@in.example.com")
        await page.get_by_role("button", name="Copy", exact=True).click()
        await expect(page.locator(".toast").filter(has_text="Address copied")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == address
        await _deliver(live_app, a_mail(address, "bills@shop.example", ("lunch.jpg", RECEIPT.read_bytes())))
        came = page.get_by_role("list", name="What came last").get_by_role("listitem")
        await expect(came).to_contain_text("Not on your list of senders")
        await settled(page)
        assert await broken_rules(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await came.get_by_role("button", name="Allow this sender").click()
        await expect(came).to_contain_text("1 receipt added")
        await expect(page.get_by_role("list", name="Who may write to it")).to_contain_text("bills@shop.example")
        await page.get_by_label("Add a sender").fill("nobody")
        await page.get_by_role("button", name="Add", exact=True).click()
        await expect(page.get_by_role("alert").filter(has_text="Type an address such as")).to_be_visible()
        await came.get_by_role("link", name="Lunch").click()
        await page.wait_for_url("**/expenses/*")


async def test_an_address_that_names_a_part_of_the_settings_leads_to_it(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        await mara.register()
        await mara.go("/settings#notifications")
        await expect(mara.page.get_by_role("heading", name="Notifications")).to_be_in_viewport()
