"""What lies above every page, once: skip link, messages with undo, the lost connection."""

from typing import Any, Final
from uuid import UUID

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from backend import expenses, ocr
from backend.core.errors import NotFound
from backend.core.ids import parse_id
from backend.expenses import UndoSpent
from expense_app.components.keys import keys
from expense_app.components.marks import icon
from expense_app.components.palette import palette
from expense_app.components.toasts import toasts
from expense_app.components.workspaces import workspaces
from expense_app.desk import Desk, at_desk, tell_others
from expense_app.edits import back_to
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _

RESTORE: Final = "restore:"
REMOVE: Final = "remove:"
BACK: Final = "back:"
RECEIPT: Final = "receipt:"
TWIN: Final = "twin:"
TWO: Final = "two:"


class Undo(rx.State):
    """Takes back what a message spoke of."""

    @rx.event
    @needs("expenses:write")
    async def take_back(self, token: str) -> Any:
        """Undo what `token` names: many changes (by the books), or one by its kind and id.

        `restore:<id>`, `remove:<id>`, `back:<id>:<version>`, `receipt:<id>`, `twin:<id>:<id>`, `two:<receipt>:<id>`.
        """
        async with at_desk(self) as desk:
            kind = token.partition(":")[0] + ":"
            await _WAYS.get(kind, _undo_many)(desk, token)
        await tell_others(desk, "expenses", "receipts")
        (await self.get_state(Notice))._taken_back(token)  # noqa: SLF001 - not for the browser to call
        return Notice.say(_("Taken back"))


async def _undo_many(desk: Desk, token: str) -> None:
    await expenses.undo(desk.books, desk.actor, token)


async def _restore(desk: Desk, token: str) -> None:
    await expenses.restore(desk.books, desk.actor, _expense_id(token))


async def _remove(desk: Desk, token: str) -> None:
    await expenses.remove(desk.books, desk.actor, _expense_id(token))


async def _put_back(desk: Desk, token: str) -> None:
    """Set the fields of one version to what they were before it."""
    expense_id, version = _expense_id(token), token.rpartition(":")[2]
    told = await expenses.history(desk.books, desk.actor, expense_id, limit=50)
    change = next((each for each in told.items if str(each.version) == version), None)
    if change is None:
        raise UndoSpent
    await expenses.amend(desk.books, desk.actor, expense_id, back_to(change))


async def _bring_back(desk: Desk, token: str) -> None:
    """The receipt that was removed."""
    await ocr.bring_back(desk.books, desk.actor, _expense_id(token))


async def _reopen(desk: Desk, token: str) -> None:
    """What was decided about two that look like one."""
    await expenses.reopen_twin(desk.books, desk.actor, _expense_id(token), _second_id(token))


async def _ask_again(desk: Desk, token: str) -> None:
    """That one picture shows two receipts."""
    await expenses.undo_two(desk.books, desk.actor, _expense_id(token), _second_id(token))


_WAYS: Final = {RESTORE: _restore, REMOVE: _remove, BACK: _put_back, RECEIPT: _bring_back, TWIN: _reopen, TWO: _ask_again}


def _expense_id(token: str) -> UUID:
    return _id(token.split(":")[1])


def _second_id(token: str) -> UUID:
    return _id(token.rpartition(":")[2])


def _id(text: str) -> UUID:
    found = parse_id(text)
    if found is None:
        raise NotFound(_("There is no such expense here."))
    return found


def calm_lines() -> rx.Component:
    """Where the client script says what holds for a while: no connection, a new version. `line-cut` stands while the socket is down."""
    cut = rx.el.span(id="line-cut", hidden=True)
    region = rx.el.div(id="lines", role="status", aria_live="polite", class_name="lines")
    return rx.fragment(rx.cond(has_connection_errors, cut, rx.fragment()), region)


@rx.memo
def overlay_parts() -> rx.Component:
    """All of it; on its own, so that a message does not draw the page anew."""
    skip = rx.el.nav(rx.el.a(_("Skip to content"), href="#main", class_name="skip"), aria_label=_("Skip"))
    announced = rx.el.div(id="announce", aria_live="polite", class_name="sr")
    dialogs = (palette(), workspaces(), keys())  # not of a page, so that they outlive its change
    return rx.fragment(skip, toasts(Undo.take_back), *dialogs, calm_lines(), announced)


def trouble_page() -> rx.Component:
    """What stands in place of a page that broke."""
    return rx.el.main(
        rx.el.title(f"{_('This page broke')} · Outlay"),  # that of the page went with it
        rx.el.div(icon("circle-alert", 28), class_name="empty-ic"),
        rx.el.h1(_("This page broke")),
        rx.el.p(_("What you saved is safe. Load the page again to go on."), class_name="sub"),
        rx.el.a(
            _("Load again"), href="", class_name="btn primary", custom_attrs={"reloadDocument": True}
        ),  # a way inside the app stays broken
        class_name="gate mid",
        id="main",
    )
