"""The words of the interface: English in the source, other languages from gettext catalogs.

Every text a person reads goes through `_` (or `ngettext`, where a number decides). While pages are built the words are
only marked, and the build makes the pages of each language from that (`expense_app.variants`). While the site runs they
answer in the language of the reader whose event is being handled.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from backend.core.languages import ENGLISH, language_of
from expense_app.marked import mark, mark_plural

FOLDER: Final = Path(__file__).parent / "locales"
DOMAIN: Final = "outlay"
MARKING: Final = "OUTLAY_MARK_WORDS"

_building: Final = bool(os.environ.get(MARKING))
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def catalog_file(language: str) -> Path:
    """Where the catalog of a language stands."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalog(path: Path, language: str) -> Catalog:
    """A catalog as it stands in its file. Raises `babel.messages.pofile.PoFileError` for a file that is none."""
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


@cache
def catalog(language: str) -> NullTranslations:
    """The words of a language (`de`), read once; English, and what is not translated, answers as it was asked."""
    path = catalog_file(language)
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalog(path, language))
    compiled.seek(0)
    return Translations(compiled, DOMAIN)


def _(text: str) -> str:
    """`text` in the reader's language; marked, while pages are built."""
    return mark(text) if _building else catalog(_language.get()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """The form that goes with `number`, in the reader's language; marked, while pages are built."""
    return mark_plural(one, many, number) if _building else catalog(_language.get()).ngettext(one, many, number)


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
