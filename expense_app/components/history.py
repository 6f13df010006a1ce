"""What happened to an expense, as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import reflex as rx

from backend import users
from backend.core.money import parse_amount
from backend.expenses import Change
from expense_app import edits, formats
from expense_app.components.marks import icon
from expense_app.components.overlay import BACK, Undo
from expense_app.desk import Desk
from expense_app.words import _


@dataclass
class Line:
    """One entry: what changed, who did it, when; `back` is the token that takes it back, '' where it cannot be."""

    key: str = ""
    words: str = ""
    by: str = ""
    back: str = ""


def lines_of(
    changes: Sequence[Change], desk: Desk, names: Mapping[str, str], people: Mapping[Any, str], expense_id: UUID, *, binned: bool = False
) -> list[Line]:
    """The history, newest first; `names` are the categories' by id, `people` the members'.

    A change can be taken back while what it set still stands, that is while nothing newer touched the same fields.
    """
    touched: set[str] = set()
    lines = []
    for each in changes:
        stands = not touched & each.changes.keys() and edits.can_go_back(each) and not binned
        lines.append(
            Line(str(each.version), _words(each, desk, names), _by(each, desk, people), _token(each, expense_id) if stands else "")
        )
        touched |= each.changes.keys()
    return lines


def _token(change: Change, expense_id: UUID) -> str:
    return f"{BACK}{expense_id}:{change.version}"


def _by(change: Change, desk: Desk, people: Mapping[Any, str]) -> str:
    if change.source == "user":
        who = _("You") if change.actor_id == desk.actor.user_id else people.get(change.actor_id, _("A member"))
    else:
        who = _("From the receipt") if change.source == "receipt" else _("Outlay")
    return f"{who} · {formats.moment(change.at, desk.timezone, desk.locale)}"


def _words(change: Change, desk: Desk, names: Mapping[str, str]) -> str:
    if change.version == 1:
        return _("Recorded")
    labels = _labels()
    parts = [
        _one(labels[name], old, new, name=name, desk=desk, names=names) for name, (old, new) in change.changes.items() if name in labels
    ]
    if "deleted" in change.changes:
        parts.append(_("Deleted") if change.changes["deleted"][1] else _("Restored"))
    if change.changes.get("status", (None, None))[1] == "confirmed":
        parts.append(_("Approved"))
    return "; ".join(parts) or _("Changed")


def _labels() -> dict[str, str]:
    return {
        "merchant": _("Merchant"),
        "money": _("Total"),
        "occurred_on": _("Date"),
        "category_id": _("Category"),
        "note": _("Note"),
        "tags": _("Tags"),
        "kind": _("Kind"),
        "splits": _("Division"),
    }


def _one(label: str, old: Any, new: Any, *, name: str, desk: Desk, names: Mapping[str, str]) -> str:
    before, after = _shown(name, old, desk, names), _shown(name, new, desk, names)
    return f"{label}: {before} → {after}" if before else f"{label}: {after or _('nothing')}"


def _shown(name: str, value: Any, desk: Desk, names: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return ""
    if name == "money":
        return formats.money(parse_amount(value["amount"], value["currency"]), desk.locale)
    if name == "occurred_on":
        return formats.full_day(date.fromisoformat(value), desk.locale)
    if name == "splits":
        return ", ".join(_part(each, desk, names) for each in value)[:160]
    if name == "category_id":
        return names.get(value, _("a removed category"))
    return ", ".join(value) if isinstance(value, list) else str(value)[:80]


def _part(line: Mapping[str, Any], desk: Desk, names: Mapping[str, str]) -> str:
    amount = _shown("money", line["money"], desk, names)
    return f"{names.get(line['category_id'], _('No category'))} {amount}"


def history(entries: Any) -> rx.Component:
    """The history, folded away; what still stands can be taken back."""
    undo = lambda each: rx.el.button(  # noqa: E731 - one button of a list
        icon("undo-2", 16),
        _("Undo"),
        rx.el.span(each.words, class_name="sr"),
        type="button",
        class_name="act",
        on_click=Undo.take_back(each.back),
    )
    line = lambda each: rx.el.li(  # noqa: E731 - one line of a list
        rx.el.div(rx.el.div(each.words), rx.el.div(each.by, class_name="sub")),
        rx.cond(each.back != "", undo(each), rx.fragment()),
        key=each.key,
    )
    return rx.el.details(rx.el.summary(_("History")), rx.el.ul(rx.foreach(entries, line)), class_name="history")


async def people_in(desk: Desk, told: Sequence[Change]) -> dict[Any, str]:
    """The names of members, where anybody but the person at the page has changed something."""
    if all(each.actor_id in (None, desk.actor.user_id) for each in told):
        return {}
    return {each.user_id: each.display_name for each in await users.members(desk.books, desk.actor)}
