"""The currency of a receipt, and the evidence: codes and symbols first, then what tells the country."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules.words import plain


@dataclass(frozen=True)
class CurrencyFound:
    """A currency, how sure (0 to 1), why, and where its evidence stands; `country` is two letters or empty."""

    code: str
    confidence: float
    why: str
    box: Box | None
    country: str = ""


# Written money: the code or a sign that belongs to one currency alone.
_SIGNS: Final = (
    ("MYR", r"\bRM\s?\d|\bRM\b|\bMYR\b"), ("EUR", r"€|\bEUR(?:O|OS)?\b"), ("GBP", r"£|\bGBP\b"), ("CHF", r"\bCHF\b|\bSFR\b"), ("CZK", r"\bKC\b|\bCZK\b"),
    ("PLN", r"\bZL\b|\bPLN\b"), ("SEK", r"\bSEK\b"), ("NOK", r"\bNOK\b"), ("DKK", r"\bDKK\b"), ("HUF", r"\bHUF\b|\bFT\b"), ("HRK", r"\bHRK\b|\bKN\b"), ("HKD", r"\bHKD\b|HK\s?\$"),
    ("SGD", r"\bSGD\b|\bS\s?\$"), ("AUD", r"\bAUD\b|\bA\s?\$"), ("CAD", r"\bCAD\b|\bC\s?\$|\bCDN\b"), ("NZD", r"\bNZD\b"), ("USD", r"\bUSD\b|\bUS\s?\$"), ("JPY", r"\bJPY\b|円"),
    ("CNY", r"\bCNY\b|\bRMB\b|人民[币幣]|\d\s?元"), ("KRW", r"₩|\bKRW\b"), ("INR", r"₹|\bINR\b|\bRS\.?\s?\d"), ("THB", r"฿|\bTHB\b|\bBAHT\b"), ("TRY", r"₺|\bTRY\b"), ("BRL", r"R\$"),
    ("MXN", r"\bMXN\b|\bM\.?N\.?\b"), ("RON", r"\bRON\b|\bLEI\b"), ("BGN", r"\bBGN\b"), ("IDR", r"\bIDR\b|\bRP\.?\s?\d"), ("PHP", r"₱|\bPHP\b"), ("TWD", r"\bNT\$|\bTWD\b"), ("VND", r"₫|\bVND\b"),
    ("ISK", r"\bISK\b"), ("ZAR", r"\bZAR\b"), ("AED", r"\bAED\b"), ("ILS", r"₪"), ("UAH", r"₴|\bUAH\b"),
)  # fmt: skip
# What tells the country: legal forms, tax words, dialling codes, web addresses, language.
_COUNTRIES: Final = (
    ("MY", "MYR", r"SDN\.?\s?BHD|\bS/B\b|\bJALAN\b|SELANGOR|KUALA\s*LUMPUR|JOHOR|\bGST\s*(?:ID|REG)|MALAYSIA|\.COM\.MY|\bTAMAN\b"),
    ("SG", "SGD", r"SINGAPORE|\bPTE\.?\s*LTD|\.COM\.SG"), ("DE", "EUR", r"\bGMBH\b|\bMWST\b|\+49|\.DE\b|\bUST-?ID|STRASSE|DEUTSCHLAND|\bKG\b"),
    ("AT", "EUR", r"\bATU\s?\d|\+43|\.AT\b|WIEN\b|OSTERREICH"), ("FR", "EUR", r"\bTVA\b|\bSIRET\b|\bSARL\b|\+33|\.FR\b|PARIS|\bTTC\b"), ("ES", "EUR", r"\bIVA\b|\bC\.?I\.?F\b|\bN\.?I\.?F\b|MADRID|\+34|\.ES\b|GRACIAS"),
    ("IT", "EUR", r"P\.?\s?IVA|\bS\.?R\.?L\b|SCONTRINO|DOCUMENTO COMMERCIALE"), ("NL", "EUR", r"\bBTW\b|AMSTERDAM|\.NL\b|\+31|\bB\.?V\b"), ("BE", "EUR", r"\bBE\s?0\d{3}|\+32|\.BE\b"),
    ("EE", "EUR", r"\bKMKR\b|\bOU\b|TALLINN|\.EE\b|\+372|KOKKU|\bKM\b.*%"), ("LV", "EUR", r"\bPVN\b|\bSIA\b|RIGA\b|\.LV\b|LATVIJA|\bCEKS\b"), ("LT", "EUR", r"\bUAB\b|\bPVM\b|VILNIUS"), ("FI", "EUR", r"\bALV\b|\bOY\b|HELSINKI"),
    ("IE", "EUR", r"\bDUBLIN\b|IRELAND|\bEIRCODE\b|\.IE\b"), ("GR", "EUR", r"\bΑΦΜ|ΦΠΑ|ΣΥΝΟΛΟ|ΑΘΗΝΑ|\+30|Α\.?Φ\.?Μ|\bAΦM|\bEYPΩ|EYPO"), ("PT", "EUR", r"\bNIF\b.*PT|LISBOA|CONTRIBUINTE"),
    ("HR", "HRK", r"\bPDV\b|\bOIB\b|ZAGREB|D\.O\.O|UKUPNO|HRVATSKE"), ("CZ", "CZK", r"\bDPH\b|\bICO\b|\bDIC\b|PRAHA|S\.?R\.?O\b|\.CZ\b|CELKEM"), ("PL", "PLN", r"\bPTU\b|\bNIP\b|PARAGON|WARSZAWA|SP\.\s?Z\s?O"),
    ("HU", "HUF", r"\bAFA\b|OSSZESEN|BUDAPEST|NYUGTA"), ("SE", "SEK", r"\bMOMS\b|ORG\.?\s?(?:NR|NUMMER)|STOCKHOLM|\bKVITTO\b|\.SE\b|\+46|TOTALT"), ("NO", "NOK", r"\bMVA\b|OSLO|FORETAKSREG"), ("DK", "DKK", r"\bCVR\b|KOBENHAVN"),
    ("GB", "GBP", r"\bVAT\b.*\bGB\b|\bGB\s?\d{9}|LONDON|EDINBURGH|UNITED KINGDOM|\.CO\.UK|\+44|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b"),
    ("CA", "CAD", r"\bTPS\b|\bTVQ\b|\bH\.?S\.?T\b|\bQST\b|ONTARIO|MONTREAL|QUEBEC|TORONTO|CANADA|\.CA\b|\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b|INTERAC"),
    ("US", "USD", r"\b(?:CA|NY|NV|TX|FL|IL|WA|OR|AZ|MA|CO|NJ|PA|GA|OH|MI|MN|TN|VA|NC|HI)[,.]?\s+\d{5}(?:-\d{4})?\b|SALES\s*TAX|LAS\s*VEGAS|CALIFORNIA|NEVADA|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"),
    ("HK", "HKD", r"HONG\s*KONG|KOWLOON|八[达達]通|OCTOPUS|香港"), ("JP", "JPY", r"合計|領収|税込|お預|消費税"), ("CN", "CNY", r"北京|上海|中国|微信|支付宝|合计|收银|发票|税号"), ("TW", "TWD", r"統一發票|台北|臺灣"),
    ("AU", "AUD", r"\bABN\b|AUSTRALIA|\bNSW\b|\.COM\.AU"), ("NZ", "NZD", r"NEW ZEALAND|\.CO\.NZ"), ("CH", "CHF", r"\bCHE-?\d|ZURICH|SCHWEIZ|\.CH\b|\+41"), ("IN", "INR", r"\bGSTIN\b|\bCGST\b|\bSGST\b"),
)  # fmt: skip
_SIGN_PATTERNS: Final = tuple((code, re.compile(pattern)) for code, pattern in _SIGNS)
_COUNTRY_PATTERNS: Final = tuple((country, code, re.compile(pattern)) for country, code, pattern in _COUNTRIES)
_DOLLAR: Final = re.compile(r"(?<![A-Z])\$")
_YEN: Final = re.compile(r"[¥￥]")
_DOLLARS: Final = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD"})
_CROWNS: Final = re.compile(r"\bKR\b|:-")


def find_currency(lines: list[Line], base_currency: str) -> CurrencyFound:
    """The currency of the amounts: written signs count twice, the country's words decide between those that share a sign."""
    texts = [(plain(line.text), line) for line in lines]
    signs: Counter[str] = Counter()
    boxes: dict[str, Box] = {}
    for text, line in texts:
        for code, pattern in _SIGN_PATTERNS:
            if pattern.search(text):
                signs[code] += 1
                boxes.setdefault(code, line.box)
    country, local = _country(texts, base_currency)
    whole = "\n".join(text for text, _ in texts)
    if signs and (signs.most_common(1)[0][1] > 1 or not local or local in signs):
        code = local if signs[local] * 2 >= signs.most_common(1)[0][1] > 0 else signs.most_common(1)[0][0]
        return CurrencyFound(code, 0.97 if signs[code] > 1 or code == local else 0.85, "Printed with the amounts", boxes[code], country)
    return _by_country(whole, country, local, base_currency)


