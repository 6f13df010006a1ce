"""What narrows a list: chips that set a filter or take it away, and the sheet that holds all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend.categories import CategoryView
from backend.core.errors import Problem
from backend.core.money import MoneyInvalid, parse_amount
from expense_app import filters, formats
from expense_app.components.fields import options
from expense_app.components.sheet import FIRST, sheet
from expense_app.desk import Desk
from expense_app.filters import Asked
from expense_app.periods import name_of
from expense_app.words import _


@dataclass
class Chip:
    """One filter: a link that sets it or, where it is `on`, takes it away."""

    label: str = ""
    href: str = ""
    on: bool = False
    number: str = ""


@dataclass
class Fields:
    """What stands in the fields of the sheet."""

    start: str = ""
    end: str = ""
    kind: str = ""
    status: str = ""
    category: str = ""
    merchant: str = ""
    tag: str = ""
    least: str = ""
    most: str = ""
    currency: str = ""
    receipt: str = ""


def quick_chips(asked: Asked, waiting: str) -> list[Chip]:
    """The ready-made views; the second counts what waits."""
    review, bare, income = asked.get("status") == "needs_review", asked.get("receipt") == "no", asked.get("kind") == "income"
    return [
        Chip(_("All"), filters.address(asked, status=None, receipt=None, kind=None), not (review or bare or income)),
        Chip(_("To review"), filters.address(asked, status=None if review else "needs_review"), review, waiting),
        Chip(_("No receipt"), filters.address(asked, receipt=None if bare else "no"), bare),
        Chip(_("Income"), filters.address(asked, kind=None if income else "income"), income),
    ]


def set_chips(asked: Asked, desk: Desk, known: Mapping[UUID, CategoryView], merchant: str) -> list[Chip]:
    """What else the address asks for, each with a link that takes it away."""
    labels = {
        ("from", "to"): period_words(asked, desk),
        ("kind",): _kinds().get(asked.get("kind", ""), "") if asked.get("kind") != "income" else "",
        ("status",): _statuses().get(asked.get("status", ""), "") if asked.get("status") != "needs_review" else "",
        ("category",): _category(asked, known),
        ("merchant",): (merchant or _("One merchant")) if "merchant" in asked else "",
        ("tag",): f"#{asked['tag']}" if "tag" in asked else "",
        ("min", "max"): _amounts(asked, desk),
        ("currency",): asked.get("currency", ""),
        ("receipt",): _("With a receipt") if asked.get("receipt") == "yes" else "",
    }
    return [_set_chip(asked, names, label) for names, label in labels.items() if label and any(name in asked for name in names)]


def _set_chip(asked: Asked, names: tuple[str, ...], label: str) -> Chip:
    return Chip(label, filters.address(asked, **dict.fromkeys(names)), True)


def _category(asked: Asked, known: Mapping[UUID, CategoryView]) -> str:
    names = {str(each.id): each.name for each in known.values()} | {"none": _("No category")}
    return names.get(asked["category"], _("Category")) if "category" in asked else ""


def _amounts(asked: Asked, desk: Desk) -> str:
    least, most = (_amount(asked.get(name, ""), asked.get("currency") or desk.base_currency, desk.locale) for name in ("min", "max"))
    if least and most:
        return _("{least} to {most}").format(least=least, most=most)
    return _("From {amount}").format(amount=least) if least else (_("Up to {amount}").format(amount=most) if most else "")


def _amount(text: str, currency: str, locale: str) -> str:
    """An amount of the address with its currency; as it stands where it is none."""
    try:
        return formats.money(parse_amount(text, currency), locale) if text else ""
    except MoneyInvalid:
        return text


def period_words(asked: Asked, desk: Desk) -> str:
    """The days the address asks for, in words."""
    named = name_of(asked.get("from", ""), asked.get("to", ""), desk.today)
    month = filters.month_of(asked)
    if month:
        return formats.month_label(month, desk.locale)
    return named or _days(asked, desk)


def _days(asked: Asked, desk: Desk) -> str:
    try:
        wanted = filters.expense_filter({name: asked[name] for name in ("from", "to") if name in asked})
    except Problem:
        return _("All time")
    start, end = (formats.short_day(each, desk.today, desk.locale) if each else "" for each in (wanted.from_, wanted.to))
    if start and end:
        return start if wanted.from_ == wanted.to else _("{start} to {end}").format(start=start, end=end)
    return _("Since {start}").format(start=start) if start else _("Until {end}").format(end=end)


def fields_of(asked: Asked, merchant: str, locale: str) -> Fields:
    """What the sheet shows for the filters of an address."""
    get = asked.get
    least, most = (_typed(get(name, ""), locale) for name in ("min", "max"))
    return Fields(
        get("from", ""),
        get("to", ""),
        get("kind", ""),
        get("status", ""),
        get("category", ""),
        merchant,
        get("tag", ""),
        least,
        most,
        get("currency", ""),
        get("receipt", ""),
    )


def _typed(amount: str, locale: str) -> str:
    mark = formats.locale_of(locale).number_symbols.get("latn", {}).get("decimal", ".")
    return amount.replace(".", mark)


def _kinds() -> dict[str, str]:
    return {"expense": _("Expenses"), "income": _("Income"), "transfer": _("Transfers")}


def _statuses() -> dict[str, str]:
    return {"needs_review": _("To review"), "confirmed": _("Approved"), "processing": _("Being read"), "failed": _("Could not be read")}


_ANY: Final = ("", _("Any"))


def filter_sheet(fields: Any, *, periods: Any, choices: Any, currencies: Any, wrong: Any, on_submit: Any) -> rx.Component:
    """The sheet with every filter; `fields` is a var of `Fields`, `wrong` the words of a refusal."""
    receipts = (_ANY, ("yes", _("With a receipt")), ("no", _("No receipt")))
    form = rx.el.form(
        rx.el.div(
            rx.el.div(
                rx.foreach(periods, lambda each: _preset(each, fields)), class_name="presets w2", role="group", aria_label=_("Period")
            ),
            _field("from", _("From"), _input("from", fields.start, type="date")),
            _field("to", _("To"), _input("to", fields.end, type="date")),
            _field("category", _("Category"), _chosen("category", fields.category, _any_category(choices))),
            _field("kind", _("Kind"), _chosen("kind", fields.kind, _plain(_ANY, *_kinds().items()))),
            _field("status", _("Status"), _chosen("status", fields.status, _plain(_ANY, *_statuses().items()))),
            _field("receipt", _("Receipt"), _chosen("receipt", fields.receipt, _plain(*receipts))),
            _field("min", _("Smallest amount"), _input("min", fields.least, input_mode="decimal", placeholder="0")),
            _field("max", _("Largest amount"), _input("max", fields.most, input_mode="decimal", placeholder=_("Any"))),
            _field("currency", _("Currency"), _chosen("currency", fields.currency, _currencies(currencies))),
            _field("tag", _("Tag"), _input("tag", fields.tag, placeholder="trip", custom_attrs={"autoCapitalize": "none"})),
            _field("merchant_name", _("Merchant"), _input("merchant_name", fields.merchant), cls="field w2"),
            class_name="form",
        ),
        rx.el.p(wrong, class_name="err", role="alert"),
        rx.el.div(
            rx.el.a(_("Clear all"), href=filters.PAGE, class_name="btn", custom_attrs={"data-clear": ""}),
            rx.el.button(_("Show expenses"), type="submit", class_name="btn primary"),
            class_name="sheet-acts",
        ),
        on_submit=on_submit,
        custom_attrs={"noValidate": True},
    )
    return sheet("filters", _("Filters"), form, cls="filters")


def _preset(period: Any, fields: Any) -> rx.Component:
    on = (period.start == fields.start) & (period.end == fields.end)
    attrs = {"data-start": period.start, "data-end": period.end, "aria-pressed": rx.cond(on, "true", "false")}
    return rx.el.button(period.label, type="button", class_name="chip", custom_attrs=attrs)


def _field(name: str, label: str, control: rx.Component, cls: str = "field") -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.label(label, html_for=f"f-{name}"), class_name="lab"), rx.el.div(control, class_name="inp"), class_name=cls
    )


def _input(name: str, value: Any, *, custom_attrs: dict[str, Any] | None = None, **props: Any) -> rx.Component:
    attrs = {"data-server": value, "enterKeyHint": "search"} | (custom_attrs or {})
    return rx.el.input(id=f"f-{name}", name=name, default_value=value, auto_complete="off", custom_attrs=attrs, **props)


def _chosen(name: str, value: Any, choices: list[rx.Component]) -> rx.Component:
    attrs = {"data-server": value} | (FIRST if name == "category" else {})
    return rx.el.select(*choices, id=f"f-{name}", name=name, default_value=value, custom_attrs=attrs)


def _plain(*pairs: tuple[str, str]) -> list[rx.Component]:
    return [rx.el.option(label, value=value) for value, label in pairs]


def _any_category(choices: Any) -> list[rx.Component]:
    named = rx.foreach(choices, lambda each: rx.cond(each.value == "", rx.fragment(), rx.el.option(each.label, value=each.value)))
    return [*_plain(_ANY, ("none", _("No category"))), named]


def _currencies(currencies: Any) -> list[rx.Component]:
    return [*_plain(("", _("Any"))), options(currencies)]
