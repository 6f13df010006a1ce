"""Receipts that were photographed lying, on their heads, askew or from the side are read as if they lay straight."""

import io
import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backend.ocr.child import Outcome, Reader
from backend.ocr.reading import Context

TODAY = Context(date(2026, 11, 24))
RECEIPT = Image.open(Path(__file__).parents[1] / "data" / "receipts" / "cowgirl_creamery.jpg").convert("RGB")
ORDER_TOTAL, THANKS = (0.284, 0.61), (0.49, 0.747)  # the middles of two texts, in parts of the receipt's width and height
SIDE = 0.3  # of the receipt's width that is left around it

Corners = list[tuple[float, float]]  # of the receipt in the picture, round from the upper left, in parts of its own width and height


@pytest.fixture
async def reader():
    made = Reader()
    yield made
    await made.close()


def saved(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def rolled(degrees: float) -> Corners:
    """The corners of a receipt that is turned around its middle."""
    turn, (width, height) = math.radians(degrees), RECEIPT.size
    cos, sin = math.cos(turn), math.sin(turn)
    around = [(x * width / 2, y * height / 2) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return [((cos * x - sin * y) / width + 0.5, (sin * x + cos * y) / height + 0.5) for x, y in around]


class Photograph:
    """A receipt on a table with a pattern; `place_of` tells where in it a point of the receipt is."""

    def __init__(self, corners: Corners) -> None:
        width, height = RECEIPT.size
        spots = np.array(corners) * (width, height)
        low = spots.min(axis=0) - SIDE * width
        size = spots.max(axis=0) + SIDE * width - low
        self._wide, self._high = (int(side) for side in size)
        self._matrix = homography([(0, 0), (1, 0), (1, 1), (0, 1)], [tuple(spot) for spot in (spots - low) / size])
        pixels = np.diag([width, height, 1]) @ np.linalg.inv(self._matrix) @ np.diag([1 / self._wide, 1 / self._high, 1])
        numbers = (pixels / pixels[2, 2]).ravel()[:8].tolist()
        size = (self._wide, self._high)
        lying = [
            each.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
            for each in (RECEIPT, Image.new("L", RECEIPT.size, 255))
        ]
        self.picture = table(*size)
        self.picture.paste(lying[0], mask=lying[1])

    def place_of(self, point: tuple[float, float]) -> tuple[float, float]:
        across, down, depth = self._matrix @ np.array([*point, 1.0])
        return across / depth, down / depth


def homography(points: Corners, others: Corners) -> np.ndarray:
    """What takes four points to four others."""
    rows = []
    for (x, y), (u, v) in zip(points, others, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]]
    equations = np.array(rows, dtype=float)
    return np.append(np.linalg.solve(equations[:, :8], equations[:, 8]), 1).reshape(3, 3)


def table(width: int, height: int) -> Image.Image:
    """Planks with a grain."""
    chance = np.random.default_rng(3)
    grain = chance.normal(110, 25, (height // 60 + 1, width)) + 30 * (np.arange(width) % 90 < 4)
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).resize((width, height)).convert("RGB")


def lies_on(outcome: Outcome, text: str, place: tuple[float, float]) -> bool:
    """Whether the word that is lit for a text covers a place of the page's picture."""
    words = json.loads(next(copy.data for copy in outcome.copies if copy.variant == "words"))
    _, _, _, x, y, w, h, *_ = next(word for word in words if text in word[1])
    return x <= place[0] <= x + w and y <= place[1] <= y + h and h < 0.15


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270])
async def test_a_lying_picture_is_read_and_shown_upright(reader: Reader, turn: Image.Transpose) -> None:
    outcome = await reader.read(saved(RECEIPT.transpose(turn)), TODAY)
    assert (outcome.fields["total"]["value"], outcome.fields["date"]["value"]) == ("13.78", "2019-04-08")
    for copy in outcome.copies[:2]:
        shown = Image.open(io.BytesIO(copy.data))
        assert shown.size == (copy.width, copy.height) and shown.height > 2 * shown.width
    assert lies_on(outcome, "Order Total", ORDER_TOTAL) and lies_on(outcome, "Thank", THANKS)


@pytest.mark.parametrize(
    "corners",
    [rolled(-11), [(0, 0.05), (1, 0), (1, 1), (0, 0.95)], [(0.08, 0.04), (0.98, 0), (1, 1), (0.02, 0.93)]],
    ids=["rolled", "from its side", "from a corner"],
)
async def test_a_picture_taken_askew_is_read_and_its_words_light_up_where_they_stand(reader: Reader, corners: Corners) -> None:
    photograph = Photograph(corners)
    outcome = await reader.read(saved(photograph.picture), TODAY)
    values = {name: field["value"] for name, field in outcome.fields.items()}
    assert (values["total"], values["date"], values["merchant"]) == ("13.78", "2019-04-08", "Cowgirl Creamery")
    assert lies_on(outcome, "Order Total", photograph.place_of(ORDER_TOTAL)) and lies_on(outcome, "Thank", photograph.place_of(THANKS))
