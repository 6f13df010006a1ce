"""Ways in: the place where choosing a picture stores it, and what came of the last ones."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories, expenses, ocr
from backend.core.clock import now
from backend.core.settings import settings
from backend.expenses import ExpenseFilter, ExpenseView
from expense_app.components import rows
from expense_app.components.marks import icon, link
from expense_app.components.receipt import queue_words
from expense_app.components.receipt_actions import Receipts
from expense_app.desk import Desk, at_desk, follow
from expense_app.marks import needs
from expense_app.shell import Shell
from expense_app.words import _, retold

ACCEPTED: Final = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/tiff,application/pdf,.heic,.heif,.tif,.tiff,.pdf"
RECENT: Final = timedelta(hours=12)
SHOWN: Final = 50


@dataclass
class Arrival:
    """A receipt that came in lately, as the row of its expense. `state`: queued, busy, read, review or failed.

    `why` says what is the matter, or how many are read before it; `receipt` is the one that can be read again, '' for none.
    """

    id: str = ""
    href: str = ""
    name: str = ""
    meta: str = ""
    amount: str = ""
    flag: str = ""
    tone: str = ""
    icon: str = ""
    state: str = ""
    why: str = ""
    receipt: str = ""


class Recent(rx.State):
    """The receipts that came in lately, and how far each has been read."""

    rows: list[Arrival] = []
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
            self.rows = await arrivals_of(desk, recent, known)
            self.loaded = True

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow the reading."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield Recent.load
            yield Shell.load


async def arrivals_of(desk: Desk, found: Sequence[ExpenseView], named: Mapping[UUID, Any]) -> list[Arrival]:
    """The arrivals of expenses, with their places in the line of what is to be read; `named` are the categories."""
    queued = [receipt.id for each in found for receipt in each.receipts if receipt.status == "queued"]
    ahead = await ocr.places(desk.books, desk.actor, queued) if queued else {}
    return [_arrival(each, rows.row_of(each, desk, named, with_day=True), ahead) for each in found]


def _arrival(expense: ExpenseView, row: rows.Row, ahead: Mapping[UUID, int]) -> Arrival:
    """The arrival of an expense whose row is made already; `ahead` says how many receipts are read before each that waits."""
    failed = next((each for each in expense.receipts if each.status == "failed"), None)
    state = _state(expense)
    why = queue_words(min((ahead[each.id] for each in expense.receipts if each.id in ahead), default=0)) if state == "queued" else ""
    if state == "failed":
        why = retold(failed.error or "") if failed else ""
    return Arrival(
        id=row.id,
        href=row.href,
        name=row.name,
        meta=row.meta,
        amount=row.amount,
        flag=row.flag,
        tone=row.tone,
        icon=row.icon,
        state=state,
        why=why,
        receipt=str(failed.id) if failed and state == "failed" else "",
    )


def _state(expense: ExpenseView) -> str:
    if expense.status == "processing":
        return "busy" if any(each.status == "reading" for each in expense.receipts) else "queued"
    return {"failed": "failed", "needs_review": "review"}.get(expense.status, "read")


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
    attrs |= {"data-script": "intake"}
    return rx.fragment(
        rx.el.div(id="batch"),
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
                rx.el.ul(rx.foreach(Recent.rows, arrival_row), class_name="rows", aria_live="polite"),
            ),
            rx.fragment(),
        ),
    )


def arrival_row(each: Any) -> rx.Component:
    """A row that fills in by itself; one that could not be read says why, and can be read again."""
    again = rx.el.button(
        icon("repeat", 17), _("Read it again"), type="button", class_name="act", on_click=Receipts.read_again(each.receipt, "", "")
    )
    trouble = rx.el.div(rx.el.p(each.why, class_name="r-meta"), rx.cond(each.receipt != "", again, rx.fragment()), class_name="r-why")
    return rx.el.li(
        link(
            rx.el.span(icon(each.icon), class_name="tile"),
            rx.el.span(rx.el.span(each.name, class_name="r-name"), rx.el.span(each.meta, class_name="r-meta"), class_name="r-main"),
            rx.el.span(
                rx.el.span(each.amount, class_name="r-amt num"), rx.el.span(each.flag, class_name="flag " + each.tone), class_name="r-end"
            ),
            to=each.href,
            class_name="r-link",
        ),
        rx.cond(each.why != "", trouble, rx.fragment()),
        key=each.id,
        class_name="row",
        custom_attrs={"data-arrival": each.id, "data-state": each.state},
    )


def one_receipt() -> rx.Component:
    """The box that says that the next pictures are the parts of one long receipt; the client script reads and clears it."""
    return rx.el.label(
        rx.el.input(type="checkbox", id="one-receipt"),
        _("The next pictures are parts of one receipt, from top to bottom"),
        class_name="tick",
    )
