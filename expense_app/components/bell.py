"""The bell: on a phone the way to the notifications, on a desk a small window with the latest ones."""

from typing import Any, Final

import reflex as rx

from expense_app.components.marks import icon, link
from expense_app.components.news import News, news_row
from expense_app.person import Shell
from expense_app.words import _

_LATEST: Final = 5


def bell() -> rx.Component:
    """Both ways; which of them is seen is up to the width of the page."""
    number = rx.cond(Shell.unread > 0, rx.el.span(Shell.unread, class_name="dot-n", aria_hidden="true"), rx.fragment())
    label = rx.cond(Shell.bell_label != "", Shell.bell_label, _("Notifications"))
    opener = rx.el.button(
        icon("bell"),
        number,
        type="button",
        class_name="ghost wide-only",
        aria_label=label,
        on_click=News.load,
        custom_attrs={"popoverTarget": "news"},
    )
    way = link(icon("bell"), number, to="/notifications", class_name="ghost phone-only", aria_label=label)
    return rx.fragment(way, opener, _window())


def _window() -> rx.Component:
    """The latest ones, and the way to all of them."""
    none = rx.el.p(_("Nothing new."), class_name="sub")
    listed = rx.el.ul(rx.foreach(News.items[:_LATEST], news_row), class_name="rows flat")
    more = link(_("Show all"), icon("chevron-right", 16, "flip"), to="/notifications", class_name="more")
    head = rx.el.header(rx.el.h2(_("Notifications")), more, class_name="card-h")
    attrs: dict[str, Any] = {"popover": "auto"}
    shown = rx.cond(News.loaded, rx.cond(News.items.length() > 0, listed, none), rx.el.span(class_name="sk l1"))
    return rx.el.section(head, shown, id="news", class_name="news", aria_label=_("Latest notifications"), custom_attrs=attrs)
