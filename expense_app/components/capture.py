"""Ways in: the place where choosing a picture stores it, and what came of the last ones."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

import reflex as rx

from backend import categories, expenses
from backend.core.clock import now
from backend.core.settings import settings
from backend.expenses import ExpenseFilter
from expense_app.components import rows
from expense_app.components.marks import icon
from expense_app.components.rows import Row
from expense_app.desk import at_desk, follow
from expense_app.marks import needs
from expense_app.shell import Shell
from expense_app.words import _

ACCEPTED: Final = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/tiff,application/pdf,.heic,.heif,.tif,.tiff,.pdf"
RECENT: Final = timedelta(hours=12)
SHOWN: Final = 12


class Recent(rx.State):
    """The receipts that came in lately, and how far each has been read."""

    rows: list[Row] = []
    loaded: bool = False
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the latest ones."""
        async with at_desk(self) as desk:
            wanted = ExpenseFilter(has_receipt=True)
            page = await expenses.list_page(desk.books, desk.actor, wanted, sort="-created_at", limit=SHOWN)
            known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
            recent = [each for each in page.items if each.created_at > now() - RECENT]
            self.rows = [rows.row_of(each, desk, known, with_day=True) for each in recent]
            self.loaded = True

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow the reading."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield Recent.load
            yield Shell.load


def drop_zone(title: str, words: str, expense_id: Any = None) -> rx.Component:
    """Tap to take or choose, or drop here: what is chosen is stored at once, for `expense_id` where one is given."""
    belongs = {"data-expense": expense_id} if expense_id is not None else {}
    chosen = rx.el.input(
        type="file",
        multiple=True,
        accept=ACCEPTED,
        id="receipts",
        custom_attrs={"data-receipts": "", "aria-label": title, "aria-describedby": "drop-words"} | belongs,
    )
    return rx.el.div(
        rx.el.span(icon("camera", 30), class_name="cap", aria_hidden="true"),
        rx.el.b(title, aria_hidden="true"),
        rx.el.p(words, class_name="sub", id="drop-words"),
        chosen,
        class_name="drop",
    )


def uploads(on_stored: Any, expense_id: Any = None) -> rx.Component:
    """Files on their way; files dropped on the page or pasted into it join them. `on_stored` runs when one is in the books."""
    attrs = {"data-most": str(settings().upload_max_bytes)} | ({"data-expense": expense_id} if expense_id is not None else {})
    return rx.fragment(
        rx.el.ul(id="uploads", class_name="rows ups", aria_live="polite", aria_label=_("Sending"), custom_attrs=attrs),
        rx.el.button(id="stored", type="button", hidden=True, on_click=on_stored),
    )


def once_known(there: rx.Component, outline: rx.Component) -> rx.Component:
    """What stands below the arrivals: an outline until it is known how many those are, so that nothing is pushed down.

    The two need tags of their own (`section` and `div`): one that is kept would count as having moved.
    """
    return rx.cond(Recent.loaded, there, outline)


def arrivals() -> rx.Component:
    """Files on their way, then what the books have of them."""
    return rx.el.div(
        uploads(Recent.load),
        rx.cond(
            Recent.rows.length() > 0,
            rx.el.section(
                rx.el.h2(_("Just captured"), class_name="section-h"),
                rx.el.ul(rx.foreach(Recent.rows, rows.row), class_name="rows", aria_live="polite"),
            ),
            rx.fragment(),
        ),
    )
