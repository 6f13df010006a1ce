"""How often something comes back, and on which days: weeks count days, months keep to their day as far as each has it."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import Final

_MONTH: Final = 30.4375


@dataclass(frozen=True)
class Cadence:
    """A rhythm of so many `days`, or of so many `months`.

    `slack` is how many days an occurrence may stray from its day, `grace` how late one may be before it counts as left out, `least`
    how many make a series.
    """

    name: str
    days: int
    months: int
    slack: int
    grace: int
    least: int

    @property
    def length(self) -> float:
        """Its days, on average."""
        return self.days or self.months * _MONTH

    def steps(self, gap: int) -> int:
        """How many periods lie in so many days: 1, or 2 where one was left out; 0 where it is neither."""
        number = round(gap / self.length)
        return number if number in (1, 2) and abs(gap - number * self.length) <= self.slack else 0


# Four weeks look like a month for a while: they need one more than three to be told.
CADENCES: Final = (
    Cadence("weekly", 7, 0, slack=1, grace=3, least=3),
    Cadence("fortnightly", 14, 0, slack=2, grace=5, least=3),
    Cadence("four_weekly", 28, 0, slack=1, grace=8, least=5),
    Cadence("monthly", 0, 1, slack=5, grace=9, least=3),
    Cadence("two_monthly", 0, 2, slack=7, grace=14, least=3),
    Cadence("quarterly", 0, 3, slack=10, grace=20, least=3),
    Cadence("half_yearly", 0, 6, slack=14, grace=30, least=3),
    Cadence("yearly", 0, 12, slack=20, grace=45, least=2),
)


def next_day(cadence: Cadence, days: Sequence[date], today: date) -> date | None:
    """The day on which the next one is to be expected after `days`, in order; None once it is overdue by more than one and a half periods.

    One that is late within its grace is still the next; later it is taken to have been left out.
    """
    due = after(cadence, days, 1)
    if (today - due).days > 1.5 * cadence.length:
        return None
    number = 1
    while due < today - timedelta(days=cadence.grace):
        number += 1
        due = after(cadence, days, number)
    return due


def after(cadence: Cadence, days: Sequence[date], number: int) -> date:
    """The day of the occurrence so many periods after the last."""
    if cadence.days:
        return _on_weekday(cadence.days, days) + timedelta(days=cadence.days * number)
    wanted = day_of_month(days)
    return in_month(_month_of(days[-1], wanted) + cadence.months * number, wanted)


def _on_weekday(length: int, days: Sequence[date]) -> date:
    """The day the last one was meant for: a holiday moves one, not those after it."""
    phase, often = Counter(day.toordinal() % length for day in days).most_common(1)[0]
    if often * 2 <= len(days):
        return days[-1]
    strayed = (days[-1].toordinal() - phase + length // 2) % length - length // 2
    return days[-1] - timedelta(days=strayed)


def day_of_month(days: Sequence[date]) -> int:
    """The day of the month that is meant: the one that explains most of `days`, where a short month ends before it.

    Days that never repeat have a middle.
    """
    explained = {wanted: sum(day.day == min(wanted, _length(day)) for day in days) for wanted in range(1, 32)}
    most = max(explained.values())
    if most * 2 > len(days) or most > 2:
        return next(wanted for wanted, number in explained.items() if number == most)
    return median_low(sorted(day.day for day in days))


def in_month(month: int, wanted: int) -> date:
    """The wanted day of a month that is counted from year nought, or its last one."""
    first = date(month // 12, month % 12 + 1, 1)
    return first.replace(day=min(wanted, _length(first)))


def _month_of(day: date, wanted: int) -> int:
    """The month whose wanted day lies nearest: the first of March may be meant for the end of February."""
    month = day.year * 12 + day.month - 1
    return min((month, month - 1, month + 1), key=lambda each: abs((in_month(each, wanted) - day).days))


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
