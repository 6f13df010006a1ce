"""Push messages in a real browser: turned on by a person, sent by the real jobs, received by the service worker, opened.

Chromium cannot subscribe without its vendor's service, so `pushManager.subscribe` answers with a subscription of the test's own
push service; what that service was sent (and could decrypt) is then delivered to the worker by the browser's protocol.
"""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Worker, expect

from tests.e2e.test_main_job import RECEIPTS, capture
from tests.e2e.visitor import PATIENCE_MS, PHONE, Visitor, visit
from tests.live import LiveSite
from tests.push_service import PushService, push_service

_STAND_IN = """
(() => {
  let made = null;
  const standing = () => made && Object.assign(Object.create(PushSubscription.prototype), {
    toJSON: () => made, unsubscribe: async () => { made = null; sessionStorage.removeItem("test-push"); return true; } });
  try { made = JSON.parse(sessionStorage.getItem("test-push")); } catch {}
  const define = (name, value) => Object.defineProperty(PushManager.prototype, name, { value });
  define("getSubscription", async () => standing());
  define("subscribe", async (options) => {
    const key = btoa(String.fromCharCode(...options.applicationServerKey)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    made = JSON.parse(await window.testSubscribe(key));
    sessionStorage.setItem("test-push", JSON.stringify(made));
    return standing();
  });
  Object.defineProperty(PushSubscription.prototype, "endpoint", { get() { return made && made.endpoint; } });
})();
"""

# A headless browser has no place to show notifications, so the worker's own call is noted, and clicked as the system would.
_SCREEN = """() => { self.shown = []; registration.showNotification = async (title, { body, tag, data }) => {
  self.shown.push({ title, body, tag, url: data.url }); }; }"""
_CLICK = """() => { const { url, ...rest } = self.shown[0], event = new ExtendableEvent("notificationclick");
  Object.defineProperties(event, { notification: { value: { ...rest, data: { url }, close() {} } }, waitUntil: { value: (work) => work } });
  dispatchEvent(event); }"""


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, service: PushService) -> Iterator[LiveSite]:
    """An instance that may reach the push service on this machine."""
    running = LiveSite(tmp_path_factory.mktemp("push"), settings={"OUTBOUND_PRIVATE": "true"})
    try:
        yield running.start()
    finally:
        running.stop()


async def prepared(mara: Visitor, service: PushService) -> list[dict[str, Any]]:
    """Let the browser subscribe with the test's push service; the list fills with the subscriptions made."""
    made: list[dict[str, Any]] = []

    async def subscribe(key: str) -> str:
        made.append(await asyncio.to_thread(service.subscribe, key))
        return json.dumps(made[-1])

    await mara.page.expose_function("testSubscribe", subscribe)
    await mara.page.add_init_script(_STAND_IN)
    return made


async def worker_of(page: Page) -> Worker:
    """The site's service worker, once it runs."""
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context = page.context
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not context.service_workers:
            await asyncio.sleep(0.1)
    return context.service_workers[0]


