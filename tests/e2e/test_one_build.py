"""The same built pages work under every name and port they are served at."""

import pytest
from playwright.async_api import Browser

from tests.live import LiveSite


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_page_opens_its_socket_to_where_it_came_from(live_app: LiveSite, browser: Browser, host: str) -> None:
    page = await browser.new_page()
    async with page.expect_websocket() as opened:
        await page.goto(f"http://{host}:{live_app.port}/login")
    socket = await opened.value
    assert socket.url.startswith(f"ws://{host}:{live_app.port}/_event")
    await socket.wait_for_event("framereceived")


async def test_a_page_needs_nothing_its_policy_forbids(live_app: LiveSite, browser: Browser) -> None:
    page = await browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(f"{live_app.url}/login")
    await page.wait_for_load_state("networkidle")
    assert said == []
