"""Words outside of pages (push messages) in the reader's language: from the catalogs that the pages use."""

from collections.abc import Callable

from babel import UnknownLocaleError

from backend.core.languages import language_of
from backend.core.money import MoneyInvalid, format_money, parse_amount
from backend.core.wording import catalog


def sayer(locale: str) -> Callable[[str], str]:
    """What looks messages up for a reader of `locale` (`de-AT`); what is not translated stays English."""
    return catalog(language_of(locale)).gettext


def money_writer(locale: str) -> Callable[[str, str], str]:
    """What writes a decimal string and a currency as a reader of `locale` does; what it cannot write stays as it is."""

    def write(amount: str, currency: str) -> str:
        try:
            return format_money(parse_amount(amount, currency), locale)
        except (MoneyInvalid, UnknownLocaleError, ValueError):
            return f"{amount} {currency}".strip()

    return write
