"""Without a network: the app opens, takes expenses and receipts, and sends each of them exactly once when the line is back."""

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.e2e.pages import RECEIPT, broken_rules, settled, too_wide
from tests.e2e.receipts import no_receipt, printed
from tests.e2e.traveller import in_the_books, known, nothing_waits, offline, online, traveller, type_in, until
from tests.e2e.visitor import DESK, PASSWORD, PHONE, Visitor
from tests.live import LiveSite

SEEN = "Outlay.queue.person().then(who => Outlay.queue.seen(who)).then(seen => seen.rows.some(row => row.name === '{}'))"
# Typed as soon as the form stands, before any script of the page has run.
TYPED_EARLY = """document.addEventListener("readystatechange", () => {
  const amount = document.getElementById("amount"); if (document.readyState !== "interactive" || !amount) return;
  amount.value = "12.5*3"; document.getElementById("merchant").value = "Night bus";
})"""
SEND_LOST = "**/api/v1/expenses"


async def test_an_expense_whose_answer_was_lost_is_in_the_books_once_though_two_tabs_send_it(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page, lost = mara.page, 0
        await offline(mara)
        await type_in(page, "12.5*3", "Night bus")
        second = await page.context.new_page()
        await second.goto(live_app.url + "/expenses")
        await expect(second.locator("#queue")).to_contain_text("Night bus")

        async def lose(route: Route) -> None:
            nonlocal lost
            lost += 1
            await route.fetch()
            await route.abort()

        await page.context.route(SEND_LOST, lose, times=1)
        await online(page)
        await nothing_waits(page)
        await nothing_waits(second)
        assert lost == 1
        assert await in_the_books(page) == [("Night bus", "37.50")]


async def test_what_is_typed_before_the_page_is_ready_and_saved_twice_in_one_breath_waits_once(
    live_app: LiveSite, browser: Browser
) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await page.add_init_script(TYPED_EARLY)
        await offline(mara)
        form = page.get_by_role("form", name="Type it in")
        await expect(form.get_by_label("Merchant")).to_have_value("Night bus")
        await form.evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
        await expect(page.locator("#queue > li")).to_have_count(1)
        await expect(form.get_by_label("Merchant")).to_have_value("")
        await until(page, "Outlay.queue.all().then(items => items.length === 1 && items[0].fields.money.amount === '37.50')")


async def test_the_app_opens_without_a_network_and_shows_what_was_seen_last(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "4.20", "Corner kiosk")
        await online(page)
        await nothing_waits(page)
        await mara.go("/expenses")
        await settled(page)
        await until(page, SEEN.format("Corner kiosk"))
        context = page.context
        await page.close()
        await context.set_offline(True)
        mara.page = await context.new_page()
        await mara.go("/?source=pwa")
        await expect(mara.page.get_by_role("region", name="Last seen expenses")).to_contain_text("Corner kiosk")
        await expect(mara.page.get_by_role("region", name="Last seen expenses")).to_contain_text("£4.20")


async def test_a_refused_expense_says_why_and_is_mended(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "9.90", "Time machine", "2199-01-01")
        await online(page)
        mara.expected = ("422 (Unprocessable",)
        row = page.locator("#queue .refused")
        await expect(row).to_contain_text("Choose a day from 1970")
        await mara.go("/expenses")
        await page.get_by_role("link", name="Not accepted: 1").click()
        await row.get_by_role("button", name="Mend").click()
        dialog = page.get_by_role("dialog", name="Look at it again")
        await expect(dialog).to_contain_text("Choose a day from 1970")
        assert await broken_rules(page) == []
        await dialog.get_by_label("Date").fill("2026-01-02")
        await dialog.get_by_role("button", name="Save and send").click()
        await nothing_waits(page)
        assert await in_the_books(page) == [("Time machine", "9.90")]


async def test_what_waits_is_locked_for_its_owner_until_they_sign_in_again(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "70", "Surprise party")
        await page.context.clear_cookies()
        await online(page)
        mara.expected = ("401 (Unauthorized)",)
        await expect(page.get_by_text("Your session has ended.")).to_be_visible()
        await expect(page.locator("#queue")).to_contain_text("Surprise party")
        ben = Visitor(page, live_app.url)
        await ben.register()
        await until(page, "Outlay.queue.person().then(who => Outlay.queue.all().then(all => who && who.user !== all[0].user))")
        await ben.go("/offline")
        await expect(page.get_by_text("Waiting for someone else to sign in: 1")).to_be_visible()
        await expect(page.get_by_role("main")).not_to_contain_text("Surprise party")
        assert await in_the_books(page) == []
        await page.context.clear_cookies()
        await sign_in(mara)
        await nothing_waits(page)
        assert await in_the_books(page) == [("Surprise party", "70.00")]


async def sign_in(visitor: Visitor) -> None:
    await visitor.go("/login")
    await visitor.page.get_by_label("E-mail").fill(visitor.email)
    await visitor.page.get_by_label("Password").fill(PASSWORD)
    await visitor.page.get_by_role("button", name="Sign in").click()
    await visitor.page.wait_for_url(visitor.url + "/")


async def test_signing_out_drops_what_was_seen_but_not_what_was_not_sent(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await page.context.route(SEND_LOST, lambda route: route.abort() if route.request.method == "POST" else route.fallback())
        await offline(mara)
        await type_in(page, "3.10", "Bakery")
        await online(page)
        await mara.go("/settings")
        await settled(page)
        await known(page)
        await page.get_by_role("button", name="Sign out").last.click()
        await page.wait_for_url("**/login")
        await expect(page.get_by_role("status").filter(has_text="Not sent yet, and safe on this device: 1")).to_be_visible()
        assert await page.evaluate("Outlay.queue.person().then(who => who || null)") is None
        await page.context.set_offline(True)
        await mara.go("/offline")
        await expect(page.get_by_text("Sign in once on this device")).to_be_visible()
        await expect(page.get_by_role("main")).not_to_contain_text("Bakery")


async def test_a_shared_picture_is_stored_and_read(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await mara.go("/offline")
        await page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', `<form method=post enctype=multipart/form-data action='/share'>"
            "<input name=title value=Lunch><input type=file name=receipt aria-label=Shared><button>Share</button></form>`)"
        )
        await page.get_by_label("Shared").set_input_files(RECEIPT)
        await page.get_by_role("button", name="Share", exact=True).click()
        await page.wait_for_url("**/capture?shared=stored")
        await expect(page.get_by_role("main").get_by_role("link", name="Starbucks")).to_contain_text("5.60")


async def test_parts_of_a_receipt_chosen_while_the_line_drops_come_to_one_expense_though_an_answer_is_lost(
    live_app: LiveSite, browser: Browser
) -> None:
    async with traveller(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.go("/capture")
        await settled(page)
        await page.context.set_offline(True)
        await page.get_by_label("The next pictures are parts of one receipt").check()
        await page.locator("input[type=file]").first.set_input_files([printed(number) for number in (41, 42, 43)])
        await expect(page.locator("#uploads").get_by_text("Saved on this device")).to_have_count(3)
        await expect(page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
        await expect(page.get_by_role("link", name="Waiting to be sent: 3")).to_be_visible()
        await page.context.route("**/api/v1/receipts", lose_the_answer, times=1)
        await online(page)
        await expect(page.get_by_role("main").locator(".row[data-arrival]")).to_have_count(1)
        await expect(page.get_by_role("status").filter(has_text="No connection")).to_have_count(0)
        await nothing_waits(page)
        assert await parts_in_the_books(page) == [3]


async def test_the_next_part_takes_the_place_of_one_that_is_not_taken_and_none_is_lost(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        page = mara.page
        await mara.keep_messages()
        mara.expected = ("415 (Unsupported",)
        await offline(mara)
        for first in (printed(51), no_receipt()):
            await page.get_by_label("The next pictures are parts of one receipt").check()
            await page.locator("#files").set_input_files(
                [first, printed(52), printed(53)] if first["name"] != "notes.png" else [first, printed(54), printed(55)]
            )
            await expect(page.get_by_label("The next pictures are parts of one receipt")).not_to_be_checked()
        await expect(page.locator("#queue").get_by_text("Waiting for the picture before it")).to_have_count(4)
        await page.locator("#queue > li").first.get_by_role("button", name="Discard").click()
        await page.get_by_role("button", name="Undo").click()
        await page.locator("#queue > li").nth(1).get_by_role("button", name="Discard").click()
        await expect(page.locator("#queue > li")).to_have_count(5)
        await online(page)
        await expect(page.locator("#queue > li")).to_have_count(1)
        await expect(page.locator("#queue .refused")).to_contain_text("notes.png")
        assert await parts_in_the_books(page) == [2, 2]


async def lose_the_answer(route: Route) -> None:
    """The server has it, and nobody is told."""
    await route.fetch()
    await route.abort()


async def parts_in_the_books(page: Page) -> list[int]:
    """How many receipts each expense has."""
    return list(
        await page.evaluate(
            "fetch('/api/v1/expenses').then(answer => answer.json()).then(all => all.items.map(each => each.receipts.length))"
        )
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
async def test_the_app_without_a_network_breaks_no_rule_of_accessibility(
    live_app: LiveSite, browser: Browser, size: str, theme: str
) -> None:
    async with traveller(browser, live_app, {"phone": PHONE, "desk": DESK}[size], color_scheme=theme, reduced_motion="reduce") as mara:
        page = mara.page
        await offline(mara)
        await type_in(page, "1250", "A place with a very long name that goes on " * 3)
        await page.locator("#files").set_input_files(RECEIPT)
        await expect(page.locator("#queue > li")).to_have_count(2)
        assert await broken_rules(page) == []
        await page.set_viewport_size({"width": 320, "height": 640})
        assert await too_wide(page) <= 0


async def test_the_browser_may_install_the_app(live_app: LiveSite, browser: Browser) -> None:
    async with traveller(browser, live_app) as mara:
        devtools = await mara.page.context.new_cdp_session(mara.page)
        assert (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"] == []
        manifest = await devtools.send("Page.getAppManifest")
        assert manifest["errors"] == []
