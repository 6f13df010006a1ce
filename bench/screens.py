"""Pictures of every page for `docs/screens`: `make screens`.

Real books on both sizes and in both themes, then what strains a page: nothing at all, 5,000 rows, the longest words, amounts
without decimals and with three, and a reader of Arabic.
"""

import asyncio
import io
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import httpx
from PIL import Image
from playwright.async_api import BrowserContext, Page, Playwright, async_playwright, expect

from backend.cli import tools
from bench.signed_in import Login, signed_in, site_with_books
from bench.web import SIZES, an_expense
from tests.browser import ROOT
from tests.e2e.pages import settled
from tests.live import LiveSite
from tests.mails import a_mail, bring

FOLDER: Final = ROOT / "docs" / "screens"
THEMES: Final = ("light", "dark")
LETTERS: Final = tools.KEPT / "letters"
PAGES: Final = {
    "home": "/",
    "expenses": "/expenses",
    "capture": "/capture",
    "inbox": "/inbox",
    "notifications": "/notifications",
    "duplicates": "/duplicates",
    "settings": "/settings",
    "welcome": "/welcome",
    "missing": "/there-is-no-such-page",
}
OPEN_PAGES: Final = {"sign-in": "/login", "register": "/register"}
STRAINED: Final = {"home": "/", "expenses": "/expenses"}
# What a page shows further down, or drawn another way: the whole length of it.
WHOLE: Final = ("whole", "parts")
TALL: Final = {"home-whole": "/", "home-parts": "/?by=ring&months=parts", "settings-whole": "/settings", "duplicates-whole": "/duplicates"}
ROWS: Final = 5_000
DRAWN: Final = "() => [...document.images].every((each) => each.complete || each.loading === 'lazy')"  # those below the window never come
_AT_ONCE: Final = 8
_COLOURS: Final = 128
_WORDS: Final = (
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "EUR", "1234567.89"),
    ("ラーメン横丁 すすきの本店 深夜営業", "JPY", "128400"),
    ("مطعم السرايا للمأكولات البحرية", "KWD", "1250.375"),
    ("O’Flaherty’s", "USD", "0.01"),
    ("Crêperie Ñandú & Çağlayan", "CHF", "12.50"),
)


def letters() -> None:
    """Lay the letters of Japanese and Arabic where the browser finds them by `XDG_DATA_HOME`: a machine may have none of its own."""
    tools.install(ROOT / "bench" / "fonts")
    (LETTERS / "fonts").mkdir(parents=True, exist_ok=True)
    for file in (ROOT / "bench" / "fonts" / "node_modules").glob("@*/noto-sans-*/[47]00*/*_[47]00*.ttf"):
        shutil.copy(file, LETTERS / "fonts" / file.name)


