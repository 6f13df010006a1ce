"""The check of compose files finds what an engine would refuse."""

from pathlib import Path

import pytest

from tests.tools.compose import problem_in

FILE = (Path(__file__).resolve().parents[3] / "compose.yaml").read_text()


def test_our_own_file_is_in_order() -> None:
    assert problem_in(FILE) is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("depends_on", "depends_onn"),
        ("restart: unless-stopped", "restart: sometimes"),
        ("${PORT:-8000}:8000", "eighty"),
        ("services:", "x:"),
    ],
)
def test_a_slip_is_found(right: str, wrong: str) -> None:
    assert right in FILE
    assert problem_in(FILE.replace(right, wrong))
