"""How Home is drawn; the state that fills it is handed in by its page."""

from typing import Any

import reflex as rx

from expense_app.components import rows
from expense_app.components.capture import arrivals, drop_zone
from expense_app.components.charts import trend_chart
from expense_app.components.charts_drawn import columns_chart, heat_map, keys, ring_chart, spark_line
from expense_app.components.first_run import hints, sample_card
from expense_app.components.marks import icon, link
from expense_app.components.push import push_card
from expense_app.components.quick_add import quick_add
from expense_app.components.states import callout, skeleton_row
from expense_app.shell import frame, heading, new_expense
from expense_app.words import _


def home_view(state: Any) -> rx.Component:
    """The page."""
    body = rx.cond(state.loaded, rx.cond(state.first_run, _first_run(), _month(state)), _loading())
    return frame(
        "home", heading(rx.cond(state.greeting != "", state.greeting, _("Home")), new_expense(), above=state.day), body, cls="p-home"
    )


def _month(state: Any) -> rx.Component:
    again = rx.el.button(_("Try again"), type="button", class_name="textlink", on_click=state.load)
    away = rx.cond(state.away != "", callout(rx.fragment(state.away, " ", again), tone="calm", ic="cloud-off"), rx.fragment())
    left = rx.el.div(_hero(state), _categories(state), _months(state), class_name="col")
    right = rx.el.div(_busy(state), _review(state), _coming(state), _days(state), _recent(state), push_card(), class_name="col")
    line = rx.el.div(quick_add(), class_name="home-line")
    return rx.fragment(away, line, rx.el.div(left, right, class_name="grid-2"))


def _hero(state: Any) -> rx.Component:
    figure = link(
        state.whole,
        rx.el.span(state.cents, class_name="cents"),
        to=state.month_href,
        class_name=rx.cond(state.whole.length() > 10, "figure long num", "figure num"),
    )
    change = rx.el.span(rx.el.span(state.change, class_name=rx.cond(state.less, "good", "")), " ", state.change_rest)
    usual = rx.cond(state.usual != "", rx.el.span(" · ", state.usual), rx.fragment())
    words = rx.el.p(link(change, to=state.last_href), usual, class_name="sub")
    left_out = rx.cond(state.left_out != "", rx.el.p(state.left_out, class_name="sub"), rx.fragment())
    said = rx.el.div(rx.el.h2(state.title), figure, words, left_out)
    chart = trend_chart(state.chart, state.this_month, state.last_month)
    return rx.el.section(_switch(state), rx.el.div(said, _legend(state), class_name="hero-h"), chart, class_name="card hero")


def _switch(state: Any) -> rx.Component:
    """The month, and the ways to those beside it."""
    back = link(icon("chevron-left", 18, "flip"), to=state.before_href, class_name="ghost", aria_label=_("The month before"))
    on = link(icon("chevron-right", 18, "flip"), to=state.after_href, class_name="ghost", aria_label=_("The month after"))
    return rx.el.div(back, rx.el.span(state.month), rx.cond(state.after_href != "", on, rx.fragment()), class_name="period")


def _legend(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name="key"),
        state.this_month,
        rx.el.span(class_name="key prev"),
        state.last_month,
        class_name="legend",
        aria_hidden="true",
    )


def _card(title: Any, more: tuple[Any, Any] | None, *children: Any, ways: rx.Component | None = None) -> rx.Component:
    way = link(more[0], icon("chevron-right", 16, "flip"), to=more[1], class_name="more") if more else rx.fragment()
    return rx.el.section(rx.el.div(rx.el.h2(title), ways or rx.fragment(), way, class_name="card-h"), *children, class_name="card")


def _categories(state: Any) -> rx.Component:
    bar = lambda each: rx.el.li(  # noqa: E731 - one bar
        link(
            icon(each.icon, 18),
            rx.el.span(each.name, class_name="r-name"),
            spark_line(each.line),
            rx.el.span(each.amount, class_name="num"),
            rx.el.span(rx.el.span(style={"width": each.width}), class_name="bar", aria_hidden="true"),
            rx.el.span(each.share, class_name="pct"),
            to=each.href,
            class_name="brow lined",
        )
    )
    none = rx.el.p(_("What you spend this month stands here by category."), class_name="sub")
    drawn = rx.cond(state.as_ring, ring_chart(state.ring, _("Category"), _("Spent")), rx.el.ul(rx.foreach(state.bars, bar)))
    ways = _ways((_("Bars"), state.bars_href), (_("Ring"), state.ring_href), state.as_ring)
    return _card(_("By category"), (_("All"), state.month_href), rx.cond(state.bars.length() > 0, drawn, none), ways=ways)


