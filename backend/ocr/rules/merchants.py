"""Who was paid: a name at the head of the receipt, joined over lines, without numbers and addresses.

Lines near the top are weighed: a legal form speaks for a name, so does large print; addresses, numbers, titles of
documents and slogans speak against it. Where the head holds no name, a web address or the foot may.
"""

import re
from dataclasses import dataclass
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules.amounts import amounts_in
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.words import plain

_HEAD: Final = 14
_LEGAL: Final = re.compile(
    r"\bSDN\.?\s?\.?\s?BHD|SDNBHD|\bS/B\b|\bBHD\b|\bPTE\.?\s?LTD|\bLTD\b|\bLIMITED\b|\bLLC\b|\bINC\b|\bGMBH\b|\bCO\.?\s?KG\b|\bAG\b|\bS\.?R\.?L\b|\bS\.?A\.?R\.?L\b|\bS\.?\s?R\.?\s?O\b|\bB\.?V\b|\bA\.?B\b"
    r"|\bO[UÜ]\b|\bSIA\b|\bAS\b$|\bS\.?L\.?U?\b\.?$|\bS\.?A\b\.?$|\bD\.?O\.?O\b|\bPLC\b|\bE\.?K\b|\bIKE\b|\bA\.?E\b$|ENTERPRISE|\bTRADING\b|有限公司|株式会社|公司"
)
_SHOP: Final = re.compile(
    r"RESTAURANT|RESTORAN|\bCAFE\b|CAFFE|COFFEE|\bBAR\b|BISTRO|GRILL|BAKERY|BACKEREI|KITCHEN|PIZZ|BURGER|MARKET|\bMART\b|SUPERMARK|PHARMA|APOTHE|FARMACI|HOTEL|STORE|\bSHOP\b|BOOK|MUSE|HARDWARE|STATIONER|CORNER|HOUSE|KEDAI|PERNIAGAAN|SYARIKAT|PASAR|MINI\s?MARKET|ELECTRIC|SALON|CLINIC|DENTAL|MOTOR|PETROL|STATION|TRADERS|VENTURES|INDUSTR|店|馆|館"
)
_ADDRESS: Final = re.compile(
    r"^\d{1,5}[A-Z]?[\s,]+[A-Z]|\bKAWASAN\b|\bLEBUH|PERINDUSTRIAN|PARKWAY|BOULEVARD|\bHIGHWAY\b|\bWEST\b|\bEAST\b|\bSOUTH\b|\bNORTH\b|\bJALAN|\bJLN\b|\bLOT\b|\bTAMAN\b|\bNO\.?\s?\d|\bSTREET\b|\bSTR\.?\b|STRASSE|\bROAD\b|\bRD\b|\bAVE(?:NUE)?\b|\bBLVD\b|\bSUITE\b|\bFLOOR\b|\bLEVEL\b|\bUNIT\b|\bPLAZA\s?\d|\bRUE\b|\bCALLE\b|\bC/|\bPLATZ\b|\bKM\s?\d|\bP\.?O\.?\s?BOX"
    r"|\b\d{5}\b|\bSELANGOR\b|\bJOHOR\b|\bKUALA LUMPUR\b|\bPETALING\b|\bBANDAR\b|\bKAMPUNG\b|\bSEKSYEN\b|\bPERSIARAN\b|\bLORONG\b|\bULICE\b|\bNAM\.|\bVIA\b|\bTN\b|\bPT\d|\bBLOCK\b|\bBATU\b"
)
_TITLE: Final = re.compile(
    r"INVOICE|RECEIPT|\bRECHNUNG\b|QUITTUNG|\bBON\b|BELEG|TICKET|FACTURE|FACTURA|RECIBO|KVITTO|KASSA|\bCOPY\b|ORIGINAL|CUSTOMER|WELCOME|WILLKOMMEN|BIENVENU|THANK|DUPLICATE|\bTABLE\b|TISCH|\bORDER\b|GUEST|\bCHECK\b|CASHIER|SERVER|\bPOS\b|\bTAKE\b|DINE|EAT IN|UCTENKA|DOKLAD|^CASH\b|CASH\s?(?:BILL|SALES?|RECEIPT|INVOICE)|\bBILL\b|ITEMS? ORDERED|SALES ?PERSON|FEEDBACK|COMPLAINT|GOODS SOLD|HOMEPAGE|\bMEMBER"
    r"|FORMERLY|LICENSEE|MANAGED BY|OWNED BY|\bTEL\b|\bFAX\b|PHONE|\bGST\b|\bTAX\b|\bVAT\b|\bREG\b|\bROC\b|\bCO\.? ?(?:REG|NO)|\bUID\b|\bNIF\b|\bCIF\b|\bSIRET\b|\bTVA\b|\bBTW\b|\bICO\b|\bDIC\b|@|\bDATE\b|STEUER|\bWWW\b|HTTP|领|欢迎|收据|发票|小票"
)
_NUMBER: Final = re.compile(
    r"\(?\s*(?:CO(?:MPANY)?\.?|REG(?:ISTRATION)?\.?|ROC|GST|NO)?[.:\s]*(?:NO|REG|ID)?[.:\s]*\(?[A-Z]{0,4}[-\s]?\d[\d\s]{4,}\s?[-–]?\s?[A-Z]?\s?\)?\s*$",
    re.IGNORECASE,
)
_BRACKET_NUMBER: Final = re.compile(r"\s*[(\[{][^()\[\]]*\d{4,}[^()\[\]]*[)\]}]?\s*")
_ENDING: Final = re.compile(r"^(?:CO\.?\s?)?(?:\(?[A-Z]{1,3}\)?\s)?(?:SDN\.?\s?BHD|BHD|PTE LTD|LTD|LIMITED|GMBH|ENTERPRISE|TRADING)\b")
_OPERATOR: Final = re.compile(r"^\W*(?:OWNE?D?|MANAGED|OPERATED|FORMERLY|LICEN[SC]EE|MGMT|MANAGEMENT)\b.{0,12}?(?:BY|KNOWN AS|OF)?\s*:?\s*")
_WEB: Final = re.compile(
    r"(?:WWW\.|HTTPS?://|@)\s?([A-Z0-9-]{3,})\.(?:COM|NET|ORG|DE|FR|ES|IT|NL|CZ|AT|EE|LV|SE|HR|GR|IE|CO|CA|US|EU)", re.IGNORECASE
)


