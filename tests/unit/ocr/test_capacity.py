"""As many readers as cores, where memory bears them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.ocr import capacity
from backend.ocr.capacity import cores, reader_count, reader_threads

GIB = 1024**3


@pytest.mark.parametrize(
    ("of_cores", "free", "readers"),
    [(2, 8 * GIB, 2), (8, 2 * GIB, 2), (4, 300 * 1024**2, 1), (1, 64 * GIB, 1)],
    ids=["one a core", "memory for two", "memory for less than one", "one core"],
)
def test_there_are_as_many_readers_as_cores_and_memory_bear(
    monkeypatch: pytest.MonkeyPatch, set_settings: Callable[..., Any], of_cores: int, free: int, readers: int
) -> None:
    set_settings(OCR_READERS="")
    monkeypatch.setattr(capacity, "cores", lambda: of_cores)
    monkeypatch.setattr(capacity, "_available_bytes", lambda: free)
    assert reader_count() == readers


def test_the_settings_have_the_last_word(set_settings: Callable[..., Any]) -> None:
    set_settings(OCR_READERS="7")
    assert reader_count() == 7


def test_readers_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "cores", lambda: 4)
    assert [reader_threads(readers) for readers in (1, 2, 4, 8)] == [4, 2, 1, 1]


def test_a_container_has_the_cores_and_the_memory_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "memory.max").write_text(f"{GIB // 4}\n")
    (tmp_path / "memory.current").write_text(f"{GIB // 8}\n")
    assert cores(tmp_path) == 1
    assert capacity._available_bytes(tmp_path) <= GIB // 8


def test_a_container_without_limits_has_those_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert cores(tmp_path) == cores(tmp_path / "nowhere") >= 1
    assert capacity._available_bytes(tmp_path) > 0
