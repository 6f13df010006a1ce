"""The words of the interface: English in the source, other languages from gettext catalogs.

Every text a person reads goes through `_` (or `ngettext`, where a number decides). While pages are built the words are
only marked, and the build makes the pages of each language from that (`expense_app.variants`). While the site runs they
answer in the language of the reader whose event is being handled.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from backend.core import wording
from backend.core.languages import ENGLISH, language_of
from backend.core.wording import catalog
from expense_app.marked import mark, mark_plural

MARKING: Final = "OUTLAY_MARK_WORDS"

_building: Final = bool(os.environ.get(MARKING))
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def _(text: str) -> str:
    """`text` in the reader's language; marked, while pages are built."""
    return mark(text) if _building else catalog(_language.get()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form that goes with `number`, in the reader's language; marked, while pages are built."""
    return mark_plural(one, many, number) if _building else catalog(_language.get()).ngettext(one, many, number)


def retold(text: str) -> str:
    """A sentence of the backend, in the reader's language; one that is not known as it stands."""
    return wording.said(text, _language.get())


def speak(locale: str) -> None:
    """Use the language of `locale` (`de-AT`) for the rest of this event."""
    _language.set(language_of(locale))


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Use the language of `locale` inside the block."""
    token = _language.set(language_of(locale))
    try:
        yield
    finally:
        _language.reset(token)
