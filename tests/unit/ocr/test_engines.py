"""What an engine is shown stays within what the reader's memory bears."""

from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from backend.ocr.engines import RapidEngine, within_bounds


@pytest.mark.parametrize(("size", "scale"), [((1000, 1400), 1.0), ((1000, 4000), 0.5), ((2000, 4000), 0.5), ((2000, 2000), 0.5**0.5)])
def test_a_picture_is_read_no_longer_and_no_larger_than_memory_bears(size: tuple[int, int], scale: float) -> None:
    assert within_bounds(*size) == pytest.approx(scale, abs=1e-9)


def test_a_slim_picture_gets_an_edge_that_changes_no_place() -> None:
    shown: list[tuple[int, ...]] = []

    def reader(pixels: Any) -> Any:
        shown.append(pixels.shape)
        return SimpleNamespace(txts=["TOTAL"], scores=[0.98], boxes=[[(50, 1000), (150, 1000), (150, 1020), (50, 1020)]])

    engine = RapidEngine()
    engine.__dict__["_reader"] = reader
    [word] = engine.read(Image.new("RGB", (200, 2000)), 1)
    assert shown == [(2000, 416, 3)]
    assert (word.box.x, word.box.y, word.box.w, word.box.h) == pytest.approx((0.25, 0.5, 0.5, 0.01))
