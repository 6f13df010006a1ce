"""What else a receipt says: tax number, telephone, number and time of the receipt, the card, subtotal, discount, rounding, taxes by rate.

Each is found by the words printed before it; those of the shop stand above what was bought, so the first one is taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules import words
from backend.ocr.rules.dates import DateFound, dates_in
from backend.ocr.rules.rows import Row
from backend.ocr.rules.sums import MOST_ROUNDING
from backend.ocr.rules.taxes import tax_parts
from backend.ocr.rules.words import plain

_TAX_WORD: Final = r"(?:V\.?A\.?T|G\.?S\.?T|S\.?S\.?T|U\.?ST|MW\.?ST|T\.?V\.?A|I\.?V\.?A|B\.?T\.?W|P[VU]N|KMKR|D[I1]C|OIB|NIP|N\.?I\.?F|C\.?I\.?F|UID|ABN|TRN|TAX|A[ΦF]M|ΑΦΜ|MOMS|STEUER|PARTITA\s?IVA|NIP|DDV|PVM|MVA|C\.?U\.?I|CVR|Y-?TUNNUS|ORG\.?\s?N[RO]|GSTIN|CNPJ|RFC|VKN|NPWP|TIN|ADOSZAM|ИНН|ПИБ|ЕИК|사업자(?:등록)?번호|登録番号)"
_TAX_ID: Final = re.compile(
    rf"\b{_TAX_WORD}[\s.-]*(?:REG(?:ISTRATION)?|INTRACOM\w*)?[\s.-]*(?:ID(?:ENT)?|NO|NR|NUMBER|NUMMER|NUMERO|CODE|KODAS|MOKETOJO|MAKSETAJA|[#№])*[\s.:#-]*(?:KODAS)?[\s.:#-]*(?:NO|NR)?[\s.:#-]*\(?"
    r"(?P<value>(?:(?:ATU|CHE|[A-Z]{2})?[ -]?\d[\dA-Z]?(?:[ .-]?\d){4,12}(?:B\d{2}|[A-Z]{0,2})|(?:ES)?[A-HJ-NP-SUVW]-?\d{7}[\dA-J]|\d{2}[A-Z]{5}\d{4}[A-Z]\dZ\w)\b)(?![\d%])"
)
_PHONE: Final = re.compile(
    r"(?:\b(?:TE[L1I]|PHONE|TELEPHONE|TELEFON|TELEFOON|TLF|FON|PH|H/?P|MOBILE|CONTACT|TALR|ΤΗΛ|THA)\b[\s.:/#]*(?:NO)?[\s.:/#]*|(?=\+\d{2})|(?=\(\d{3}\)\s?\d{3}-))"
    r"(?P<value>\+?\(?\d(?:[\d ().-]|/(?=\d)){6,18}\d)"
)
_NUMBER: Final = re.compile(
    r"\b(?:RECEIPT|RCPT|INVOICE|INV|BILL|DOC(?:UMENT)?|DOK|CHECK|CHK|TICKET|BON|BELEG|RECHNUNG|FACTURE|FACTURA|KVITTO|RACUN|UCTENKA|SLIP|TRANS(?:ACTION)?|ORDER|BONNR|REGEIPT)"
    r"[\s.-]*(?:BROJ|NUMBER|NUMMER|N[OR0]|NUM|ID|[#№])?[\s.:#№-]*(?P<value>(?=(?:[A-Z/_-]*\d){2})[A-Z0-9][A-Z0-9/_-]{2,24})\b"
)
# Not the masked numbers of the terminal and of the shop, «MID:****41184 TID:****4671».
_CARD: Final = re.compile(
    r"(?<![X*#•·])(?<!\b[MTA]ID)(?<!\b[MTA]ID[:.\s])(?<!\b[MTA]ID[:.]\s)[X*#•·]{2}[X*#•·\s-]{0,24}(?P<value>\d{4})(?!\d)"
    r"|\bCC\*(?P<short>\d{4})(?!\d)"
)
_TIME: Final = re.compile(
    r"(?<![\d.,/:-])(?P<h>[01]?\d|2[0-3])\s?(?:[:=]|H(?=\s?\d\d\b))\s?(?P<m>[0-5]\d)(?:\s?[:.]\s?[0-5]\d)?\s?(?P<half>[AP]\.?M)?(?![\d])"
)
_GLUED_TIME: Final = re.compile(r"(?<=[-/.]\d{4})/?(?P<h>[01]\d|2[0-3]):(?P<m>[0-5]\d)(?::[0-5]\d)?\s?(?P<half>[AP]\.?M)?")
_TIME_WORD: Final = re.compile(r"\bTIME\b|UHRZEIT|\bHEURE\b|\bHORA\b|\bMASA\b|\bTIJD\b|VREME|VRIJEME|\bCAS\b|时间|時間")
_HOURS: Final = re.compile(r"OPEN|HOURS|OFFNUNG|HORAIRE|MO\W|MON\W|DAILY|\d:\d\d.*-.*\d:\d\d")
_FEWEST_DIGITS: Final = 7
_NOON: Final = 12


@dataclass(frozen=True)
class Particular:
    """A value by name, how sure (0 to 1), why, and where it stands; money as a plain number."""

    name: str
    value: str | Decimal
    confidence: float
    why: str
    box: Box


def find_particulars(lines: list[Line], rows: list[Row], day: DateFound | None, total: Decimal | None) -> Iterator[Particular]:
    """Everything that is printed besides shop, day and total, each once."""
    for name, pattern, confidence, why in _PRINTED:
        found = _printed(lines, pattern)
        if found is not None and (name != "phone" or _is_long(found[0])):
            yield Particular(name, found[0], confidence, why, found[1].box)
    time = _time(lines, day)
    if time is not None:
        yield time
    yield from _sums(rows, total)


_PRINTED: Final = (
    ("vat_id", _TAX_ID, 0.85, "Printed beside the word for tax number"),
    ("phone", _PHONE, 0.85, "Printed beside the word for telephone"),
    ("receipt_number", _NUMBER, 0.75, "Printed beside the word for receipt or invoice"),
    ("card", _CARD, 0.9, "The last digits of the card"),
)


def _printed(lines: list[Line], pattern: re.Pattern[str]) -> tuple[str, Line] | None:
    """The first value that a pattern finds, and its line; what is a date is none."""
    for line in lines:
        for match in pattern.finditer(plain(line.text)):
            value = next(each for each in match.groups() if each)
            if not dates_in(value):
                return (re.sub(r"[ .-]", "", value) if pattern is _TAX_ID else " ".join(value.split()).strip(" .-/")), line
    return None


def _is_long(value: str) -> bool:
    return sum(c.isdigit() for c in value) >= _FEWEST_DIGITS


def _time(lines: list[Line], day: DateFound | None) -> Particular | None:
    """The time beside the day of purchase, else beside the word for time, else on the lines around the day."""
    place = next((at for at, line in enumerate(lines) if day is not None and line.box == day.box), None)
    near = [] if place is None else [lines[at] for at in (place, place + 1, place - 1) if 0 <= at < len(lines)]
    named = [line for line in lines if _TIME_WORD.search(plain(line.text))]
    for line in [*near[:1], *named, *near[1:]]:
        text = plain(line.text)
        match = _GLUED_TIME.search(text) or _TIME.search(text)
        if match and not _HOURS.search(text):
            return Particular(
                "time", _clock(match), 0.9, "Printed beside the date" if line in near else "Printed beside the word for time", line.box
            )
    return None


def _clock(match: re.Match[str]) -> str:
    hour, half = int(match["h"]), (match["half"] or "").replace(".", "")
    if half and hour <= _NOON:
        hour = hour % _NOON + _NOON * (half == "PM")
    return f"{hour:02}:{match['m']}"


def _sums(rows: list[Row], total: Decimal | None) -> Iterator[Particular]:
    if total is None:
        return
    subtotal = next((row for row in rows if words.SUBTOTAL.search(row.text) and row.money and row.money[-1].value > 0), None)
    if subtotal is not None:
        yield Particular("subtotal", subtotal.money[-1].value, 0.8, "Printed beside the word subtotal", subtotal.line.box)
    discount = next(
        (row for row in reversed(rows) if words.DISCOUNT.search(row.text) and row.money and row.money[-1].is_money and row.money[-1].value),
        None,
    )
    if discount is not None:
        yield Particular("discount", abs(discount.money[-1].value), 0.7, "Printed beside the word discount", discount.line.box)
    roundings = ((row, amount.value) for row in rows if words.ROUNDING.search(row.text) for amount in row.money)
    for row, step in islice(((row, step) for row, step in roundings if abs(step) <= MOST_ROUNDING), 1):
        yield Particular("rounding", step, 0.8, "Printed beside the word rounding", row.line.box)
    for part in tax_parts(rows, total):
        if part.rate is not None:
            yield Particular(f"tax_{part.rate.normalize():f}", part.tax, 0.9, f"{part.rate.normalize():f} % of {part.gross}", part.box)
