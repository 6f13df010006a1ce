"""Two expenses that look like one, side by side: keep both, replace the earlier one, discard the new one."""

from collections.abc import AsyncIterator
from typing import Any, Final

import reflex as rx

from backend import expenses
from backend.core.errors import Conflict, NotFound
from backend.core.ids import parse_id
from backend.expenses import Decision, Twin
from expense_app import twins
from expense_app.components.marks import icon, link
from expense_app.components.overlay import TWIN
from expense_app.components.states import callout, nothing
from expense_app.desk import Desk, at_desk, follow, tell_others
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.routes import Page
from expense_app.shell import Shell, back, frame
from expense_app.twins import Compared, Side
from expense_app.words import _, ngettext

_MOST: Final = 50


class Duplicates(rx.State):
    """The pair of the address (`?of=<expense>`), else the newest that waits, and how many wait after it."""

    loaded: bool = False
    any: bool = False
    why: list[str] = []
    first: Side = Side()
    second: Side = Side()
    compared: list[Compared] = []
    first_id: str = ""
    second_id: str = ""
    more: str = ""
    _round: int = 0

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the pair."""
        async with at_desk(self) as desk:
            waiting = await expenses.open_twins(desk.books, desk.actor, _MOST)
            twin = await self._chosen(desk, waiting)
            if twin is not None:
                await self._show(desk, twin)
        left = len(waiting) - 1
        self.more = (
            ngettext("{number} more pair after this", "{number} more pairs after this", left).format(number=left) if left > 0 else ""
        )
        if twin is None:
            self.first_id = self.second_id = ""
        self.any, self.loaded = twin is not None, True

    @rx.event(background=True)
    @needs("expenses:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what others decide, and what comes in."""
        async for _seen in follow(self, "expenses", "receipts"):
            yield [Duplicates.load, Shell.load]

    @rx.event
    @needs("expenses:write")
    async def keep(self, first_id: str, second_id: str) -> Any:
        """Leave both in the books."""
        return await self._decided(first_id, second_id, "kept", _("Both are kept"))

    @rx.event
    @needs("expenses:write")
    async def replace(self, first_id: str, second_id: str) -> Any:
        """Let the new one take the place of the earlier one's receipt and values."""
        return await self._decided(first_id, second_id, "replaced", _("The earlier one has the new receipt"))

    @rx.event
    @needs("expenses:write")
    async def discard(self, first_id: str, second_id: str) -> Any:
        """Put the new one into the bin."""
        return await self._decided(first_id, second_id, "discarded", _("The new one is in the bin"))

    async def _decided(self, first_id: str, second_id: str, decision: Decision, words: str) -> Any:
        """Decide the pair that the person saw; where another has come in its place meanwhile, nothing is done to that one."""
        first, second = parse_id(first_id), parse_id(second_id)
        if first is None or second is None or (first_id, second_id) != (self.first_id, self.second_id):
            return None
        try:
            async with at_desk(self) as desk:
                await expenses.decide_twin(desk.books, desk.actor, first, second, decision)
        except (Conflict, NotFound):
            return [Notice.say(_("This was decided meanwhile. Nothing was changed now."), "bad"), Duplicates.load]
        await tell_others(desk, "expenses", "receipts")
        return [Notice.say(words, "info", f"{TWIN}{first}:{second}"), Duplicates.load]

    async def _chosen(self, desk: Desk, waiting: list[Twin]) -> Twin | None:
        asked = parse_id(self.router.url.query_parameters.get("of", ""))
        found = await expenses.twins_of(desk.books, desk.actor, [asked]) if asked else {}
        return next(iter([*found.values(), *waiting]), None)

    async def _show(self, desk: Desk, twin: Twin) -> None:
        first, second = await twins.both_of(desk, twin)
        self.compared = await twins.compared(desk, first, second)
        self.first, self.second = twins.side_of(first, desk), twins.side_of(second, desk)
        self.why = twins.reasons(twin)
        self.first_id, self.second_id = str(twin.first_id), str(twin.second_id)


def view() -> rx.Component:
    """The page."""
    none = nothing(
        "files",
        _("No duplicates left"),
        _("When two expenses look like one, they stand here side by side."),
        link(_("Inbox"), to="/inbox", class_name="btn"),
    )
    title = rx.el.h1(_("Is this the same one twice?"), tab_index=-1)
    head = rx.el.header(back(_("Inbox"), "/inbox"), class_name="head slim")
    body = rx.cond(Duplicates.loaded, rx.cond(Duplicates.any, _pair(), none), _loading())
    return frame("inbox", head, title, body, cls="p-twins")


