"""Words outside of pages (push messages) in the reader's language: from the catalogs that the pages use."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency
from babel.support import Translations

from backend.core.languages import language_of

_FOLDER: Final = Path(__file__).resolve().parents[2] / "expense_app" / "locales"
_DOMAIN: Final = "outlay"


def sayer(locale: str) -> Callable[[str], str]:
    """What looks messages up for a reader of `locale` (`de-AT`); what is not translated stays English."""
    return _catalog(language_of(locale)).gettext


def money_writer(locale: str) -> Callable[[str, str], str]:
    """What writes a decimal string and a currency as a reader of `locale` does; what it cannot write stays as it is."""

    def write(amount: str, currency: str) -> str:
        try:
            return format_currency(Decimal(amount), currency, locale=Locale.parse(locale, sep="-"))
        except (InvalidOperation, UnknownLocaleError, ValueError):
            return f"{amount} {currency}".strip()

    return write


@cache
def _catalog(language: str) -> NullTranslations:
    path = _FOLDER / language / "LC_MESSAGES" / f"{_DOMAIN}.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, domain=_DOMAIN))
    compiled.seek(0)
    return Translations(compiled, _DOMAIN)
