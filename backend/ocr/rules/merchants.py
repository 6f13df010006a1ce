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
_LETTERS_TO_REPEAT: Final = 5
_OWN_LETTERS: Final = 2
_STACK_GAP: Final = 1.0
_LEGAL: Final = re.compile(
    r"\bSDN\.?\s?\.?\s?BHD|SDNBHD|\b[S5]/[B8]\b|\bBHD\b|\bPTE\.?\s?LTD|\bLTD\b|\bLIMITED\b|\bLLC\b|\bINC\b|\bGMBH\b|\bCO\.?\s?KG\b|\bAG\b|\bS\.?R\.?L\b|\bS\.?A\.?R\.?L\b|\bS\.?\s?R\.?\s?O\b|\bB\.?V\b|\bA\.?B\b"
    r"|\bO[UÜ]\b|\bSIA\b|\bAS\b$|\bS\.?L\.?U?\b\.?$|\bS\.?A\b\.?$|\bD\.?O\.?O\b|\bPLC\b|\bE\.?K\b|\bIKE\b|\bA\.?E\b$|ENTERPRISE|\bTRADING\b|有限公司|株式会社|公司"
)
_SHOP: Final = re.compile(
    r"RESTAURANT|RESTORAN|\bCAFE\b|CAFFE|COFFEE|\bBAR\b|BISTRO|GRILL|BAKERY|BACKEREI|KITCHEN|PIZZ|BURGER|MARKET|MARKT\b|DROGERIE|\bMART\b|SUPERMARK|PHARMA|APOTHE|FARMACI|HOTEL|STORE|\bSHOP\b|BOOK|MUSE|HARDWARE|STATIONER|CORNER|HOUSE|KEDAI|PERNIAGAAN|SYARIKAT|PASAR|MINI\s?MARKET|ELECTRIC|SALON|CLINIC|DENTAL|MOTOR|PETROL|STATION|TRADERS|VENTURES|INDUSTR|店|馆|館"
)
_ADDRESS: Final = re.compile(
    r"^\d{1,5}[A-Z]?[\s,]+[A-Z]|\bKAWASAN\b|\bLEBUH|PERINDUSTRIAN|PARKWAY|BOULEVARD|\bHIGHWAY\b|\bWEST\b|\bEAST\b|\bSOUTH\b|\bNORTH\b|\bJALAN|\bJLN\b|\bLOT\b|\bTAMAN\b|\bNO\.?\s?\d|\bSTREET\b|\bSTR\.?\b|STRASSE|\bROAD\b|\bRD\b|\bAVE(?:NUE)?\b|\bBLVD\b|\bSUITE\b|\bFLOOR\b|\bLEVEL\b|\bUNIT\b|\bPLAZA\s?\d|\bRUE\b|\bCALLE\b|\bC/|\bPLATZ\b|\bKM\s?\d|\bP\.?O\.?\s?BOX"
    r"|\b\d{5}\b|\bSELANGOR\b|\bJOHOR\b|\bKUALA LUMPUR\b|\bPETALING\b|\bBANDAR\b|\bKAMPUNG\b|\bSEKSYEN\b|\bPERSIARAN\b|\bLORONG\b|\bULICE\b|\bNAM\.|\bVIA\b|\bTN\b|\bPT\d|\bBLOCK\b|\bBATU\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}$|^\d{3,5}\s?-\s?[A-Z]"
)
# A street with the number of its house behind it, as on the continent.
_HOUSE: Final = re.compile(r"^[A-Z.-]{4,}(?:\s[A-Z.-]{4,})?\s\d{1,3}\s?[A-Z]?$")
# Words that many shops share: no name stands in them alone.
_COMMON: Final = re.compile(
    r"\b(?:RESTAURANTS?|RESTORAN|RISTORANTE|BISTRO|CAFE|COFFEE|BAR|GRILL|BAKERY|SUPER|MINI|MARKETS?|SUPERMARKETS?|MART|SHOP|STORES?|FOODS?|SERVICES?|WHOLESALE|RETAIL|SALES?|VENTE|VENTA|VERKAUF"
    r"|HERE|TO GO|TAKE ?AWAY|ENTERPRISE|TRADING|HOTEL|PHARMACY|APOTHEKE|THE|AND|OF|SDN\.?|BHD\.?|LTD|LIMITED|PTE|GMBH|CO|KG|SP|INC|LLC)\b"
)
_TITLE: Final = re.compile(
    r"INVOICE|RECEIPT|\bRECHNUNG\b|QUITTUNG|\bBON\b|BELEG|TICKET|FACTURE|FACTURA|RECIBO|KVITTO|KASSA|\bCOPY\b|ORIGINAL|CUSTOMER|WELCOME|WILLKOMMEN|BIENVENU|THANK|DUPLICATE|\bTABLE\b|TISCH|\bORDER\b|GUEST|\bCHECK\b|CASHIER|SERVER|\bPOS\b|\bTAKE\b|\bDINE\b|EAT IN|UCTENKA|DOKLAD|^CASH\b|CASH\s?(?:BILL|SALES?|RECEIPT|INVOICE)|\bBILL\b|ITEMS? ORDERED|SALES ?PERSON|FFNUNGSZEIT|^PAID\b|^POSTED\b|COUNTER|CARELINE|HOTLINE|SHOPPING WITH|OPENING HOURS|OPEN DAILY|HORAIRES|HORARIO|FEEDBACK|COMPLAINT|GOODS SOLD|HOMEPAGE|\bMEMBER"
    r"|FORMERLY|LICENSEE|MANAGED BY|OWNED BY|\bTEL\b|\bFAX\b|PHONE|\bGST\b|\bTAX\b|\bVAT\b|\bREG\b|\bROC\b|\bCO\.? ?(?:REG|NO)|\bUID\b|\bNIF\b|\bCIF\b|\bSIRET\b|\bTVA\b|\bBTW\b|\bICO\b|\bDIC\b|\w@\w+\.|\bDATE\b|STEUER|\bWWW\b|HTTP|领|欢迎|收据|发票|小票"
)
_NUMBER: Final = re.compile(
    r"\(?\s*(?:CO(?:MPANY)?\.?|REG(?:ISTRATION)?\.?|ROC|GST|NO)?[.:\s]*(?:NO|REG|ID)?[.:\s]*\(?[A-Z]{0,4}[-\s]?\d[\d\s]{4,}\s?[-–]?\s?[A-Z]?\s?\)?\s*$",
    re.IGNORECASE,
)
_BRACKET_NUMBER: Final = re.compile(r"\s*[(\[{][^()\[\]]*\d{4,}[^()\[\]]*[)\]}]?\s*")
# What stands behind a name: a branch's number, a tax number with its word, a former name.
_BEHIND: Final = re.compile(
    r"\s[-–#]\s?#?\d{3,6}$|\s(?:P[VU]N|VAT|GST|UST-?ID|NIF|CIF|TVA|BTW|FKA|F\.K\.A\.?|FORMERLY)\b.*$", re.IGNORECASE
)
_ENDING: Final = re.compile(r"^(?:CO\.?\s?)?(?:\(?[A-Z]{1,3}\)?\s)?(?:SDN\.?\s?BHD|BHD|PTE LTD|LTD|LIMITED|GMBH|ENTERPRISE|TRADING)\b")
_OPERATOR: Final = re.compile(r"^\W*(?:OWNE?D?|MANAGED|OPERATED|FORMERLY|LICEN[SC]EE|MGMT|MANAGEMENT)\b.{0,12}?(?:BY|KNOWN AS|OF)?\s*:?\s*")
_WEB: Final = re.compile(
    r"(?:WWW\.|HTTPS?://|@)\s?([A-Z0-9-]{3,})\.(?:COM|NET|ORG|DE|FR|ES|IT|NL|CZ|AT|EE|LV|SE|HR|GR|IE|CO|CA|US|EU)", re.IGNORECASE
)


