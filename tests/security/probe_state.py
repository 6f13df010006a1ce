"""The probe's state and pages."""

from collections.abc import AsyncIterator
from typing import Any, Final

import reflex as rx

from backend.core.errors import NotFound
from expense_app.authz import needs, public
from expense_app.live import changes
from expense_app.routes import Page
from expense_app.session import current_actor


class Probe(rx.State):
    """Counts what ran."""

    who: str = ""
    loads: int = 0
    amount: int = 0
    opened: int = 0
    ran: str = ""

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        actor = await current_actor(self)
        self.who, self.loads = str(actor.user_id), self.loads + 1

    @rx.event
    @needs("expenses:write")
    def write(self, amount: int) -> None:
        self.amount = amount

    @rx.event
    def undeclared(self) -> None:
        self.ran = "undeclared"

    def plain(self) -> None:
        self.ran = "plain"

    @rx.event(background=True)
    async def undeclared_background(self) -> None:
        async with self:
            self.ran = "undeclared background"

    @rx.event
    @needs("expenses:read")
    def chain(self) -> Any:
        return Probe.undeclared

    @rx.event
    @needs("expenses:read")
    def fail(self) -> None:
        raise RuntimeError("the password is in this message")

    @rx.event
    @needs("expenses:read")
    def miss(self) -> None:
        raise NotFound("There is no such expense.")

    @rx.event
    @public
    def open(self) -> None:
        self.opened += 1

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        async for _ in changes(self, "expenses"):
            yield Probe.load


def view() -> rx.Component:
    """A page that shows what ran."""
    return rx.el.main(rx.el.p(Probe.who), rx.el.p(Probe.loads), rx.el.p(Probe.ran))


PAGES: Final = (
    Page("/", view, "Home", on_load=[Probe.load, Probe.watch]),
    Page("/login", view, "Sign in", public=True),
)
