"""The words of the interface: English here, other languages from gettext catalogs.

Every text a person reads goes through `_` (or `ngettext`, where a number decides). The language is that of the reader
whose event is being handled; outside of one, as when the pages are built, it is English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Final

from babel.support import Translations

FOLDER: Final = Path(__file__).parent / "locales"
DOMAIN: Final = "outlay"

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def catalog(language: str) -> NullTranslations:
    """The catalog of a language (`de`, `pt_BR`); an empty one, which answers in English, where there is none."""
    return Translations.load(FOLDER, [language, language.split("_", maxsplit=1)[0]], DOMAIN)


def _(text: str) -> str:
    """`text` in the reader's language."""
    return catalog(_language.get()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form that goes with `number`, in the reader's language."""
    return catalog(_language.get()).ngettext(one, many, number)


def speak(locale: str) -> None:
    """Use the language of `locale` (`de-AT`) for the rest of this event."""
    _language.set(locale.replace("-", "_"))


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Use the language of `locale` inside the block."""
    token = _language.set(locale.replace("-", "_"))
    try:
        yield
    finally:
        _language.reset(token)
