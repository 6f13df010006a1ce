"""Every part in each of its states, with examples instead of books: what one looks at while building, and what the tests shoot."""

from typing import Any, Final

import reflex as rx

from expense_app.components import charts, rows
from expense_app.components import charts_drawn as drawn
from expense_app.components.category_picker import category_picker
from expense_app.components.date_field import date_input
from expense_app.components.fields import certainty, described, labelled, options, text_input
from expense_app.components.marks import brand, icon, link
from expense_app.components.money_field import money_input
from expense_app.components.sheet import FIRST, opens, sheet
from expense_app.components.states import callout, nothing, skeleton_list
from expense_app.pages.dev import examples
from expense_app.routes import Page


def view() -> rx.Component:
    """The page. Its words are for those who build Outlay, so they stay in English."""
    theme = rx.el.button("Light or dark", type="button", class_name="btn", id="theme", on_click=rx.toggle_color_mode)
    head = rx.el.header(rx.el.div(brand(), rx.el.h1("Parts", tab_index=-1)), rx.el.div(theme, class_name="head-r"), class_name="head")
    parts = (_colours(), _type(), _buttons(), _fields(), _marks(), _rows(), _states(), _messages(), _dialogs(), _chart(), _right_to_left())
    return rx.el.main(head, *parts, id="main", class_name="main parts")


def _part(title: str, *children: Any) -> rx.Component:
    name = title.lower().replace(" ", "-")
    return rx.el.section(rx.el.h2(title, class_name="section-h"), *children, id=f"part-{name}", class_name="part")


def _colours() -> rx.Component:
    swatch = lambda name: rx.el.div(rx.el.span(style={"background": f"var(--{name})"}), name, class_name="swatch")  # noqa: E731 - one colour
    return _part("Colours", *[rx.el.div(*map(swatch, line), class_name="swatches") for line in examples.COLOURS])


def _type() -> rx.Component:
    figure = rx.el.span("€2,493", rx.el.span(".25", class_name="cents"), class_name="figure num")
    lines = [
        rx.el.p(f"--t-{size} Good afternoon, Mara 1,234.50", style={"fontSize": f"var(--t-{size})"}) for size in ("xs", "s", "m", "l", "xl")
    ]
    return _part("Type", figure, rx.el.p("Title", class_name="title-like"), *lines, rx.el.p("Meta in grey", class_name="sub"))


def _buttons() -> rx.Component:
    names = (("Plain", "btn"), ("Main", "btn primary"), ("Danger", "btn danger"), ("Act", "act"), ("Approve", "act ok"))
    states: tuple[tuple[str, dict[str, Any]], ...] = (
        ("", {}),
        ("hovered", {"class_name": " show-hover"}),
        ("focused", {"class_name": " show-focus"}),
        ("off", {"disabled": True}),
        ("busy", {"custom_attrs": {"aria-busy": "true"}}),
    )
    lines = [rx.el.div(*[_button(label, cls, word, given) for word, given in states], class_name="acts start") for label, cls in names]
    long = rx.el.button(examples.LONG, type="button", class_name="btn wrap")
    round_ones = [rx.el.button(icon(name), type="button", class_name="ghost", aria_label=name) for name in ("bell", "search", "trash-2")]
    return _part(
        "Buttons",
        *lines,
        rx.el.div(*round_ones, link("A link", to="/dev/components", class_name="textlink"), long, class_name="acts start"),
    )


def _button(label: str, cls: str, word: str, given: dict[str, Any]) -> rx.Component:
    props = {**given, "class_name": cls + given.get("class_name", "")}
    return rx.el.button(f"{label} {word}".strip(), type="button", **props)


def _fields() -> rx.Component:
    wrong = "Enter the amount."
    plain = [
        labelled("d-empty", "Empty", text_input("d-empty", placeholder="Harbour School")),
        labelled("d-filled", "Filled", text_input("d-filled", default_value=examples.LONG), hint="Read from the top of the receipt."),
        labelled("d-wrong", "Refused", text_input("d-wrong", default_value="soon", error=wrong), error=wrong),
        labelled("d-off", "Not to be changed", text_input("d-off", default_value="In the bin", disabled=True)),
        labelled(
            "d-check",
            "To be checked",
            text_input("d-check", default_value="Starbucks"),
            mark=certainty(rx.Var.create("check")),
            cls="field check",
        ),
        labelled("d-note", "Note", rx.el.textarea(id="f-d-note", rows=2, default_value="To the island")),
    ]
    helping = [
        labelled(
            "d-money",
            "Amount",
            money_input("d-money", ties=described("d-money"), currency="f-d-currency", default_value="12.5*3"),
            box_cls="inp amount",
        ),
        labelled("d-currency", "Currency", _currencies()),
        labelled("d-day", "Date", date_input("d-day", iso="2026-11-23", ties=described("d-day"), default_value="23 Nov 2026")),
        labelled("d-category", "Category", _picker(), box_cls="inp pick"),
    ]
    tick = rx.el.label(rx.el.input(type="checkbox", default_checked=True), "Keep me signed in", class_name="tick")
    return _part("Fields", rx.el.form(*plain, *helping, tick, class_name="form", custom_attrs={"aria-label": "Examples"}))


