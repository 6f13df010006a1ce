"""The marks that say who may run a handler; see `authz` for what comes of having none."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from backend.core.permissions import PERMISSIONS

PUBLIC: Final = "public"
_MARK: Final = "_outlay_permission"
Handler = TypeVar("Handler", bound=Callable[..., Any])


def needs(permission: str) -> Callable[[Handler], Handler]:
    """Mark a handler: only those with `permission` may run it. Raises `LookupError` for a permission there is not."""
    if permission not in PERMISSIONS:
        raise LookupError(f"no such permission: {permission}")

    def mark(handler: Handler) -> Handler:
        setattr(handler, _MARK, permission)
        return handler

    return mark


def public(handler: Handler) -> Handler:
    """Mark a handler that also a visitor who is not signed in may run."""
    setattr(handler, _MARK, PUBLIC)
    return handler


def permission_of(function: Callable[..., Any]) -> str | None:
    """The permission a handler declares; None when it declares nothing and hence never runs."""
    return getattr(function, _MARK, None)