async def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what the page shows, with few colours: the pictures travel with the code. `whole` is down to its end."""
    bars = ".tabbar { display: none } .bar-actions { position: static }" if whole else ""  # they stand in the middle of what is longer
    shot = Image.open(io.BytesIO(await page.screenshot(animations="disabled", full_page=whole, style=bars)))
    FOLDER.mkdir(parents=True, exist_ok=True)
    shot.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    print(f"  {name}", flush=True)


async def unfold(page: Page) -> None:
    """Show what was bought."""
    await page.locator(".bought summary").click()


async def divide(page: Page) -> None:
    """Open the sheet that divides an expense, filled by what was bought."""
    await page.get_by_role("button", name="Split").click()
    await page.get_by_role("button", name="By what was bought").click()
    await expect(page.get_by_role("dialog").locator(".item").first).to_be_visible()


OPENED: Final = {"expense-whole": unfold, "expense-divided": divide}


async def pictures(context: BrowserContext, site: LiveSite, pages: Mapping[str, str], ending: str, *, open_pages: bool = False) -> None:
    """One picture of each page."""
    for name, path in pages.items():
        page = await context.new_page()
        await page.goto(site.url + path)
        if not open_pages and name != "missing":
            await settled(page)
        if name in OPENED:
            await OPENED[name](page)
        await page.wait_for_function(DRAWN)
        await page.wait_for_timeout(400)  # what has come has been drawn by then
        await picture(page, f"{name}-{ending}", whole=name.split("-")[-1] in WHOLE)
        await page.close()


async def in_each_dress(playwright: Playwright, site: LiveSite, login: Login, pages: Mapping[str, str], prefix: str = "") -> None:
    """Both sizes in both themes, of what somebody sees; then what nobody needs to sign in for."""
    for size, viewport in SIZES.items():
        for theme in THEMES:
            options = {"viewport": viewport, "color_scheme": theme, "locale": "en-GB"}
            async with signed_in(playwright, site, login, env={**os.environ, "XDG_DATA_HOME": str(LETTERS)}, **options) as context:
                shown = dict(pages) if prefix else {**pages, **TALL, **await _expense(context, site)}
                await pictures(context, site, shown, f"{prefix}{size}-{theme}")
                if not prefix:
                    await context.clear_cookies()
                    await pictures(context, site, OPEN_PAGES, f"{size}-{theme}", open_pages=True)


async def _expense(context: BrowserContext, site: LiveSite) -> dict[str, str]:
    """The pictures of one expense."""
    return dict.fromkeys(("expense", *OPENED), await an_expense(context, site))


async def somebody(site: LiveSite, name: str, **fields: Any) -> tuple[Login, httpx.AsyncClient]:
    """A new account, and a client that acts for it."""
    login = Login(f"{name}@screens.example", "plenty of small coins")
    client = httpx.AsyncClient(base_url=f"{site.url}/api/v1", timeout=60)
    body = {"email": login.email, "password": login.password, "display_name": "Maximiliane von und zu Hohenstein", **fields}
    (await client.post("/auth/register", json=body)).raise_for_status()
    tokens = (await client.post("/auth/login", json={"email": login.email, "password": login.password})).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    return login, client


async def strain(client: httpx.AsyncClient) -> None:
    """As many rows as anybody scrolls through, with names and amounts that are hard to fit."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int) -> None:
        merchant, currency, amount = _WORDS[number // 140 % len(_WORDS)]
        day = f"2026-{1 + number % 10:02d}-{1 + number % 28:02d}"
        async with gate:
            sent = {"occurred_on": day, "merchant": merchant, "money": {"amount": amount, "currency": currency}, "note": merchant * 3}
            (await client.post("/expenses", json=sent)).raise_for_status()

    await asyncio.gather(*(one(number) for number in range(ROWS)))


async def by_mail(playwright: Playwright, site: LiveSite, login: Login) -> None:
    """An address for receipts, and what came to it: one that is taken, one from somebody who is not on the list."""
    receipt = (ROOT / "tests" / "data" / "receipts" / "starbucks_dublin.jpg").read_bytes()
    async with signed_in(playwright, site, login) as context, httpx.AsyncClient(base_url=site.url, timeout=60) as client:
        page = await context.new_page()
        await page.goto(f"{site.url}/settings")
        await page.get_by_role("button", name="Make an address").click()
        address = await page.locator("#mail-address").inner_text()
        for sender in (login.email, "bills@shop.example"):
            (await bring(client, a_mail(address, sender, ("lunch.jpg", receipt)).as_bytes())).raise_for_status()
        for outcome in ("1 receipt added", "Not on your list"):
            await expect(page.get_by_text(outcome)).to_be_visible()


async def twice(site: LiveSite, login: Login) -> None:
    """A receipt, and the same one saved anew: what the page of duplicates asks about."""
    receipt = ROOT / "tests" / "data" / "receipts" / "cowgirl_creamery.jpg"
    again = io.BytesIO()
    Image.open(receipt).save(again, "JPEG", quality=70)
    async with httpx.AsyncClient(base_url=f"{site.url}/api/v1", timeout=60) as client:
        tokens = (await client.post("/auth/login", json={"email": login.email, "password": login.password})).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        for name, data in (("receipt.jpg", receipt.read_bytes()), ("again.jpg", again.getvalue())):
            sent = (await client.post("/receipts", files={"file": (name, data, "image/jpeg")})).raise_for_status().json()
            await _read(client, sent["id"])
    await asyncio.sleep(2)  # it is compared after it was read


async def _read(client: httpx.AsyncClient, receipt: str) -> None:
    for _try in range(120):
        if (await client.get(f"/receipts/{receipt}")).json()["status"] not in ("queued", "reading"):
            return
        await asyncio.sleep(0.5)
    raise RuntimeError("the receipt for the page of duplicates was not read within a minute")


async def draw(site: LiveSite, login: Login) -> None:
    """All pictures."""
    async with async_playwright() as playwright:
        await by_mail(playwright, site, login)
        await twice(site, login)
        await in_each_dress(playwright, site, login, PAGES)
        nobody, client = await somebody(site, "nobody")
        await client.aclose()
        await in_each_dress(playwright, site, nobody, {**STRAINED, "inbox": "/inbox", "notifications": "/notifications"}, "empty-")
        crowded, client = await somebody(site, "crowded")
        await strain(client)
        await client.aclose()
        await in_each_dress(playwright, site, crowded, {**STRAINED, "duplicates": "/duplicates"}, "crowded-")
        arabic, client = await somebody(site, "arabic", locale="ar")
        await client.post("/expenses", json={"merchant": _WORDS[2][0], "money": {"amount": "12.500", "currency": "KWD"}})
        await client.aclose()
        await in_each_dress(playwright, site, arabic, {**STRAINED, "capture": "/capture", "settings": "/settings"}, "arabic-")


def main() -> int:
    """Draw them anew; what no page shows any more goes."""
    letters()
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with site_with_books() as (site, login):
        asyncio.run(draw(site, login))
    total = sum(each.stat().st_size for each in Path(FOLDER).glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {total / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
