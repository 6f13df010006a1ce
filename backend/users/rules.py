"""What people may enter about themselves and their books, and what can be guessed for them: no I/O."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from backend.core import money
from backend.core.clock import is_timezone
from backend.core.errors import Invalid
from backend.core.text import has_forbidden_characters

NAME_MAX: Final = 100
EMAIL_MAX: Final = 254
PREFERENCES_MAX_BYTES: Final = 16 * 1024
CURRENCY_DEFAULT: Final = "EUR"
TIMEZONE_DEFAULT: Final = "UTC"
LOCALE_DEFAULT: Final = "en"

# Names such as `.local` are addresses too, in the network of a home or a company.
SPECIAL_USE_DOMAIN_NAMES.clear()

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_PREFERRED_MAX: Final = 10
# Spoken as a first language in many countries: the language alone does not say where somebody lives.
_WORLD_LANGUAGES: Final = frozenset({"en", "es", "fr", "pt", "ar"})
# Where a country has several zones, the one most of its people live in.
_MAIN_ZONES: Final = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


@dataclass(frozen=True)
class Guess:
    """What a browser's languages say about where somebody lives; defaults where they say nothing."""

    locale: str = LOCALE_DEFAULT
    currency: str = CURRENCY_DEFAULT
    timezone: str = TIMEZONE_DEFAULT


def clean_email(text: str, field: str = "email") -> str:
    """An address as it is stored. Raises `Invalid` (`email_invalid`)."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise Invalid.field(field, "email_invalid", "This does not look like an e-mail address.") from error
    if len(found.normalized) > EMAIL_MAX:
        raise Invalid.field(field, "email_invalid", "This e-mail address is too long.")
    return found.normalized


def clean_name(text: str, field: str) -> str:
    """A name of a person or of books: 1 to 100 characters on one line. Raises `Invalid`."""
    name = " ".join(text.split())
    if not name:
        raise Invalid.field(field, "required", "Please enter a name.")
    if len(name) > NAME_MAX:
        raise Invalid.field(field, "too_long", f"A name has at most {NAME_MAX} characters.")
    if has_forbidden_characters(name):
        raise Invalid.field(field, "forbidden_characters", "This holds characters that cannot be stored. Please type it again.")
    return name


def clean_timezone(name: str, field: str = "timezone") -> str:
    """A time zone known here. Raises `Invalid`."""
    if not is_timezone(name):
        raise Invalid.field(field, "timezone_unknown", "This is no time zone. One looks like Europe/Vienna.")
    return name


def clean_currency(code: str, field: str = "base_currency") -> str:
    """A currency known here. Raises `Invalid`."""
    try:
        money.digits(code)
    except money.CurrencyUnknown as error:
        raise error.at(field) from error
    return code


def clean_locale(text: str, field: str = "locale") -> str:
    """A language tag known here, as BCP 47 writes it (`de-AT`). Raises `Invalid`."""
    locale = _parse_locale(text)
    if locale is None:
        raise Invalid.field(field, "locale_unknown", "This is no language. One looks like en or de-AT.")
    return str(locale).replace("_", "-")


def clean_preferences(known: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Preferences after changes: null removes one, others replace it. Raises `Invalid` when they grow too large."""
    merged = {name: value for name, value in (known | changes).items() if value is not None}
    if len(json.dumps(merged).encode()) > PREFERENCES_MAX_BYTES:
        raise Invalid.field("preferences", "too_large", "These are more preferences than can be kept.")
    return merged


def guess(accept_language: str) -> Guess:
    """Where somebody lives, by their browser's languages in the order they like them."""
    locales = list(_accepted(accept_language))
    if not locales:
        return Guess()
    tag = str(locales[0]).replace("_", "-")
    for locale in locales:
        territory = _territory(locale)
        if territory:
            return Guess(tag, _currency_of(territory), _timezone_of(territory))
    return Guess(tag)


def currency_of_zone(timezone: str) -> str | None:
    """The currency of the country that a time zone belongs to; None for zones such as UTC that belong to none."""
    canonical = get_global("zone_aliases").get(timezone, timezone)  # browsers also use names of old, such as Asia/Calcutta
    territory = get_global("zone_territories").get(canonical)
    known = money.currency_codes()
    return next((code for code in get_territory_currencies(territory) if code in known), None) if territory else None


def _accepted(header: str) -> Iterator[Locale]:
    weighed = [(_quality(parameters), part.strip()) for part, _, parameters in (item.partition(";") for item in header[:500].split(","))]
    weighed.sort(key=lambda pair: -pair[0])
    for quality, language in weighed[:_PREFERRED_MAX]:
        locale = _parse_locale(language) if quality > 0 else None
        if locale is not None:
            yield locale


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    return float(value) if re.fullmatch(r"[01](\.[0-9]{0,3})?", value) else 0.0


def _parse_locale(text: str) -> Locale | None:
    if not _LANGUAGE.fullmatch(text):
        return None
    try:
        return Locale.parse(text.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _territory(locale: Locale) -> str | None:
    if locale.territory or locale.language in _WORLD_LANGUAGES:
        return locale.territory
    likely = get_global("likely_subtags").get(locale.language, "")
    return likely.rpartition("_")[2] or None


def _currency_of(territory: str) -> str:
    known = money.currency_codes()
    return next((code for code in get_territory_currencies(territory) if code in known), CURRENCY_DEFAULT)


def _timezone_of(territory: str) -> str:
    named = _MAIN_ZONES.get(territory)
    zones = [named] if named else _zones().get(territory, [])
    return next((zone for zone in zones if is_timezone(zone)), TIMEZONE_DEFAULT)


@cache
def _zones() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for zone, territory in sorted(get_global("zone_territories").items()):
        found.setdefault(territory, []).append(zone)
    return found
