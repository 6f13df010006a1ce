"""Draws what the manifest names: the monochrome icon, and two pictures of Home taken from a running instance with demo books.

python -m tests.tools.manifest_pictures http://127.0.0.1:8000 demo@example.com "password"
"""

import asyncio
import io
import sys
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw
from playwright.async_api import Page, async_playwright

from tests.browser import ROOT, launch

ICONS: Final = ROOT / "assets" / "icons"
SHOTS: Final = {"screen-narrow": (390, 844, 2), "screen-wide": (1440, 900, 1)}
_COLOURS: Final = 64


def monochrome(edge: int = 512) -> Image.Image:
    """The ring of the mark, white on nothing: the system colours it."""
    big = edge * 4
    drawing = Image.new("L", (big, big), 0)
    radius, stroke, middle = big * 0.2475, big * 0.104, big / 2
    box = (middle - radius, middle - radius, middle + radius, middle + radius)
    ImageDraw.Draw(drawing).ellipse(box, outline=255, width=round(stroke))
    ring = drawing.resize((edge, edge), Image.Resampling.LANCZOS)
    icon = Image.new("LA", (edge, edge), (255, 0))
    icon.putalpha(ring)
    return icon


async def shoot(url: str, email: str, password: str) -> None:
    """Take the two pictures of Home, in few colours so that they stay small."""
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        for name, (width, height, scale) in SHOTS.items():
            size = {"width": width, "height": height}
            context = await browser.new_context(viewport=size, device_scale_factor=scale, locale="en-GB", reduced_motion="reduce")
            page = await context.new_page()
            await sign_in(page, url, email, password)
            await page.locator(".plot").first.wait_for()
            await page.wait_for_timeout(1000)
            save(await page.screenshot(), ICONS / f"{name}.png")
        await browser.close()


async def sign_in(page: Page, url: str, email: str, password: str) -> None:
    """Open Home as somebody."""
    await page.goto(f"{url}/login")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{url}/")


def save(png: bytes, path: Path) -> None:
    """Write a picture in a palette of its own."""
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    monochrome().save(ICONS / "mono-512.png", optimize=True)
    asyncio.run(shoot(*sys.argv[1:4]))
