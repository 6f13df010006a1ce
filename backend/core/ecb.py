"""Fetching exchange rates as the European Central Bank publishes them: XML, CSV, or CSV in a zip, told apart by content.

One GET with a time limit, a limit on its size and a breaker. What comes is believed only when it is whole: known shape,
real days, plausible numbers. Without network nothing is lost: amounts convert by the newest day known, and wait where
none is near enough.
"""

import asyncio
import csv
import io
import urllib.request
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from defusedxml import DefusedXmlException, ElementTree

from backend.core.breaker import Breaker
from backend.core.clock import now

Days = Mapping[date, Mapping[str, Decimal]]
"""Units of each currency for one euro, by day."""

TIMEOUT_SECONDS: Final = 10.0
MOST_BYTES: Final = 8 * 1024 * 1024
_FIRST_DAY: Final = date(1999, 1, 4)
_FEWEST_CURRENCIES: Final = 5
_LARGEST: Final = Decimal(10**9)
_NOTHING: Final = frozenset({"", "N/A"})

_breaker = Breaker("The European Central Bank", failures=3, rest=600.0, timeout=2 * TIMEOUT_SECONDS)


class RatesUnreadable(ValueError):
    """What came is no table of rates; nothing of it is used."""


async def fetch(address: str) -> Days:
    """The days that stand at `address` now. Raises `RatesUnreadable`, `Unavailable` while the breaker rests, `OSError`."""
    data = await _breaker.call(lambda: asyncio.to_thread(_get, address))
    return read(data)


def _get(address: str) -> bytes:
    if not address.startswith(("https://", "http://")):
        raise RatesUnreadable("RATES_URL is no web address")
    asked = urllib.request.Request(address, headers={"User-Agent": "Outlay"})  # noqa: S310 - the scheme was checked
    with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        data = answer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RatesUnreadable(f"more than {MOST_BYTES} bytes")
    return data


def read(data: bytes) -> Days:
    """The rates in a published file. Raises `RatesUnreadable` when any of it is not as published."""
    try:
        if data.startswith(b"PK"):
            return _checked(_of_csv(_unzipped(data).decode("ascii")))
        if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return _checked(_of_xml(data))
        return _checked(_of_csv(data.decode("ascii")))
    except (ElementTree.ParseError, DefusedXmlException, zipfile.BadZipFile, UnicodeDecodeError, InvalidOperation, KeyError) as error:
        raise RatesUnreadable(f"not a table of rates: {error}") from error


def _unzipped(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (inside,) = archive.infolist()[:1] or [None]
        if inside is None or inside.file_size > MOST_BYTES:
            raise RatesUnreadable("the archive is empty or too large")
        return archive.read(inside)


def _of_xml(data: bytes) -> dict[date, dict[str, Decimal]]:
    """`<Cube time="…"><Cube currency="USD" rate="1.1"/></Cube>`, in whatever namespace."""
    days: dict[date, dict[str, Decimal]] = {}
    for cube in ElementTree.fromstring(data).iter():
        if "time" in cube.attrib:
            days[_day(cube.attrib["time"])] = {each.attrib["currency"]: Decimal(each.attrib["rate"]) for each in cube}
    return days


def _of_csv(text: str) -> dict[date, dict[str, Decimal]]:
    """A line of currencies that begins with `Date`, then a line a day."""
    header, *lines = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))] or [[]]
    if header[:1] != ["Date"]:
        raise RatesUnreadable("the first line names no currencies")
    return {_day(line[0]): _rates(header[1:], line[1:]) for line in lines if line and line[0]}


def _rates(names: Iterable[str], cells: Iterable[str]) -> dict[str, Decimal]:
    return {name: Decimal(cell) for name, cell in zip(names, cells, strict=False) if name and cell not in _NOTHING}


def _day(written: str) -> date:
    """The day of `2026-11-24`, or of `24 November 2026` as the file of one day has it."""
    with suppress(ValueError):
        return date.fromisoformat(written)
    match written.split():
        case [number, month, year] if month in _MONTHS and number.isdigit() and year.isdigit():
            with suppress(ValueError):
                return date(int(year), 1 + _MONTHS.index(month), int(number))
    raise RatesUnreadable(f"no day: {written[:40]!r}")


_MONTHS: Final[tuple[str, ...]] = tuple("January February March April May June July August September October November December".split())


def _checked(days: dict[date, dict[str, Decimal]]) -> Days:
    if not days:
        raise RatesUnreadable("there is no day in it")
    tomorrow = now().date() + timedelta(days=1)
    for day, rates in days.items():
        if not _FIRST_DAY <= day <= tomorrow:
            raise RatesUnreadable(f"a day that cannot be: {day}")
        if len(rates) < _FEWEST_CURRENCIES:
            raise RatesUnreadable(f"only {len(rates)} currencies on {day}")
        _check_rates(day, rates)
    return days


def _check_rates(day: date, rates: Mapping[str, Decimal]) -> None:
    for currency, rate in rates.items():
        if len(currency) != 3 or not currency.isascii() or not currency.isupper():
            raise RatesUnreadable(f"no currency: {currency[:10]!r}")
        if not rate.is_finite() or not 0 < rate < _LARGEST:
            raise RatesUnreadable(f"a rate that cannot be, {currency} on {day}")
