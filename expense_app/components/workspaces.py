"""Which books one is in: the way to one's other ones, and to new ones. Switching is a request of its own (`assets/shell.js`).

The answer carries a new cookie, and the page is loaded anew: no state, cache or form of the books before is left.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import reflex as rx

from backend import categories, users
from backend.core.actor import Role
from backend.core.db import system_transaction
from backend.core.errors import Problem
from backend.core.ids import new_id
from expense_app.components.fields import described, labelled
from expense_app.components.marks import icon
from expense_app.components.sheet import sheet
from expense_app.desk import at_desk
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.words import _

NAME: Final = "workspaces"


@dataclass
class Books:
    """One of the person's workspaces."""

    id: str = ""
    name: str = ""
    words: str = ""
    here: bool = False


class Workspaces(rx.State):
    """The person's own workspaces, and no others."""

    books: list[Books] = []
    made: str = ""
    wrong: str = ""

    @rx.event
    @needs("workspace:read")
    async def load(self) -> None:
        """Read them."""
        async with at_desk(self) as desk:
            here, person = desk.actor.workspace_id, desk.actor.user_id
        if person is None:
            return
        async with system_transaction("identity") as session:
            own = await users.workspaces_of(session, person)
        roles = {Role.OWNER: _("Owner"), Role.ADMIN: _("Administrator"), Role.MEMBER: _("Member"), Role.VIEWER: _("Reader")}
        self.books = [Books(str(each.id), each.name, f"{roles[each.role]} · {each.base_currency}", each.id == here) for each in own]

    @rx.event
    @needs("workspace:read")
    async def create(self, form: dict[str, str]) -> None:
        """Make further books, owned by the person, in the currency and zone of the present ones; the page then enters them."""
        self.wrong = self.made = ""
        try:
            async with at_desk(self) as desk:
                here = desk.workspace
                owner = replace(desk.actor, workspace_id=new_id(), role=Role.OWNER)
            async with system_transaction("identity") as session:
                made = await users.create_workspace(session, owner, form.get("name", ""), here.base_currency, here.timezone)
                await categories.seed(session, owner)
            self.made = str(made.id)
        except Problem as problem:
            self.wrong = words_for(problem)


def workspaces() -> rx.Component:
    """The sheet."""
    return sheet(
        NAME,
        _("Workspaces"),
        rx.el.ul(rx.foreach(Workspaces.books, _books), class_name="rows flat"),
        rx.el.details(
            rx.el.summary(icon("plus", 18), _("New workspace"), class_name="more-line"),
            rx.el.form(
                labelled("books", _("Name"), _name(), error=Workspaces.wrong),
                rx.el.p(_("It starts empty, in the same currency. You are its owner."), class_name="sub"),
                rx.el.button(_("Create and open"), type="submit", class_name="btn primary wide"),
                class_name="stack",
                on_submit=Workspaces.create,
                custom_attrs={"noValidate": True},
            ),
        ),
        rx.el.p(class_name="err", role="alert", tab_index=-1, custom_attrs={"data-error-all": ""}),
        rx.el.span(hidden=True, custom_attrs={"data-made": Workspaces.made}),
        words=_("Each has its own expenses, categories and members."),
    )


def _name() -> rx.Component:
    ties = described("books", Workspaces.wrong)
    return rx.el.input(id="f-books", name="name", auto_complete="off", max_length=100, placeholder=_("Household"), custom_attrs=ties)


def _books(books: Any) -> rx.Component:
    words = rx.el.span(rx.el.span(books.name, class_name="r-name"), rx.el.span(books.words, class_name="r-meta"), class_name="r-main")
    here = rx.el.span(icon("check", 18), rx.el.span(_("Open now"), class_name="sr"), class_name="r-end good")
    return rx.el.li(
        rx.el.button(
            rx.el.span(icon("book-open"), class_name="tile"),
            words,
            rx.cond(books.here, here, rx.fragment()),
            type="button",
            class_name="r-link",
            custom_attrs={"data-workspace": books.id, "aria-current": rx.cond(books.here, "true", "false")},
        ),
        key=books.id,
        class_name="row",
    )
