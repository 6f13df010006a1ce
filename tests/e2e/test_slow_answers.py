"""Answers that are long on their way: nothing that is typed or pressed meanwhile is lost to one about what stood before."""

from playwright.async_api import Browser, Page, expect

from tests.e2e.answers import slow_answers
from tests.e2e.pages import settled
from tests.e2e.test_expense_page import RECEIPTS, typed, with_receipt
from tests.e2e.visitor import DESK, Visitor, visit
from tests.live import LiveSite

NAMES = "fetch('/api/v1/expenses').then(answer => answer.json()).then(page => page.items.map(each => each.merchant.name))"
SHOP = "Corner shop"
DAY = "fetch('/api/v1/expenses').then(answer => answer.json()).then(page => page.items[0].occurred_on)"


async def at_an_expense(mara: Visitor) -> None:
    await mara.register()
    await typed(mara, "12.50", SHOP)
    await settled(mara.page)


async def put(page: Page, label: str, text: str) -> None:
    """Type into a field and leave it."""
    await page.get_by_label(label).fill(text)
    await page.get_by_label(label).blur()


async def test_a_field_that_is_entered_and_left_again_before_the_answer_keeps_what_was_typed(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, answers = mara.page, await slow_answers(mara.page)
        await at_an_expense(mara)
        merchant = page.get_by_label("Merchant")
        answers.hold()
        await put(page, "Merchant", "Kiosk")
        await merchant.focus()
        await merchant.blur()
        await expect(merchant).to_have_value("Kiosk")
        answers.let_go()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kiosk")
        await put(page, "Note", "Two papers")  # events are taken one after the other
        await expect(page.get_by_label("Note")).to_have_attribute("data-server", "Two papers")
        await expect(merchant).to_have_attribute("data-server", "Kiosk")
        await expect(merchant).to_have_value("Kiosk")


async def test_an_answer_about_an_earlier_text_leaves_the_later_one_in_its_field(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, answers = mara.page, await slow_answers(mara.page)
        await at_an_expense(mara)
        merchant = page.get_by_label("Merchant")
        answers.hold()
        await put(page, "Merchant", "Kiosk")
        await put(page, "Merchant", "Kiosk in Graz")
        await answers.pass_until('"Kiosk"')
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kiosk")
        await expect(merchant).to_have_value("Kiosk in Graz")
        answers.hold()
        await page.reload()  # nothing of the second answer came: it is handed in again
        answers.let_go()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kiosk in Graz")
        await expect(merchant).to_have_value("Kiosk in Graz")


async def test_what_one_types_on_before_the_answer_is_no_clash_with_oneself(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, answers = mara.page, await slow_answers(mara.page)
        await at_an_expense(mara)
        total = page.get_by_label("Total")
        answers.hold()
        await put(page, "Total", "4")
        await total.focus()
        await total.press("End")
        await total.type("5")
        answers.let_go()
        await expect(total).to_have_attribute("data-server", "4.00")  # it is in the books, written as the books do
        await expect(total).to_have_value("45")
        await total.blur()
        await expect(total).to_have_value("45.00")
        await expect(page.get_by_text("Changed meanwhile")).to_have_count(0)


async def test_words_that_are_pointed_at_one_after_the_other_all_stay_whatever_is_answered_meanwhile(
    live_app: LiveSite, browser: Browser
) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, answers = mara.page, await slow_answers(mara.page)
        papers = await with_receipt(mara)
        merchant, heading = page.get_by_label("Merchant"), page.get_by_role("heading", level=1)
        await merchant.focus()
        words = papers.get_by_role("listbox", name="Words on the receipt")
        printed = words.get_by_role("option")
        await expect(printed.first).to_be_attached()
        first = await printed.all_text_contents()
        answers.hold()
        await put(page, "Merchant", "Kiosk")
        await merchant.focus()
        await merchant.press("F2")
        await words.press("Home")
        await words.press("Enter")
        await expect(merchant).not_to_have_attribute("data-put", "")  # the first word was handed in by itself
        await answers.pass_until('"Kiosk"')
        await expect(heading).to_have_text("Kiosk")
        await expect(merchant).to_have_value(first[0])
        await words.press("ArrowRight")
        await words.press("Enter")
        await words.press("Escape")
        answers.let_go()
        await expect(heading).to_have_text(" ".join(first[:2]))
        await expect(merchant).to_have_value(" ".join(first[:2]))
        await expect(page.get_by_text("Changed meanwhile")).to_have_count(0)


async def test_a_field_of_a_card_stays_while_one_is_at_it_though_it_is_in_doubt_no_more(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, answers = mara.page, await slow_answers(mara.page)
        await mara.register()
        await mara.go("/capture")
        await page.locator("input[type=file]").first.set_input_files(RECEIPTS / "starbucks_dublin.jpg")
        await expect(page.get_by_role("main").get_by_role("link").filter(has_text="review")).to_be_visible()
        await mara.go("/inbox")
        card = page.get_by_role("article")
        total = card.get_by_label("Total")
        await expect(total).to_have_value("5.60")
        answers.hold()
        await total.fill("5.70")
        await total.blur()
        await total.fill("5.80")
        answers.let_go()
        await expect(card.get_by_text("5.70")).to_be_visible()  # the first one is in the books
        await expect(total).to_be_focused()
        await expect(total).to_have_value("5.80")
        await total.blur()
        await expect(card.get_by_text("5.80")).to_be_visible()
        await expect(total).to_have_value("5.80")
        await expect(card.get_by_text("Entered by you")).to_be_visible()


async def test_a_day_that_was_chosen_stands_when_the_page_is_filled_anew_until_it_is_in_the_books(
    live_app: LiveSite, browser: Browser
) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        day = page.get_by_label("Date", exact=True)
        today = await day.input_value()
        await put(page, "Date", "2024-03-01")
        await expect(day).to_have_value("1 Mar 2024")
        await page.reload()
        await settled(page)
        await expect(day).to_have_value("1 Mar 2024")
        await page.get_by_label("Amount").fill("4.20")
        await page.get_by_role("button", name="Save expense").click()
        await expect(day).to_have_value(today)
        assert await page.evaluate(DAY) == "2024-03-01"


async def test_the_next_expense_may_be_typed_while_the_last_one_is_on_its_way_to_the_books(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page, answers = mara.page, await slow_answers(mara.page)
        await mara.register()
        await mara.go("/capture")
        amount, merchant, note = page.get_by_label("Amount"), page.get_by_label("Merchant"), page.get_by_label("Note")
        await amount.fill("4.20")
        await merchant.fill("Kiosk")
        await note.fill("Two papers")
        await page.get_by_label("Category").fill("groc")
        await page.get_by_label("Category").press("Enter")
        answers.hold()
        await page.get_by_role("button", name="Save expense").click()
        await amount.fill("7")
        await merchant.fill("Bak")
        answers.let_go()
        await expect(note).to_have_value("")  # the first one is in the books
        await expect(page.get_by_label("Category")).to_have_value("")
        await expect(merchant).to_be_focused()
        await page.keyboard.type("ery")
        await expect(amount).to_have_value("7")
        await page.reload()
        await expect(merchant).to_have_value("Bakery")
        await page.get_by_role("button", name="Save expense").click()
        await expect(merchant).to_have_value("")
        names = await page.evaluate(NAMES)
        assert names == ["Bakery", "Kiosk"]