@dataclass(frozen=True)
class MerchantFound:
    """A name, how much speaks for it, why, where it stands, and how sure the engine was of its line (0 to 1)."""

    name: str
    score: float
    why: str
    box: Box
    legible: float


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
        return MerchantFound(name, score, why, box, head[place].confidence)
    return _by_web(lines)


def _score(head: list[Line], place: int, tallest: float, known: set[str]) -> float:
    """How much a line looks like the shop's name. `known` are the names in the receipt's web addresses."""
    line = head[place]
    name = clean_name(line.text)
    text = plain(_BEHIND.sub("", _BRACKET_NUMBER.sub(" ", line.text)))
    letters = sum(c.isalpha() for c in name)
    if letters < (2 if not name.isascii() else 3) or (dates_in(line.text) and not _LEGAL.search(text)):
        return 0.0
    digits = sum(c.isdigit() for c in name)
    score = 2.0 - 0.13 * place
    score += (0.7 if _is_operator(head, place) else 2.2) * bool(_LEGAL.search(text)) + 0.9 * bool(_SHOP.search(text))
    score += 1.2 * any(len(each) > 3 and each in plain(name).replace(" ", "") for each in known)
    score -= 2.5 * any(amount.is_money for amount in amounts_in(line.text))
    score += 1.0 * (line.box.h / tallest) if tallest else 0.0
    score += 0.8 * _is_repeated(head, place, name) - 2.5 * _is_common(name) - 1.5 * bool(place and _HOUSE.search(text))
    score -= 2.2 * bool(_ADDRESS.search(text)) + 2.2 * bool(_TITLE.search(text)) + 1.5 * (digits > letters)
    score -= 0.8 * (line.confidence < 0.75) + 0.3 * (letters < 5 and name.isascii()) + 0.9 * name.islower()
    return score


