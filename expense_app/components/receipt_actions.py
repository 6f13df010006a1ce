"""What one does with a receipt that an expense has."""

from typing import Any
from uuid import UUID

import reflex as rx

from backend import expenses, ocr
from expense_app.components.overlay import RECEIPT, TWO
from expense_app.components.reading_options import engine_options, language_options
from expense_app.components.states import callout
from expense_app.components.typed import Choice
from expense_app.desk import at_desk, tell_others
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _


class Receipts(rx.State):
    """Reading again and taking away; the page of the expense hears of it as of any other change."""

    engines: list[Choice] = []
    languages: list[Choice] = []

    @rx.event
    @needs("receipts:write")
    async def offer(self) -> None:
        """Show what there is to read a receipt again with."""
        async with at_desk(self) as desk:
            there = await ocr.available()
            self.engines, self.languages = engine_options(there), language_options(there, desk.locale)

    @rx.event
    @needs("receipts:write")
    async def read_again(self, receipt_id: UUID, engine: str, language: str) -> None:
        """Have a receipt read once more; '' leaves engine or language open."""
        async with at_desk(self) as desk:
            await expenses.reread_receipt(desk.books, desk.actor, receipt_id, ocr.Choice(engine or None, language or None))
        await tell_others(desk, "receipts")

    @rx.event
    @needs("receipts:write")
    async def remove(self, receipt_id: UUID) -> Any:
        """Take a receipt from its expense."""
        async with at_desk(self) as desk:
            await ocr.remove_receipt(desk.books, desk.actor, receipt_id)
        await tell_others(desk, "receipts")
        return Notice.say(_("Receipt removed"), "info", f"{RECEIPT}{receipt_id}")

    @rx.event
    @needs("receipts:write")
    async def make_two(self, receipt_id: UUID) -> Any:
        """The second receipt on the picture becomes an expense of its own."""
        async with at_desk(self) as desk:
            actor = desk.actor
        made = await expenses.make_two(actor, receipt_id)
        await tell_others(desk, "expenses", "receipts")
        return Notice.say(_("Two expenses now. The second one is being read."), "info", f"{TWO}{receipt_id}:{made.id}")

    @rx.event
    @needs("receipts:write")
    async def leave_one(self, receipt_id: UUID) -> Any:
        """What looks like two receipts is one; it is read again as a whole."""
        async with at_desk(self) as desk:
            await expenses.leave_one(desk.books, desk.actor, receipt_id)
        await tell_others(desk, "expenses", "receipts")
        return Notice.say(_("One receipt. It is read again as a whole."))


def asks_two(receipt_id: Any) -> rx.Component:
    """The question whether a picture shows two receipts, with its two answers."""
    two = rx.el.button(_("Make two expenses"), type="button", class_name="act", on_click=Receipts.make_two(receipt_id))
    one = rx.el.button(_("It is one"), type="button", class_name="act", on_click=Receipts.leave_one(receipt_id))
    words = rx.el.p(_("There seem to be two receipts in this picture."))
    asked = callout(rx.el.div(words, rx.el.div(two, one, class_name="acts start")), ic="files")
    return rx.cond(receipt_id != "", asked, rx.fragment())