def _currencies() -> rx.Component:
    return rx.el.select(*[rx.el.option(code, value=code) for code in ("EUR", "JPY", "KWD")], id="f-d-currency")


def _picker() -> rx.Component:
    choices = rx.Var.create(examples.CHOICES)
    select = rx.el.select(options(choices), id="s-d-category", default_value="2")
    return category_picker("d-category", choices=choices, select=select, ties=described("d-category"), on_new=rx.noop())


def _marks() -> rx.Component:
    marks = [certainty(rx.Var.create(each)) for each in ("check", "yours", "read", "guess")]
    flags = [
        rx.el.span(words, class_name=f"flag {tone}")
        for words, tone in (("No rate", ""), ("To review", "warn"), ("Reading", "busy"), ("Not read", "bad"))
    ]
    chips = [
        link(words, to="/dev/components", class_name="chip", custom_attrs={"aria-current": on})
        for words, on in (("All", "true"), ("To review", "false"))
    ]
    keys = [rx.el.kbd(each) for each in ("Ctrl", "K", "Esc")]
    return _part("Marks", *[rx.el.div(*line, class_name="acts start") for line in (marks, flags, chips, keys)])


def _rows() -> rx.Component:
    return _part("Rows", rx.el.div(rx.foreach(rx.Var.create(examples.DAYS), rows.day), class_name="list"))


def _states() -> rx.Component:
    action = link("Clear filters", to="/dev/components", class_name="btn")
    return _part(
        "States",
        callout("Please check: total."),
        callout("This could not be read. Type it in here; the picture stays beside it.", tone="bad", ic="circle-alert"),
        callout("Reading. The fields fill in by themselves.", tone="calm", ic="scan-line"),
        nothing("search", "Nothing matches", "Try another word, or clear the filters.", action),
        skeleton_list(3),
    )


def _messages() -> rx.Component:
    said = (
        ("Starbucks approved", "", True),
        ("No connection. Nothing was sent; please try again.", "bad", False),
        (examples.LONG, "", True),
    )
    return _part("Messages", *[_message(*each) for each in said])


def _message(words: str, tone: str, undo: bool) -> rx.Component:
    back = rx.el.button("Undo", rx.el.kbd("U", aria_hidden="true"), type="button", class_name="undo") if undo else rx.fragment()
    close = rx.el.button(icon("x", 18), type="button", aria_label="Close")
    return rx.el.div(rx.el.span(words), back, close, class_name=f"toast still {tone}")


def _dialogs() -> rx.Component:
    first = rx.el.button("First choice", type="button", class_name="btn primary wide", custom_attrs={"data-close": ""} | FIRST)
    opener = rx.el.button("Open a sheet", type="button", class_name="btn", custom_attrs=opens("example"))
    return _part("Dialogs", opener, sheet("example", "A sheet", first, words="It begins at its first choice, and closes by a swipe down."))


def _chart() -> rx.Component:
    trend = charts.trend_chart(rx.Var.create(examples.TREND), "November", "October")
    bars = drawn.columns_chart(rx.Var.create(examples.BARS), "Category", "Spent")
    stacks = drawn.columns_chart(rx.Var.create(examples.STACKS), "Month", "Spent")
    ring = drawn.ring_chart(rx.Var.create(examples.RING), "Category", "Spent")
    heat = drawn.heat_map(rx.Var.create(examples.HEAT), "Day", "Spent")
    spark = rx.el.p("In a line ", drawn.spark_line(rx.Var.create(examples.SPARK)))
    return _part("Charts", *[rx.el.div(each, class_name="card") for each in (trend, bars, stacks, ring, heat, spark)])


def _right_to_left() -> rx.Component:
    listed = rx.el.div(rx.foreach(rx.Var.create(examples.DAYS), rows.day), class_name="list")
    field = labelled("d-rtl", "المبلغ", money_input("d-rtl", ties=described("d-rtl"), default_value="12.345"), box_cls="inp amount")
    return _part(
        "Right to left", rx.el.div(listed, rx.el.div(field, class_name="form"), callout("يرجى التحقق من المجموع."), dir="rtl", lang="ar")
    )


PAGE: Final = Page("/dev/components", view, "Parts · Outlay", public=True, development=True)