def _days(state: Any) -> rx.Component:
    return _card(_("By day"), None, heat_map(state.calendar, _("Day"), _("Spent")))


def _months(state: Any) -> rx.Component:
    ways = _ways((_("Total"), state.whole_href), (_("By category"), state.parts_href), state.in_parts)
    names = rx.cond(state.in_parts, keys(state.keys), rx.fragment())
    return _card(_("By month"), None, names, columns_chart(state.months, _("Month"), _("Spent")), ways=ways)


def _ways(first: tuple[Any, Any], second: tuple[Any, Any], chosen: Any) -> rx.Component:
    """Two ways to draw a chart, kept in the address; the page stays where it is scrolled to."""
    one = lambda way, on: link(  # noqa: E731 - one way
        way[0], to=way[1], replace=True, prevent_scroll_reset=True, custom_attrs={"aria-current": rx.cond(on, "true", "false")}
    )
    return rx.el.div(one(first, ~chosen), one(second, chosen), class_name="seg")


def _busy(state: Any) -> rx.Component:
    listed = _card(_("Being read"), None, rx.el.ul(rx.foreach(state.busy, rows.row), class_name="rows", aria_live="polite"))
    return rx.cond(state.busy.length() > 0, listed, rx.fragment())


def _review(state: Any) -> rx.Component:
    listed = rx.fragment(
        rx.el.ul(rx.foreach(state.review, rows.row), class_name="rows"),
        rx.cond(state.review_more != "", link(state.review_more, to="/inbox", class_name="foot-note"), rx.fragment()),
    )
    none = rx.el.div(icon("check", 18), rx.el.p(_("All caught up")), class_name="foot-note")
    bare = link(icon("paperclip", 18), state.bare, to=state.bare_href, class_name="foot-note")
    return _card(
        _("To review"),
        (_("Inbox"), "/inbox"),
        rx.cond(state.review.length() > 0, listed, none),
        rx.cond(state.bare != "", bare, rx.fragment()),
    )


def _coming(state: Any) -> rx.Component:
    """What is to be expected; nothing at all where nothing is known to come."""
    later = rx.el.details(
        rx.el.summary(state.later_words), rx.el.ul(rx.foreach(state.later, rows.row), class_name="rows"), class_name="astable"
    )
    listed = _card(
        _("Coming up"),
        None,
        rx.el.ul(rx.foreach(state.coming, rows.row), class_name="rows"),
        rx.cond(state.later.length() > 0, later, rx.fragment()),
    )
    return rx.cond(state.coming.length() > 0, listed, rx.fragment())


def _recent(state: Any) -> rx.Component:
    return _card(_("Latest"), (_("All"), "/expenses"), rx.el.ul(rx.foreach(state.recent, rows.row), class_name="rows"))


def _first_run() -> rx.Component:
    zone = drop_zone(
        _("Capture your first receipt"), _("Take a picture or choose a file. Seconds later it stands here with shop, day and total.")
    )
    words = callout(_("Your month appears here as soon as there is something to count."), tone="calm", ic="chart-no-axes-column")
    line = rx.el.section(rx.el.h2(_("Or type one in a line")), quick_add(), class_name="card")
    return rx.el.div(rx.el.div(zone, arrivals(), line, sample_card(), words, class_name="col"), hints(), class_name="grid-2 cap-grid")


def _loading() -> rx.Component:
    """The outline of the month, in the very boxes of what comes."""
    hero = rx.el.div(
        rx.el.div(rx.el.span(class_name="sk l3"), class_name="period"),
        rx.el.div(
            rx.el.span(class_name="sk l3"), rx.el.span(class_name="sk fig"), rx.el.span(class_name="sk l3"), class_name="hero-h stack-h"
        ),
        rx.el.span(class_name="sk plot"),
        rx.el.div(class_name="xlab"),
        rx.el.div(class_name="astable"),
        class_name="card hero",
    )
    rest = rx.el.div(
        rx.el.div(rx.el.span(class_name="sk l3"), class_name="card-h"), *[skeleton_row() for _i in range(3)], class_name="card"
    )
    line = rx.el.div(rx.el.span(class_name="sk box"), class_name="home-line", aria_hidden="true")
    boxes = rx.el.div(rx.el.div(hero, class_name="col"), rx.el.div(rest, class_name="col"), class_name="grid-2", aria_hidden="true")
    return rx.fragment(line, boxes)
