"""What a device keeps for the time without a network: who is here, how their books count, and the rows last seen.

The client script asks for it, puts it into the browser's own store under the person's id, and drops it when they sign out.
"""

import json
from typing import Any, Final

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from backend import categories, expenses
from backend.core.money import currency_codes, digits
from backend.expenses import ExpenseFilter
from expense_app.components import rows
from expense_app.components.marks import icon
from expense_app.components.rows import Row
from expense_app.desk import Desk, at_desk
from expense_app.marks import needs

SEEN: Final = 50


class Device(rx.State):
    """The text for the device, as JSON: `user, workspace, books, name, locale, currency, currencies, categories, rows`."""

    kept: str = ""

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the latest expenses and what the offline form needs."""
        async with at_desk(self) as desk:
            page = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(), limit=SEEN)
            known = await categories.list_all(desk.books, desk.actor)
            by_id = {each.id: each for each in known}
            shown = [_seen(rows.row_of(each, desk, by_id, with_day=True)) for each in page.items]
            choices = [[str(each.id), each.name] for each in known if each.kind != "income"]
            self.kept = json.dumps({**_person(desk), "categories": choices, "rows": shown}, ensure_ascii=False)


def _person(desk: Desk) -> dict[str, Any]:
    return {
        "user": str(desk.actor.user_id),
        "workspace": str(desk.actor.workspace_id),
        "books": desk.workspace.name,
        "name": desk.name,
        "locale": desk.locale,
        "currency": desk.base_currency,
        "currencies": {code: digits(code) for code in sorted(currency_codes())},
    }


def _seen(row: Row) -> dict[str, str]:
    return {
        "href": row.href,
        "name": row.name,
        "meta": row.meta,
        "amount": row.amount,
        "flag": row.flag,
        "tone": row.tone,
        "icon": row.icon,
    }


def device_part() -> rx.Component:
    """Where the client script asks, and finds the answer."""
    ask = rx.el.button(id="device-ask", type="button", hidden=True, tab_index=-1, on_click=Device.load)
    return rx.fragment(ask, rx.el.div(id="device", hidden=True, custom_attrs={"data-kept": Device.kept}))


def waiting_line() -> rx.Component:
    """Says how many things wait on the device to be sent; the client script fills it in and shows it while there are any."""
    words = rx.el.span(custom_attrs={"data-waiting-words": ""})
    props = {"to": "/offline#waiting", "reload_document": True, "class_name": "unsent", "hidden": True}
    return ReactRouterLink.create(icon("cloud-off", 18), words, **props)
