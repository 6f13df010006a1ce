"""Fields that are to be checked and can be put right where they are shown, without opening the expense."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import ocr
from backend.expenses import ExpenseView
from expense_app import known
from expense_app.components.fields import ASKED, SEEN, certainty
from expense_app.desk import Desk
from expense_app.words import _

MENDED: Final = ("merchant", "amount", "occurred_on")


@dataclass
class Doubt:
    """A field to be checked: what stands there, why that is in doubt, and the keypad it is typed with.

    It stays once it was `mended`, since somebody may be at it still. `told` is the newest of its hand-ins that was answered.
    """

    field: str = ""
    label: str = ""
    value: str = ""
    hint: str = ""
    mode: str = ""
    mended: bool = False
    told: int = 0


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


def place_of(expense_id: UUID | str, field: str) -> str:
    """The id of the field of a doubt."""
    return f"{field}-{expense_id}"


def doubts_of(expense: ExpenseView, read: Mapping[str, Any], desk: Desk, told: Mapping[str, int]) -> list[Doubt]:
    """The fields in doubt, and those that were: `told` has the hand-ins that were answered, by place. An unknown amount is a doubt."""
    marks, hints = known.marks_of(expense, read), known.hints_of(expense, read, desk, {})
    if expense.money is None:
        marks["amount"] = "check"
    values = known.values_of(expense, desk.locale, desk.base_currency)
    labels = {"merchant": _("Merchant"), "amount": _("Total"), "occurred_on": _("Date")}
    doubts = [
        Doubt(name, labels[name], values[name], hints[name], "decimal" if name == "amount" else "text", marks.get(name) != "check")
        for name in MENDED
        if marks.get(name) == "check" or place_of(expense.id, name) in told
    ]
    for each in doubts:
        each.told = told.get(place_of(expense.id, each.field), 0)
    return doubts


def doubt_field(expense_id: Any, each: Any, on_left: Any) -> rx.Component:
    """The field of a doubt of an expense; `on_left(expense_id, field, value, seen, asked)` saves it when it is left."""
    name = each.field + "-" + expense_id
    box = rx.el.input(
        id=name,
        default_value=each.value,
        input_mode=each.mode,
        auto_complete="off",
        on_blur=lambda value: on_left(expense_id, each.field, value, SEEN, ASKED),
        custom_attrs={"data-server": each.value, "data-told": each.told, "enterKeyHint": "done", "aria-describedby": "h-" + name},
    )
    mark = rx.cond(each.mended, certainty("yours"), certainty("check"))
    return rx.el.div(
        rx.el.div(rx.el.label(each.label, html_for=name), mark, class_name="lab"),
        rx.el.div(box, class_name="inp"),
        rx.el.p(each.hint, class_name="hint", id="h-" + name),
        class_name=rx.cond(each.mended, "field", "field check"),
        key=name,
    )
