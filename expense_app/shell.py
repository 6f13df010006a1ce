"""What stands around every page: head, wrappers, sidebar and tab bar, and what they show of the person."""

from collections.abc import Callable
from typing import Any, Final

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from expense_app.components.bell import bell
from expense_app.components.device import device_part, waiting_line
from expense_app.components.marks import brand, icon, link
from expense_app.components.overlay import overlay_parts, trouble_page
from expense_app.components.palette import NAME as PALETTE
from expense_app.components.sheet import opens
from expense_app.components.workspaces import NAME as WORKSPACES
from expense_app.components.workspaces import Workspaces
from expense_app.person import Shell
from expense_app.theme import HEAD, STYLESHEETS
from expense_app.words import _

__all__ = ["HEAD", "STYLESHEETS", "WRAPS", "Shell", "bell", "frame"]

WRAPS: Final[dict[tuple[int, str], Callable[[bool], rx.Component | None]]] = {
    (55, "ErrorBoundary"): lambda stateful: ErrorBoundary.create(
        fallback_render=trouble_page(), **({} if stateful else {"on_error": rx.noop()})
    ),
    (5, "Overlay"): lambda stateful: rx.fragment(overlay_parts()) if stateful else None,
}


_PLACES: Final = (
    ("home", _("Home"), "/", "house"),
    ("expenses", _("Expenses"), "/expenses", "receipt-text"),
    ("inbox", _("Inbox"), "/inbox", "inbox"),
    ("settings", _("Settings"), "/settings", "settings"),
)


def frame(active: str, *children: Any, cls: str = "", tabs: bool = True) -> rx.Component:
    """A page of a signed-in person: sidebar beside it on a desk, tab bar below it on a phone."""
    main = rx.el.main(waiting_line(), *children, id="main", tab_index=-1, class_name=f"main {cls}" + ("" if tabs else " no-tabs"))
    return rx.el.div(_sidebar(active), main, _tabbar(active) if tabs else rx.fragment(), _reader(), device_part(), class_name="app")


def heading(title: Any, *actions: Any, above: Any = None) -> rx.Component:
    """A page's title with its actions; the bell stands beside it, and on a phone the way to search."""
    words = rx.el.div(rx.el.p(above, class_name="sub") if above is not None else rx.fragment(), rx.el.h1(title, tab_index=-1))
    return rx.el.header(words, rx.el.div(_search_icon(), bell(), *actions, class_name="head-r"), class_name="head")


def _search_icon() -> rx.Component:
    return rx.el.button(
        icon("search"), type="button", class_name="ghost phone-only", aria_label=_("Search or jump to"), custom_attrs=opens(PALETTE)
    )


def new_expense() -> rx.Component:
    """The main action, where the tab bar does not show it."""
    return link(icon("plus", 18), rx.el.span(_("New expense")), to="/capture", class_name="btn primary wide-only")


def back(label: str, to: str) -> rx.Component:
    """The way back to where a page belongs."""
    return link(icon("chevron-left", cls="flip"), rx.el.span(label), to=to, class_name="back")


def _current(here: bool) -> dict[str, str]:
    return {"aria-current": "page"} if here else {}


def _sidebar(active: str) -> rx.Component:
    places = [rx.el.li(_place(place, active)) for place in _PLACES]
    search = rx.el.button(
        icon("search", 18),
        rx.el.span(_("Search or jump to")),
        rx.el.kbd("Ctrl K", aria_hidden="true"),
        type="button",
        class_name="jump",
        custom_attrs=opens(PALETTE) | {"aria-keyshortcuts": "Control+K Meta+K"},
    )
    return rx.el.aside(
        brand(), search, rx.el.nav(rx.el.ul(*places), aria_label=_("Main")), _person(), class_name="sidebar", aria_label=_("Sidebar")
    )


def _place(place: tuple[str, str, str, str], active: str) -> rx.Component:
    key, label, to, ic = place
    count = (
        rx.cond(Shell.to_review > 0, rx.el.span(Shell.to_review, class_name="count"), rx.fragment()) if key == "inbox" else rx.fragment()
    )
    return link(icon(ic), rx.el.span(label), count, to=to, class_name="nav-item", custom_attrs=_current(key == active))


def _person() -> rx.Component:
    who = rx.el.span(rx.el.b(Shell.name), rx.el.span(Shell.workspace), class_name="who")
    switch = rx.el.button(
        rx.el.span(Shell.initials, class_name="avatar", aria_hidden="true"),
        who,
        icon("chevrons-up-down", 16, "dim"),
        rx.el.span(_("Switch workspace"), class_name="sr"),
        type="button",
        class_name="who-link",
        on_click=Workspaces.load,
        custom_attrs=opens(WORKSPACES),
    )
    theme = rx.el.button(
        icon("moon", 18, "only-light"),
        icon("sun", 18, "only-dark"),
        type="button",
        class_name="ghost",
        aria_label=_("Change between light and dark"),
        on_click=rx.toggle_color_mode,
    )
    return rx.el.div(switch, theme, class_name="side-foot")


def _tabbar(active: str) -> rx.Component:
    home, listed, inbox, you = (_tab(place, active) for place in _PLACES)
    shutter = rx.el.span(icon("camera", 25), class_name="cap")
    attrs = _current(active == "capture")
    capture = link(shutter, rx.el.span(_("Capture")), to="/capture", class_name="tab capture", custom_attrs=attrs)
    return rx.el.nav(home, listed, capture, inbox, you, class_name="tabbar", aria_label=_("Main"))


def _tab(place: tuple[str, str, str, str], active: str) -> rx.Component:
    key, label, to, ic = place
    dot = rx.el.span(Shell.to_review, class_name="dot-n", aria_hidden="true")
    count = rx.cond(Shell.to_review > 0, dot, rx.fragment()) if key == "inbox" else rx.fragment()
    return link(icon(ic, 23), rx.el.span(label), count, to=to, class_name="tab", custom_attrs=_current(key == active))


def _reader() -> rx.Component:
    """The person's language, for the client script to see whether the page is in it."""
    return rx.el.div(id="reader", hidden=True, custom_attrs={"data-lang": Shell.lang})
