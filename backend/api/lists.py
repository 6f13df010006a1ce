"""Lists that are short by nature (somebody's workspaces, sessions, members), in the shape that all lists have."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from backend.api.deps import PageAsked
from backend.core.paging import Page, decode_cursor, encode_cursor

Item = TypeVar("Item")


def page_of(items: Sequence[Item], asked: PageAsked, context: str, key: Callable[[Item], Any]) -> Page[Item]:
    """The page asked for of a list that is read whole. `context` names the list; `key` is what its order goes by, unique."""
    keys = [str(key(item)) for item in items]
    start = 0
    if asked.cursor is not None:
        (last,) = decode_cursor(asked.cursor, context)
        start = keys.index(last) + 1 if last in keys else len(keys)
    chosen = items[start : start + asked.limit]
    more = start + asked.limit < len(items)
    cursor = encode_cursor([keys[start + len(chosen) - 1]], context) if more else None
    return Page(chosen, cursor, len(items) if asked.include_total else None)


def shown(page: Page[Item], show: Callable[[Item], Any]) -> dict[str, Any]:
    """A page as lists are answered; `total` only where it was asked for."""
    body: dict[str, Any] = {"items": [show(item) for item in page.items], "next_cursor": page.next_cursor}
    return body if page.total is None else {**body, "total": page.total}
