"""A person whose line drops, in a browser, for tests."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Error, Page, expect

from tests.e2e.visitor import PATIENCE_MS, PHONE, Visitor
from tests.live import LiveSite

OF_THE_LINE = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_FAILED",
    "WebSocket connection",
    "ERR_EMPTY_RESPONSE",
    "ERR_SOCKET",
)


@dataclass
class Traveller(Visitor):
    """A visitor who has been told what the browser may complain of."""

    expected: tuple[str, ...] = ()


@asynccontextmanager
async def traveller(browser: Browser, site: LiveSite, size: dict[str, int] | None = None, **options: Any) -> AsyncIterator[Traveller]:
    """Somebody who signed up and whose device knows them; what the browser says of a missing network is no complaint."""
    context = await browser.new_context(viewport=size or PHONE, locale="en-GB", **options)
    context.set_default_timeout(PATIENCE_MS)
    visitor = Traveller(await context.new_page(), site.url)
    await visitor.register()
    await known(visitor.page)
    yield visitor
    await context.close()
    usual = (*OF_THE_LINE, *visitor.expected)
    assert [each for each in visitor.complaints if not any(words in each for words in usual)] == []


async def until(page: Page, true: str) -> None:
    """Wait for an expression (or its promise) to hold in the page, which may load anew meanwhile."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        with suppress(Error):
            if await page.evaluate(true):
                return
        assert time.monotonic() < deadline, f"{true} did not come true at {page.url}"
        await asyncio.sleep(0.1)


async def known(page: Page) -> None:
    """The worker has the page, and the device knows who is here."""
    await until(page, "!!navigator.serviceWorker.controller && Outlay.queue.person().then(who => !!who)")


async def offline(visitor: Visitor) -> None:
    """Cut the line and open the app anew: what opens is on the device."""
    await visitor.page.context.set_offline(True)
    await visitor.go("/capture")
    await expect(visitor.page.get_by_role("heading", level=1)).to_have_text("You are offline")


async def online(page: Page) -> None:
    await page.context.set_offline(False)


async def type_in(page: Page, amount: str, merchant: str, day: str = "") -> None:
    form = page.get_by_role("form", name="Type it in")
    await form.get_by_label("Amount").fill(amount)
    await form.get_by_label("Merchant").fill(merchant)
    if day:
        await form.get_by_label("Date").fill(day)
    await form.get_by_role("button", name="Save expense").click()
    await expect(page.locator("#queue")).to_contain_text(merchant)


async def in_the_books(page: Page) -> list[tuple[str, str]]:
    """Merchant and amount of each expense, as the API lists them to the browser's session."""
    listed = await page.evaluate("fetch('/api/v1/expenses').then(answer => answer.json())")
    return [((each["merchant"] or {}).get("name", ""), each["money"]["amount"] if each["money"] else "") for each in listed["items"]]


async def nothing_waits(page: Page) -> None:
    await until(page, "Outlay.queue.all().then(items => items.length === 0)")
