"""What a page is made of, and which pages a visitor who is not signed in may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

LOGIN: Final = "/login"


@dataclass(frozen=True)
class Page:
    """One page: its address, the function that draws it, the events that fill it, and whether everyone may see it."""

    route: str
    view: Callable[[], Any]
    title: str
    on_load: Sequence[Any] = field(default=())
    description: str = "Outlay keeps your expenses and receipts."
    public: bool = False
    development: bool = False


_public: set[str] = {"/404"}


def declare_public(routes: Sequence[str]) -> None:
    """Name the pages that need no session; all others do."""
    _public.update(routes)


def is_public(path: str) -> bool:
    """Whether the page at `path` needs no session."""
    return ("/" + path.strip("/")) in _public


def login_for(address: str) -> str:
    """The sign-in page that leads back to `address` (a path of this site, with its query)."""
    parts = urlsplit(address)
    back = parts.path + (f"?{parts.query}" if parts.query else "")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    return f"{LOGIN}?next={quote(back, safe='/')}" if local and back != "/" else LOGIN
