"""The command palette: pages, things to do, and the books themselves, from one line that one types into.

What stands in it from the start is filtered in the browser (`assets/palette.js`); the books are asked a moment after one
stops typing. It is a combobox over a list in groups, and the arrows, Enter and Escape do what they do in any of these.
"""

from typing import Any, Final

import reflex as rx

from backend import categories, expenses
from backend.core.errors import NotFound
from backend.core.ids import parse_id
from backend.expenses import ExpenseFilter
from expense_app import filters
from expense_app.components import rows
from expense_app.components.marks import icon, link
from expense_app.components.rows import Row
from expense_app.components.workspaces import Workspaces
from expense_app.desk import Desk, at_desk
from expense_app.marks import needs
from expense_app.words import _

NAME: Final = "palette"
FOUND: Final = 6
RECENT: Final = 5
LONGEST: Final = 200


class Palette(rx.State):
    """What the books have for the words `asked`, and what was looked at lately."""

    asked: str = ""
    found: list[Row] = []
    recent: list[Row] = []

    @rx.event
    @needs("expenses:read")
    async def search(self, q: str) -> None:
        """Look the words up: categories by their names, then expenses."""
        wanted = " ".join(q.split())[:LONGEST]
        found: list[Row] = []
        if wanted:
            async with at_desk(self) as desk:
                found = await _found(desk, wanted)
        self.asked, self.found = wanted, found

    @rx.event
    @needs("expenses:read")
    async def look_back(self, ids: str) -> None:
        """Show the expenses that this browser opened last (`ids`, parted by commas), else the newest ones."""
        async with at_desk(self) as desk:
            known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
            opened = [await _still_there(desk, each) for each in ids.split(",")[:RECENT]]
            newest = [] if any(opened) else (await expenses.list_page(desk.books, desk.actor, ExpenseFilter(), limit=RECENT)).items
            self.recent = [rows.row_of(each, desk, known, with_day=True) for each in [*filter(None, opened), *newest]]

    @rx.event
    @needs("expenses:read")
    def search_all(self, q: str) -> Any:
        """Show everything that the words find."""
        return rx.redirect(filters.address({}, q=q.strip()[:LONGEST] or None))


async def _found(desk: Desk, wanted: str) -> list[Row]:
    known = {each.id: each for each in await categories.list_all(desk.books, desk.actor)}
    named = [each for each in known.values() if wanted.casefold() in each.name.casefold()][:2]
    page = await expenses.list_page(desk.books, desk.actor, ExpenseFilter(q=wanted), limit=FOUND)
    whole = [_whole(each) for each in named]
    return whole + [rows.row_of(each, desk, known, with_day=True) for each in page.items]


def _whole(category: categories.CategoryView) -> Row:
    """A category as a result: everything that is in it."""
    place = filters.address({}, category=str(category.id))
    return Row(id=str(category.id), href=place, name=category.name, meta=_("Category"), icon=rows.category_icon(category))


async def _still_there(desk: Desk, text: str) -> Any:
    """One's own expense of that id, where there is one (a deleted one is none)."""
    found = parse_id(text)
    try:
        expense = await expenses.get(desk.books, desk.actor, found) if found else None
    except NotFound:
        return None
    return expense if expense and expense.deleted_at is None else None


_PAGES: Final = (
    (_("Home"), "/", "house", "G H", _("overview month")),
    (_("Expenses"), "/expenses", "receipt-text", "G E", _("list all")),
    (_("Inbox"), "/inbox", "inbox", "G I", _("to review approve")),
    (_("Notifications"), "/notifications", "bell", "G N", _("news")),
    (_("Settings"), "/settings", "settings", "G S", _("account language currency password devices")),
)


def palette() -> rx.Component:
    """The dialog; any control with `data-open="palette"` opens it, as do Ctrl-K and ⌘K."""
    attrs = {
        "aria-expanded": "true",
        "aria-controls": "palette-list",
        "aria-autocomplete": "list",
        "data-first": "",
        "enterKeyHint": "go",
        "spellCheck": "false",
    }
    box = rx.el.input(
        type="text",
        id="palette-q",
        role="combobox",
        auto_complete="off",
        placeholder=_("Search or jump to"),
        aria_label=_("Search or jump to"),
        on_change=Palette.search.debounce(150),
        custom_attrs=attrs,
    )
    close = rx.el.button(rx.el.kbd("Esc"), rx.el.span(_("Close"), class_name="sr"), type="button", custom_attrs={"data-close": ""})
    hidden = rx.el.div(
        rx.el.input(type="text", id="palette-recent", on_blur=Palette.look_back),
        rx.el.input(type="text", id="palette-all", on_blur=Palette.search_all),
        hidden=True,
    )
    return rx.el.dialog(
        rx.el.div(icon("search", 20, "dim"), box, close, class_name="pal-q"),
        hidden,
        _list(),
        rx.el.p(id="palette-said", role="status", class_name="sr"),
        id=NAME,
        class_name="palette",
        aria_label=_("Search and commands"),
    )


