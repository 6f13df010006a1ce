"""Slips of many countries: what stands on them is understood in their own languages, scripts, orders and signs."""

import tomllib
from pathlib import Path

import pytest

from backend.expenses.readings import is_certain
from tests.unit.ocr.paper import read, values

SLIPS = tomllib.loads((Path(__file__).parents[2] / "data" / "slips.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_says(name: str) -> None:
    slip = SLIPS[name]
    said = values(slip["text"])
    assert {field: said.get(field) for field in slip if field != "text"} == {field: slip[field] for field in slip if field != "text"}


def test_most_slips_need_nobody() -> None:
    certain = [is_certain({name: field.as_json() for name, field in read(slip["text"]).fields.items()}) for slip in SLIPS.values()]
    assert sum(certain) > 0.6 * len(certain)
