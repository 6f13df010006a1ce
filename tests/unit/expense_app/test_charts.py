"""Lines of charts: they end where the money ends, and never say less or more than there is."""

import re

from hypothesis import given
from hypothesis import strategies as st

from expense_app.components.charts import HEIGHT, Series, ceiling, smooth, trend


@given(st.integers(0, 10**14))
def test_the_scale_reaches_over_the_highest_value_in_a_few_even_steps(highest: int) -> None:
    top, step = ceiling(highest)
    assert top >= highest
    assert top % step == 0
    assert 1 <= top // step <= 4


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=31))
def test_a_line_never_leaves_the_range_of_its_points(rises: list[int]) -> None:
    sums = [sum(rises[: i + 1]) for i in range(len(rises))]
    points = [(float(i * 10), float(value)) for i, value in enumerate(sums)]
    heights = [float(y) for _x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", smooth(points))]
    assert min(heights) >= sums[0] - 0.1
    assert max(heights) <= sums[-1] + 0.1


def test_the_chart_of_an_empty_month_lies_on_the_ground_and_says_so() -> None:
    labels = [str(i + 1) for i in range(31)]
    drawn = trend(Series("November", [0]), Series("October", [0] * 31), days=31, label=labels, currency="EUR", locale="en-GB")
    assert drawn.top == "100.00%"
    assert "€0.00" in drawn.words
    assert f"M0.0,{HEIGHT}.0" in drawn.line


def test_days_to_come_have_no_value_of_this_month() -> None:
    labels = [str(i + 1) for i in range(30)]
    drawn = trend(Series("November", [500, 900]), Series("October", [100] * 31), days=30, label=labels, currency="EUR", locale="en-GB")
    assert [day.now for day in drawn.days[:3]] == ["€5.00", "€9.00", ""]
    assert len(drawn.days) == 30
