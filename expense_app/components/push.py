"""Push messages: the quiet offer once a receipt has been read, and the wishes in the settings.

What this browser can do and has allowed only it knows: the client script writes it on the root of the page
(`data-push`: unable, install, denied, off, asking, on), and each part names the states in which it is seen.
"""

from dataclasses import dataclass
from typing import Any, Final

import reflex as rx

from backend import expenses, notifications, users
from backend.core.db import system_transaction
from backend.core.errors import Unavailable
from backend.expenses import ExpenseFilter
from backend.notifications import NoSuchSubscription, PushFailed
from backend.users import UserChange
from expense_app.components.marks import icon
from expense_app.desk import Desk, at_desk
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.session import current_actor
from expense_app.words import _

_OFFER: Final = "push_offer"
_NO: Final = "no"
_LOOKED_AT: Final = 5


class PushOffer(rx.State):
    """Whether push messages are offered: once a receipt has been read, until somebody says no."""

    offered: bool = False

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Look whether it is the moment."""
        async with at_desk(self) as desk:
            found = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(has_receipt=True), sort="-created_at", limit=_LOOKED_AT)
        read = any(receipt.status == "read" for each in found.items for receipt in each.receipts)
        self.offered = read and not await _refused(desk)

    @rx.event
    @needs("notifications:write")
    async def refuse(self) -> None:
        """Never offer it again, on no device."""
        actor = await current_actor(self)
        if actor.user_id is not None:
            async with system_transaction("identity") as session:
                await users.amend_user(session, actor.user_id, UserChange(preferences={_OFFER: _NO}))
        self.offered = False


async def _refused(desk: Desk) -> bool:
    if desk.actor.user_id is None:
        return True
    async with system_transaction("identity") as session:
        return (await users.get_user(session, desk.actor.user_id)).preferences.get(_OFFER) == _NO


@dataclass
class Wish:
    """One kind of news, and how it is told."""

    kind: str = ""
    name: str = ""
    about: str = ""
    in_app: bool = True
    push: bool = True
    fixed: bool = False


class Wishes(rx.State):
    """What the person wants to be told of."""

    loaded: bool = False
    wishes: list[Wish] = []

    @rx.event
    @needs("notifications:read")
    async def load(self) -> None:
        """Read them."""
        async with at_desk(self) as desk:
            found = await notifications.list_preferences(desk.books, desk.actor)
        self.wishes = [_wish(each) for each in found]
        self.loaded = True

    @rx.event
    @needs("notifications:write")
    async def choose(self, kind: str, channel: str, wanted: bool) -> Any:
        """Turn one kind on or off for one way of telling."""
        async with at_desk(self) as desk:
            await notifications.prefer(desk.books, desk.actor, kind, **{channel: wanted})
        return [Wishes.load(), Notice.say(_("Saved"))]

    @rx.event
    @needs("notifications:write")
    async def test(self) -> Any:
        """Send a message to this browser, and say what came of it."""
        async with at_desk(self) as desk:
            pass
        try:
            arrived = await notifications.send_test(desk.actor, desk.session_id)
        except NoSuchSubscription:
            return Notice.say(_("This browser is not known here any more. Turn push messages on again."), "bad")
        except (PushFailed, Unavailable):
            return Notice.say(_("The push service of this browser does not answer. Nothing is wrong here; please try again later."), "bad")
        if not arrived:
            return Notice.say(_("This browser no longer takes our messages. Turn them off and on again."), "bad")
        return Notice.say(_("Sent. It should appear in a moment."))


def _wish(found: notifications.PreferenceView) -> Wish:
    name, about = _NAMES[found.kind]
    return Wish(found.kind, _(name), _(about), found.in_app, found.push, fixed=found.kind == "security")


def _mark(text: str) -> str:
    """Names words for the catalogs; they are looked up when they are shown."""
    return text


_NAMES: Final = {
    "expense_read": (_mark("A receipt has been read"), _mark("With shop and total")),
    "receipt_failed": (_mark("A receipt could not be read"), _mark("With what to do about it")),
    "mail_refused": (_mark("A mail brought no receipt"), _mark("With the reason, where you have receipts sent here")),
    "security": (_mark("Your account"), _mark("Sign-ins, password, new devices")),
}


def push_card() -> rx.Component:
    """The offer: seen only where the browser has not been asked yet."""
    yes = rx.el.button(_("Turn on"), type="button", class_name="btn primary", custom_attrs={"data-push-do": "on"})
    no = rx.el.button(_("No, thanks"), type="button", class_name="btn", on_click=PushOffer.refuse)
    words = rx.el.div(
        rx.el.h2(_("Want to know when a receipt is ready?")),
        rx.el.p(_("This browser can tell you when a receipt has been read, also while Outlay is closed."), class_name="sub"),
        rx.el.div(yes, no, class_name="acts start"),
    )
    card = rx.el.section(rx.el.span(icon("bell"), class_name="tile"), words, class_name="card offer")
    return rx.cond(PushOffer.offered, rx.el.div(card, custom_attrs={"data-when": "off"}), rx.fragment())


def notification_settings() -> rx.Component:
    """What one is told of, and how this browser comes into it."""
    listed = rx.el.ul(rx.foreach(Wishes.wishes, _row), class_name="wishes")
    return rx.el.section(rx.el.h2(_("Notifications"), id="notifications"), _here(), listed, class_name="card")


def _here() -> rx.Component:
    """This browser, in the one state that it is in."""
    on = rx.el.button(_("Turn on"), type="button", class_name="btn primary", custom_attrs={"data-push-do": "on"})
    off = rx.el.button(_("Turn off"), type="button", class_name="btn", custom_attrs={"data-push-do": "off"})
    test = rx.el.button(_("Send me a test"), type="button", class_name="btn", on_click=Wishes.test)
    refused = _("They are blocked for this site. Allow them in the site settings beside the address, then look here again.")
    apple = _("On iPhone and iPad this works from the home screen: tap Share, “Add to Home Screen”, and open Outlay there.")
    return rx.el.div(
        _state("off", "bell", _("Push messages to this browser are off"), _("You can be told while Outlay is closed."), on),
        _state("asking", "bell", _("One moment …"), _("Your browser may ask whether you allow it.")),
        _state("on", "bell-ring", _("Push messages to this browser are on"), _("They end when you sign out here."), test, off),
        _state("denied", "bell-off", _("Your browser does not allow push messages"), refused),
        _state("install", "bell-off", _("Install Outlay to get push messages"), apple),
        _state("unable", "bell-off", _("This browser has no push messages"), _("Everything is told in the app all the same.")),
        role="status",
        class_name="here",
    )


def _state(when: str, ic: str, title: str, words: str, *actions: rx.Component) -> rx.Component:
    buttons = rx.el.div(*actions, class_name="acts start") if actions else rx.fragment()
    text = rx.el.div(rx.el.div(title, class_name="r-name wrap"), rx.el.p(words, class_name="sub"), buttons)
    row = rx.el.div(rx.el.span(icon(ic), class_name="tile"), text, class_name="item top")
    return rx.el.div(row, custom_attrs={"data-when": when})


def _row(wish: Any) -> rx.Component:
    words = rx.el.div(rx.el.div(wish.name, class_name="r-name wrap", id="wish-" + wish.kind), rx.el.div(wish.about, class_name="sub"))
    ways = rx.el.div(
        _switch(wish, "in_app", _("In the app"), wish.in_app, wish.fixed), _switch(wish, "push", _("Push"), wish.push), class_name="ways"
    )
    both = rx.el.div(words, ways, role="group", aria_labelledby="wish-" + wish.kind, class_name="wish")
    return rx.el.li(both, key=wish.kind)


def _switch(wish: Any, channel: str, label: str, checked: Any, disabled: Any = False) -> rx.Component:
    box = rx.el.input(
        type="checkbox",
        role="switch",
        checked=checked,
        disabled=disabled,
        on_change=lambda wanted: Wishes.choose(wish.kind, channel, wanted),
    )
    return rx.el.label(box, rx.el.span(label), class_name="switch")
