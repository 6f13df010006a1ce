"""The print of a picture: what leaves it as it is, and what does not."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageOps

from backend.ocr.picture_print import BITS, picture_print
from backend.ocr.prints import MOST_BITS

RECEIPTS = Path(__file__).parents[2] / "data" / "receipts"
PICTURES = sorted(path for path in RECEIPTS.iterdir() if path.suffix in (".jpg", ".jpeg", ".png"))


def opened(path: Path) -> Image.Image:
    with Image.open(path) as file:
        return ImageOps.exif_transpose(file).convert("RGB")


def saved_anew(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    buffer.seek(0)
    return Image.open(buffer).convert("RGB")


def bits_apart(one: bytes | None, other: bytes | None) -> int:
    assert one is not None and other is not None and len(one) == len(other) == BITS // 8
    return sum((mine ^ theirs).bit_count() for mine, theirs in zip(one, other, strict=True))


CHANGES = {
    "saved anew": lambda image: saved_anew(image, 40),
    "a third as wide": lambda image: saved_anew(image.resize((image.width // 3, image.height // 3)), 60),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.8),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.3),
    "without colour": lambda image: image.convert("L"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_picture_that_was_saved_anew_keeps_its_print(change: str) -> None:
    for path in PICTURES:
        image = opened(path)
        assert bits_apart(picture_print(image), picture_print(CHANGES[change](image))) <= 14, path.name


def test_a_hundredth_cut_off_each_edge_leaves_it_near() -> None:
    apart = []
    for path in PICTURES:
        image = opened(path)
        edge = (image.width // 100, image.height // 100)
        apart.append(bits_apart(picture_print(image), picture_print(image.crop((*edge, image.width - edge[0], image.height - edge[1])))))
    assert sum(each <= MOST_BITS for each in apart) >= 0.9 * len(apart)


def test_different_receipts_are_far_apart() -> None:
    prints = [picture_print(opened(path)) for path in PICTURES]
    assert len(prints) >= 3
    nearest = min(bits_apart(one, other) for number, one in enumerate(prints) for other in prints[:number])
    assert nearest > MOST_BITS


def test_a_page_that_shows_nothing_has_no_print() -> None:
    assert picture_print(Image.new("RGB", (800, 1200), "white")) is None
