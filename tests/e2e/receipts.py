"""Receipts to be sent, drawn for tests: each is a paper of its own and read in a moment."""

import io

from PIL import Image, ImageDraw
from playwright.async_api import FilePayload


def printed(number: int) -> FilePayload:
    """A small receipt with a shop, a day and a total of its own."""
    picture = Image.new("RGB", (420, 260), "white")
    draw = ImageDraw.Draw(picture)
    for row, text in enumerate((f"CORNER SHOP {number}", "21.11.2024  10:15", "Bread            2.50", f"TOTAL EUR       {number + 3}.40")):
        draw.text((30, 30 + 45 * row), text, fill="black", font_size=26)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return {"name": f"shop-{number}.png", "mimeType": "image/png", "buffer": file.getvalue()}


def damaged(number: int) -> FilePayload:
    """The beginning of such a picture: it is taken in, and cannot be read."""
    whole = printed(number)
    return {"name": "damaged.png", "mimeType": "image/png", "buffer": whole["buffer"][:300]}


def no_receipt() -> FilePayload:
    """A file of a kind that is not taken."""
    return {"name": "notes.png", "mimeType": "image/png", "buffer": b"bread, butter and no picture"}
