"""Words outside of pages (push messages) in the reader's language: from the catalogs that the pages use."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency

from backend.core.languages import language_of
from backend.core.wording import catalog


def sayer(locale: str) -> Callable[[str], str]:
    """What looks messages up for a reader of `locale` (`de-AT`); what is not translated stays English."""
    return catalog(language_of(locale)).gettext


def money_writer(locale: str) -> Callable[[str, str], str]:
    """What writes a decimal string and a currency as a reader of `locale` does; what it cannot write stays as it is."""

    def write(amount: str, currency: str) -> str:
        try:
            return format_currency(Decimal(amount), currency, locale=Locale.parse(locale, sep="-"))
        except (InvalidOperation, UnknownLocaleError, ValueError):
            return f"{amount} {currency}".strip()

    return write
