"""What a password may be, how long sessions last, where a sign-in may lead: no I/O."""

import unicodedata
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from backend.core.errors import FieldProblem

PASSWORD_MIN: Final = 8
PASSWORD_MAX: Final = 1024

ACCESS_LIFETIME: Final = timedelta(minutes=10)
REFRESH_LIFETIME: Final = timedelta(days=30)
REFRESH_GRACE: Final = timedelta(seconds=10)

REMEMBERED_IDLE: Final = timedelta(days=30)
REMEMBERED_LIFETIME: Final = timedelta(days=90)
PASSING_IDLE: Final = timedelta(minutes=30)
PASSING_LIFETIME: Final = timedelta(hours=12)


def normalise_password(password: str) -> str:
    """The form that is hashed: the same however a keyboard composes it (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def password_problem(password: str, personal: tuple[str, ...] = (), field: str = "password") -> FieldProblem | None:
    """What is wrong with a new password by itself: its length, or being the person's own name or address."""
    text = normalise_password(password)
    if len(text) < PASSWORD_MIN:
        return FieldProblem(
            field, "password_too_short", f"A password has at least {PASSWORD_MIN} characters. A few words in a row are good."
        )
    if len(text) > PASSWORD_MAX:
        return FieldProblem(field, "password_too_long", f"A password has at most {PASSWORD_MAX} characters.")
    if text.casefold() in _own_words(personal):
        return FieldProblem(field, "password_personal", "This is your own name or address. Please choose something others do not know.")
    return None


def _own_words(personal: tuple[str, ...]) -> set[str]:
    words = {normalise_password(word).casefold() for word in personal}
    return words | {word.partition("@")[0] for word in words}


def common_password(field: str = "password") -> FieldProblem:
    """The refusal of a password that everybody knows."""
    return FieldProblem(field, "password_common", "This password is on the lists that are tried first. Please choose another.")


def lifetime(*, remembered: bool) -> timedelta:
    """How long a browser's session lasts at most."""
    return REMEMBERED_LIFETIME if remembered else PASSING_LIFETIME


def is_over(instant: datetime, *, expires_at: datetime, last_seen_at: datetime, remembered: bool) -> bool:
    """Whether a browser's session is over at `instant`: too old, or unused for too long."""
    idle = REMEMBERED_IDLE if remembered else PASSING_IDLE
    return instant >= expires_at or instant - last_seen_at >= idle


def own_path(target: str | None, default: str = "/") -> str:
    """`target` when it is a path of this site, else `default`: nobody is sent elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return default
    if "\\" in target or any(ord(character) <= 32 or ord(character) == 127 for character in target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return target if not parts.scheme and not parts.netloc else default
