"""Periods and shares: pure functions over days and sums."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from backend.core.errors import Invalid

STEPS_MAX: Final = 1_500
_FIRST: Final = date(1970, 1, 1)
_LAST: Final = date(2200, 12, 31)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both of them included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def period(first: date | None, last: date | None, today: date, months: int) -> Period:
    """The period asked for; what is left open reaches back `months` whole months, this one included. Raises `Invalid`."""
    for name, day in (("from", first), ("to", last)):
        if day is not None and not _FIRST <= day <= _LAST:
            raise Invalid.field(name, "date_out_of_range", f"Choose a day from {_FIRST} to {_LAST}.")
    last = last or max(month_end(today), first or _FIRST)
    first = first or max(months_before(last.replace(day=1), months - 1), _FIRST)
    if first > last:
        raise Invalid.field("to", "range_reversed", "The last day lies before the first. Please swap them.")
    return Period(first, last)


def before(period: Period) -> Period:
    """The period to compare with: as many whole months before whole months, else as many days before."""
    last = period.first - timedelta(days=1)
    if period.first.day == 1 and period.last == month_end(period.last):
        return Period(months_before(period.first, _months(period)), last)
    return Period(period.first - timedelta(days=period.days), last)


def _months(period: Period) -> int:
    return (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1


def month_end(day: date) -> date:
    """The last day of the month."""
    return months_before(day.replace(day=1), -1) - timedelta(days=1)


def months_before(first: date, months: int) -> date:
    """The first of the month that lies `months` before."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def start_of(day: date, step: str) -> date:
    """The first day of the day, week (from Monday) or month that `day` lies in."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def starts(period: Period, step: str) -> list[date]:
    """Where each day, week or month of a period begins. Raises `Invalid` when there are too many to be looked at."""
    found = []
    for start in _starts(period, step):
        found.append(start)
        if len(found) > STEPS_MAX:
            raise Invalid.field("group_by", "too_many", f"This makes more than {STEPS_MAX:,} steps. Choose longer ones, or a shorter time.")
    return found


def _starts(period: Period, step: str) -> Iterator[date]:
    start = start_of(period.first, step)
    while start <= period.last:
        yield start
        start = months_before(start, -1) if step == "month" else start + timedelta(days=7 if step == "week" else 1)


def share(part: int, whole: int) -> Decimal:
    """`part` of `whole` as a number from 0 to 1 with four decimals; 0 of nothing."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN) if whole else Decimal("0.0000")
