"""The currency of a receipt, and the evidence: codes and signs beside the amounts, what tells the country, the books' own at last."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules.countries import CountryFound, find_countries
from backend.ocr.rules.words import plain


@dataclass(frozen=True)
class CurrencyFound:
    """A currency, how much speaks for it and how much more than for the next one, why, and where; `country` is two letters or empty.

    `is_own` says that nothing on the receipt speaks for it: it is the books' own. `is_shared` says that only a sign does
    which other currencies have too, and that the books are in none of these.
    """

    code: str
    score: float
    margin: float
    why: str
    box: Box | None
    country: str = ""
    is_own: bool = False
    is_shared: bool = False


# Written money: the code or a sign that belongs to one currency alone.
_SIGNS: Final = (
    ("MYR", r"\bRM\s?\.?\d|[(\[]\s?RM\s?[)\]]|\bRM\s*:?\s*$|\d\s?RM\b|\bMYR\b|\bRM\s+CASH"), ("EUR", r"€|\bEUR(?:O|OS)?\b"), ("GBP", r"£|\bGBP\b"), ("CHF", r"\bCHF\b|\bSFR\b|\bFR\.\s?\d"), ("CZK", r"\bKC\b|\bCZK\b"),
    ("PLN", r"\bZ[LŁ]\b|\bPLN\b|\d,\d\d\s?Z[LT]\b"), ("SEK", r"\bSEK\b"), ("NOK", r"\bNOK\b"), ("DKK", r"\bDKK\b"), ("HUF", r"\bHUF\b|\d{3}\s?FT\b"), ("HRK", r"\bHRK\b|\bKN\b|\bKUNA\b"), ("HKD", r"\bHKD\b|HK\s?\$"),
    ("SGD", r"\bSGD\b|\bS\s?\$"), ("AUD", r"\bAUD\b|\bA\s?\$"), ("CAD", r"\bCAD\b(?!\.)|\bC\s?\$|\bCDN\b"), ("NZD", r"\bNZD\b|NZ\s?\$"), ("USD", r"\bUSD\b|\bUS\s?\$"), ("JPY", r"\bJPY\b|円"),
    ("CNY", r"\bCNY\b|\bRMB\b|人民[币幣]|\d\s?元"), ("KRW", r"₩|\bKRW\b"), ("INR", r"₹|\bINR\b|\bRS\.?\s?\d"), ("THB", r"฿|\bTHB\b|\bBAHT\b"), ("TRY", r"₺|\d\s?TL\b|\bTRY\s?\d|\d\s?TRY\b"), ("BRL", r"R\$"),
    ("MXN", r"\bMXN\b|\d\s?M\.?N\b"), ("RON", r"\bRON\s?\d|\d\s?RON\b|\bLEI\b"), ("BGN", r"\bBGN\b|\d\s?ЛВ\b"), ("IDR", r"\bIDR\b|\bRP\.?\s?\d"), ("PHP", r"₱|\bPHP\b"), ("TWD", r"\bNT\$|\bTWD\b"), ("VND", r"₫|\bVND\b"),
    ("ISK", r"\bISK\b"), ("ZAR", r"\bZAR\b"), ("AED", r"\bAED\b"), ("ILS", r"₪"), ("UAH", r"₴|\bUAH\b|\bГРН\b"), ("RUB", r"₽|\d\s?RUB\b|\bRUB\s?\d|\bРУБ\b"), ("RSD", r"\bRSD\b|\bДИН\b|\d\s?DIN\b|\bDINARA\b"), ("KZT", r"₸|\bKZT\b"),
    ("GEL", r"₾|\bGEL\s?\d"), ("SAR", r"\bSAR\s?\d|\d\s?SAR\b"), ("NGN", r"₦|\bNGN\b"), ("COP", r"\bCOP\s?\$?\s?\d"), ("CLP", r"\bCLP\b"), ("ARS", r"\bARS\b"), ("PEN", r"\bS/\.?\s?\d"), ("KES", r"\bK(?:ES|SHS?)\.?\s?\d"), ("LKR", r"\bLKR\b"), ("PKR", r"\bPKR\b"), ("BDT", r"৳|\bBDT\b"), ("EGP", r"\bEGP\b"), ("MAD", r"\d\s?MAD\b|\bMAD\s?\d"),
)  # fmt: skip
_SIGN_PATTERNS: Final = tuple((code, re.compile(pattern)) for code, pattern in _SIGNS)
# Signs that several currencies share; the first is taken where nothing else tells.
_SHARED: Final = (
    (
        re.compile(r"(?<![A-Z])\$"),
        ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "UYU", "DOP"),
        "A dollar sign stands before the amounts",
    ),
    (re.compile(r"[¥￥]"), ("CNY", "JPY"), "A ¥ stands before the amounts"),
    (re.compile(r"\bKR\b|\d:-"), ("SEK", "NOK", "DKK", "ISK"), "The amounts are in kr"),
)
_PRINTED: Final = "Printed with the amounts"
_OWN: Final = "Your own currency, since the receipt names none"
_SIGN_WEIGHT: Final = 1.6
_MOST_SIGNS: Final = 3
_SHARED_WEIGHT: Final = 1.2
# Countries whose old money still stands on receipts beside the new: since when the new one counts.
_CHANGED: Final = {"HRK": ("EUR", date(2023, 1, 1)), "BGN": ("EUR", date(2026, 1, 1))}


@dataclass
class _Support:
    score: float
    why: str
    box: Box | None
    country: str = ""
    is_shared: bool = False


def find_currency(lines: list[Line], base_currency: str) -> CurrencyFound:
    """The currency of the amounts: what is printed with them and what tells the country, weighed together."""
    texts = [(plain(line.text), line) for line in lines]
    countries = find_countries(texts)
    found = _by_signs(texts)
    for each in countries:
        _count_country(found, each)
    whole = "\n".join(text for text, _ in texts)
    _count_shared(found, whole, base_currency)
    country = countries[0].country if countries else ""
    if not found:
        return CurrencyFound(base_currency, 0.0, 0.0, _OWN, None, country, is_own=True)
    ranked = sorted(found, key=lambda code: found[code].score + 0.2 * (code == base_currency), reverse=True)
    best = found[ranked[0]]
    rival = found[ranked[1]].score if len(ranked) > 1 else 0.0
    return CurrencyFound(ranked[0], best.score, best.score - rival, best.why, best.box, best.country or country, is_shared=best.is_shared)


def _by_signs(texts: list[tuple[str, Line]]) -> dict[str, _Support]:
    times: dict[str, int] = defaultdict(int)
    boxes: dict[str, Box] = {}
    for text, line in texts:
        for code, pattern in _SIGN_PATTERNS:
            if pattern.search(text):
                times[code] += 1
                boxes.setdefault(code, line.box)
    return {code: _Support(_SIGN_WEIGHT * min(count, _MOST_SIGNS), _PRINTED, boxes[code]) for code, count in times.items()}


def _count_country(found: dict[str, _Support], each: CountryFound) -> None:
    """A country speaks for its currency once: of those that share one, the likeliest."""
    standing = found.get(each.currency)
    if standing is None:
        found[each.currency] = _Support(each.score, each.why, each.box, each.country)
    elif not standing.country:
        standing.score, standing.country = standing.score + each.score, each.country


def _count_shared(found: dict[str, _Support], whole: str, base_currency: str) -> None:
    for pattern, codes, why in _SHARED:
        times = len(pattern.findall(whole))
        if not times:
            continue
        known = [code for code in codes if code in found]
        for code in known or [base_currency if base_currency in codes else codes[0]]:
            standing = found.setdefault(code, _Support(0.0, why, None, is_shared=base_currency not in codes))
            standing.score += _SHARED_WEIGHT * (1 + 0.5 * (min(times, _MOST_SIGNS) - 1))


def as_of(found: CurrencyFound, day: date | None) -> CurrencyFound:
    """The currency on that day: kuna and lev have become euro, and tills go on printing both."""
    new, since = _CHANGED.get(found.code, ("", None))
    if since is None or day is None or day < since:
        return found
    return replace(found, code=new, why=f"{found.code} has been {new} since {since:%Y}")
