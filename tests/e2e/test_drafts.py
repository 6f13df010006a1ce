"""What is typed for a new expense outlives the page, and what was sent without an answer becomes one expense."""

from playwright.async_api import Browser, Page, expect

from tests.e2e.pages import settled
from tests.e2e.traveller import until
from tests.e2e.visitor import DESK, PHONE, Visitor, visit
from tests.live import LiveSite

SWALLOW = "WebSocket.prototype.send = () => {}"
HELD_BACK = """() => {
  const late = [], send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { late.push([this, data]); };
  window.letGo = () => { WebSocket.prototype.send = send; late.forEach(([socket, data]) => send.call(socket, data)); };
}"""
KNOWN = "!!document.getElementById('device').dataset.kept"
NUMBER = "fetch('/api/v1/expenses').then(answer => answer.json()).then(page => page.items.length)"


async def come_to(mara: Visitor, path: str) -> None:
    """A new person at a page that knows whose it is."""
    await mara.register()
    await mara.go(path)
    await settled(mara.page)
    await until(mara.page, KNOWN)


async def nothing_kept(page: Page) -> None:
    """The tab holds no draft any more."""
    await until(page, "Promise.resolve(sessionStorage.getItem('outlay-drafts') === null)")


async def test_a_line_sent_into_nothing_is_in_the_books_once_after_a_reload(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await come_to(mara, "/expenses")
        line = page.get_by_label("Add an expense in one line")
        await line.type("9 stamps")
        await page.evaluate(SWALLOW)
        await line.press("Enter")
        kept = await page.evaluate("sessionStorage.getItem('outlay-drafts')")
        await page.reload()
        await expect(page.get_by_role("main").get_by_role("link", name="stamps")).to_be_visible()
        await expect(line).to_have_value("")
        await nothing_kept(page)
        await page.evaluate("kept => sessionStorage.setItem('outlay-drafts', kept)", kept)  # as if the answer had not come
        await page.reload()
        await nothing_kept(page)
        assert await page.evaluate(NUMBER) == 1


async def test_two_lines_entered_before_the_first_is_answered_are_two_expenses(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await come_to(mara, "/expenses")
        line = page.get_by_label("Add an expense in one line")
        await page.evaluate(HELD_BACK)
        for words in ("9 stamps", "4 paper"):
            await line.fill(words)
            await line.press("Enter")
        await page.evaluate("letGo()")
        for name in ("stamps", "paper"):
            await expect(page.get_by_role("main").get_by_role("link", name=name)).to_be_visible()
        assert await page.evaluate(NUMBER) == 2


async def test_what_stands_in_the_form_is_there_after_a_reload(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await come_to(mara, "/capture")
        await page.get_by_label("Merchant").type("Bakery Löwe")
        await page.get_by_label("Note").type("for the office")
        await page.get_by_label("Currency").select_option("JPY")
        await page.reload()
        await expect(page.get_by_label("Merchant")).to_have_value("Bakery Löwe")
        await expect(page.get_by_label("Note")).to_have_value("for the office")
        await expect(page.get_by_label("Currency")).to_have_value("JPY")
        await page.get_by_label("Amount").type("300")
        await page.get_by_role("button", name="Save expense").click()
        await expect(page.get_by_label("Merchant")).to_have_value("")
        await nothing_kept(page)
        assert await page.evaluate(NUMBER) == 1
