"""Many receipts at once: each is followed until it has been read, and none is lost on the way."""

import re

from playwright.async_api import Browser, FilePayload, Page, Route, expect

from tests.e2e.pages import broken_rules
from tests.e2e.receipts import damaged, printed
from tests.e2e.traveller import known, until
from tests.e2e.visitor import DESK, PHONE, visit
from tests.live import LiveSite

ALL_READ_MS = 240_000
SLOW = 20


def batch() -> list[FilePayload]:
    """Twelve files: ten receipts, one that is damaged, and one twice."""
    again = printed(0)
    return [*(printed(number) for number in range(10)), damaged(99), {**again, "name": "again.png"}]


async def fail_once(page: Page) -> list[str]:
    """The first receipt that is sent meets a server in trouble."""
    failed: list[str] = []

    async def answer(route: Route) -> None:
        if failed:
            return await route.continue_()
        failed.append(route.request.url)
        return await route.fulfill(status=500, json={"detail": "Something went wrong here. Nothing was stored."})

    await page.route("**/api/v1/receipts", answer)
    return failed


async def test_twelve_files_are_sent_a_few_at_a_time_and_each_is_told_to_its_end(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await fail_once(page)
        await mara.go("/capture")
        files = batch()
        await page.get_by_label("Take or choose a receipt").set_input_files(files[:11])
        await expect(page.get_by_role("status").filter(has_text="of 11")).to_be_visible()
        sending = page.get_by_role("list", name="Sending")
        await expect(sending.get_by_role("alert")).to_have_text("Something went wrong here. Nothing was stored.")
        await page.get_by_role("main").get_by_role("link", name="CORNER SHOP").first.click()  # leaving the page loses nothing
        await expect(page.get_by_label("Merchant")).to_have_value(re.compile("CORNER SHOP"))
        ended = page.get_by_role("status").filter(has_text="Done: 9 of 11 read")  # though no row of them is here, as of more than fifty
        await expect(ended).to_contain_text("not taken: 1", timeout=ALL_READ_MS)
        await page.go_back()
        await sending.get_by_role("button", name="Try again").click()
        await page.get_by_label("Take or choose a receipt").set_input_files(files[11:])
        await expect(sending.get_by_text("Already in your books.")).to_be_visible()
        done = page.get_by_role("status").filter(has_text="Done: 10 of 12 read")
        await expect(done).to_be_visible(timeout=ALL_READ_MS)
        await expect(done).to_contain_text("already there: 1")
        await expect(done).to_contain_text("could not be read: 1")
        await expect(page.get_by_role("button", name="Read it again")).to_have_count(1)
        assert await broken_rules(page) == []
        mara.complaints[:] = [each for each in mara.complaints if "500" not in each]  # the trouble that was made above


async def test_what_was_not_sent_when_the_page_was_reloaded_is_sent_by_the_next_one(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await expect(page.locator("#device")).to_be_attached()
        await page.route("**/api/v1/receipts", lambda _route: None)  # never answered
        await page.get_by_label("Take or choose a receipt").set_input_files([printed(number) for number in range(20, 25)])
        await expect(page.get_by_role("list", name="Sending").get_by_role("progressbar")).to_have_count(3)
        await expect(page.get_by_role("list", name="Sending").get_by_text("Waiting")).to_have_count(2)
        await expect(page.get_by_text("shop-24.png").locator("..")).to_have_css("display", "grid")  # laid out as its siblings are
        await until(page, "Outlay.queue.all().then((all) => all.length === 5)")
        await page.unroute_all(behavior="ignoreErrors")
        await page.reload()
        await expect(page.locator(".row[data-arrival]")).to_have_count(5)
        await until(page, "Outlay.queue.all().then((all) => all.length === 0)")


async def test_the_parts_of_one_receipt_come_to_one_expense_in_their_order(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await page.get_by_label("The next pictures are parts of one receipt").check()
        await page.get_by_label("Take or choose a receipt").set_input_files([printed(number) for number in (31, 32, 33)])
        row = page.get_by_role("main").locator(".row[data-arrival]")
        await expect(row).to_have_count(1)
        await row.get_by_role("link").click()
        await expect(page.get_by_text("1 / 3")).to_be_visible()


async def test_what_waits_is_told_on_a_slow_machine_once_the_page_stands(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await known(page)
        await page.route("**/api/v1/receipts", lambda _route: None)  # never answered
        await mara.go("/capture")
        await page.get_by_label("Take or choose a receipt").set_input_files(printed(40))
        await expect(page.get_by_text("Waiting to be sent: 1")).to_be_visible()
        await (await page.context.new_cdp_session(page)).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
        for _time in range(5):
            await page.reload()
            await expect(page.get_by_text("Waiting to be sent: 1")).to_be_visible()
