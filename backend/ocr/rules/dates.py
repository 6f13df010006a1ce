"""The day of a receipt: in digits, with month names of many languages, glued to a time, day first or month first."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from backend.ocr.reading import Box, Line, Word
from backend.ocr.rules import witnesses
from backend.ocr.rules.words import DATE, NOT_TODAY, plain

_MONTH_NAMES: Final = (
    "JAN JANUARY JANUAR JANVIER JANV ENERO ENE GENNAIO GEN JANUARI JANEIRO STYCZNIA STY SIJECNJA LEDEN LEDNA IANUARIE TAMMI OCAK ΙΑΝ ЯНВ СІЧ ЯНУ JANVARIS JANVARI SAUSIO SAUSIS JAANUAR ЯНУАРИ ЯНВАРЯ СІЧНЯ JANUARA IANUAR",
    "FEB FEBRUARY FEBRUAR FEVRIER FEV FEVR FEBRERO FEBBRAIO FEBRUARI FEVEREIRO LUTEGO LUT VELJACE UNOR UNORA UNO HELMI SUBAT ΦΕΒ ФЕВ ЛЮТ FEBRUARIS VASARIO VEEBRUAR ФЕВРУАРИ ЛЮТОГО FEBRUARIE ФЕВРАЛЯ",
    "MAR MARCH MAERZ MARZ MRZ MARS MARZO MAART MRT MARCA MARCO OZUJKA BREZEN BREZNA BRE MARCIUS MAALIS MART MAC ΜΑΡ МАР БЕР MARTS KOVO MARTIE MAREC МАРТ БЕРЕЗНЯ MARTA MARCIUSA MARCI",
    "APR APRIL AVRIL AVR ABRIL ABR APRILE KWIETNIA KWI TRAVNJA DUBEN DUBNA DUB HUHTI NISAN ΑΠΡ АПР КВІ APRILIS BALANDZIO APRILL APRILIE KVITNJA КВІТНЯ APRILA",
    "MAY MAI MAYO MAGGIO MAG MEI MAJ MAIO MAJA SVIBNJA KVETEN KVETNA KVE MAJUS TOUKO MAYIS ΜΑΙ МАЯ МАЙ ТРА MAIJS MAIJA GEGUZES ТРАВНЯ",
    "JUN JUNE JUNI JUIN JUNIO GIUGNO GIU JUNHO CZERWCA CZE LIPNJA CERVEN CERVNA CVN CRN JUNIUS KESAKUU HAZIRAN ΙΟΥΝ ИЮН ЧЕР JUNIJS JUNIJ BIRZELIO JUUNI IUNIE ЮНИ ЧЕРВНЯ JUNA",
    "JUL JULY JULI JUILLET JUIL JULIO LUGLIO LUG JULHO LIPCA LIP SRPNJA CERVENEC CERVENCE CVC CRV JULIUS HEINA TEMMUZ JULAI ΙΟΥΛ ИЮЛ ЛИП JULIJS JULIJ LIEPOS JUULI IULIE ЮЛИ ЛИПНЯ JULA",
    "AUG AUGUST AOUT AGOSTO AGO AUGUSTI AUGUSTUS AGUSTUS SIERPNIA SIE KOLOVOZA SRPEN SRPNA SRP AUGUSZTUS ELOKUU AGUSTOS OGOS ΑΥΓ АВГ СЕР AUGUSTS RUGPJUCIO AVGUST AVGUSTA АВГУСТ СЕРПНЯ AUGUSTA",
    "SEP SEPT SEPTEMBER SEPTEMBRE SEPTIEMBRE SETTEMBRE SET SETEMBRO WRZESNIA WRZ RUJNA ZARI ZAR SZEPTEMBER SYYS EYLUL ΣΕΠ СЕН ВЕР SEPTEMBRIS RUGSEJO SEPTEMBRIE СЕПТЕМВРИ ВЕРЕСНЯ SEPTEMBRA",
    "OCT OCTOBER OKT OKTOBER OCTOBRE OCTUBRE OTTOBRE OTT OUT OUTUBRO PAZDZIERNIKA PAZ RIJEN RIJNA RIJ LOKAKUU EKIM ΟΚΤ ОКТ ЖОВ OKTOBRIS SPALIO OKTOOBER OCTOMBRIE ОКТОМВРИ ЖОВТНЯ OKTOBRA",
    "NOV NOVEMBER NOVEMBRE NOVIEMBRE NOVEMBRO LISTOPAD LISTOPADU LISTOPADA LIS STUDENOGA MARRAS KASIM ΝΟΕ НОЯ ЛИС NOVEMBRIS LAPKRICIO NOIEMBRIE НОЕМВРИ ЛИСТОПАДА STUDENI NOVEMBRA",
    "DEC DECEMBER DEZ DEZEMBER DECEMBRE DICIEMBRE DIC DICEMBRE DEZEMBRO GRUDNIA GRU PROSINCA PROSINEC PROSINCE PRO JOULU ARALIK DISEMBER DES ΔΕΚ ДЕК ГРУ DECEMBRIS GRUODZIO DETSEMBER DECEMBRIE ДЕКЕМВРИ ГРУДНЯ DECEMBRA",
)
_MONTHS: Final = {plain(name): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
# Long names take endings («października», «tammikuuta»); a short one that goes on is another word: «BREAD», «MARKET».
_INFLECTED: Final = r"(?:(?<=[^\W\d_]{5})[^\W\d_]{0,5})?(?![^\W\d_])"
_LONGEST_FIRST: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO: Final = re.compile(r"(?<!\d)(?P<y>20\d\d)\s?[-/.年년]\s?(?P<m>\d{1,2})\s?[-/.月월]\s?(?P<d>\d{1,2})(?=\D|\d{2}:|$)日?")
_REIWA: Final = re.compile(r"令和\s?(?P<era>\d{1,2})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日")
# Years of the Republic of China, where the words beside them say that a day is meant.
_TAIWAN: Final = re.compile(
    r"(?:(?:民國|日期|時間|交易日)\W{0,3}|(?<!\d)(?=\d{3}年))(?P<roc>1[0-4]\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)"
)
_DIGITS: Final = re.compile(
    r"(?<![\d.,])(?P<a>\d{1,2})\s?(?P<s>[-/.~]|\s(?=\d{1,2}\s\d))\s?(?P<b>\d{1,2})\s?(?:(?P=s)|[-/.])\s?"
    r"(?P<y>\d\d(?=\d\d:\d\d|\d\s+\d\d:\d\d)|(?:19|20|25)\d\d(?=\D|\d{1,2}:|$)|\d\d(?=\D|$))(?![/.]\d|-\d{4})"
)
_DAY_NAME: Final = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:ST|ND|RD|TH|ER)?[\s.,/-]{{0,3}}(?:D?E?L?\s)?(?P<n>{_LONGEST_FIRST}){_INFLECTED}[\s.,/'’-]{{0,3}}(?:DE[L\s]?\s?)?(?P<y>20\d\d|\d\d)(?=\D|\d{{2}}:|$)"
)
_NAME_DAY: Final = re.compile(
    rf"(?<![^\W\d_])(?P<n>{_LONGEST_FIRST}){_INFLECTED}[\s.,/-]{{0,2}}(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?[\s.,/'’-]{{1,3}}(?P<y>20\d\d|\d\d(?![\d:]))"
)
# «2026. gada 14. maijs», «2026 m. gegužės 14 d.», «2026. május 14.».
_YEAR_DAY_NAME: Final = re.compile(
    rf"(?<!\d)(?P<y>20\d\d)[\s.]{{1,3}}(?:GADA\s?)?(?P<d>\d{{1,2}})[.\s]{{1,2}}(?P<n>{_LONGEST_FIRST}){_INFLECTED}"
)
_YEAR_NAME_DAY: Final = re.compile(
    rf"(?<!\d)(?P<y>20\d\d)[\s.,/-]{{1,3}}(?:M\.?\s?)?(?P<n>{_LONGEST_FIRST}){_INFLECTED}[\s.,/-]{{1,3}}(?P<d>\d{{1,2}})(?![\d:])"
)
_PACKED: Final = re.compile(r"(?<!\d)(?P<y>20[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=\D|\d{4,6}\b|$)")
# Eight digits in a row, day first; and days glued to the number before them.
_PACKED_DAY: Final = re.compile(r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-3]\d)(?!\d)")
_GLUED: Final = re.compile(r"(?P<a>\d\d)(?P<s>[-/.])(?P<b>\d\d)(?P=s)(?P<y>20\d\d)(?=\D|\d\d:\d\d|$)")
_GLUED_ISO: Final = re.compile(r"(?P<y>20[0-3]\d)[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?=\d\d:\d\d)")
# A day with letters where digits belong: `07.10.20L9`, `O3/04/2018`.
_NEARLY: Final = re.compile(r"(?<![A-Z\d])(?=(?:[OIL|./-]*\d){4})[\dOIL|]{1,4}([-/.])[\dOIL|]{1,2}\1[\dOIL|]{2,4}(?![A-Z\d])")
_MEANT: Final = str.maketrans("OIL|", "0111")
# In the order in which they are tried: what one has taken is no other day.
_PLAIN: Final = (_ISO, _REIWA, _TAIWAN, _DAY_NAME, _NAME_DAY, _YEAR_DAY_NAME, _YEAR_NAME_DAY)
_FORMS: Final = (*_PLAIN, _DIGITS, _PACKED, _PACKED_DAY, _GLUED, _GLUED_ISO)
_TIME: Final = re.compile(
    r"(?<![\d.,€$£])(?:[01]?\d|2[0-3])\s?[:.]\s?[0-5]\d(?!\d|\s?[€$£])|(?<=[-/.]\d{4})\d\d:\d\d|(?<=[-/.]\d\d)\d\d:\d\d|\d\s?(?:AM|PM)\b|\d{1,2}\s?H\s?\d{2}\b"
)
_FIRST_YEAR: Final = 1995
_ROC_BEGAN, _REIWA_BEGAN = 1911, 2018  # the years before the first of the Republic of China and of the Japanese era
_BUDDHIST, _SHORT_BUDDHIST = 543, 43  # how much further Thai years are, or seem with two digits
_MONTHS_A_YEAR, _LONGEST_MONTH = 12, 31
_OLD_YEARS: Final = 15
# A day that is printed once and long past is sure only where it was read clearly.
_LATELY: Final = timedelta(days=60)
_CLEAR: Final = 0.9
_ANOTHER_YEAR: Final = 3.0
_MISREAD_YEAR: Final = "A digit of the year was misread: the taxes on the receipt are of another one"
_LABEL, _LETTERS = 25, 2
# Where months come first, where either does, and where a year of two digits does.
_MONTH_FIRST, _EITHER, _YEAR_FIRST = frozenset({"US", "PH"}), frozenset({"", "CA"}), frozenset({"JP", "KR", "CN", "TW"})
# Where people write the day first and twelve hours all the same.
_TWELVE_HOURS: Final = frozenset("MY SG AU NZ IN PK BD LK NP ZA KE NG GH AE SA QA KW BH OM EG CO PE CL AR EC".split())
_AMERICAN: Final = re.compile(r"(?<!\d)(?:[1-9]/\d{1,2}|\d{1,2}/[1-9])/20\d\d\s*\d{1,2}:\d\d(?::\d\d)?\s?[AP]\.?M\b")


@dataclass(frozen=True)
class DateFound:
    """A day on the receipt: how much speaks for it, where it stands, why, and whether day and month could be the other way round.

    `is_open` says that it may well be another day: nothing tells the month from the day, not even the habit of a country, or
    the taxes on the receipt are of other years, or another weekday stands beside it. `own` is how sure the engine was of its
    word, `text` its line. `times` is how often it is printed, `rivals` how many other days are; `legible` how sure the engine was of its line (0 to 1).
    """

    day: date
    score: float
    box: Box
    why: str
    ambiguous: bool = False
    legible: float = 1.0
    times: int = 1
    rivals: int = 0
    is_open: bool = False
    own: float = 1.0
    text: str = ""


@dataclass(frozen=True)
class _Read:
    """A day in a text: the other day it could be where day and month could be swapped, the year first instead, and where it begins.

    `after` is where the date before it ends: what stands between them is its own.
    """

    day: date
    start: int
    other: date | None = None
    year_first: date | None = None
    after: int = 0


def dates_in(text: str, *, month_first: bool = False) -> list[tuple[date, bool]]:
    """The days that a text names, each with whether day and month could be swapped; never raises."""
    return [(each.day, each.other is not None) for each in _placed(plain(text), month_first)]


def _placed(text: str, month_first: bool) -> Iterator[_Read]:
    """Days in an upper-case text; letters among their digits are read as the digits that look like them."""
    text = _NEARLY.sub(lambda match: match[0].translate(_MEANT), text)
    taken: list[tuple[int, int]] = []
    found: list[tuple[_Read, int]] = []
    for pattern in _FORMS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            read = _digits(match, month_first) if pattern in (_DIGITS, _GLUED) else _named(match)
            if read is not None:
                taken.append(match.span())
                found.append((read, match.end()))
    found.sort(key=lambda each: each[0].start)
    for at, (read, _) in enumerate(found):
        yield replace(read, after=found[at - 1][1] if at else 0)


def _named(match: re.Match[str]) -> _Read | None:
    parts = match.groupdict()
    month = _MONTHS[parts["n"]] if "n" in parts else int(parts["m"])
    day = _date(_year(parts), month, int(parts["d"]))
    return _Read(day, match.start()) if day else None


def _year(parts: dict[str, str]) -> int:
    if "era" in parts:
        return _REIWA_BEGAN + int(parts["era"])
    return _ROC_BEGAN + int(parts["roc"]) if "roc" in parts else int(parts["y"])


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
    year = year + 2000 if year < 100 else year - _BUDDHIST if year > _BUDDHIST + _FIRST_YEAR else year
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def find_date(lines: list[Line], upload_day: date, *, month_first: bool, country: str = "") -> DateFound | None:
    """The day of the purchase: named as date or beside a time, not a deadline, not after the upload.

    `month_first` is how the country writes days; what the receipt itself shows outranks it.
    """
    texts = [plain(line.text) for line in lines]
    eras, decided = witnesses.eras(country, "\n".join(texts)), _order(texts)
    american = _is_american(texts, country)
    month_first = decided if decided is not None else month_first or american or country in _MONTH_FIRST
    habit = None if country in _EITHER else country in _MONTH_FIRST
    is_settled = (american or decided is not None) if habit is None else decided in (None, habit)
    read = [(place, _at_home(each, country, upload_day)) for place, text in enumerate(texts) for each in _placed(text, month_first)]
    certain = {each.day for _, each in read if each.other is None and each.year_first is None}
    found = []
    for place, each in read:
        day, sure = _settled(each, texts[place], upload_day, certain)
        if day <= upload_day:
            score, why = _score(texts[place], _label(lines, texts, place, each), day, upload_day)
            score -= _ANOTHER_YEAR * witnesses.is_out_of(day, eras)
            ambiguous, is_open = not sure and decided is None, not sure and not is_settled
            line, own = lines[place], _word_at(lines[place], each.start).confidence
            found.append(DateFound(day, score, line.box, why, ambiguous, line.confidence, is_open=is_open, own=own, text=texts[place]))
    often = Counter(each.day for each in found if each.score > 0)
    best = max(found, key=lambda each: (each.score + 0.3 * (often[each.day] - 1), -each.box.y), default=None)
    rivals = len({each.day for each in found}) - 1
    return _weighed(replace(best, times=often[best.day], rivals=rivals), texts, upload_day, eras) if best else None


def _weighed(found: DateFound, texts: list[str], upload_day: date, eras: list[witnesses.Era]) -> DateFound:
    """A day with what else on the receipt speaks for it or against it."""
    beside = witnesses.says_weekday(found.day, found.text)
    times = found.times + witnesses.is_in_a_number(found.day, texts)
    if witnesses.is_out_of(found.day, eras):
        mended = witnesses.mended(found.day, eras)
        return replace(found, times=times, is_open=True, **({"day": mended, "why": _MISREAD_YEAR} if mended else {}))
    is_seen_once = times == 1 and not beside and upload_day - found.day > _LATELY
    return replace(found, times=times, is_open=found.is_open or beside is False or (is_seen_once and found.own < _CLEAR))


def _at_home(read: _Read, country: str, upload_day: date) -> _Read:
    """A day as its country writes years of two digits: first of all in East Asia, of the Buddhist era in Thailand."""
    if country in _YEAR_FIRST and read.year_first is not None and read.year_first <= upload_day:
        return replace(read, day=read.year_first, other=None, year_first=None)
    if country != "TH" or read.day <= upload_day:
        return read
    day, other = (_date(each.year - _SHORT_BUDDHIST, each.month, each.day) if each else None for each in (read.day, read.other))
    return replace(read, day=day or read.day, other=other)


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
    for day in (read.day, read.other):
        if witnesses.says_weekday(day, text):
            return day, True
    return (read.other, True) if read.day > upload_day >= read.other else (read.day, read.other > upload_day)


def _label(lines: list[Line], texts: list[str], place: int, read: _Read) -> str:
    """What a date is called: the words before it, else the heading of its column, else a short line above it."""
    before = texts[place][read.after : read.start]
    if sum(c.isalpha() for c in before) >= _LETTERS:
        return before
    above = lines[place - 1] if place else None
    if above is None or any(c.isdigit() for c in above.text):
        return before
    word = _word_at(lines[place], read.start)
    heading = next((each for each in above.words if _share_column(each.box, word.box)), None) if len(above.words) > 1 else None
    if heading is not None:
        return plain(heading.text)
    return texts[place - 1] if len(texts[place - 1]) < _LABEL else before


def _word_at(line: Line, start: int) -> Word:
    """The word of a line in which the character at `start` stands."""
    end = -1
    for word in line.words:
        end += len(word.text) + 1
        if start < end:
            return word
    return line.words[-1]


def _share_column(one: Box, other: Box) -> bool:
    return min(one.right, other.right) - max(one.x, other.x) > 0.5 * min(one.w, other.w)


def _score(text: str, label: str, day: date, upload_day: date) -> tuple[float, str]:
    """How much speaks for a day being that of the purchase, and the reason. `text` is its line, `label` what it is called."""
    named, timed = bool(DATE.search(label)), bool(_TIME.search(text))
    other = bool(NOT_TODAY.search(label)) or (not named and bool(NOT_TODAY.search(text)))
    score = 1.0 + 1.5 * (named and not other) + 1.0 * timed - 3.0 * other - 1.5 * (upload_day.year - day.year > _OLD_YEARS)
    return score, "Printed beside the word for date" if named else "Printed beside a time" if timed else "The date on the receipt"
