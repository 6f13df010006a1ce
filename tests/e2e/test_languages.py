"""The interface in six languages: nothing English on a page of another, nothing that flashes, and the choice in the settings."""

import re
from functools import cache
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from backend.core.wording import catalog_file, read_catalog
from expense_app.catalogs import sources
from expense_app.marked import messages
from tests.e2e.pages import RECEIPT, broken_rules, settled, too_wide
from tests.e2e.visitor import DESK, PASSWORD, PHONE, Visitor, visit
from tests.live import ROOT, LiveSite

PAGES = ("/welcome", "/", "/expenses", "/capture", "/inbox", "/notifications", "/settings")
# What a page says, and whom it says it to: text, names of controls, hints. Choices of long lists are names of places, and
# keys are called what is printed on them.
SAID = """() => {
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) if (!node.parentElement.closest("script,style,option,kbd")) out.push(node.data);
  for (const at of document.querySelectorAll("[aria-label],[placeholder],[title],[alt]"))
    for (const name of ["aria-label", "placeholder", "title", "alt"]) if (at.getAttribute(name)) out.push(at.getAttribute(name));
  out.push(document.title);
  return out.map((each) => each.trim()).filter(Boolean);
}"""
# Every text that the heading had, and every language that the page said it was in, from the first byte on.
WATCH = """
  window.seen = { titles: [], languages: [] };
  const look = () => {
    const heading = document.querySelector("h1")?.textContent, language = document.documentElement?.lang;
    if (heading && !seen.titles.includes(heading)) seen.titles.push(heading);
    if (language && !seen.languages.includes(language)) seen.languages.push(language);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""


@cache
def english(language: str) -> frozenset[str]:
    """The messages that read otherwise in a language, as they stand in the source; only those of letters and of some length."""
    known = read_catalog(catalog_file(language), language)
    texts = {message.id: message.string for message in known if isinstance(message.id, str) and message.id}
    return frozenset(text for text in texts if text not in texts.values() and len(text) > 3 and "{" not in text)


async def left_in_english(page: Page, language: str) -> list[str]:
    """What a page says in English though the catalog has words for it."""
    said = await page.evaluate(SAID)
    sentences = [each for each in english(language) if " " in each and len(each) > 12]
    return [text for text in said if text in english(language) or any(each in text for each in sentences)]


def test_every_word_in_the_built_pages_is_in_the_catalogs(live_app: LiveSite) -> None:
    known = {each.id if isinstance(each.id, str) else each.id[0] for each in sources() if each.id}
    marked = [path for path in (ROOT / ".web" / "build" / "marked").rglob("*") if path.is_file()]
    found = {each.text for path in marked for each in messages(path.read_text(), page=path.suffix == ".html")}
    assert len(found) > 100
    assert {each for each in found if not each.startswith("@")} - known == set()


async def join(visitor: Visitor) -> None:
    """Register by the names of the fields, whatever language they are labelled in."""
    await visitor.go("/register")
    await visitor.page.locator("[name=display_name]").fill("Mara Klein")
    await visitor.page.locator("[name=email]").fill(visitor.email)
    await visitor.page.locator("[name=password]").fill(PASSWORD)
    await visitor.page.locator("form[data-session] [type=submit]").click()
    await visitor.page.wait_for_url("**/welcome")


@pytest.mark.parametrize(("locale", "direction", "title"), [("de-AT", "ltr", "Anmelden"), ("ar-EG", "rtl", "تسجيل الدخول")])
async def test_a_visitor_reads_their_language_from_the_first_byte(
    live_app: LiveSite, browser: Browser, locale: str, direction: str, title: str
) -> None:
    language = locale[:2]
    async with visit(browser, live_app, PHONE, locale=locale) as mara:
        page = mara.page
        answer = await page.request.get(f"{live_app.url}/login", headers={"Accept-Language": locale})
        html = await answer.text()
        assert re.match(f'<!DOCTYPE html><html[^>]*dir="{direction}"', html)
        assert re.match(f'<!DOCTYPE html><html[^>]*lang="{language}"', html)
        assert title in html
        assert "Accept-Language" in answer.headers["vary"]
        await page.add_init_script(WATCH)
        await mara.go("/login")
        await page.wait_for_load_state("networkidle")
        assert await page.evaluate("seen") == {"titles": [title], "languages": [language]}
        assert await left_in_english(page, language) == []


@pytest.mark.parametrize("locale", ["de-DE", "ar-EG"])
async def test_no_page_says_anything_in_english(live_app: LiveSite, browser: Browser, locale: str) -> None:
    language = locale[:2]
    async with visit(browser, live_app, DESK, locale=locale) as mara:
        page = mara.page
        await join(mara)
        await mara.go("/capture")
        await page.locator("input[type=file]").first.set_input_files(RECEIPT)
        row = page.get_by_role("main").get_by_role("link", name="Starbucks")
        await expect(row).to_contain_text(re.compile("5[.,]60"))
        address = await row.get_attribute("href") or ""
        left: dict[str, Any] = {}
        for path in (*PAGES, address):
            await mara.go(path)
            await settled(page)
            await page.wait_for_load_state("networkidle")
            left[path] = await left_in_english(page, language)
        assert {path: texts for path, texts in left.items() if texts} == {}


async def test_somebody_registers_in_japanese_and_finds_books_in_japanese(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE, locale="ja-JP", timezone_id="Asia/Tokyo") as mara:
        await join(mara)
        await expect(mara.page.get_by_role("heading", level=1)).to_have_text("ようこそ。まずはレシートから始めましょう。")
        cookies = {each["name"]: each["value"] for each in await mara.page.context.cookies()}
        assert cookies["lang"] == "ja"
        await mara.go("/capture")
        await expect(mara.page.locator("body")).to_contain_text("食料品")


async def test_a_refusal_comes_in_the_language_of_the_page(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, PHONE, locale="fr-FR") as mara:
        page = mara.page
        await mara.go("/login")
        await page.locator("[name=email]").fill(mara.email)
        await page.locator("[name=password]").fill("not the right one")
        await page.locator("form[data-session] [type=submit]").click()
        await expect(page.get_by_role("alert").first).to_contain_text("L’adresse et le mot de passe ne correspondent pas.")
        mara.complaints.clear()  # the browser itself notes an answer of 401


async def test_the_language_is_changed_in_the_settings_without_signing_out(live_app: LiveSite, browser: Browser) -> None:
    async with visit(browser, live_app, DESK) as mara:
        page = mara.page
        await mara.register()
        await mara.go("/settings")
        await settled(page)
        await page.get_by_label("Language and formats").select_option(label="Deutsch (Österreich)")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen")
        assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["de", "ltr"]
        await settled(page)
        await expect(page.get_by_label("Sprache und Formate")).to_have_value("de-AT")
        await mara.go("/")
        await settled(page)
        assert [each for each in await left_in_english(page, "de") if each != "Personal"] == []  # the books keep the name they were given


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_arabic_pages_keep_the_rules_of_accessibility_and_fit(live_app: LiveSite, browser: Browser, size: dict[str, int]) -> None:
    async with visit(browser, live_app, size, locale="ar-EG", reduced_motion="reduce") as mara:
        await join(mara)
        broken: list[str] = []
        for path in PAGES:
            await mara.go(path)
            await settled(mara.page)
            broken += await broken_rules(mara.page)
            if await too_wide(mara.page):
                broken.append(f"{path} is too wide")
        assert broken == []