async def delivered(page: Page, message: dict[str, Any]) -> None:
    """Hand a message to the worker, as the browser's own push client does."""
    devtools = await page.context.new_cdp_session(page)
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def note(event: dict[str, Any]) -> None:
        for each in event["registrations"]:
            if not found.done() and not each["isDeleted"]:
                found.set_result(each["registrationId"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", note)
    await devtools.send("ServiceWorker.enable")
    origin = page.url.split("/", 3)
    await devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": "/".join(origin[:3]), "registrationId": await asyncio.wait_for(found, PATIENCE_MS / 1000), "data": json.dumps(message)},
    )


async def messages(service: PushService, subscription: dict[str, Any], number: int = 1) -> list[dict[str, Any]]:
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while len(found := await asyncio.to_thread(service.received, subscription)) < number:
            await asyncio.sleep(0.1)
    return found


async def shown(worker: Worker) -> list[dict[str, Any]]:
    """The notifications that the worker has shown."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not (found := await worker.evaluate("self.shown")):
            await asyncio.sleep(0.1)
    return found


async def test_a_push_about_a_receipt_comes_and_opens_its_expense(site: LiveSite, browser: Browser, service: PushService) -> None:
    async with visit(browser, site, PHONE) as mara:
        page = mara.page
        made = await prepared(mara, service)
        await page.context.grant_permissions(["notifications"], origin=site.url)
        await mara.register()
        await expect(page.locator("html[data-push=off]")).to_be_attached()
        assert made == []  # nothing happens by itself
        await mara.go("/settings")
        await page.get_by_role("button", name="Turn on").click()
        await expect(page.get_by_text("Push messages to this browser are on")).to_be_visible()
        await page.get_by_role("button", name="Send me a test").click()
        await expect(page.get_by_text("Sent. It should appear in a moment.")).to_be_visible()
        assert (await messages(service, made[0]))[0]["title"] == "Push messages work here"
        await mara.go("/capture")
        await capture(mara, RECEIPTS / "starbucks_dublin.jpg")
        row = page.get_by_role("main").get_by_role("link", name="Starbucks")
        await expect(row).to_contain_text("5.60")
        address = await row.get_attribute("href")
        told = (await messages(service, made[0], 2))[1]
        assert told["url"] == address
        await mara.go("/expenses")
        worker = await worker_of(page)
        await worker.evaluate(_SCREEN)
        await delivered(page, told)
        (notice,) = await shown(worker)
        assert notice == {"title": told["title"], "body": told["body"], "tag": told["tag"], "url": address}
        await worker.evaluate(_CLICK)
        await page.wait_for_url(f"**{address}")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Starbucks")


async def test_the_offer_comes_after_the_first_receipt_and_never_again_once_refused(
    site: LiveSite, browser: Browser, service: PushService
) -> None:
    async with visit(browser, site, PHONE) as mara:
        page = mara.page
        made = await prepared(mara, service)
        await mara.register()
        await mara.go("/")
        offer = page.get_by_role("heading", name="Want to know when a receipt is ready?")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert await offer.count() == 0
        await mara.go("/capture")
        await capture(mara, RECEIPTS / "starbucks_dublin.jpg")
        await expect(page.get_by_role("main").get_by_role("link", name="Starbucks")).to_contain_text("5.60")
        await mara.go("/")
        await expect(offer).to_be_visible()
        await page.get_by_role("button", name="No, thanks").click()
        await expect(offer).to_have_count(0)
        await page.reload()
        await expect(page.get_by_role("heading", name="By category")).to_be_visible()
        assert await offer.count() == 0 and made == []


async def test_wishes_are_kept_and_a_browser_that_refuses_is_told_how_to_change_it(
    site: LiveSite, browser: Browser, service: PushService
) -> None:
    async with visit(browser, site, PHONE) as mara:
        page = mara.page
        await page.add_init_script("navigator.permissions.query = async () => ({ state: 'denied' })")
        await mara.register()
        await mara.go("/settings")
        await expect(page.get_by_text("Your browser does not allow push messages")).to_be_visible()
        news = page.get_by_role("group", name="A receipt has been read")
        await news.get_by_role("switch", name="Push").click()
        await expect(news.get_by_role("switch", name="Push")).not_to_be_checked()
        await expect(page.get_by_role("group", name="Your account").get_by_role("switch", name="In the app")).to_be_disabled()
        await page.reload()
        await expect(news.get_by_role("switch", name="Push")).not_to_be_checked()
        await expect(news.get_by_role("switch", name="In the app")).to_be_checked()


async def test_signing_out_takes_this_browser_off(site: LiveSite, browser: Browser, service: PushService) -> None:
    async with visit(browser, site, PHONE) as mara:
        page = mara.page
        made = await prepared(mara, service)
        await page.context.grant_permissions(["notifications"], origin=site.url)
        await mara.register()
        await mara.go("/settings")
        await page.get_by_role("button", name="Turn on").click()
        await expect(page.get_by_text("Push messages to this browser are on")).to_be_visible()
        await page.get_by_role("main").locator("[data-logout]").click()
        await page.wait_for_url("**/login")
        await expect(page.locator("html[data-push=off]")).to_be_attached()
        assert await page.evaluate("sessionStorage.getItem('test-push')") is None
        assert len(made) == 1
