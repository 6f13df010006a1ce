"""Fields that are to be checked and can be put right where they are shown, without opening the expense."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import reflex as rx

from backend import ocr
from backend.expenses import ExpenseView
from expense_app import known
from expense_app.desk import Desk
from expense_app.words import _

MENDED: Final = ("merchant", "amount", "occurred_on")


@dataclass
class Doubt:
    """A field to be checked: what stands there, why that is in doubt, and the keypad it is typed with."""

    field: str = ""
    label: str = ""
    value: str = ""
    hint: str = ""
    mode: str = ""


async def said_on(desk: Desk, found: Sequence[ExpenseView]) -> list[dict[str, Any]]:
    """What the receipts of each expense say; an earlier receipt outranks a later one."""
    receipts = await ocr.receipts_of(desk.books, desk.actor, [each.id for each in found])
    said: list[dict[str, Any]] = []
    for each in found:
        fields: dict[str, Any] = {}
        for receipt in reversed(receipts.get(each.id, [])):
            fields |= receipt.fields
        said.append(fields)
    return said


def doubts_of(expense: ExpenseView, read: Mapping[str, Any], desk: Desk) -> list[Doubt]:
    """The fields in doubt; an amount that nobody knows is one."""
    marks, hints = known.marks_of(expense, read), known.hints_of(expense, read, desk, {})
    if expense.money is None:
        marks["amount"] = "check"
    values = known.values_of(expense, desk.locale, desk.base_currency)
    labels = {"merchant": _("Merchant"), "amount": _("Total"), "occurred_on": _("Date")}
    return [
        Doubt(name, labels[name], values[name], hints[name], "decimal" if name == "amount" else "text")
        for name in MENDED
        if marks.get(name) == "check"
    ]


def doubt_field(expense_id: Any, each: Any, on_left: Any) -> rx.Component:
    """The field of a doubt of an expense; `on_left(expense_id, field, value)` saves it when it is left."""
    name = each.field + "-" + expense_id
    box = rx.el.input(
        id=name,
        default_value=each.value,
        input_mode=each.mode,
        auto_complete="off",
        on_blur=lambda value: on_left(expense_id, each.field, value),
        custom_attrs={"data-server": each.value, "enterKeyHint": "done", "aria-describedby": "h-" + name},
    )
    mark = rx.el.span(_("Please check"), class_name="mk check")
    return rx.el.div(
        rx.el.div(rx.el.label(each.label, html_for=name), mark, class_name="lab"),
        rx.el.div(box, class_name="inp"),
        rx.el.p(each.hint, class_name="hint", id="h-" + name),
        class_name="field check",
        key=name,
    )
