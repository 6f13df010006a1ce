"""The day of a receipt: in digits, with month names of many languages, glued to a time, day first or month first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    r"(?P<y>\d\d(?=\d\d:\d\d|\d\s+\d\d:\d\d)|(?:19|20)\d\d(?=\D|\d{1,2}:|$)|\d\d(?=\D|$))(?![/.]\d|-\d{4})"
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
_MONTHS_A_YEAR: Final = 12
_LONGEST_MONTH: Final = 31
_OLD_YEARS: Final = 15
_LABEL: Final = 25
# Where people write the day first and twelve hours all the same.
_TWELVE_HOURS: Final = frozenset({"MY", "SG", "AU", "NZ", "IN", "PH", "ZA", "AE"})
_AMERICAN: Final = re.compile(r"(?<!\d)(?:[1-9]/\d{1,2}|\d{1,2}/[1-9])/20\d\d\s*\d{1,2}:\d\d(?::\d\d)?\s?[AP]\.?M\b")
_WEEKDAY_NAMES: Final = (
    ("MON", "MONDAY", "MO", "MONTAG", "LUN", "LUNDI", "LUNES", "MAANDAG", "LUNEDI", "MANDAG"),
    ("TUE", "TUES", "TUESDAY", "DIENSTAG", "MAR", "MARDI", "MARTES", "DINSDAG", "MARTEDI", "TISDAG"),
    ("WED", "WEDNESDAY", "MITTWOCH", "MERCREDI", "MIERCOLES", "WOENSDAG", "MERCOLEDI", "ONSDAG"),
    ("THU", "THUR", "THURS", "THURSDAY", "DONNERSTAG", "JEUDI", "JUEVES", "DONDERDAG", "GIOVEDI", "TORSDAG"),
    ("FRI", "FRIDAY", "FREITAG", "VENDREDI", "VIERNES", "VRIJDAG", "VENERDI", "FREDAG"),
    ("SAT", "SATURDAY", "SAMSTAG", "SONNABEND", "SAMEDI", "SABADO", "ZATERDAG", "SABATO", "LORDAG"),
    ("SUN", "SUNDAY", "SONNTAG", "DIMANCHE", "DOMINGO", "ZONDAG", "DOMENICA", "SONDAG"),
)
_WEEKDAYS: Final = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names if name not in ("MAR", "MO")}
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b")


@dataclass(frozen=True)
class DateFound:
    """A day on the receipt: how much speaks for it, where it stands, why, and whether day and month could be the other way round.

    `times` is how often it is printed, `rivals` how many other days are; `legible` how sure the engine was of its line (0 to 1).
    """

    day: date
    score: float
    box: Box
    why: str
    ambiguous: bool = False
    legible: float = 1.0
    times: int = 1
    rivals: int = 0


@dataclass(frozen=True)
class _Read:
    """A day in a text: the other day it could be where day and month could be swapped, the year first instead, and where it begins."""

    day: date
    start: int
    other: date | None = None
    year_first: date | None = None


def dates_in(text: str, *, month_first: bool = False) -> list[tuple[date, bool]]:
    """The days that a text names, each with whether day and month could be swapped; never raises."""
    return [(each.day, each.other is not None) for each in _placed(plain(text), month_first)]


def _placed(text: str, month_first: bool) -> Iterator[_Read]:
    """Days in an upper-case text."""
    taken: list[tuple[int, int]] = []
    for pattern in (_ISO, _DAY_NAME, _NAME_DAY, _DIGITS, _PACKED, _PACKED_DAY, _GLUED):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            read = _digits(match, month_first) if pattern in (_DIGITS, _GLUED) else _named(match)
            if read is not None:
                taken.append(match.span())
                yield read


def _named(match: re.Match[str]) -> _Read | None:
    parts = match.groupdict()
    month = _MONTHS[parts["n"]] if "n" in parts else int(parts["m"])
    day = _date(int(parts["y"]), month, int(parts["d"]))
    return _Read(day, match.start()) if day else None


def _digits(match: re.Match[str], month_first: bool) -> _Read | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    readings = [_date(year, second, first), _date(year, first, second)]
    if month_first:
        readings.reverse()
    days = list(dict.fromkeys(day for day in readings if day is not None))
    year_first = _date(first, second, year) if year < 100 else None
    if not days:
        return _Read(year_first, match.start()) if year_first else None
    return _Read(days[0], match.start(), days[1] if len(days) > 1 else None, year_first)


def _date(year: int, month: int, day: int) -> date | None:
    year = year + 2000 if year < 100 else year
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def find_date(lines: list[Line], upload_day: date, *, month_first: bool, country: str = "") -> DateFound | None:
    """The day of the purchase: named as date or beside a time, not a deadline, not after the upload.

    `month_first` is how the country writes days; what the receipt itself shows outranks it.
    """
    texts = [plain(line.text) for line in lines]
    decided = _order(texts)
    month_first = decided if decided is not None else month_first or _is_american(texts, country)
    read = [(place, each) for place, text in enumerate(texts) for each in _placed(text, month_first)]
    certain = {each.day for _, each in read if each.other is None and each.year_first is None}
    found = []
    for place, each in read:
        day, sure = _settled(each, texts[place], upload_day, certain)
        if day <= upload_day:
            score, why = _score(texts, place, each.start, day, upload_day)
            found.append(DateFound(day, score, lines[place].box, why, not sure and decided is None, lines[place].confidence))
    often = {each.day: sum(other.day == each.day for other in found) for each in found}
    best = max(found, key=lambda each: (each.score + 0.3 * (often[each.day] - 1), -each.box.y), default=None)
    return replace(best, times=often[best.day], rivals=len(often) - 1) if best else None


def _order(texts: list[str]) -> bool | None:
    """Whether months come first, by the receipt's own dates where one of them can only be read one way; None when none can."""
    for text in texts:
        for match in _DIGITS.finditer(text):
            first, second = int(match["a"]), int(match["b"])
            if first > _MONTHS_A_YEAR >= second and first <= _LONGEST_MONTH:
                return False
            if second > _MONTHS_A_YEAR >= first and second <= _LONGEST_MONTH:
                return True
    return None


