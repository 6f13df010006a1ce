"""One expense beside its receipts: what is lit, what is typed, what others do meanwhile, what is divided."""

from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.pages import broken_rules
from tests.e2e.visitor import DESK, PHONE, Visitor, visit
from tests.live import LiveSite

RECEIPTS = Path(__file__).parents[1] / "data" / "receipts"


async def typed(visitor: Visitor, amount: str, merchant: str) -> None:
    """Record an expense by hand and open its page."""
    page = visitor.page
    await visitor.go("/capture")
    await page.get_by_label("Amount").fill(amount)
    await page.get_by_label("Merchant").fill(merchant)
    await page.get_by_role("button", name="Save expense").click()
    await expect(page.get_by_label("Amount")).to_have_value("")
    await visitor.go("/expenses")
    await page.get_by_role("main").get_by_role("link", name=merchant).click()
    await expect(page.get_by_label("Merchant")).to_have_value(merchant)


async def with_receipt(mara: Visitor) -> Locator:
    """The receipts of an expense that a new person has typed and given a picture."""
    await mara.register()
    await typed(mara, "12.50", "Corner shop")
    await mara.page.get_by_label("Add the receipt").set_input_files(RECEIPTS / "caffe_nero.jpg")
    papers = mara.page.get_by_role("region", name="Receipts")
    await expect(papers.get_by_role("img", name="Receipt")).to_be_visible()
    return papers


async def leave(page: Page, label: str, text: str) -> None:
    await page.get_by_label(label).fill(text)
    await page.get_by_label(label).blur()


async def test_the_focused_field_lights_its_place_on_a_receipt_that_was_added_turned_and_removed(
    live_app: LiveSite, browser: Browser
) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        papers = await with_receipt(mara)
        await page.get_by_label("Total").focus()
        await expect(papers.locator(".hl-total")).to_have_css("opacity", "1")
        await expect(page.get_by_label("Total")).to_have_value("12.50")  # a person had typed it
        await page.get_by_label("Total").press("Escape")  # while a field has the focus, a click is for the words
        await papers.locator(".hl-merchant").click()
        await expect(page.get_by_label("Merchant")).to_be_focused()
        await expect(papers.locator(".hl-total")).to_have_css("opacity", "0")
        await papers.get_by_role("button", name="Turn").click()
        await page.reload()
        await expect(papers.locator("[data-on][data-turn='1']")).to_be_visible()
        await papers.get_by_role("button", name="More").click()
        await page.get_by_label("Add another receipt").set_input_files(RECEIPTS / "starbucks_dublin.jpg")
        await expect(papers.get_by_text("1 / 2")).to_be_visible()
        await papers.get_by_role("button", name="Next page").click()
        await papers.get_by_role("button", name="More").click()
        await page.get_by_role("button", name="Remove this receipt").click()
        await expect(papers.get_by_text("1 / 2")).to_be_hidden()
        await page.locator(".toast", has_text="Receipt removed").get_by_role("button", name="Undo").click()
        await expect(papers.get_by_text("/ 2")).to_be_visible()


async def test_a_word_of_the_receipt_fills_the_field_in_focus_by_mouse_by_keys_and_in_the_large_view(
    live_app: LiveSite, browser: Browser
) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        papers = await with_receipt(mara)
        total, merchant, day = page.get_by_label("Total"), page.get_by_label("Merchant"), page.get_by_label("Date")
        await total.focus()
        words = papers.get_by_role("listbox", name="Words on the receipt")
        await words.get_by_role("option", name="9.30").first.click(force=True)
        await expect(total).to_have_value("9.30")
        await expect(total).to_be_focused()
        await expect(page.get_by_role("heading", level=1).locator("xpath=../..").get_by_text("9.30")).to_be_visible()  # it is in the books
        await day.focus()
        await words.get_by_role("option", name="31").first.click(force=True)
        await day.press("Escape")
        await expect(day).to_have_value("2019-08-31")
        await merchant.focus()
        await merchant.press("F2")
        await expect(words).to_be_focused()
        await words.press("Home")
        await words.press("Enter")
        await words.press("ArrowRight")
        await words.press("Enter")
        await words.press("Escape")
        await expect(merchant).to_be_focused()
        first = await words.get_by_role("option").all_text_contents()
        await expect(merchant).to_have_value(" ".join(first[:2]))
        await expect(page.get_by_role("heading", level=1)).to_have_text(" ".join(first[:2]))
        await papers.get_by_role("button", name="Open", exact=True).click()
        large = page.get_by_role("dialog", name="Receipt, large")
        await large.get_by_label("A word fills").select_option(label="Note")
        await large.get_by_role("option", name=first[2]).first.click(force=True)
        await expect(large.get_by_role("status").filter(has_text=first[2])).to_be_visible()
        assert await broken_rules(page) == []
        await page.keyboard.press("Escape")
        await expect(page.get_by_label("Note")).to_have_value(first[2])
        await expect(page.get_by_label("Note")).to_have_attribute("data-server", first[2])
        await page.get_by_text("History").click()
        await page.get_by_role("button", name="Undo Note").click()  # whichever message is the newest by now
        await expect(page.get_by_label("Note")).to_have_value("")