@dataclass(frozen=True)
class MerchantFound:
    """A name, how sure, why, and where it stands."""

    name: str
    confidence: float
    why: str
    box: Box


def find_merchant(lines: list[Line]) -> MerchantFound | None:
    """The shop's name: the best line of the head, else a web address, else nothing."""
    head = lines[:_HEAD]
    tallest = max((line.box.h for line in head), default=0.0)
    known = {match[1].replace("-", "").upper() for line in lines for match in _WEB.finditer(line.text)}
    scored = [(_score(head, place, tallest, known), place) for place in range(len(head))]
    score, place = max(scored, key=lambda each: (each[0], -each[1]), default=(0.0, 0))
    if score > 0:
        name, box = _joined(head, place)
        legal = bool(_LEGAL.search(plain(name)))
        why = "The company's name at the head" if legal else "The name at the head of the receipt"
        return MerchantFound(name, min(0.97, 0.45 + 0.12 * score), why, box)
    return _by_web(lines)


def _score(head: list[Line], place: int, tallest: float, known: set[str]) -> float:
    """How much a line looks like the shop's name. `known` are the names in the receipt's web addresses."""
    line = head[place]
    text, name = plain(line.text), clean_name(line.text)
    letters = sum(c.isalpha() for c in name)
    if letters < (2 if not name.isascii() else 3) or (dates_in(line.text) and not _LEGAL.search(text)):
        return 0.0
    digits = sum(c.isdigit() for c in name)
    score = 2.0 - 0.13 * place
    score += (0.7 if _is_operator(head, place) else 2.2) * bool(_LEGAL.search(text)) + 0.9 * bool(_SHOP.search(text))
    score += 1.2 * any(len(each) > 3 and each in plain(name).replace(" ", "") for each in known)
    score -= 2.5 * any(amount.is_money for amount in amounts_in(line.text))
    score += 1.0 * (line.box.h / tallest) if tallest else 0.0
    score -= 2.2 * bool(_ADDRESS.search(text)) + 2.2 * bool(_TITLE.search(text)) + 1.5 * (digits > letters)
    score -= 0.8 * (line.confidence < 0.75) + 0.6 * (letters < 5 and name.isascii()) + 0.9 * name.islower()
    return score


