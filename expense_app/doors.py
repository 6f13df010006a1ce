"""Which doors of the framework do not exist here, however their names are spelled."""

from typing import Final
from urllib.parse import unquote

SOCKET: Final = "_event"
_CLOSED: Final = frozenset({"_all_routes", "_health", "auth-codespace", "docs", "redoc", "openapi.json"})


def segments(path: str) -> list[str]:
    """The parts of a path as a careless server might read them: case, doubled slashes, dots and second encodings undone."""
    plain = unquote(unquote(path)).replace("\\", "/").lower()
    return [part for part in plain.split("/") if part not in ("", ".")]


def is_socket(path: str) -> bool:
    """Whether a path is, or only nearly is, the socket's."""
    parts = segments(path)
    return bool(parts) and parts[0] == SOCKET


def is_socket_exactly(path: str) -> bool:
    """Whether a path is the socket's, spelled as the client spells it."""
    return path in (f"/{SOCKET}", f"/{SOCKET}/")


def is_closed(path: str) -> bool:
    """Whether a path leads to a door of the framework that is closed: uploads, lists of routes, its own documentation."""
    parts = segments(path)
    if ".." in parts:
        return True
    return any(part.startswith("_upload") for part in parts) or (bool(parts) and parts[0] in _CLOSED)
