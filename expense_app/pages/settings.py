"""Settings: the person, their books, their devices."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import available_timezones

import reflex as rx
from reflex.style import set_color_mode

from backend import auth, users
from backend.core.clock import now
from backend.core.db import system_transaction
from backend.core.errors import Problem
from backend.users import UserChange, WorkspaceChange
from expense_app import formats
from expense_app.components.fields import described, labelled, options
from expense_app.components.mail import Mailbox, mail_settings
from expense_app.components.marks import icon
from expense_app.components.push import Wishes, notification_settings
from expense_app.components.typed import Choice, currency_choices
from expense_app.desk import Desk, at_desk
from expense_app.failures import words_for
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.routes import Page
from expense_app.session import current_actor
from expense_app.shell import Shell, frame, heading
from expense_app.words import _

# Where the languages of the interface are spoken, with their ways to write numbers and days.
LOCALES: Final = (
    "en-GB en-US en-AU en-CA en-IE en-IN de-DE de-AT de-CH es-ES es-AR es-CL es-CO es-MX"
    " fr-FR fr-BE fr-CA fr-CH ja-JP ar-AE ar-EG ar-JO ar-KW ar-MA ar-QA ar-SA"
).split()
_ZONES: Final = frozenset(each for each in available_timezones() if "/" in each and not each.startswith(("Etc/", "SystemV/", "US/")))
_OF_BOOKS: Final = ("base_currency", "timezone")


@dataclass
class Device:
    """A signed-in device."""

    id: str = ""
    name: str = ""
    seen: str = ""
    current: bool = False
    icon: str = ""


class Settings(rx.State):
    """What can be set, as it stands."""

    loaded: bool = False
    email: str = ""
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    sample: str = ""
    languages: list[Choice] = []
    zones: list[Choice] = []
    currencies: list[Choice] = []
    devices: list[Device] = []

    @rx.event
    @needs("workspace:read")
    async def load(self) -> None:
        """Read everything."""
        self.wrong = {}
        await self._read()

    @rx.event
    @needs("workspace:read")
    async def save(self, field: str, value: str) -> Any:
        """Save one setting as it was left."""
        if value == self.values.get(field, ""):
            return None
        try:
            await self._change(field, value)
        except Problem as problem:
            self.wrong = {field: words_for(problem)}
            return None
        self.wrong = {}
        await self._read()
        return [Shell.load(), Notice.say(_("Saved"))]

    @rx.event
    @needs("workspace:read")
    async def end_device(self, session_id: UUID) -> Any:
        """Sign another device out."""
        actor = await current_actor(self)
        async with system_transaction("identity") as session:
            await auth.end_session(session, actor, session_id, "revoked")
        await self._read()
        return Notice.say(_("That device is signed out"))

    async def _change(self, field: str, value: str) -> None:
        if field in _OF_BOOKS:
            async with at_desk(self) as desk:
                await users.amend_workspace(desk.books, desk.actor, WorkspaceChange(**{field: value}))
        if field not in ("display_name", "locale", "timezone"):
            return
        actor = await current_actor(self)
        async with system_transaction("identity") as session:
            await users.amend_user(session, _person(actor), UserChange(**{field: value}))
        auth.forget_web_sessions()

    async def _read(self) -> None:
        async with at_desk(self) as desk:
            self._show_choices(desk)
        async with system_transaction("identity") as session:
            person = await users.get_user(session, _person(desk.actor))
            devices = await auth.sessions_of(session, person.id, desk.session_id)
        self.email, self.devices = person.email, [_device(each, person.locale) for each in devices]
        self.values = {
            "display_name": person.display_name,
            "locale": person.locale,
            "timezone": desk.workspace.timezone,
            "base_currency": desk.base_currency,
        }
        self.sample = (
            f"{formats.money(formats.Money(123456, desk.base_currency), person.locale)} · {formats.full_day(desk.today, person.locale)}"
        )
        self.loaded = True

    def _show_choices(self, desk: Desk) -> None:
        self.currencies = currency_choices(desk.base_currency, desk.locale)
        self.zones = [Choice(each, each.replace("_", " ")) for each in sorted({*_ZONES, desk.workspace.timezone})]
        tags = LOCALES if desk.locale in LOCALES else [desk.locale, *LOCALES]
        self.languages = [Choice(tag, formats.own_name(tag)) for tag in tags]


def _person(actor: Any) -> UUID:
    if actor.user_id is None:
        raise LookupError("a page is always a person's")
    return actor.user_id


def _device(device: auth.SessionView, locale: str) -> Device:
    return Device(
        id=str(device.id),
        name=_agent(device),
        seen=_("This device") if device.current else formats.ago(device.last_seen_at, now(), locale),
        current=device.current,
        icon="/icons.svg#smartphone" if "Mobile" in device.user_agent else "/icons.svg#monitor",
    )


def _agent(device: auth.SessionView) -> str:
    """A browser's name in a few words; what an API client calls itself otherwise."""
    agent = device.user_agent
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS": "macOS", "Windows": "Windows", "Linux": "Linux"}
    browser = next((name for sign, name in browsers.items() if sign in agent), agent[:40] or _("A program"))
    system = next((name for sign, name in systems.items() if sign in agent), "")
    return f"{browser}, {system}" if system else browser


