"""Training on the same input gives the same weights, and learns what it was shown."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend.ai import train
from backend.ai.model import read_model


@pytest.fixture
def package(tmp_path: Path) -> Path:
    def item(name: str, value: str) -> dict[str, Any]:
        return {"displayName": name, "locationSet": {"include": ["de"]}, "tags": {"name": name, "shop": value}}

    index = {
        "brands/shop/supermarket": {"items": [item(f"Zarkomat {n}x", "supermarket") for n in range(60)]},
        "brands/shop/books": {"items": [item(f"Quillory {n}x", "books") for n in range(60)]},
    }
    (tmp_path / "dist" / "json").mkdir(parents=True)
    (tmp_path / "dist" / "json" / "nsi.min.json").write_text(json.dumps({"nsi": index}))
    return tmp_path


def test_the_same_input_gives_the_same_weights_and_learns(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "_EPOCHS", 2)
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    for out in (first, second):
        train.main([str(package), str(out)])
    with np.load(first) as one, np.load(second) as other:
        assert all(np.array_equal(one[name], other[name]) for name in one.files)
    assert read_model(first).topics("zarkomat")[0][0] == "groceries"
    assert read_model(first).topics("quillory")[0][0] == "shopping"


def test_the_temperature_makes_overconfident_scores_honest() -> None:
    scores = np.array([[8.0, 0.0]] * 10)
    half_wrong = np.array([0] * 6 + [1] * 4)
    assert train.calibrate(scores, half_wrong) > train.calibrate(scores, np.zeros(10, dtype=np.int64))
