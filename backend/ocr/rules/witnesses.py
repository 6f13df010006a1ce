"""What else on a receipt tells its day: taxes that were in force in certain years only, and numbers that begin with the day."""

import re
from datetime import date
from typing import Final

Era = tuple[date, date]
# Country, what the receipt prints, and the first and last day on which it can be printed. Old forms get some months.
_ERAS: Final = tuple(
    (country, re.compile(pattern), first, last)
    for country, pattern, first, last in (
        ("MY", r"\bG\.?S\.?T(?![A-Z])", date(2015, 4, 1), date(2018, 12, 31)),
        ("SG", r"\bGST\D{0,8}9(?:\.0+)?\s?%", date(2024, 1, 1), date.max),
        ("SG", r"\bGST\D{0,8}8(?:\.0+)?\s?%", date(2023, 1, 1), date(2024, 3, 31)),
        ("SG", r"\bGST\D{0,8}7(?:\.0+)?\s?%", date(2007, 7, 1), date(2023, 3, 31)),
        ("JP", r"(?:税|標準)\D{0,4}10\s?%|10\s?%\D{0,3}(?:対象|税)", date(2019, 10, 1), date.max),
        ("IN", r"\bGSTIN\b|\b[CSI]GST\b", date(2017, 7, 1), date.max),
        ("SA", r"\bVAT\D{0,8}15(?:\.0+)?\s?%", date(2020, 7, 1), date.max),
        ("AE", r"\bTRN\b|\bVAT\b", date(2018, 1, 1), date.max),
    )
)
# What readers take a digit for, the other way round: the print that a misread one stands for.
_MISREAD: Final = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "8", "8": "3", "9": "8"}
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
_LONG: Final = re.compile(r"\d{6,40}")
_FORMS: Final = ("%y%m%d", "%d%m%y", "%Y%m%d", "%d%m%Y", "%m%d%Y", "%m%d%y")


def eras(country: str, text: str) -> list[Era]:
    """The first and last days between which a receipt of this country with this upper-case text was printed."""
    return [(first, last) for home, pattern, first, last in _ERAS if home == country and pattern.search(text)]


def is_out_of(day: date, known: list[Era]) -> bool:
    """Whether a receipt of these `eras` cannot be of that day."""
    return any(not first <= day <= last for first, last in known)


def mended(day: date, known: list[Era]) -> date | None:
    """The day with the last digit of its year as it was printed, where one that looks alike makes it possible."""
    year = f"{day.year}"
    other = _MISREAD.get(year[-1])
    try:
        near = day.replace(year=int(year[:-1] + other)) if other else None
    except ValueError:  # 29 February
        return None
    return near if near is not None and not is_out_of(near, known) else None


def says_weekday(day: date, text: str) -> bool | None:
    """Whether an upper-case text names the weekday of a day; None where it names none."""
    named = _WEEKDAY.search(text)
    return _WEEKDAYS[named[1]] == day.weekday() if named else None


def is_in_a_number(day: date, texts: list[str]) -> bool:
    """Whether a long number on the receipt holds the day, as tills number what they sell: `20180312-0031`, `CS180312044`."""
    written = {day.strftime(form) for form in _FORMS}
    return any(each in number for text in texts for number in _LONG.findall(text) for each in written)
