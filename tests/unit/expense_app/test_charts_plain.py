"""Bars, rings and calendars: true to their numbers, for none, one and many, and below nothing."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expense_app.components.charts_plain import HEIGHT, WIDTH, Column, Item, arc, columns, heat, ring, spark, stacked, strength

AMOUNTS = st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40)


def items(*amounts: int) -> list[Item]:
    return [Item(str(i), amount, f"{amount} EUR") for i, amount in enumerate(amounts)]


def bottom(column: Column) -> float:
    return float(column.y) + float(column.height)


@given(AMOUNTS)
def test_bars_stay_in_the_plot_and_stand_on_their_ground(amounts: list[int]) -> None:
    drawn = columns(items(*amounts))
    ground = float(re.findall(r"M0,([\d.]+)H", drawn.ground)[0])
    assert len(drawn.columns) == len(amounts)
    for each, amount in zip(drawn.columns, amounts, strict=True):
        assert -0.2 <= float(each.x) <= WIDTH
        assert -2 <= float(each.y) <= HEIGHT + 0.2
        assert bottom(each) <= HEIGHT + 2
        if amount > 0:
            assert bottom(each) == pytest.approx(ground, abs=2)
        if amount < 0:
            assert float(each.y) == pytest.approx(ground, abs=0.2)
            assert "below" in each.cls


def test_nothing_has_no_height_and_a_cent_beside_a_fortune_is_seen() -> None:
    none, cent, fortune = columns(items(0, 1, 10**9)).columns
    assert float(none.height) == 0
    assert float(cent.height) > 1
    assert float(fortune.height) == pytest.approx(HEIGHT)


def test_no_bars_at_all_leave_a_ground() -> None:
    assert columns([]).columns == []
    assert columns([]).ground.startswith("M0,")
    assert stacked([]).columns == []


def test_stacked_parts_lie_on_each_other_in_patterns_of_their_own() -> None:
    first, second, alone = stacked([("Oct", items(30, 10)), ("Nov", items(20))]).columns
    assert bottom(second) == pytest.approx(float(first.y), abs=0.1)
    assert (first.strength, first.edge) != (second.strength, second.edge)
    assert float(alone.height) == pytest.approx(HEIGHT / 2)
    assert alone.label == "Nov, 0"


@given(st.lists(st.integers(-(10**6), 10**6), max_size=30))
def test_a_sparkline_stays_in_its_box(amounts: list[int]) -> None:
    drawn = spark(amounts)
    for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", drawn.line):
        assert 0 <= float(x) <= 96.1
        assert 0 <= float(y) <= 28.1
    assert bool(drawn.line) == bool(amounts)


@given(st.lists(st.integers(-5, 10**6), max_size=12))
def test_a_ring_shows_what_is_above_nothing_and_closes(amounts: list[int]) -> None:
    drawn = ring(items(*amounts), [""] * len(amounts))
    assert len(drawn.arcs) == sum(amount > 0 for amount in amounts)
    if drawn.arcs:
        end = re.findall(r"([\d.]+),([\d.]+)$", drawn.arcs[-1].path)[0]
        assert (float(end[0]), float(end[1])) == (pytest.approx(50, abs=0.1), pytest.approx(10, abs=0.1))


def test_a_ring_of_one_part_is_a_whole_turn() -> None:
    (only,) = ring(items(7), ["100%"]).arcs
    assert only.path.count("A") == 2
    assert "NaN" not in only.path


def test_more_than_half_takes_the_long_way_round() -> None:
    assert " 0 1 1 " in arc(0, 0.75)
    assert " 0 0 1 " in arc(0, 0.25)


@pytest.mark.parametrize(
    ("amount", "highest", "expected"), [(0, 100, 0), (-5, 100, 0), (1, 100, 1), (25, 100, 2), (100, 100, 4), (5, 0, 0)]
)
def test_a_day_is_filled_by_the_root_of_its_share(amount: int, highest: int, expected: int) -> None:
    assert strength(amount, highest) == expected


def test_a_month_begins_under_its_weekday_and_tells_what_is_to_come() -> None:
    days = [Item(str(day), amount) for day, amount in enumerate([0, 500, 20, *([0] * 27)], 1)]
    drawn = heat(date(2026, 11, 1), days, weekdays=["Mo"] * 7, today=date(2026, 11, 3))
    assert [cell.cls for cell in drawn.cells[:6]] == ["cell pad"] * 6  # 1 November 2026 is a Sunday
    assert [cell.cls for cell in drawn.cells[6:10]] == ["cell s0", "cell s4", "cell s1 today", "cell s0 later"]
    assert [cell.day for cell in drawn.days] == ["2", "3"]  # the table names days on which something was spent
    sunday_first = heat(date(2026, 11, 1), days, weekdays=["Su"] * 7, first_weekday=6)
    assert sunday_first.cells[0].day == "1"
