"""While Redis is away an open page says so, keeps what is typed, and goes on by itself once it is back."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.pages import settled
from tests.e2e.traveller import until
from tests.e2e.visitor import DESK, visit
from tests.live import LiveSite
from tests.stores import Servers

WORDS = "Nothing can be saved right now."


@pytest.fixture
def site_with_servers(own_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site whose stores the test may break."""
    books = own_servers.new_books()
    settings = {"DATABASE_URL": books.url, "DATABASE_OWNER_URL": books.owner_url, "REDIS_URL": books.redis_url}
    site = LiveSite(tmp_path_factory.mktemp("stores"), settings=settings)
    try:
        yield site.start()
    finally:
        site.stop()


async def test_a_page_says_that_nothing_can_be_saved_and_saves_once_it_can(
    site_with_servers: LiveSite, own_servers: Servers, browser: Browser
) -> None:
    async with visit(browser, site_with_servers, DESK) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/expenses")
        await settled(page)
        line, banner = page.get_by_label("Add an expense in one line"), page.get_by_role("status").filter(has_text=WORDS)
        own_servers.kill("valkey")
        await line.type("9 stamps")
        await line.press("Enter")
        await expect(banner).to_be_visible()
        await expect(line).to_have_value("9 stamps")
        own_servers.restart("valkey")  # from this thread, the main one: what another starts dies with it
        await expect(banner).to_have_count(0)
        await until(page, "fetch('/api/v1/expenses').then(answer => answer.json()).then(page => page.items.length === 1)")
        await expect(page.get_by_role("main").get_by_role("link", name="stamps")).to_be_visible()
        await expect(line).to_have_value("")
        mara.complaints[:] = [each for each in mara.complaints if "503" not in each and "WebSocket" not in each]
