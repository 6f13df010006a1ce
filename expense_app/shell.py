"""What stands around every page: head, stylesheets, wrappers."""

from collections.abc import Callable
from typing import Final

import reflex as rx

HEAD: Final[list[rx.Component]] = []
STYLESHEETS: Final[list[str]] = []
WRAPS: Final[dict[tuple[int, str], Callable[[bool], rx.Component | None]]] = {}
