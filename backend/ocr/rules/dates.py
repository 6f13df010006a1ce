"""The day of a receipt: in digits, with month names of many languages, glued to a time, day first or month first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules.words import DATE, NOT_TODAY, plain

_MONTH_NAMES: Final = (
    ("JAN", "JANUAR", "JANVIER", "ENERO", "ENE", "GENNAIO", "JANUARI", "LEDEN", "LEDNA", "ΙΑΝ"),
    ("FEB", "FEBRUAR", "FEVRIER", "FEV", "FEVR", "FEBRERO", "FEBBRAIO", "FEBRUARI", "UNOR", "UNORA", "ΦΕΒ"),
    ("MAR", "MAERZ", "MARZ", "MRZ", "MARS", "MARZO", "MAART", "MRT", "BREZEN", "BREZNA", "ΜΑΡ"),
    ("APR", "APRIL", "AVRIL", "AVR", "ABRIL", "ABR", "APRILE", "DUBEN", "DUBNA", "ΑΠΡ"),
    ("MAY", "MAI", "MAYO", "MAGGIO", "MEI", "MAJ", "KVETEN", "KVETNA", "ΜΑΙ", "ΜΑΪ"),
    ("JUN", "JUNI", "JUIN", "JUNIO", "GIUGNO", "CERVEN", "CERVNA", "ΙΟΥΝ"),
    ("JUL", "JULI", "JUILLET", "JUIL", "JULIO", "LUGLIO", "CERVENEC", "CERVENCE", "ΙΟΥΛ"),
    ("AUG", "AOUT", "AGOSTO", "AGO", "AUGUSTI", "AUGUSTUS", "SRPEN", "SRPNA", "ΑΥΓ"),
    ("SEP", "SEPT", "SEPTEMBRE", "SEPTIEMBRE", "SETTEMBRE", "ZARI", "ΣΕΠ"),
    ("OCT", "OKT", "OCTOBRE", "OCTUBRE", "OTTOBRE", "RIJEN", "RIJNA", "ΟΚΤ"),
    ("NOV", "NOVEMBRE", "NOVIEMBRE", "LISTOPAD", "LISTOPADU", "ΝΟΕ"),
    ("DEC", "DEZ", "DECEMBRE", "DICIEMBRE", "DIC", "DICEMBRE", "PROSINEC", "PROSINCE", "ΔΕΚ"),
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_LONGEST_FIRST: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO: Final = re.compile(r"(?<!\d)(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?=\D|\d{2}:|$)日?")
_DIGITS: Final = re.compile(
    r"(?<![\d.,])(?P<a>\d{1,2})\s?(?P<s>[-/.~]|\s(?=\d{1,2}\s\d))\s?(?P<b>\d{1,2})\s?(?:(?P=s)|[-/.])\s?"
    r"(?P<y>\d\d(?=\d\d:\d\d)|(?:19|20)\d\d|\d\d(?=\D|$))(?![/.]\d|-\d{4})"
)
_DAY_NAME: Final = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?[\s.,/-]{{0,3}}(?P<n>{_LONGEST_FIRST})[A-Z]*[\s.,/'’-]{{0,3}}(?P<y>20\d\d|\d\d)(?=\D|\d{{2}}:|$)"
)
_NAME_DAY: Final = re.compile(
    rf"(?<![A-Z])(?P<n>{_LONGEST_FIRST})[A-Z]*[\s.,/-]{{0,2}}(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?[\s.,/'’-]{{1,3}}(?P<y>20\d\d|\d\d(?![\d:]))"
)
_PACKED: Final = re.compile(r"(?<!\d)(?P<y>20[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=\D|\d{4,6}\b|$)")
# Eight digits in a row, day first; and a day glued to the number before it.
_PACKED_DAY: Final = re.compile(r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-3]\d)(?!\d)")
_GLUED: Final = re.compile(r"(?P<a>\d\d)(?P<s>[-/.])(?P<b>\d\d)(?P=s)(?P<y>20\d\d)(?=\D|\d\d:\d\d|$)")
_TIME: Final = re.compile(r"\d{1,2}\s?[:.]\s?\d{2}(?:\s?:\s?\d{2})?\s?(?:AM|PM)?|\d\s?(?:AM|PM)\b")
_FIRST_YEAR: Final = 1995


@dataclass(frozen=True)
class DateFound:
    """A day on the receipt: how much speaks for it, where it stands, why, and whether day and month could be the other way round."""

    day: date
    score: float
    box: Box
    why: str
    ambiguous: bool = False


def dates_in(text: str, *, month_first: bool = False) -> list[tuple[date, bool]]:
    """The days that a text names, each with whether day and month could be swapped; never raises."""
    return [(day, swappable) for day, swappable, _ in _placed(plain(text), month_first)]


def _placed(text: str, month_first: bool) -> Iterator[tuple[date, bool, int]]:
    """Days in an upper-case text, whether each could be swapped, and where it begins."""
    taken: list[tuple[int, int]] = []
    for pattern in (_ISO, _DAY_NAME, _NAME_DAY, _DIGITS, _PACKED, _PACKED_DAY, _GLUED):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            day, swappable = _digits(match, month_first) if pattern in (_DIGITS, _GLUED) else (_named(match), False)
            if day is not None:
                taken.append(match.span())
                yield day, swappable, match.start()


def _named(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = _MONTHS[parts["n"]] if "n" in parts else int(parts["m"])
    return _date(int(parts["y"]), month, int(parts["d"]))


def _digits(match: re.Match[str], month_first: bool) -> tuple[date | None, bool]:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    day_first = _date(year, second, first)
    other = _date(year, first, second)
    swappable = day_first is not None and other is not None and day_first != other
    if month_first:
        return (other or day_first), swappable
    return (day_first or other), swappable


def _date(year: int, month: int, day: int) -> date | None:
    year = year + 2000 if year < 100 else year
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def find_date(lines: list[Line], upload_day: date, *, month_first: bool) -> DateFound | None:
    """The day of the purchase: named as date or beside a time, not a deadline, not after the upload."""
    month_first = _order(lines, month_first)
    found = [each for place, line in enumerate(lines) for each in _scored(lines, place, line, upload_day, month_first)]
    if not found:
        return None
    often = {each.day: sum(other.day == each.day for other in found) for each in found}
    return max(found, key=lambda each: (each.score + 0.3 * (often[each.day] - 1), -each.box.y))


def _order(lines: list[Line], month_first: bool) -> bool:
    """Whether months come first: the receipt's own dates decide where one of them can only be read one way."""
    for line in lines:
        for match in _DIGITS.finditer(plain(line.text)):
            first, second = int(match["a"]), int(match["b"])
            if first > 12 >= second and first <= 31:
                return False
            if second > 12 >= first and second <= 31:
                return True
    return month_first


def _scored(lines: list[Line], place: int, line: Line, upload_day: date, month_first: bool) -> Iterator[DateFound]:
    text = plain(line.text)
    above = plain(lines[place - 1].text) if place else ""
    for day, swappable, start in _placed(text, month_first):
        if day > upload_day:
            continue
        named = bool(DATE.search(text[:start])) or bool(DATE.search(above) and len(above) < 25)
        timed = bool(_TIME.search(text))
        score = 1.0 + 1.5 * named + 1.0 * timed - 3.0 * bool(NOT_TODAY.search(text)) - 1.5 * (upload_day.year - day.year > 15)
        why = "Printed beside the word for date" if named else "Printed beside a time" if timed else "The date on the receipt"
        yield DateFound(day, score, line.box, why, swappable and not _decided(lines))


def _decided(lines: list[Line]) -> bool:
    return any(int(match["a"]) > 12 or int(match["b"]) > 12 for line in lines for match in _DIGITS.finditer(plain(line.text)))
