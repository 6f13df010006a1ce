"""Pages of lists: opaque signed cursors that stay true while rows are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypeVar

from itsdangerous import BadData, URLSafeSerializer

from backend.core.errors import Invalid
from backend.core.keyring import keyring

LIMIT_DEFAULT: Final = 50
LIMIT_MAX: Final = 200


Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items, where the next ones begin (None at the end), and how many there are when that was asked for."""

    items: Sequence[Item]
    next_cursor: str | None = None
    total: int | None = None


@cache
def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(keyring().derive("cursor"), salt="cursor")


def encode_cursor(values: Sequence[Any], context: str) -> str:
    """A cursor for the row whose sort keys are `values` (JSON values). `context` names list, sort and filters."""
    return _serializer().dumps([context, list(values)])


def decode_cursor(cursor: str, context: str) -> list[Any]:
    """The sort keys in a cursor made for the same context. Raises `Invalid` (`cursor_invalid`)."""
    try:
        made_for, values = _serializer().loads(cursor)
    except (BadData, ValueError, TypeError) as error:
        raise _invalid() from error
    if made_for != context:
        raise _invalid()
    return values


def check_limit(limit: int) -> int:
    """`limit` when it is 1 to 200. Raises `Invalid`."""
    if not 1 <= limit <= LIMIT_MAX:
        raise Invalid.field("limit", "limit_out_of_range", f"Ask for 1 to {LIMIT_MAX} at a time.")
    return limit


def _invalid() -> Invalid:
    return Invalid.field("cursor", "cursor_invalid", "This cursor belongs to another list. Start again without a cursor.")
