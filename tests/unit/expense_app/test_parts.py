"""Where a month went: every part has its way to the rows, and all parts together are the whole."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from backend.analytics import History, Slice
from expense_app import month, parts
from expense_app.parts import Parts

TODAY = date(2026, 11, 24)
SPAN = month.span_of("", TODAY)
STARTS = tuple(month.months_before(SPAN.start, back) for back in range(5, -1, -1))
IDS = [f"00000000-0000-0000-0000-00000000000{number}" for number in range(8)]


def at_desk(history: dict[str | None, tuple[int, ...]]) -> Parts:
    """The parts of a month in which each category came to the last of its numbers."""
    desk: Any = SimpleNamespace(locale="en", today=TODAY, base=lambda minor: f"{minor / 100:.2f}")
    known: Any = {key: SimpleNamespace(name=f"Category {place}", icon="tag") for place, key in enumerate(IDS)}
    whole = sum(spent[-1] for spent in history.values())
    slices = [Slice(key, "", spent[-1], 1, Decimal(spent[-1]) / Decimal(whole)) for key, spent in history.items()]
    return Parts(desk, SPAN, sorted(slices, key=lambda each: -each.spent), History("EUR", STARTS, history), known)


def many(number: int) -> dict[str | None, tuple[int, ...]]:
    return {IDS[place]: (0, 0, 0, 0, 100, 1000 * (place + 1)) for place in range(number)}


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ({}, {}),
        ({"by": "ring", "months": "parts", "month": "2026-10"}, {"by": "ring", "months": "parts"}),
        ({"by": "pie", "months": ""}, {}),
    ],
)
def test_an_address_says_how_the_charts_are_drawn(query: dict[str, str], view: dict[str, str]) -> None:
    assert parts.view_of(query) == view
    assert month.address(SPAN.start, TODAY, view) == ("/?by=ring&months=parts" if view else "/")


def test_a_bar_leads_to_its_rows_and_tells_its_months() -> None:
    (bar,) = at_desk({None: (0, 0, 500, 0, 0, 1250)}).bars()
    assert (bar.href, bar.name, bar.width) == ("/expenses?from=2026-11-01&to=2026-11-30&category=none", "No category", "100.0%")
    assert bar.line.words == "Jun 0.00, Jul 0.00, Aug 5.00, Sep 0.00, Oct 0.00, Nov 12.50"
    assert bar.line.line.startswith("M0.0,28.0L") and bar.line.y == "0.0"


def test_the_ring_holds_the_whole_month() -> None:
    ring = at_desk(many(8)).ring()
    assert len(ring.arcs) == 6 and ring.arcs[-1].label == "Others"
    assert sum(float(arc.value) for arc in ring.arcs) == sum(10.0 * (place + 1) for place in range(8))
    assert all(arc.href.startswith("/expenses?from=2026-11-01&to=2026-11-30") for arc in ring.arcs)
    assert len({(arc.dash, arc.strength) for arc in ring.arcs}) == 6


def test_a_month_in_parts_comes_to_what_it_does_as_a_whole() -> None:
    drawn = at_desk(many(5))
    whole, split = drawn.months({}), drawn.months({"months": "parts"})
    assert [each.value for each in whole.wholes] == [each.value for each in split.wholes]
    last = [each for each in split.columns if each.label.startswith("Nov")]
    assert [each.label for each in last] == ["Nov, Category 4", "Nov, Category 3", "Nov, Category 2", "Nov, Others"]
    assert f"{sum(float(each.value) for each in last):.2f}" == split.wholes[-1].value
    assert [each.label for each in drawn.legend()] == ["Category 4", "Category 3", "Category 2", "Others"]
    assert split.wholes[-1].href == "/?months=parts" and whole.wholes[0].href == "/?month=2026-06"


def test_books_without_spending_draw_no_parts() -> None:
    drawn = at_desk({})
    assert (drawn.bars(), drawn.ring().arcs, drawn.legend()) == ([], [], [])
    assert [each.value for each in drawn.months({}).wholes] == ["0.00"] * 6
