"""From an address to a receipt in the books, as a person does it, in a real browser on the production build."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.visitor import DESK, PHONE, Visitor, visit
from tests.live import LiveSite

RECEIPTS = Path(__file__).parents[1] / "data" / "receipts"


async def capture(visitor: Visitor, path: Path) -> None:
    await visitor.page.locator("input[type=file]").first.set_input_files(path)


async def test_a_photographed_receipt_fills_in_by_itself_and_stands_beside_its_expense(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await page.get_by_role("link", name="Capture").last.click()
        await expect(page.get_by_role("heading", name="Capture", exact=True)).to_be_visible()
        loads: list[str] = []
        page.on("load", lambda _: loads.append(page.url))
        await capture(mara, RECEIPTS / "starbucks_dublin.jpg")
        row = page.get_by_role("main").get_by_role("link", name="Starbucks")
        await expect(row).to_contain_text("5.60")
        await expect(row).to_contain_text("Eating out")
        assert loads == []  # it came without a reload
        await row.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Starbucks")
        await expect(page.get_by_label("Merchant")).to_have_value("Starbucks")
        await expect(page.get_by_label("Total")).to_have_value("5.60")
        await expect(page.get_by_label("Date")).to_have_value("12 Jul 2022")
        await expect(page.get_by_label("Category")).to_have_value("Eating out")
        await expect(page.get_by_text("Starbucks is known as a cafe")).to_be_visible()
        picture = page.get_by_role("img", name="Receipt", exact=True).first
        await expect(picture).to_be_visible()
        await page.wait_for_function("image => image.complete && image.naturalWidth > 100", arg=await picture.element_handle())
        await expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()  # nothing on it adds up to its total
        await mara.go("/notifications")
        await expect(page.get_by_role("link", name="Starbucks has been read")).to_be_visible()


async def test_what_is_typed_is_kept_on_blur_and_outranks_the_machine(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await capture(mara, RECEIPTS / "starbucks_dublin.jpg")
        await page.get_by_role("main").get_by_role("link", name="Starbucks").click()
        merchant = page.get_by_label("Merchant")
        await expect(merchant).to_have_value("Starbucks")
        await merchant.fill("Coffee with Ines")
        await merchant.blur()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Coffee with Ines")
        await page.reload()
        await expect(page.get_by_label("Merchant")).to_have_value("Coffee with Ines")
        await expect(page.get_by_text("Entered by you").first).to_be_visible()


async def test_an_amount_that_cannot_be_stays_as_typed_with_words_beside_it(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await page.get_by_label("Amount").fill("12.345")
        await page.get_by_label("Merchant").fill("Corner shop")
        await page.get_by_role("button", name="Save expense").click()
        await expect(page.get_by_role("alert").filter(has_text="GBP")).to_be_visible()
        await expect(page.get_by_label("Amount")).to_have_value("12.345")
        await expect(page.get_by_label("Merchant")).to_have_value("Corner shop")


async def test_a_double_click_makes_one_expense_and_delete_can_be_undone(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.keep_messages()
        await mara.register()
        await mara.go("/capture")
        await page.get_by_label("Amount").fill("12.50")
        await page.get_by_label("Merchant").fill("Corner shop")
        await page.get_by_role("button", name="Save expense").dblclick()
        await expect(page.get_by_label("Amount")).to_have_value("")
        await mara.go("/expenses")
        rows = page.get_by_role("main").get_by_role("link", name="Corner shop")
        await expect(rows).to_have_count(1)
        await rows.click()
        await expect(page.get_by_label("Merchant")).to_have_value("Corner shop")
        await page.get_by_role("button", name="Delete").first.click()
        await page.locator(".toast").filter(has_text="deleted").get_by_role("button", name="Undo").click()
        await expect(rows).to_have_count(1)
        await mara.go("/expenses")
        await expect(rows).to_have_count(1)


async def test_a_text_file_called_a_picture_is_refused_in_words(live_app: LiveSite, browser: Browser, tmp_path: Path) -> None:
    fake = tmp_path / "receipt.jpg"
    fake.write_text("total 12.00\n" * 50)
    async with visit(browser, live_app, PHONE) as mara:
        await mara.register()
        await mara.go("/capture")
        await capture(mara, fake)
        await expect(mara.page.get_by_text("not a picture or PDF")).to_be_visible()
        mara.complaints.clear()  # the browser itself notes an answer of 415


async def test_a_receipt_that_cannot_be_read_ends_in_a_form_beside_its_reason(live_app: LiveSite, browser: Browser, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jpg"
    cut.write_bytes((RECEIPTS / "caffe_nero.jpg").read_bytes()[:4000])
    async with visit(browser, live_app, PHONE) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/capture")
        await capture(mara, cut)
        await page.get_by_role("main").get_by_role("link").filter(has_text="Could not").first.click()
        await expect(page.get_by_text("damaged", exact=False).first).to_be_visible()
        await page.get_by_label("Total").fill("9.30")
        await page.get_by_label("Total").blur()
        await expect(page.get_by_label("Total")).to_have_value("9.30")


async def test_a_visitor_lands_on_sign_in_and_comes_back_to_where_they_were_going(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await page.context.clear_cookies()
        await mara.go("/settings")
        await page.wait_for_url(re.compile("/login.next="))
        await page.get_by_label("E-mail").fill(mara.email)
        await page.get_by_label("Password").fill("plenty of small coins")
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_url("**/settings")


@pytest.mark.parametrize("path", ["/no/such/page", "/expenses/01a20d19-0000-7000-8000-f8e2e5413144"])
async def test_what_is_not_there_says_so(live_app: LiveSite, browser: Browser, path: str) -> None:
    async with visit(browser, live_app, DESK) as mara:
        await mara.register()
        await mara.go(path)
        words = re.compile("There is (?:nothing|no such expense) here")
        await expect(mara.page.get_by_role("heading", name=words)).to_be_visible()
        mara.complaints.clear()  # the browser itself notes an answer of 404
