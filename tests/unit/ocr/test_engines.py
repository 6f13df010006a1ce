"""What an engine is shown stays within what the reader's memory bears."""

from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from backend.ocr.engines import RapidEngine, within_bounds


@pytest.mark.parametrize(("size", "scale"), [((1000, 1400), 1.0), ((1000, 4000), 0.5), ((2000, 4000), 0.5), ((2000, 2000), 0.5**0.5)])
def test_a_picture_is_read_no_longer_and_no_larger_than_memory_bears(size: tuple[int, int], scale: float) -> None:
    assert within_bounds(*size) == pytest.approx(scale, abs=1e-9)


@pytest.mark.parametrize(("size", "shown_as"), [((200, 2000), (541, 2000)), ((2000, 200), (2000, 541))], ids=["upright", "on its side"])
def test_a_slim_picture_gets_an_edge_that_changes_no_place(size: tuple[int, int], shown_as: tuple[int, int]) -> None:
    shown: list[tuple[int, ...]] = []
    (left, top), (right, low) = [(size[0] * part, size[1] * part) for part in (0.25, 0.75)]

    def reader(pixels: Any) -> Any:
        shown.append(pixels.shape)
        return SimpleNamespace(txts=["TOTAL"], scores=[0.98], boxes=[[(left, top), (right, top), (right, low), (left, low)]])

    engine = RapidEngine()
    engine.__dict__["_reader"] = reader
    [word] = engine.read(Image.new("RGB", size), 1)
    assert shown == [(*reversed(shown_as), 3)]
    assert (word.box.x, word.box.y, word.box.w, word.box.h) == pytest.approx((0.25, 0.25, 0.5, 0.5))


@pytest.mark.parametrize("size", [(614, 2898), (614, 3500), (3500, 614), (100, 3500), (1280, 4726), (3500, 3500), (1200, 1700)])
def test_finding_text_enlarges_no_picture_beyond_what_memory_bears(size: tuple[int, int]) -> None:
    shown: list[tuple[int, ...]] = []

    def reader(pixels: Any) -> Any:
        shown.append(pixels.shape)
        return SimpleNamespace(txts=None, scores=None, boxes=None)

    engine = RapidEngine()
    engine.__dict__["_reader"] = reader
    engine.read(Image.new("RGB", size), 1)
    [(height, width, _)] = shown
    enlarged = max(1.0, 736 / min(height, width))  # as RapidOCR does before it looks for text
    assert height * enlarged * width * enlarged < 2_020_000  # sides are whole multiples of 32