def _list() -> rx.Component:
    places = [_place(*each) for each in _PAGES]
    found = rx.foreach(Palette.found, lambda each: _row("f", each))
    recent = rx.foreach(Palette.recent, lambda each: _row("r", each))
    return rx.el.div(
        _group("recent", _("Recent"), recent),
        _group("pages", _("Go to"), *places),
        _group("actions", _("Do"), *_actions()),
        _group("found", _("In your books"), found, asked=Palette.asked),
        _all(),
        id="palette-list",
        role="listbox",
        class_name="pal-list",
        aria_label=_("Results"),
    )


def _group(name: str, title: str, *options: Any, asked: Any = None) -> rx.Component:
    attrs = {"data-group": name} | ({"data-asked": asked} if asked is not None else {})
    heading = rx.el.div(title, class_name="cmd-h", role="presentation", id=f"pg-{name}")
    return rx.el.div(heading, *options, role="group", custom_attrs=attrs | {"aria-labelledby": f"pg-{name}"})


def _option(name: str, words: str, **attrs: Any) -> dict[str, Any]:
    """The attributes of one choice; `words` is what it is found by."""
    given = {"aria-selected": "false", "data-text": words} | attrs
    return {"id": f"p-{name}", "role": "option", "tab_index": -1, "class_name": "cmd", "custom_attrs": given}


def _place(label: str, to: str, ic: str, keys: str, words: str) -> rx.Component:
    inside = (icon(ic, 18), rx.el.span(label), _key(keys))
    return link(*inside, to=to, **_option(ic, f"{label} {words}"))


def _actions() -> list[rx.Component]:
    """Things to do. Those with `data-if` are offered only where the page has what they press."""
    capture = _place(_("Capture a receipt"), "/capture", "camera", "C", _("picture photo scan upload"))
    new = _place(_("New expense"), "/capture#f-amount", "plus", "", _("add type in record"))
    night = {"on_click": rx.toggle_color_mode}
    books = {"on_click": Workspaces.load}
    return [
        new,
        capture,
        _do("approve", _("Approve"), "check", _("confirm accept"), kbd="A", attrs={"data-if": '[data-shortcut="a"]'}),
        _do("theme", _("Change between light and dark"), "moon", _("theme appearance night"), events=night),
        _do("books", _("Switch workspace"), "book-open", _("company household"), events=books, attrs={"data-next": "workspaces"}),
        _do("keys", _("Keyboard shortcuts"), "circle-help", _("help"), kbd="?", attrs={"data-next": "keys"}),
        _do("out", _("Sign out"), "log-out", _("log out leave"), attrs={"data-logout": ""}),
    ]


def _do(name: str, label: str, ic: str, words: str, **given: Any) -> rx.Component:
    kbd, attrs, events = given.get("kbd", ""), given.get("attrs", {}), given.get("events", {})
    option = _option(name, f"{label} {words}", **attrs)
    return rx.el.button(icon(ic, 18), rx.el.span(label), _key(kbd), type="button", **option, **events)


def _key(kbd: str) -> rx.Component:
    return rx.el.kbd(kbd, aria_hidden="true") if kbd else rx.fragment()


def _row(kind: str, row: Any) -> rx.Component:
    words = rx.el.span(rx.el.span(row.name), rx.el.span(row.meta, class_name="r-meta"), class_name="r-main")
    amount = rx.el.span(row.amount, class_name="num dim")
    plain = {"role": "option", "tab_index": -1, "class_name": "cmd", "custom_attrs": {"aria-selected": "false", "data-row": kind}}
    return link(icon(row.icon, 18), words, amount, to=row.href, id=f"p{kind}-" + row.id, key=row.id, **plain)


def _all() -> rx.Component:
    """The last choice: the list of expenses with what was typed as its filter."""
    none = rx.el.span(_("Nothing found. Press Enter to search all expenses."), custom_attrs={"data-none": ""}, hidden=True)
    some = rx.el.span(_("Search all expenses for"), " ", rx.el.b(), custom_attrs={"data-some": ""})
    plain = {"role": "option", "tab_index": -1, "class_name": "cmd", "custom_attrs": {"aria-selected": "false", "data-all": ""}}
    return rx.el.button(icon("search", 18), some, none, type="button", id="p-all", hidden=True, **plain)
