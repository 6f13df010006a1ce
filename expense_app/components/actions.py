"""What one can do with a row without opening it."""

from typing import Any
from uuid import UUID

import reflex as rx

from backend import expenses
from backend.expenses import ExpenseChange, Selection
from expense_app.components.marks import icon
from expense_app.components.overlay import RESTORE
from expense_app.components.rows import title_of
from expense_app.desk import at_desk, tell_others
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _


class RowActions(rx.State):
    """Approving and deleting, each with its way back."""

    @rx.event
    @needs("expenses:write")
    async def approve(self, expense_id: UUID) -> Any:
        """Approve an expense as it stands."""
        async with at_desk(self) as desk:
            expense = await expenses.get(desk.books, desk.actor, expense_id)
            done = await expenses.change_many(desk.books, desk.actor, Selection(ids=(expense_id,)), ExpenseChange(status="confirmed"))
        await tell_others(desk, "expenses")
        return Notice.say(_("{name} approved").format(name=title_of(expense)), "info", done.undo_token or "")

    @rx.event
    @needs("expenses:write")
    async def remove(self, expense_id: UUID) -> Any:
        """Put an expense in the bin."""
        async with at_desk(self) as desk:
            expense = await expenses.get(desk.books, desk.actor, expense_id)
            await expenses.remove(desk.books, desk.actor, expense_id)
        await tell_others(desk, "expenses")
        return Notice.say(_("{name} deleted").format(name=title_of(expense)), "info", f"{RESTORE}{expense_id}")


def row_actions(entry: Any) -> list[rx.Component]:
    """The buttons of a row that waits for approval."""
    approve = rx.el.button(
        icon("check", 18),
        rx.el.span(_("Approve")),
        type="button",
        class_name="act ok",
        aria_label=_("Approve") + " " + entry.name,
        on_click=RowActions.approve(entry.id),
    )
    delete = rx.el.button(
        icon("trash-2", 18),
        rx.el.span(_("Delete")),
        type="button",
        class_name="act",
        aria_label=_("Delete") + " " + entry.name,
        on_click=RowActions.remove(entry.id),
    )
    return [approve, delete]
