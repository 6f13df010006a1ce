"""The languages that the interface speaks, and which of them a person gets. No I/O."""

from typing import Final

ENGLISH: Final = "en"
LANGUAGES: Final = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "ja": "日本語", "ar": "العربية"}
COOKIE: Final = "lang"
COOKIE_AGE: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
_RIGHT_TO_LEFT: Final = frozenset({"ar"})


def language_of(locale: str) -> str:
    """The language of `de-AT` or `de_AT` where the interface speaks it, else English."""
    return known_language(locale) or ENGLISH


def known_language(locale: str) -> str:
    """The language of a locale where the interface speaks it, else an empty text."""
    language = locale.strip().replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else ""


def direction_of(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def asked_language(cookie: str, accept_language: str) -> str:
    """What a browser asks for: its cookie counts before the languages it accepts, and English is left."""
    return known_language(cookie) or preferred(accept_language)


def preferred(accept_language: str) -> str:
    """The language of ours that comes first in an `Accept-Language` header; English when none of them is accepted."""
    weighed = [
        (_weight(part), -place, known_language(part.partition(";")[0])) for place, part in enumerate(accept_language.split(",")[:20])
    ]
    wanted = [each for each in weighed if each[0] > 0 and each[2]]
    return max(wanted)[2] if wanted else ENGLISH


def _weight(part: str) -> float:
    name, found, value = part.partition(";")[2].strip().partition("=")
    if not found or name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
