"""The backend's own sentences, in a reader's language.

The backend speaks English, with codes for programs. What of it reaches people is listed in `sayings`; here a sentence
is recognised, with what is filled into it, and said in the language of a locale. The catalogs are those of the interface.
"""

import re
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from backend.core.languages import ENGLISH, language_of
from backend.core.sayings import REWORDED, SAYINGS

FOLDER: Final = Path(__file__).parents[2] / "locales"
DOMAIN: Final = "outlay"
_NUMBERS: Final = frozenset({"number", "most", "least", "size", "places", "seconds"})
_DIGITS: Final = r"[\d.,]+"
_PLACE: Final = re.compile(r"\\\{([a-z]+)\\\}")


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


def said(text: str, locale: str) -> str:
    """A sentence of the backend in the language of `locale`; as it stands in English, and where it is not known."""
    language = language_of(locale)
    if language == ENGLISH or not text:
        return text
    if text in _EXACT:
        return catalog(language).gettext(text)
    found = recognised(text)
    if found is None:
        return text
    message, values = found
    return catalog(language).gettext(message).format(**{name: _filled(name, value, language) for name, value in values.items()})


def _filled(name: str, value: str, language: str) -> str:
    """What is filled in, in the language: a country by its name, a sentence as it is said."""
    if name != "country":
        return said(value, language)
    code = next((code for code, english in Locale(ENGLISH).territories.items() if english == value), "")
    return Locale(language).territories.get(code, value)


def in_context(context: str, text: str, locale: str) -> str:
    """A word that means several things, in the language of `locale`: the category `Home` is not the page."""
    return catalog(language_of(locale)).pgettext(context, text)


def recognised(text: str) -> tuple[str, dict[str, str]] | None:
    """The message that a sentence of the backend was made from, and what was filled in; None for one that is not listed."""
    if text in _EXACT:
        return text, {}
    for pattern, message in _PATTERNS:
        hit = pattern.fullmatch(text)
        if hit:
            return message, hit.groupdict()
    return None


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(lambda hit: f"(?P<{hit[1]}>{_DIGITS if hit[1] in _NUMBERS else '.+?'})", re.escape(template)), re.DOTALL)


_EXACT: Final = frozenset(each for each in SAYINGS if "{" not in each)
# The longest first: it says most about what stands around its places.
_PATTERNS: Final = [
    (_pattern(template), message)
    for template, message in sorted(
        [*((each, each) for each in SAYINGS if "{" in each), *REWORDED.items()], key=lambda pair: -len(_PLACE.sub("", re.escape(pair[0])))
    )
]
