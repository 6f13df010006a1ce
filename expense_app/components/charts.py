"""Charts as inline SVG: the lines are made here, so the browser needs no chart library; every chart has its table."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import reflex as rx

from backend.core.money import digits
from expense_app import formats
from expense_app.components.charts_plain import Spark
from expense_app.words import _

WIDTH: Final = 640
HEIGHT: Final = 220
_STEPS: Final = (1, 2, 2.5, 5, 10)
Point = tuple[float, float]


@dataclass
class Mark:
    """A label at a height, in per cent of the plot from its top; `path` is the line beside it."""

    text: str = ""
    top: str = "0%"
    path: str = ""


@dataclass
class DayMark:
    """One day of the chart: what the pointer shows and what the table says."""

    day: str = ""
    now: str = ""
    then: str = ""
    side: str = "tip"


@dataclass
class Trend:
    """A month's sum so far against the month before, ready to draw."""

    line: str = ""
    area: str = ""
    before: str = ""
    words: str = ""
    left: str = "0%"
    top: str = "0%"
    heights: list[Mark] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    days: list[DayMark] = field(default_factory=list)


@dataclass(frozen=True)
class Series:
    """Running sums of a month, one a day, in minor units."""

    name: str
    sums: Sequence[int]


def smooth(points: Sequence[Point]) -> str:
    """A path through the points that never overshoots: money does not dip below what was spent (monotone cubic)."""
    if len(points) < 2:
        return "".join(f"M{x:.1f},{y:.1f}" for x, y in points)
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]
    inner = [0.0 if a * b <= 0 else 2 / (1 / a + 1 / b) for a, b in itertools.pairwise(slopes)]
    tangents = [slopes[0], *inner, slopes[-1]]
    path = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for (a, b), (leaving, arriving) in zip(itertools.pairwise(points), itertools.pairwise(tangents), strict=True):
        third = (b[0] - a[0]) / 3
        path += f"C{a[0] + third:.1f},{a[1] + leaving * third:.1f} {b[0] - third:.1f},{b[1] - arriving * third:.1f} {b[0]:.1f},{b[1]:.1f}"
    return path


