"""What stands where rows are not: nothing yet, nothing found, still loading, something went wrong."""

from typing import Any

import reflex as rx

from expense_app.components.marks import icon


def nothing(ic: str, title: Any, words: Any, *actions: rx.Component) -> rx.Component:
    """An empty place that says what will stand here and how to begin."""
    return rx.el.div(
        rx.el.div(icon(ic, 28), class_name="empty-ic"),
        rx.el.h2(title),
        rx.el.p(words),
        rx.el.div(*actions, class_name="acts"),
        class_name="empty",
    )


def callout(words: Any, *, tone: str = "", ic: str = "triangle-alert") -> rx.Component:
    """A line that asks for a look: amber, red (`bad`) or plain (`calm`)."""
    return rx.el.div(icon(ic, 18), rx.el.div(words), class_name=f"callout {tone}".strip())


def skeleton_row() -> rx.Component:
    """The outline of one row."""
    return rx.el.div(
        rx.el.span(class_name="sk tile"),
        rx.el.span(rx.el.span(class_name="sk l1"), rx.el.span(class_name="sk l2"), class_name="r-main"),
        rx.el.span(class_name="sk l3"),
        class_name="r-link",
    )


def skeleton_list(rows: int = 6) -> rx.Component:
    """The outline of a day with its rows, in the very boxes of what comes."""
    return rx.el.div(
        rx.el.div(rx.el.div(rx.el.span(class_name="sk l3"), class_name="day-h"), class_name="sr-skip"),
        rx.el.div(*[skeleton_row() for _ in range(rows)], class_name="rows"),
        class_name="day",
        aria_hidden="true",
    )