def _is_operator(head: list[Line], place: int) -> bool:
    """Whether the company only runs the shop: it is named as owner, or below the address of a shop that has a name."""
    if place and _OPERATOR.search(plain(head[place - 1].text)):
        return True
    first = next((other for other in range(place) if _ADDRESS.search(plain(head[other].text))), None)
    return first is not None and any(_is_plain_name(line) and line.confidence > 0.85 for line in head[:first])


def _joined(head: list[Line], place: int) -> tuple[str, Box]:
    """The name with its ending from the next line, or its beginning from the line before."""
    line = head[place]
    name, box = clean_name(_OPERATOR.sub("", line.text.upper()) if _OPERATOR.search(plain(line.text)) else line.text), line.box
    after = head[place + 1] if place + 1 < len(head) else None
    if after is not None and _goes_on(name, clean_name(after.text)):
        return f"{name} {clean_name(after.text)}", box.join(after.box)
    before = head[place - 1] if place else None
    if before is not None and _is_end(name) and _is_plain_name(before) and _follows(before, line):
        return f"{clean_name(before.text)} {name}", before.box.join(box)
    return name, box


def _goes_on(name: str, after: str) -> bool:
    """Whether a name ends on the next line: with its legal form, or with a bracket that is still open."""
    ends = bool(_ENDING.search(plain(after)))
    return (ends and not _LEGAL.search(plain(name))) or (name.count("(") > name.count(")") and ")" in after)


def _is_end(name: str) -> bool:
    """Whether a line is the end of a company's name: little stands before the legal form."""
    text = plain(name)
    match = _LEGAL.search(text)
    if match is None:
        return bool(re.match(r"&|AND\b", text))
    return bool(_ENDING.search(text)) or len(re.findall(r"[A-Z]{2,}", text[: match.start()])) <= 2


def _follows(before: Line, line: Line) -> bool:
    return (
        line.box.middle - before.box.middle < 2.5 * max(before.box.h, line.box.h)
        and before.text.upper() == before.text
        and not _LEGAL.search(plain(before.text))
    )


def _is_plain_name(line: Line) -> bool:
    text = plain(line.text)
    return (
        not _ADDRESS.search(text) and not _TITLE.search(text) and sum(c.isalpha() for c in text) > 3 and not clean_name(line.text).islower()
    )


def clean_name(text: str) -> str:
    """A name without registration numbers, stray marks and doubled blanks."""
    text = _BRACKET_NUMBER.sub(" ", text)
    text = _NUMBER.sub("", text) if sum(c.isalpha() for c in _NUMBER.sub("", text)) >= 3 else text
    text = re.sub(r"^[^\w(&]+|[^\w).!'’&]+$", "", text.strip())
    return " ".join(text.split())


def _by_web(lines: list[Line]) -> MerchantFound | None:
    for line in lines:
        match = _WEB.search(line.text)
        if match:
            return MerchantFound(match[1].replace("-", " ").title(), 0.5, "From the web address on the receipt", line.box)
    return None
