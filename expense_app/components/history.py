"""What happened to an expense, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from backend.core.money import parse_amount
from backend.expenses import Change
from expense_app import formats
from expense_app.desk import Desk
from expense_app.words import _


@dataclass
class Line:
    """One entry: what changed, who did it, when."""

    key: str = ""
    words: str = ""
    by: str = ""


def lines_of(changes: list[Change], desk: Desk, names: Mapping[str, str]) -> list[Line]:
    """The history, newest first; `names` are the categories' by id."""
    return [Line(str(each.version), _words(each, desk, names), _by(each, desk)) for each in changes]


def _by(change: Change, desk: Desk) -> str:
    if change.source == "user":
        who = _("You") if change.actor_id == desk.actor.user_id else _("A member")
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
    if name == "category_id":
        return names.get(value, _("a removed category"))
    return ", ".join(value) if isinstance(value, list) else str(value)[:80]


def history(entries: Any) -> rx.Component:
    """The history, folded away."""
    line = lambda each: rx.el.li(rx.el.div(each.words), rx.el.div(each.by, class_name="sub"), key=each.key)  # noqa: E731 - one line of a list
    return rx.el.details(rx.el.summary(_("History")), rx.el.ul(rx.foreach(entries, line)), class_name="history")
