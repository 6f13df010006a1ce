"""The words of notifications, made for the reader when they are shown. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from backend import mails

Say = Callable[[str], str]
"""Looks a message up in somebody's language."""
_Words = Callable[[Mapping[str, Any], Say, Callable[[str, str], str]], tuple[str, str]]


def _mark(text: str) -> str:
    """Names a message for the catalogs; it is looked up when it is shown."""
    return text


def _as_it_is(text: str) -> str:
    return text


def _plain(amount: str, currency: str) -> str:
    return f"{amount} {currency}".strip()


def _expense_read(params: Mapping[str, Any], _: Say, money: Callable[[str, str], str]) -> tuple[str, str]:
    merchant, amount, category = params.get("merchant"), params.get("amount"), params.get("category")
    title = _("{merchant} is in your books").format(merchant=merchant or _("A receipt"))
    if not amount:
        return title, _("We could not find the total. Please add it.")
    return title, f"{money(str(amount), str(params.get('currency') or ''))} · {category or _('No category yet')}"


def _receipt_failed(params: Mapping[str, Any], _: Say, _money: Any) -> tuple[str, str]:
    return _("We could not read a receipt"), _(str(params.get("reason") or _mark("Please type it in beside the picture.")))


_NO_RECEIPT: Final = _mark("A mail brought no receipt")


def _mail_refused(params: Mapping[str, Any], _: Say, _money: Any) -> tuple[str, str]:
    return _(_NO_RECEIPT), _(mails.why_refused(str(params.get("reason")))).format(sender=params.get("sender") or "?")


_SECURITY: Final = {
    "refresh_reused": (
        _mark("Please check your sign-ins"),
        _mark("A spent key of one of your devices was used again. That device was signed out."),
    ),
    "register_taken": (
        _mark("Somebody tried your address"),
        _mark("Someone tried to register with your e-mail address. Nothing was changed."),
    ),
    "password_changed": (_mark("Your password was changed"), _mark("All other devices were signed out.")),
}
_ANY_ALERT: Final = (_mark("Please check your account"), _mark("Something happened that you should know about."))


def _security(params: Mapping[str, Any], _: Say, _money: Any) -> tuple[str, str]:
    title, text = _SECURITY.get(str(params.get("alert")), _ANY_ALERT)
    return _(title), _(text)


def _test(_params: Mapping[str, Any], _: Say, _money: Any) -> tuple[str, str]:
    return _("Push messages work here"), _("This is the test you asked for.")


_WORDS: Final[dict[str, _Words]] = {
    "expense_read": _expense_read,
    "receipt_failed": _receipt_failed,
    "mail_refused": _mail_refused,
    "security": _security,
    "test": _test,
}
KINDS: Final = ("expense_read", "receipt_failed", "mail_refused", "security")
"""What people are told of, in the order in which it is offered for choosing."""
CHANNELS: Final = ("in_app", "push")
ALWAYS: Final = frozenset({("security", "in_app")})
"""What cannot be turned off: somebody else at one's account must not be able to silence it."""
_WAYS: Final = {"test": "/settings#notifications", "mail_refused": "/settings#mail"}
BODY_MAX: Final = 240  # characters; services take 4 kB in all, and screens show less


def is_wanted(choices: Mapping[tuple[str, str], bool], kind: str, channel: str) -> bool:
    """Whether `kind` is told by `channel`: always, as was chosen, or by default."""
    return (kind, channel) in ALWAYS or choices.get((kind, channel), True)


def push_payload(title: str, text: str, path: str, tag: str) -> dict[str, str]:
    """What a push message carries: as little as can be read on a locked screen. The same `tag` replaces an earlier one."""
    return {"title": title, "body": text[:BODY_MAX], "url": path, "tag": tag}


def way_to(kind: str, expense_id: UUID | None) -> str:
    """The page that news lead to."""
    if expense_id:
        return f"/expenses/{expense_id}"
    return _WAYS.get(kind, "/notifications")


def words(kind: str, params: Mapping[str, Any], say: Say = _as_it_is, money: Callable[[str, str], str] = _plain) -> tuple[str, str]:
    """Title and text of a notification: in English, or as `say` looks messages up and `money` writes amount and currency."""
    return _WORDS[kind](params, say, money)
