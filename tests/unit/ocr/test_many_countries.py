"""Slips of many countries: what stands on them is understood in their own languages, scripts, orders and signs."""

import tomllib
from pathlib import Path

import pytest

from backend.expenses.readings import is_certain
from tests.unit.ocr.paper import read

FILES = sorted((Path(__file__).parents[2] / "data").glob("slips*.toml"))
SLIPS = {name: slip for file in FILES for name, slip in tomllib.loads(file.read_text(encoding="utf-8")).items()}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_says(name: str) -> None:
    slip = SLIPS[name]
    reading = read(slip["text"])
    said: dict[str, object] = {name: field.value for name, field in reading.fields.items()}
    said["items"] = [[item.description, item.minor] for item in reading.lines]
    assert {field: said.get(field) for field in slip if field != "text"} == {field: slip[field] for field in slip if field != "text"}


def test_most_slips_need_nobody() -> None:
    certain = [is_certain({name: field.as_json() for name, field in read(slip["text"]).fields.items()}) for slip in SLIPS.values()]
    assert sum(certain) > 0.6 * len(certain)