def ceiling(highest: int) -> tuple[int, int]:
    """A round top of the scale and the step of its lines, three or four of them, in the unit given."""
    step = _round_up(max(highest, 1) / 3)
    lines = max(1, -(-highest // step))
    return step * lines, step


def _round_up(value: float) -> int:
    size = 10 ** (len(str(int(value))) - 1)
    return next(int(size * factor) for factor in _STEPS if size * factor >= value and size * factor == int(size * factor))


def trend(current: Series, previous: Series, *, days: int, label: Sequence[str], currency: str, locale: str) -> Trend:
    """The chart of two months. `label` names each day of the month; `current` ends today."""
    top, step = ceiling(max([10 ** digits(currency), *current.sums, *previous.sums]))
    now = _points(current.sums, days, top)
    last = now[-1] if now else (0.0, float(HEIGHT))
    line = smooth(now)
    return Trend(
        line=line,
        area=f"{line}L{last[0]:.1f},{HEIGHT}L{now[0][0]:.1f},{HEIGHT}Z" if now else "",
        before=smooth(_points(previous.sums[:days], days, top)),
        words=_sentence(current, previous, currency, locale),
        left=f"{last[0] / WIDTH * 100:.2f}%",
        top=f"{last[1] / HEIGHT * 100:.2f}%",
        heights=[_height(value, top, currency, locale) for value in range(step, top + 1, step)],
        ends=[label[i] for i in sorted({0, days // 4, days // 2, days * 3 // 4, days - 1})],
        days=[_day(i, label[i], current, previous, currency=currency, locale=locale) for i in range(days)],
    )


def _points(sums: Sequence[int], days: int, top: int) -> list[Point]:
    across = WIDTH / max(1, days - 1)
    return [(i * across, HEIGHT - value / top * HEIGHT) for i, value in enumerate(sums)]


def _height(value: int, top: int, currency: str, locale: str) -> Mark:
    y = HEIGHT - value / top * HEIGHT
    amount = Decimal(value).scaleb(-digits(currency))
    return Mark(formats.compact(amount, locale), f"{y / HEIGHT * 100:.1f}%", f"M0,{y:.1f}H{WIDTH}")


def _day(i: int, label: str, current: Series, previous: Series, *, currency: str, locale: str) -> DayMark:
    return DayMark(
        label,
        _at(current, i, currency, locale),
        _at(previous, i, currency, locale),
        "tip left" if i > 15 else "tip",
    )


def _at(series: Series, i: int, currency: str, locale: str) -> str:
    return formats.money(formats.Money(series.sums[i], currency), locale) if i < len(series.sums) else ""


def _sentence(current: Series, previous: Series, currency: str, locale: str) -> str:
    day = len(current.sums) - 1
    so_far, then = _at(current, day, currency, locale), _at(previous, min(day, len(previous.sums) - 1), currency, locale)
    return _("Spent so far in {month}: {amount}. By the same day of {before}: {then}.").format(
        month=current.name, amount=so_far, before=previous.name, then=then
    )


def trend_chart(chart: Any, now: Any, then: Any) -> rx.Component:
    """Draw a `Trend` var; `now` and `then` name its two months."""
    svg = rx.el.svg
    fade = svg.linear_gradient(
        svg.stop(offset="0", class_name="fade-0"), svg.stop(offset="1", class_name="fade-1"), id="fade", x1="0", y1="0", x2="0", y2="1"
    )
    picture = svg(
        svg.defs(fade),
        rx.foreach(chart.heights, lambda each: svg.path(d=each.path, class_name="gridline")),
        svg.path(d=chart.area, class_name="area"),
        svg.path(d=chart.before, class_name="line prev"),
        svg.path(d=chart.line, class_name="line cur"),
        custom_attrs={
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "preserveAspectRatio": "none",
            "role": "img",
            "aria-label": chart.words,
        },
    )
    plot = rx.el.div(
        picture,
        rx.foreach(chart.heights, lambda each: rx.el.span(each.text, class_name="ylab", style={"top": each.top}, aria_hidden="true")),
        rx.el.div(class_name="now", style={"insetInlineStart": chart.left, "top": chart.top}, aria_hidden="true"),
        rx.el.div(rx.foreach(chart.days, lambda each: _hover(each, then)), class_name="hits", aria_hidden="true"),
        class_name="plot",
    )
    ends = rx.el.div(rx.foreach(chart.ends, rx.el.span), class_name="xlab", aria_hidden="true")
    return rx.el.figure(plot, ends, _table(chart, now, then))


def _hover(each: Any, then: Any) -> rx.Component:
    words = rx.el.div(rx.el.span(each.day), rx.el.b(each.now), rx.el.span(then, " ", each.then), class_name=each.side)
    return rx.el.div(words, class_name="hit")


def _table(chart: Any, now: Any, then: Any) -> rx.Component:
    head = rx.el.tr(rx.el.th(_("Day"), scope="col"), rx.el.th(now, scope="col"), rx.el.th(then, scope="col"))
    line = lambda each: rx.el.tr(rx.el.th(each.day, scope="row"), rx.el.td(each.now), rx.el.td(each.then))  # noqa: E731 - one row of a table
    table = rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(chart.days, line)))
    return rx.el.details(rx.el.summary(_("Show as a table")), table, class_name="astable")


@dataclass
class Bar:
    """A category's part of the spending; `width` is its bar against the longest one, `line` its months, up to this one."""

    href: str = ""
    icon: str = ""
    name: str = ""
    amount: str = ""
    share: str = ""
    width: str = "0%"
    line: Spark = field(default_factory=Spark)