def _is_repeated(head: list[Line], place: int, name: str) -> bool:
    """Whether another line of the head says the name again."""
    squeezed = _squeezed(name)
    return len(squeezed) >= _LETTERS_TO_REPEAT and any(squeezed in _squeezed(line.text) for at, line in enumerate(head) if at != place)


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", plain(text))


def _is_common(name: str) -> bool:
    """Whether nothing is left of a name without the words that shops share."""
    return name.isascii() and sum(c.isalpha() for c in _COMMON.sub("", plain(name))) < _OWN_LETTERS


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
        name, box = f"{name} {clean_name(after.text)}", box.join(after.box)
    for below in _stacked(head, place):
        name, box = f"{name} {clean_name(below.text)}", box.join(below.box)
    before = head[place - 1] if place else None
    if before is not None and _lacks(name, before) and _is_plain_name(before) and _follows(before, line):
        return f"{clean_name(before.text)} {name}", before.box.join(box)
    return name, box


def _stacked(head: list[Line], place: int) -> list[Line]:
    """The lines that go on with a name of which every word has its own line, as logos have it: «Big», «Boy»."""
    found = [head[place]]
    for line in head[place + 1 : place + 3]:
        if not (_is_one_word(found[-1]) and _is_one_word(line) and _touches(found[-1], line)):
            break
        found.append(line)
    return found[1:]


def _is_one_word(line: Line) -> bool:
    text = line.text.strip()
    return bool(re.fullmatch(r"[^\W\d_]{2,10}", text)) and not text.islower() and not _TITLE.search(plain(text))


def _touches(above: Line, below: Line) -> bool:
    return below.box.y - (above.box.y + above.box.h) < _STACK_GAP * max(above.box.h, below.box.h) and below.box.h < 1.5 * above.box.h


def _lacks(name: str, before: Line) -> bool:
    """Whether a name looks cut off, and the line before it says something that it does not."""
    return _is_end(name) and _squeezed(before.text) not in _squeezed(name)


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
    text = _BEHIND.sub("", _BRACKET_NUMBER.sub(" ", text))
    text = _NUMBER.sub("", text) if sum(c.isalpha() for c in _NUMBER.sub("", text)) >= 3 else text
    text = re.sub(r"^[^\w(&]+|[^\w).!'’&]+$", "", text.strip())
    name = " ".join(text.split())
    return f'{name}"' if re.search(r'"\w[^"]*$', name) else name


def _by_web(lines: list[Line]) -> MerchantFound | None:
    for line in lines:
        match = _WEB.search(line.text)
        if match:
            return MerchantFound(match[1].replace("-", " ").title(), 0.0, "From the web address on the receipt", line.box, line.confidence)
    return None
