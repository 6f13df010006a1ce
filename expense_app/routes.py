"""What a page is made of, and which pages a visitor who is not signed in may see."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit
from uuid import UUID

from backend.core.ids import parse_id
from expense_app.words import _

LOGIN: Final = "/login"
DEVELOPMENT: Final = "/dev/"
_EXPENSE: Final = re.compile(r"/expenses/([^/]+)")


@dataclass(frozen=True)
class Page:
    """One page: its address, the function that draws it, the events that fill it, and whether everyone may see it."""

    route: str
    view: Callable[[], Any]
    title: str
    on_load: Sequence[Any] = field(default=())
    description: str = _("Outlay keeps your expenses and receipts.")
    public: bool = False
    development: bool = False


_private: set[str] = set()


def declare(pages: Iterable[Page]) -> None:
    """Make known which pages need a session. What no page stands at (a file of the build, the 404 page) needs none."""
    _private.update(page.route for page in pages if not page.public)


def needs_session(path: str) -> bool:
    """Whether the page at `path` is for people who are signed in."""
    return ("/" + path.strip("/")) in _private or expense_of(path) is not None


def expense_of(path: str) -> UUID | None:
    """The expense whose public address a path is (`/expenses/{id}`)."""
    match = _EXPENSE.fullmatch(path)
    return parse_id(match.group(1)) if match else None


def login_for(address: str) -> str:
    """The sign-in page that leads back to `address` (a path of this site, with its query)."""
    parts = urlsplit(address)
    back = parts.path + (f"?{parts.query}" if parts.query else "")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    return f"{LOGIN}?next={quote(back, safe='/')}" if local and back != "/" else LOGIN