def _is_american(texts: list[str], country: str) -> bool:
    """Whether a till writes as American ones do: twelve hours and no leading zeros, where the country writes neither."""
    return country not in _TWELVE_HOURS and any(_AMERICAN.search(text) for text in texts)


def _settled(read: _Read, text: str, upload_day: date, certain: set[date]) -> tuple[date, bool]:
    """The day that is meant, and whether that is sure: another date that is certain, the weekday beside it, or the calendar decides."""
    for day in (read.day, read.other, read.year_first):
        if day is not None and day in certain:
            return day, True
    if read.other is None:
        return read.day, True
    weekday = _WEEKDAY.search(text)
    for day in (read.day, read.other):
        if weekday and _WEEKDAYS[weekday[1]] == day.weekday():
            return day, True
    return (read.other, True) if read.day > upload_day >= read.other else (read.day, read.other > upload_day)


def _score(texts: list[str], place: int, start: int, day: date, upload_day: date) -> tuple[float, str]:
    """How much speaks for a day being that of the purchase, and the reason."""
    text, above = texts[place], texts[place - 1] if place else ""
    named = bool(DATE.search(text[:start])) or bool(DATE.search(above) and len(above) < _LABEL)
    timed = bool(_TIME.search(text))
    score = 1.0 + 1.5 * named + 1.0 * timed - 3.0 * bool(NOT_TODAY.search(text)) - 1.5 * (upload_day.year - day.year > _OLD_YEARS)
    return score, "Printed beside the word for date" if named else "Printed beside a time" if timed else "The date on the receipt"