def view() -> rx.Component:
    """The page."""
    body = rx.el.div(_you(), _books(), _look(), rx.cond(Mailbox.loaded & Wishes.loaded, _below(), _loading(1)), class_name="panels narrow")
    loading = rx.el.div(_loading(3), class_name="panels narrow")
    return frame("settings", heading(_("Settings")), rx.cond(Settings.loaded, body, loading), cls="p-settings")


def _below() -> rx.Component:
    """What stands together once all of it is known: a part that came later would push away the ones below it."""
    out = rx.el.button(icon("log-out", 18, "flip"), _("Sign out"), type="button", class_name="btn danger", custom_attrs={"data-logout": ""})
    return rx.fragment(mail_settings(), notification_settings(), _devices(), rx.el.div(out))


def _card(title: str, *children: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(title), rx.el.div(*children, class_name="form"), class_name="card")


def setting(name: str, label: str, choices: Any, hint: Any = "") -> rx.Component:
    """A setting with its choices, saved as it is chosen."""
    chosen = rx.el.select(
        options(choices),
        id=f"f-{name}",
        name=name,
        default_value=Settings.values[name],
        on_change=lambda value: Settings.save(name, value),
        custom_attrs=described(name, Settings.wrong[name].to(str)) | {"data-server": Settings.values[name]},
    )
    return labelled(name, label, chosen, hint=hint, error=Settings.wrong[name], cls="field w2")


def _you() -> rx.Component:
    name = rx.el.input(
        id="f-display_name",
        name="display_name",
        auto_complete="name",
        default_value=Settings.values["display_name"],
        on_blur=lambda value: Settings.save("display_name", value),
        custom_attrs=described("display_name", Settings.wrong["display_name"].to(str)) | {"data-server": Settings.values["display_name"]},
    )
    return _card(
        _("You"),
        labelled("display_name", _("Name"), name, hint=Settings.email, error=Settings.wrong["display_name"], cls="field w2"),
        setting("locale", _("Language and formats"), Settings.languages, Settings.sample),
    )


def _books() -> rx.Component:
    fixed = _("Can be changed until the first expense is in the books.")
    return _card(
        _("Your books"),
        setting("base_currency", _("Base currency"), Settings.currencies, fixed),
        setting("timezone", _("Time zone"), Settings.zones),
    )


def _look() -> rx.Component:
    chosen = rx.color_mode._replace(_js_expr="rawColorMode")
    modes = (("system", _("Automatic")), ("light", _("Light")), ("dark", _("Dark")))
    button = [
        rx.el.button(
            label, type="button", on_click=set_color_mode(mode), custom_attrs={"aria-pressed": rx.cond(chosen == mode, "true", "false")}
        )
        for mode, label in modes
    ]
    return rx.el.section(
        rx.el.h2(_("Appearance"), id="look"),
        rx.el.div(rx.el.div(*button, class_name="seg", role="group", aria_labelledby="look"), class_name="acts start"),
        class_name="card",
    )


def _devices() -> rx.Component:
    return rx.el.section(rx.el.h2(_("Signed-in devices")), rx.el.ul(rx.foreach(Settings.devices, _device_row)), class_name="card")


def _device_row(device: Any) -> rx.Component:
    end = rx.el.button(
        _("Sign out"),
        type="button",
        class_name="btn",
        aria_label=_("Sign out") + " " + device.name,
        on_click=Settings.end_device(device.id),
    )
    words = rx.el.div(rx.el.div(device.name, class_name="r-name"), rx.el.div(device.seen, class_name="sub"))
    return rx.el.li(
        rx.el.span(icon(device.icon), class_name="tile"),
        words,
        rx.cond(device.current, rx.fragment(), end),
        class_name="item",
        key=device.id,
    )


def _loading(cards: int) -> rx.Component:
    """The outline of some cards."""
    boxes = [
        rx.el.div(
            rx.el.span(class_name="sk l3"),
            rx.el.div(rx.el.span(class_name="sk box w2"), class_name="form"),
            class_name="card",
            aria_hidden="true",
        )
        for _i in range(cards)
    ]
    return rx.fragment(*boxes)


PAGE: Final = Page(
    "/settings", view, f"{_('Settings')} · Outlay", on_load=(Shell.load, Settings.load, Wishes.load, Mailbox.load, Mailbox.watch)
)
