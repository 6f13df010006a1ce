"""The words of notifications, made for the reader when they are shown. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

_Words = Callable[[Mapping[str, Any]], tuple[str, str]]


def _expense_read(params: Mapping[str, Any]) -> tuple[str, str]:
    merchant, amount, category = params.get("merchant"), params.get("amount"), params.get("category")
    title = f"{merchant or 'A receipt'} is in your books"
    if not amount:
        return title, "We could not find the total. Please add it."
    total = f"{amount} {params.get('currency', '')}".strip()
    return title, f"{total} · {category}" if category else f"{total} · No category yet"


def _receipt_failed(params: Mapping[str, Any]) -> tuple[str, str]:
    return "We could not read a receipt", str(params.get("reason") or "Please type it in beside the picture.")


_SECURITY: Final = {
    "refresh_reused": ("Please check your sign-ins", "A spent key of one of your devices was used again. That device was signed out."),
    "register_taken": ("Somebody tried your address", "Someone tried to register with your e-mail address. Nothing was changed."),
    "password_changed": ("Your password was changed", "All other devices were signed out."),
}


def _security(params: Mapping[str, Any]) -> tuple[str, str]:
    return _SECURITY.get(str(params.get("alert")), ("Please check your account", "Something happened that you should know about."))


def _test(_params: Mapping[str, Any]) -> tuple[str, str]:
    return "Push messages work here", "This is the test you asked for."


_WORDS: Final[dict[str, _Words]] = {"expense_read": _expense_read, "receipt_failed": _receipt_failed, "security": _security, "test": _test}


KINDS: Final = ("expense_read", "receipt_failed", "security")
"""What people are told of, in the order in which it is offered for choosing."""
CHANNELS: Final = ("in_app", "push")
ALWAYS: Final = frozenset({("security", "in_app")})
"""What cannot be turned off: somebody else at one's account must not be able to silence it."""
BODY_MAX: Final = 240  # characters; services take 4 kB in all, and screens show less


def is_wanted(choices: Mapping[tuple[str, str], bool], kind: str, channel: str) -> bool:
    """Whether `kind` is told by `channel`: always, as was chosen, or by default."""
    return (kind, channel) in ALWAYS or choices.get((kind, channel), True)


def push_payload(kind: str, params: Mapping[str, Any], expense_id: UUID | None, tag: str) -> dict[str, str]:
    """What a push message carries: as little as can be read on a locked screen. The same `tag` replaces an earlier one."""
    title, text = words(kind, params)
    path = f"/expenses/{expense_id}" if expense_id else "/settings#notifications" if kind == "test" else "/notifications"
    return {"title": title, "body": text[:BODY_MAX], "url": path, "tag": tag}


def words(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text of a notification, in English."""
    return _WORDS[kind](params)
