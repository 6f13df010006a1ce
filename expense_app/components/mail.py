"""Receipts by mail, in the settings: the person's secret address, who may write to it, and what came last."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import intake, mails
from backend.core.clock import now
from backend.core.errors import Problem
from backend.core.permissions import allows
from expense_app import formats
from expense_app.components.fields import described, labelled
from expense_app.components.marks import icon, icon_address, link, script
from expense_app.desk import Desk, at_desk, follow
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _, ngettext

SHOWN: Final = 10


@dataclass
class Came:
    """A mail that came, in words. `sender` is there where it can be allowed; `again` is what trying once more is called, if it can be."""

    id: str = ""
    subject: str = ""
    about: str = ""
    outcome: str = ""
    icon: str = ""
    href: str = ""
    sender: str = ""
    again: str = ""


class Mailbox(rx.State):
    """What a person has mails sent to. `able` says whether they may add receipts here at all, `on` whether this server takes mail."""

    loaded: bool = False
    able: bool = False
    on: bool = False
    address: str = ""
    senders: list[str] = []
    came: list[Came] = []
    wrong: str = ""
    asking: bool = False
    added: int = 0
    _round: int = 0

    @rx.event
    @needs("workspace:read")
    async def load(self) -> None:
        """Read all of it."""
        async with at_desk(self) as desk:
            able = allows(desk.actor, "receipts:write")
            found = await intake.address_of(desk.books, desk.actor) if able else None
            came = [_came(each, desk) for each in await intake.last_mails(desk.books, desk.actor, limit=SHOWN)] if able else []
        self.able, self.on, self.came = able, intake.is_on(), came
        self._show(found)
        self.loaded = True

    @rx.event(background=True)
    @needs("workspace:read")
    async def watch(self) -> AsyncIterator[Any]:
        """Follow what comes in."""
        async for _seen in follow(self, "mail"):
            yield Mailbox.load

    @rx.event
    @needs("receipts:write")
    async def ask(self, wanted: bool) -> None:
        """Ask before the address is made anew, or leave it."""
        self.asking = wanted

    @rx.event
    @needs("receipts:write")
    async def renew(self) -> Any:
        """Make the address, or a new one in its place."""
        async with at_desk(self) as desk:
            found = await intake.renew(desk.books, desk.actor)
        self.asking = False
        self._show(found)
        return Notice.say(_("This is your address for receipts"))

    @rx.event
    @needs("receipts:write")
    async def add(self, form: dict[str, str]) -> None:
        """Let somebody write to it."""
        try:
            async with at_desk(self) as desk:
                found = await intake.allow(desk.books, desk.actor, form.get("sender", ""))
        except Problem as problem:
            self.wrong = words_for(problem)
            return
        self._show(found)
        self.added += 1

    @rx.event
    @needs("receipts:write")
    async def allow(self, sender: str) -> Any:
        """Let the sender of a mail write; what they sent is worked again."""
        async with at_desk(self) as desk:
            self._show(await intake.allow(desk.books, desk.actor, sender))
        return [Mailbox.load(), Notice.say(_("{sender} may send receipts now").format(sender=sender))]

    @rx.event
    @needs("receipts:write")
    async def forbid(self, sender: str) -> None:
        """Take somebody from the list."""
        async with at_desk(self) as desk:
            self._show(await intake.forbid(desk.books, desk.actor, sender))

    @rx.event
    @needs("receipts:write")
    async def again(self, mail_id: UUID) -> Any:
        """Work a refused mail once more."""
        async with at_desk(self) as desk:
            await intake.try_again(desk.books, desk.actor, mail_id)
        return Mailbox.load()

    @rx.event
    @needs("receipts:write")
    async def copied(self) -> Any:
        """Say that the address has been copied."""
        return Notice.say(_("Address copied"))

    def _show(self, found: intake.AddressView | None) -> None:
        self.address, self.senders = (found.address, list(found.senders)) if found else ("", [])
        self.wrong = ""


def _came(mail: intake.MailView, desk: Desk) -> Came:
    known = [each.expense_id for each in mail.results if each.expense_id]
    about = [mail.sender, formats.ago(mail.created_at, now(), desk.locale)]
    return Came(
        id=str(mail.id),
        subject=mail.subject or _("A mail without subject"),
        about=" · ".join(each for each in about if each),
        outcome=_outcome(mail),
        icon=icon_address({"taken": "check", "waiting": "clock"}.get(mail.status, "circle-alert")),
        href=f"/expenses/{known[0]}" if known else "",
        sender=mail.sender if mail.reason == "unknown_sender" else "",
        again=_again(mail),
    )


def _again(mail: intake.MailView) -> str:
    if mail.status != "refused" or not mail.kept or mail.reason == "unknown_sender":
        return ""
    return _("Add it anyway") if mail.reason == intake.NO_AMOUNT else _("Try again")


def _outcome(mail: intake.MailView) -> str:
    if mail.status == "waiting":
        return _("Is being looked at")
    if mail.status == "refused" and mail.reason == "unknown_sender":
        return _("Not on your list of senders, so nothing was added.")
    if mail.status == "refused" and mail.reason == intake.NO_AMOUNT:
        return _("It names no amount, so nothing was added.")
    if mail.status == "refused":
        return _(mails.why_refused(mail.reason or "")).format(sender=mail.sender or "?")
    taken = sum(each.outcome == "taken" for each in mail.results)
    if not taken:
        return _("In your books already")
    return ngettext("{number} receipt added", "{number} receipts added", taken).format(number=taken)


def mail_settings() -> rx.Component:
    """The part of the settings."""
    off = rx.el.p(_("Whoever runs this server has not set up an address for mail."), class_name="sub")
    shown = rx.cond(Mailbox.on, rx.cond(Mailbox.address, _mine(), _none_yet()), off)
    part = rx.el.section(rx.el.h2(_("Receipts by mail"), id="mail"), shown, script("copy"), class_name="card")
    return rx.cond(Mailbox.able, part, rx.fragment())


def _none_yet() -> rx.Component:
    words = _("You can have an address of your own, to which you send or forward receipts. Only people on your list may write to it.")
    make = rx.el.button(_("Make an address"), type="button", class_name="btn primary", on_click=Mailbox.renew)
    return rx.fragment(rx.el.p(words, class_name="sub"), rx.el.div(make, class_name="acts start"))


def _mine() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            _("Send or forward a receipt or an order confirmation to this address, and it stands in your books. Keep it to yourself."),
            class_name="sub",
        ),
        rx.el.p(rx.el.code(Mailbox.address, id="mail-address", dir="ltr", class_name="r-name wrap address")),
        rx.cond(Mailbox.asking, _sure(), _with_it()),
        rx.el.h3(_("Who may write to it"), class_name="lab mail-part", id="mail-senders"),
        rx.el.ul(rx.foreach(Mailbox.senders, _sender_row), aria_labelledby="mail-senders"),
        _add_form(),
        rx.el.h3(_("What came last"), class_name="lab mail-part", id="mail-came"),
        rx.cond(
            Mailbox.came,
            rx.el.ul(rx.foreach(Mailbox.came, _came_row), aria_labelledby="mail-came"),
            rx.el.p(_("Nothing has come yet."), class_name="sub"),
        ),
    )


def _with_it() -> rx.Component:
    copy = rx.el.button(
        _("Copy"), type="button", class_name="btn primary", custom_attrs={"data-copy": "mail-address", "data-copied": "mail-copied"}
    )
    done = rx.el.button(id="mail-copied", type="button", hidden=True, on_click=Mailbox.copied)
    anew = rx.el.button(_("New address"), type="button", class_name="btn", on_click=Mailbox.ask(True))
    return rx.el.div(copy, done, anew, class_name="acts start")


def _sure() -> rx.Component:
    yes = rx.el.button(_("Make a new one"), type="button", class_name="btn danger", on_click=Mailbox.renew)
    no = rx.el.button(_("Keep it"), type="button", class_name="btn", auto_focus=True, on_click=Mailbox.ask(False))
    words = rx.el.p(_("The old address stops working at once, and mail to it is lost. Your list stays."), class_name="sub", role="alert")
    return rx.el.div(words, rx.el.div(no, yes, class_name="acts start"))


def _sender_row(sender: Any) -> rx.Component:
    remove = rx.el.button(
        icon("x", 18), type="button", class_name="ghost", aria_label=_("Remove") + " " + sender, on_click=Mailbox.forbid(sender)
    )
    return rx.el.li(
        rx.el.span(icon("user"), class_name="tile"),
        rx.el.span(sender, dir="ltr", class_name="r-name wrap"),
        remove,
        class_name="item",
        key=sender,
    )


def _add_form() -> rx.Component:
    box = rx.el.input(
        id="f-sender",
        name="sender",
        input_mode="email",
        auto_complete="off",
        max_length=320,
        dir="ltr",
        placeholder="you@example.com",
        custom_attrs=described("sender", Mailbox.wrong) | {"autoCapitalize": "none", "spellCheck": "false"},
    )
    hint = _("An address, or @shop.example for everybody there")
    return rx.el.form(
        labelled("sender", _("Add a sender"), box, hint=hint, error=Mailbox.wrong, cls="field w2"),
        rx.el.button(_("Add"), type="submit", class_name="btn"),
        on_submit=Mailbox.add,
        class_name="form",
        key=Mailbox.added.to_string(),
        custom_attrs={"noValidate": True},
    )


def _came_row(mail: Any) -> rx.Component:
    let_in = _act(_("Allow this sender"), mail.sender, Mailbox.allow(mail.sender))
    once_more = _act(mail.again, mail.subject, Mailbox.again(mail.id))
    act = rx.cond(mail.sender, let_in, rx.cond(mail.again, once_more, rx.fragment()))
    name = rx.cond(mail.href, link(mail.subject, to=mail.href, class_name="textlink"), mail.subject)
    words = rx.el.div(
        rx.el.div(name, class_name="r-name wrap"),
        rx.el.div(mail.about, class_name="sub"),
        rx.el.div(mail.outcome, class_name="sub wrap"),
        act,
    )
    return rx.el.li(rx.el.span(icon(mail.icon), class_name="tile"), words, class_name="item top", key=mail.id)


def _act(words: Any, what: Any, then: Any) -> rx.Component:
    button = rx.el.button(words, type="button", class_name="btn", aria_label=words + " " + what, on_click=then)
    return rx.el.div(button, class_name="acts start")