async def test_what_was_changed_elsewhere_meanwhile_is_shown_beside_what_was_typed(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await typed(mara, "12.50", "Corner shop")
        other = await page.context.new_page()
        await other.goto(page.url)
        await expect(other.get_by_label("Merchant")).to_have_value("Corner shop")
        await page.get_by_label("Merchant").fill("Corner shop in Graz")
        await leave(other, "Merchant", "Kiosk")
        await leave(other, "Note", "Two papers")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Kiosk")
        await expect(page.get_by_label("Note")).to_have_value("Two papers")
        await page.get_by_label("Merchant").blur()
        await expect(page.get_by_text("Changed meanwhile to “Kiosk”")).to_be_visible()
        await expect(page.get_by_label("Merchant")).to_have_value("Corner shop in Graz")
        await page.reload()
        await expect(page.get_by_label("Merchant")).to_have_value("Corner shop in Graz")
        await page.get_by_role("button", name="Keep mine").click()
        await expect(other.get_by_label("Merchant")).to_have_value("Corner shop in Graz")
        await expect(page.get_by_text("Changed meanwhile")).to_have_count(0)


async def test_what_is_typed_and_not_yet_left_outlives_a_reload(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await typed(mara, "12.50", "Corner shop")
        note = "Überlänge\n" + "n" * 9_990
        await page.get_by_label("Note").press_sequentially("for Ines")
        await page.reload()
        await expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
        await expect(page.get_by_label("Note")).to_have_value("for Ines")
        await leave(page, "Note", note)
        await leave(page, "Total", "12,5,0 apples")
        await expect(page.get_by_role("alert").filter(has_text="amount")).to_be_visible()
        await page.reload()
        await expect(page.get_by_label("Total")).to_have_value("12,5,0 apples")
        await expect(page.get_by_label("Note")).to_have_value(note)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_an_expense_is_divided_to_the_last_cent_and_made_whole_by_its_history(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await typed(mara, "10.00", "Market hall")
        await page.get_by_role("button", name="Split").click()
        lines = page.get_by_role("dialog", name="Divide among categories")
        await lines.get_by_role("button", name="Add a line").click()
        await expect(lines.get_by_label("Part")).to_have_count(2)
        await lines.get_by_role("button", name="Same for all").click()
        await expect(lines.get_by_role("status").filter(has_text="3.34")).to_be_visible()
        await lines.get_by_label("Goes to").nth(1).select_option(label="Groceries")
        await lines.get_by_label("Part").first.fill("20")
        await lines.get_by_label("Part").first.blur()
        await expect(lines.get_by_text("more than the total")).to_be_visible()
        await lines.get_by_label("Part").first.fill("4+1")
        await lines.get_by_label("Part").first.blur()
        await lines.get_by_role("button", name="Divide", exact=True).click()
        await expect(lines).to_be_hidden()
        await expect(page.get_by_role("listitem").filter(has_text="Groceries").filter(has_text="£5.00")).to_be_visible()
        await leave(page, "Total", "20")
        await expect(page.get_by_role("listitem").filter(has_text="Groceries").filter(has_text="£10.00")).to_be_visible()
        await page.get_by_text("History").click()
        await page.get_by_role("button", name="Undo Total").click()
        await expect(page.get_by_label("Total")).to_have_value("10.00")
