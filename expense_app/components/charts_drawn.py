"""How the small charts are drawn: `charts_plain` makes their numbers. Each is a figure with a sentence and a table behind it."""

from typing import Any, Final

import reflex as rx

from expense_app.components.charts_plain import HEIGHT, WIDTH
from expense_app.components.marks import link
from expense_app.words import _

_STROKE: Final = {"fill": "none", "stroke": "var(--accent)", "strokeWidth": "14"}


def _attrs(box: str, words: Any, **more: str) -> dict[str, Any]:
    return {"viewBox": box, "role": "img", "aria-label": words} | more


def table(rows: Any, first: Any, second: Any) -> rx.Component:
    """The numbers of a chart as a table, folded away; `rows` have `label` and `value`."""
    line = lambda each: rx.el.tr(rx.el.th(each.label, scope="row"), rx.el.td(each.value))  # noqa: E731 - one row of a table
    head = rx.el.tr(rx.el.th(first, scope="col"), rx.el.th(second, scope="col"))
    body = rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(rows, line)))
    return rx.el.details(rx.el.summary(_("Show as a table")), body, class_name="astable")


def columns_chart(chart: Any, first: Any, second: Any) -> rx.Component:
    """Bars, plain or stacked; one with an address leads to what it is made of."""
    svg = rx.el.svg
    bar = lambda each: svg.rect(  # noqa: E731 - one bar
        x=each.x,
        y=each.y,
        width=each.width,
        height=each.height,
        class_name=each.cls,
        custom_attrs={"fillOpacity": each.strength, "strokeDasharray": each.edge},
    )
    picture = svg(
        rx.foreach(chart.columns, bar),
        svg.path(d=chart.ground, class_name="gridline"),
        custom_attrs=_attrs(f"0 0 {WIDTH} {HEIGHT}", chart.words, preserveAspectRatio="none"),
    )
    hit = lambda each: link(  # noqa: E731 - one way to the rows
        rx.el.span(each.label, class_name="hit-l"), rx.el.span(each.value, class_name="tip num"), to=each.href, class_name="hit"
    )
    ways = rx.el.div(rx.foreach(chart.wholes, hit), class_name="hits")
    return rx.el.figure(rx.el.div(picture, ways, class_name="plot small"), table(chart.columns, first, second), class_name="columns")


def _dashes(each: Any) -> dict[str, Any]:
    return _STROKE | {"strokeDasharray": each.dash, "strokeOpacity": each.strength}


def _swatch(each: Any) -> rx.Component:
    line = rx.el.svg.path(d="M0,8H24", custom_attrs=_dashes(each))
    return rx.el.svg(line, custom_attrs={"viewBox": "0 0 24 16", "width": "24", "height": "16", "aria-hidden": "true"})


def keys(parts: Any) -> rx.Component:
    """What the parts of stacked bars are; each leads to its rows."""
    square = lambda each: rx.el.svg(  # noqa: E731 - one sample
        rx.el.svg.rect(width="12", height="12", rx="3", class_name="bar-c part", custom_attrs={"fillOpacity": each.strength}),
        custom_attrs={"viewBox": "0 0 12 12", "width": "12", "height": "12", "aria-hidden": "true"},
    )
    one = lambda each: link(square(each), each.label, to=each.href, class_name="chip")  # noqa: E731 - one name
    return rx.el.div(rx.foreach(parts, one), class_name="presets")


def spark_line(chart: Any) -> rx.Component:
    """A small line in running text."""
    svg = rx.el.svg
    line = svg.path(d=chart.line, class_name="line cur")
    return svg(
        line,
        svg.circle(cx=chart.x, cy=chart.y, r="2.5", custom_attrs={"fill": "var(--accent)"}),
        class_name="spark",
        custom_attrs=_attrs("-3 -3 102 34", chart.words),
    )


def ring_chart(chart: Any, first: Any, second: Any) -> rx.Component:
    """Parts of a whole, told apart by pattern, with their names beside them."""
    svg = rx.el.svg
    picture = svg(
        rx.foreach(chart.arcs, lambda each: svg.path(d=each.path, custom_attrs=_dashes(each))),
        custom_attrs=_attrs("0 0 100 100", chart.words, width="132", height="132"),
    )
    name = lambda each: rx.el.li(  # noqa: E731 - one name
        link(
            _swatch(each),
            rx.el.span(each.label, class_name="r-name"),
            rx.el.span(each.value, class_name="num"),
            rx.el.span(each.share, class_name="pct"),
            to=each.href,
            class_name="brow",
        )
    )
    names = rx.el.ul(rx.foreach(chart.arcs, name))
    return rx.el.figure(rx.el.div(picture, names, class_name="ring"), table(chart.arcs, first, second))


def heat_map(chart: Any, first: Any, second: Any) -> rx.Component:
    """A month of days; each leads to its rows. Days are told apart by the size of their mark as well as its strength."""
    cell = lambda each: rx.cond(  # noqa: E731 - one day
        each.href != "",
        link(rx.el.span(each.day), rx.el.i(), rx.el.span(each.value, class_name="sr"), to=each.href, class_name=each.cls, key=each.key),
        rx.el.span(rx.el.span(each.day), class_name=each.cls, key=each.key),
    )
    names = rx.el.div(rx.foreach(chart.weekdays, rx.el.span), class_name="heat-w", aria_hidden="true")
    days = rx.el.div(rx.foreach(chart.cells, cell), class_name="heat", role="group", aria_label=chart.words)
    return rx.el.figure(names, days, table(chart.days, first, second), class_name="heat-box")