def _by_country(whole: str, country: str, local: str, base_currency: str) -> CurrencyFound:
    if local:
        return CurrencyFound(local, 0.9, f"The receipt is from {country}", None, country)
    if _DOLLAR.search(whole):
        code = base_currency if base_currency in _DOLLARS else "USD"
        return CurrencyFound(code, 0.7, "A dollar sign stands before the amounts", None)
    if _YEN.search(whole):
        return CurrencyFound(base_currency if base_currency in ("JPY", "CNY") else "CNY", 0.7, "A ¥ stands before the amounts", None)
    if _CROWNS.search(whole):
        return CurrencyFound(base_currency if base_currency in ("SEK", "NOK", "DKK") else "SEK", 0.6, "The amounts are in kr", None)
    return CurrencyFound(base_currency, 0.4, "Your own currency, since the receipt names none", None)


def _country(texts: list[tuple[str, Line]], base_currency: str) -> tuple[str, str]:
    votes: Counter[tuple[str, str]] = Counter()
    for text, _ in texts:
        for country, code, pattern in _COUNTRY_PATTERNS:
            votes[country, code] += bool(pattern.search(text))
    best = max(votes, key=lambda each: (votes[each], each[1] == base_currency), default=("", ""))
    return best if votes[best] else ("", "")
