"""What one does with a receipt that an expense has."""

from typing import Any
from uuid import UUID

import reflex as rx

from backend import expenses, ocr
from expense_app.components.overlay import RECEIPT
from expense_app.desk import at_desk, tell_others
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _


class Receipts(rx.State):
    """Reading again and taking away; the page of the expense hears of it as of any other change."""

    @rx.event
    @needs("receipts:write")
    async def read_again(self, receipt_id: UUID) -> None:
        """Have a receipt read once more."""
        async with at_desk(self) as desk:
            await expenses.reread_receipt(desk.books, desk.actor, receipt_id)
        await tell_others(desk, "receipts")

    @rx.event
    @needs("receipts:write")
    async def remove(self, receipt_id: UUID) -> Any:
        """Take a receipt from its expense."""
        async with at_desk(self) as desk:
            await ocr.remove_receipt(desk.books, desk.actor, receipt_id)
        await tell_others(desk, "receipts")
        return Notice.say(_("Receipt removed"), "info", f"{RECEIPT}{receipt_id}")
