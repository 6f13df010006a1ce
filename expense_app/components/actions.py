"""What one can do with rows without opening them: one, those that are selected, or all that match."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

import reflex as rx

from backend import categories, expenses
from backend.core.errors import Invalid
from backend.core.ids import parse_id
from backend.expenses import BulkResult, ExpenseChange, Selection
from expense_app import filters, formats
from expense_app.components.category_picker import CategoryChoice, category_called, category_choices
from expense_app.components.marks import icon
from expense_app.components.overlay import BACK
from expense_app.components.rows import title_of
from expense_app.desk import Desk, at_desk, tell_others
from expense_app.edits import change_of
from expense_app.marks import needs
from expense_app.notice import Notice
from expense_app.words import _, ngettext


class RowActions(rx.State):
    """Approving, deleting, sorting and tagging rows, each with its way back.

    The browser knows what is selected and sends it with the action; `done` counts what went well, so that it can forget.
    """

    done: int = 0
    choices: list[CategoryChoice] = []

    @rx.event
    @needs("expenses:read")
    async def load(self) -> None:
        """Read the categories one can choose from."""
        async with at_desk(self) as desk:
            self.choices = category_choices(await categories.list_all(desk.books, desk.actor))

    @rx.event
    @needs("expenses:write")
    async def act(self, form: dict[str, str]) -> Any:
        """Do what the form names (`what`, `value`) to the rows it names: `ids` or, with `all`, whatever the address finds."""
        asked = filters.asked_in(self.router.url.query_parameters)
        async with at_desk(self) as desk:
            words, undo = await _done(desk, form, asked)
        self.done += 1
        await tell_others(desk, "expenses")
        return Notice.say(words, "info", undo)

    @rx.event
    @needs("expenses:write")
    async def edit(self, form: dict[str, str]) -> Any:
        """Change the merchant or the amount of one row to what was typed over it."""
        async with at_desk(self) as desk:
            words, undo = await _edited(desk, form)
        self.done += 1
        await tell_others(desk, "expenses")
        return Notice.say(words, "info", undo) if words else None


async def _edited(desk: Desk, form: Mapping[str, str]) -> tuple[str, str]:
    before = await expenses.get(desk.books, desk.actor, _id(form.get("id", "")))
    after = before
    for field in ("merchant", "amount"):
        if field in form:
            change = change_of(field, form[field], after, desk.locale, desk.base_currency, today=desk.today)
            after = await expenses.amend(desk.books, desk.actor, before.id, change)
    if after.version == before.version:
        return "", ""
    undo = f"{BACK}{before.id}:{after.version}" if after.version == before.version + 1 else ""
    return _("{name} changed").format(name=title_of(after)), undo


async def _done(desk: Desk, form: Mapping[str, str], asked: filters.Asked) -> tuple[str, str]:
    """Do it, and say so in words with the token that takes it back."""
    what = form.get("what", "")
    if what not in _WAYS:
        raise Invalid(_("This cannot be done with rows."))
    selection = selected(form, asked)
    name = await _only_name(desk, selection)
    result = await _WAYS[what](desk, selection, form.get("value", ""))
    return _told(what, result, name, desk), result.undo_token or ""


def selected(form: Mapping[str, str], asked: filters.Asked) -> Selection:
    """The rows that a form names. Raises `Invalid` where it names none, or something that is no id."""
    if form.get("all") == "1":
        return Selection(filter=filters.expense_filter(asked))
    ids = tuple(_id(each) for each in form.get("ids", "").split(",") if each)
    if not ids:
        raise Invalid(_("Select the expenses first."))
    return Selection(ids=ids)


def _id(text: str) -> UUID:
    found = parse_id(text)
    if found is None:
        raise Invalid(_("There is no such expense here."))
    return found


async def _only_name(desk: Desk, selection: Selection) -> str:
    """What the one selected expense is called; '' where there are more."""
    if len(selection.ids) != 1:
        return ""
    return title_of(await expenses.get(desk.books, desk.actor, selection.ids[0]))


async def _approve(desk: Desk, selection: Selection, _value: str) -> BulkResult:
    return await expenses.change_many(desk.books, desk.actor, selection, ExpenseChange(status="confirmed"))


async def _delete(desk: Desk, selection: Selection, _value: str) -> BulkResult:
    return await expenses.change_many(desk.books, desk.actor, selection, None)


async def _sort(desk: Desk, selection: Selection, value: str) -> BulkResult:
    chosen = parse_id(value) if value else None
    if value and chosen is None:
        raise Invalid(_("There is no such category here."))
    return await expenses.change_many(desk.books, desk.actor, selection, ExpenseChange(category_id=chosen))


async def _sort_new(desk: Desk, selection: Selection, value: str) -> BulkResult:
    chosen = await category_called(desk, value)
    return await expenses.change_many(desk.books, desk.actor, selection, ExpenseChange(category_id=chosen))


async def _tag(desk: Desk, selection: Selection, value: str) -> BulkResult:
    return await expenses.tag_many(desk.books, desk.actor, selection, add=tags_in(value))


async def _untag(desk: Desk, selection: Selection, value: str) -> BulkResult:
    return await expenses.tag_many(desk.books, desk.actor, selection, remove=tags_in(value))


def tags_in(text: str) -> list[str]:
    """The tags in a line, with or without their signs. Raises `Invalid` where there are none."""
    tags = list(dict.fromkeys(each for part in text.split(",") if (each := part.strip().removeprefix("#").strip())))
    if not tags:
        raise Invalid(_("Type a tag, such as trip."))
    return tags


_Way = Callable[[Desk, Selection, str], Awaitable[BulkResult]]
_WAYS: Final[dict[str, _Way]] = {
    "approve": _approve,
    "delete": _delete,
    "category": _sort,
    "new-category": _sort_new,
    "tag": _tag,
    "untag": _untag,
}


def _told(what: str, result: BulkResult, name: str, desk: Desk) -> str:
    if not result.changed:
        return _("Nothing changed: they stand so already, or have no amount yet.") if what == "approve" else _("Nothing changed.")
    if name:
        return _one(what).format(name=name)
    return _many(what, result.changed).format(number=formats.count(result.changed, desk.locale))


def _one(what: str) -> str:
    return {"approve": _("{name} approved"), "delete": _("{name} deleted")}.get(what, _("{name} changed"))


def _many(what: str, number: int) -> str:
    if what == "approve":
        return ngettext("{number} expense approved", "{number} expenses approved", number)
    if what == "delete":
        return ngettext("{number} expense deleted", "{number} expenses deleted", number)
    return ngettext("{number} expense changed", "{number} expenses changed", number)


def row_actions(entry: Any) -> list[rx.Component]:
    """The buttons of a row; they show where one points at it or has come to it by keys."""
    approve = rx.cond(entry.open, _button("approve", "check", _("Approve"), entry, "act ok"), rx.fragment())
    return [
        approve,
        _button("category", "tag", _("Category"), entry),
        _button("edit", "pencil", _("Edit"), entry),
        _button("delete", "trash-2", _("Delete"), entry),
    ]


def _button(what: str, ic: str, words: str, entry: Any, cls: str = "act") -> rx.Component:
    return rx.el.button(
        icon(ic, 17),
        type="button",
        class_name=cls,
        title=words,
        aria_label=words + " " + entry.name,
        custom_attrs={"data-do": what},
    )
