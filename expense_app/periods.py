"""Periods that have a name: this month, last month, the last thirty days. Pure: today is given."""

from dataclasses import dataclass
from datetime import date, timedelta

from expense_app.filters import month_end
from expense_app.words import _


@dataclass
class Period:
    """A named period: its first and last day as `2026-11-01`, empty for no bound."""

    label: str = ""
    start: str = ""
    end: str = ""


def named_periods(today: date) -> list[Period]:
    """The periods that the filters offer, the whole time first."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    year = today.replace(month=1, day=1)
    return [
        Period(_("All time")),
        _period(_("This month"), month, month_end(today)),
        _period(_("Last month"), before, month_end(before)),
        _period(_("Last 30 days"), today - timedelta(days=29), today),
        _period(_("Last 90 days"), today - timedelta(days=89), today),
        _period(_("This year"), year, date(today.year, 12, 31)),
        _period(_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]


def _period(label: str, start: date, end: date) -> Period:
    return Period(label, start.isoformat(), end.isoformat())


def name_of(start: str, end: str, today: date) -> str:
    """What a period is called, '' where it has no name of its own."""
    return next((each.label for each in named_periods(today) if (each.start, each.end) == (start, end)), "")
