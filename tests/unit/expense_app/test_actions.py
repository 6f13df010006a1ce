"""What is done to rows: which ones a form names, and the tags in a line."""

import pytest

from backend.core.errors import Invalid
from backend.core.ids import new_id
from expense_app.components.actions import selected, tags_in


def test_the_rows_that_a_form_names_are_selected() -> None:
    first, second = new_id(), new_id()
    assert selected({"ids": f"{first},{second}", "all": ""}, {}).ids == (first, second)


def test_all_that_match_are_those_the_address_finds() -> None:
    chosen = selected({"ids": "", "all": "1"}, {"kind": "income", "q": "salary"})
    assert chosen.ids == ()
    assert chosen.filter is not None
    assert (chosen.filter.kind, chosen.filter.q) == ("income", "salary")


@pytest.mark.parametrize("ids", ["", ",", "all", "0"])
def test_a_form_that_names_no_rows_selects_nothing_by_accident(ids: str) -> None:
    with pytest.raises(Invalid):
        selected({"ids": ids, "all": ""}, {})


def test_tags_come_with_or_without_signs_and_each_once() -> None:
    assert tags_in("#trip, work ,trip,, #") == ["trip", "work"]


def test_a_line_without_a_tag_is_refused() -> None:
    with pytest.raises(Invalid):
        tags_in(" , #")
