"""All that the person was told lately."""

from typing import Final

import reflex as rx

from expense_app.components.marks import icon
from expense_app.components.news import News, news_list
from expense_app.components.push import PushOffer, push_card
from expense_app.components.states import nothing, skeleton_list
from expense_app.routes import Page
from expense_app.shell import Shell, frame, heading
from expense_app.words import _


def view() -> rx.Component:
    """The page."""
    none = nothing("bell", _("Nothing new"), _("When a receipt has been read, it is said here."))
    all_read = rx.el.button(icon("check-check", 18), _("Mark all as read"), type="button", class_name="btn", on_click=News.read_all)
    act = rx.cond(News.any_unread, rx.el.div(all_read, class_name="more-rows"), rx.fragment())
    body = rx.cond(News.loaded, rx.cond(News.items.length() > 0, rx.fragment(news_list(), act), none), skeleton_list(5))
    body = rx.fragment(body, push_card())
    return frame("notifications", heading(_("Notifications")), body, cls="p-news")


PAGE: Final = Page("/notifications", view, f"{_('Notifications')} · Outlay", on_load=(Shell.load, News.load, PushOffer.load, News.watch))