def _pair() -> rx.Component:
    why = callout(rx.el.span(rx.foreach(Duplicates.why, lambda each: rx.el.span(each, " "))), tone="calm", ic="files")
    more = rx.cond(Duplicates.more != "", rx.el.p(Duplicates.more, class_name="foot-note"), rx.fragment())
    return rx.el.div(why, _papers(), _table(), _decisions(), more, key=Duplicates.first_id + Duplicates.second_id)


def _papers() -> rx.Component:
    """Picture beside picture; on a phone one at a time, with a switch between them."""

    def switch(name: str, words: str, *, on: bool) -> rx.Component:
        choice = rx.el.input(type="radio", name="side", id=f"side-{name}", default_checked=on, class_name="sr")
        return rx.fragment(choice, rx.el.label(words, html_for=f"side-{name}"))

    choose = rx.el.fieldset(
        rx.el.legend(_("Picture"), class_name="sr"),
        switch("first", _("Earlier"), on=False),
        switch("second", _("New"), on=True),
        class_name="seg t-switch",
    )
    pictures = rx.el.div(
        _paper(Duplicates.first, _("Earlier"), "t-first"), _paper(Duplicates.second, _("New"), "t-second"), class_name="t-two"
    )
    return rx.fragment(choose, pictures)


def _paper(side: Any, label: str, cls: str) -> rx.Component:
    image = rx.el.img(src=side.picture, alt=side.alt, custom_attrs={"decoding": "async"})
    blank = rx.el.span(icon("receipt-text", 28), rx.el.span(_("No receipt")), class_name="blank")
    words = rx.el.figcaption(
        rx.el.h2(label),
        link(side.name, to=side.href, class_name="textlink"),
        rx.el.b(side.amount, class_name="num"),
        rx.el.span(side.came, class_name="sub"),
    )
    paper = link(
        rx.cond(side.picture != "", image, blank), to=side.href, class_name="t-paper", tab_index=-1, custom_attrs={"aria-hidden": "true"}
    )
    return rx.el.figure(words, paper, class_name=f"t-side {cls}")


def _table() -> rx.Component:
    head = rx.el.tr(
        rx.el.td(rx.el.span(_("What they say"), class_name="sr")), rx.el.th(_("Earlier"), scope="col"), rx.el.th(_("New"), scope="col")
    )
    rows = rx.foreach(Duplicates.compared, _row)
    return rx.el.table(rx.el.thead(head), rx.el.tbody(rows), class_name="t-table", custom_attrs={"aria-label": _("Both compared")})


def _row(each: Any) -> rx.Component:
    mark = rx.cond(each.differs, rx.el.span(_("differs"), class_name="flag warn"), rx.fragment())
    return rx.el.tr(
        rx.el.th(each.label, " ", mark, scope="row"),
        rx.el.td(rx.cond(each.first != "", each.first, "–"), class_name="num"),
        rx.el.td(rx.cond(each.second != "", each.second, "–"), class_name="num"),
        class_name=rx.cond(each.differs, "differs", ""),
        key=each.label,
    )


def _decisions() -> rx.Component:
    choices = (
        ("k", _("Keep both"), _("Both stay, and you are not asked about these two again."), Duplicates.keep, "btn"),
        (
            "r",
            _("Replace the earlier"),
            _("The earlier one keeps what you typed and takes the new picture and values. The new one goes to the bin."),
            Duplicates.replace,
            "btn",
        ),
        ("d", _("Discard the new"), _("The new one goes to the bin, the earlier one stays as it is."), Duplicates.discard, "btn primary"),
    )
    return rx.el.div(*[_decision(*each) for each in choices], class_name="t-acts", role="group", aria_label=_("Decide"))


def _decision(key: str, words: str, what: str, on_click: Any, cls: str) -> rx.Component:
    attrs = {"data-shortcut": key, "aria-keyshortcuts": key.upper(), "aria-describedby": f"what-{key}"}
    seen = on_click(Duplicates.first_id, Duplicates.second_id)
    button = rx.el.button(
        words, rx.el.kbd(key.upper(), aria_hidden="true"), type="button", class_name=cls, on_click=seen, custom_attrs=attrs
    )
    return rx.el.div(button, rx.el.p(what, id=f"what-{key}", class_name="sub"))


def _loading() -> rx.Component:
    side = rx.el.div(rx.el.span(class_name="sk l3"), rx.el.div(class_name="t-paper"), class_name="t-side")
    return rx.el.div(side, side, class_name="t-two", aria_hidden="true")


PAGE: Final = Page(twins.PLACE, view, f"{_('Duplicates')} · Outlay", on_load=(Shell.load, Duplicates.load, Duplicates.watch))
