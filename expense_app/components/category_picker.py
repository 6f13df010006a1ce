"""A category: found by typing, or made where there is none of that name. The list is filtered in the browser.

The value is that of a select that is not shown, so that forms and handlers have an ordinary control; the client script
keeps the text in front of it in step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories
from backend.categories import CategoryDraft, CategoryView
from expense_app.components.marks import icon, icon_address
from expense_app.desk import Desk
from expense_app.words import _

_ICONS: Final = frozenset((Path(__file__).parents[2] / "assets" / "icons.txt").read_text().split())


@dataclass
class CategoryChoice:
    """One choice: its id, '' for none, its name and the address of its icon."""

    value: str = ""
    label: str = ""
    icon: str = ""


def category_choices(known: Iterable[CategoryView]) -> list[CategoryChoice]:
    """All categories, after the choice of none."""
    drawn = (CategoryChoice(str(each.id), each.name, icon_address(each.icon if each.icon in _ICONS else "tag")) for each in known)
    return [CategoryChoice("", _("No category"), icon_address("x")), *drawn]


async def category_called(desk: Desk, name: str) -> UUID:
    """The category of that name, made now where the books have none. Raises `Invalid`, `Forbidden`."""
    wanted = " ".join(name.split()).casefold()
    for each in await categories.list_all(desk.books, desk.actor):
        if each.name.casefold() == wanted:
            return each.id
    return (await categories.create(desk.books, desk.actor, CategoryDraft(" ".join(name.split())))).id


def category_picker(
    name: str, *, choices: Any, select: rx.Component, ties: dict[str, Any], on_new: Any = None, disabled: Any = False
) -> rx.Component:
    """The combobox of the field `name` over `select`, which has the id `s-<name>`; `on_new` takes the name of one to be made."""
    attrs = {
        "aria-expanded": "false",
        "aria-controls": f"l-{name}",
        "aria-autocomplete": "list",
        "data-pick": name,
        "enterKeyHint": "done",
        "spellCheck": "false",
    }
    plain = {"type": "text", "role": "combobox", "auto_complete": "off", "placeholder": _("Choose or type")}
    box = rx.el.input(id=f"f-{name}", disabled=disabled, custom_attrs=attrs | ties, **plain)
    new = rx.el.input(type="text", id=f"n-{name}", hidden=True, on_blur=on_new, aria_hidden="true") if on_new else rx.fragment()
    listed = rx.el.ul(
        rx.foreach(choices, lambda each: _choice(name, each)),
        _none(),
        _new(name) if on_new else rx.fragment(),
        id=f"l-{name}",
        role="listbox",
        class_name="pick-list",
        hidden=True,
        aria_label=_("Categories"),
    )
    return rx.fragment(box, icon("chevron-down", 16, "pick-mark"), rx.el.div(select, new, hidden=True), listed)


def _choice(name: str, choice: Any) -> rx.Component:
    return rx.el.li(
        icon(choice.icon, 18),
        rx.el.span(choice.label),
        role="option",
        id=f"o-{name}-" + choice.value,
        key=choice.value,
        custom_attrs={"data-value": choice.value, "aria-selected": "false"},
    )


def _none() -> rx.Component:
    return rx.el.li(_("No category of this name"), role="option", class_name="pick-none", aria_disabled="true", hidden=True)


def _new(name: str) -> rx.Component:
    attrs = {"data-new": "", "aria-selected": "false"}
    words = rx.el.span(_("Create"), " ", rx.el.b())
    return rx.el.li(icon("plus", 18), words, role="option", id=f"o-{name}-new", class_name="pick-new", hidden=True, custom_attrs=attrs)
