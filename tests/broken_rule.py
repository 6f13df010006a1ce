"""A flaw in the rules of the reader's child, for tests of what outlives it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_FLAW = """
from backend.ocr.rules import understanding

def find_total(rows):
    raise ValueError(f"never seen: {[row.line.text for row in rows]}")

understanding.find_total = find_total
"""


def break_a_rule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a rule of every child that is started from here on raise, with the words of the receipt in its message."""
    (folder / "sitecustomize.py").write_text(_FLAW)
    monkeypatch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{ROOT}")
