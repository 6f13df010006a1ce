"""What a month came to, as Home says it: against the last and the usual, and by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from backend import analytics
from expense_app import filters, formats
from expense_app.components.charts import Series, Trend, trend
from expense_app.components.charts_plain import Heat, Item, heat
from expense_app.desk import Desk
from expense_app.words import _

USUAL_OF: Final = 3
_ENOUGH: Final = 2


@dataclass(frozen=True)
class Span:
    """The days of a month that have been: its first day, the last one that counts, and whether it still runs."""

    start: date
    last: date
    runs: bool

    @property
    def end(self) -> date:
        """The last day of the month."""
        return filters.month_end(self.start)


def span_of(asked: str, today: date) -> Span:
    """The month that an address names (`2026-10`); this one where it names none, or one to come."""
    this = today.replace(day=1)
    try:
        start = date.fromisoformat(f"{asked}-01") if asked else this
    except ValueError:
        start = this
    start = min(start, this)
    return Span(start, today, runs=True) if start == this else Span(start, filters.month_end(start), runs=False)


def address(start: date, today: date, view: Mapping[str, str] | None = None) -> str:
    """Home in the month of `start`, its charts drawn as `view` says."""
    asked = {} if start == today.replace(day=1) else {"month": f"{start:%Y-%m}"}
    asked |= view or {}
    return f"/?{urlencode(asked)}" if asked else "/"


def months_before(start: date, months: int) -> date:
    """The first day of the month so many before."""
    for _i in range(months):
        start = filters.months_around(start)[0]
    return start


async def spent_by_day(desk: Desk, first: date, last: date) -> dict[date, int]:
    """What was spent on each day, in minor units of the base currency; days without are left out."""
    found = await analytics.trend(desk.books, desk.actor, first, last, "day")
    return {each.starts_on: each.spent for each in found.points if each.spent}


def running(by_day: Mapping[date, int], first: date, last: date) -> list[int]:
    """The sums so far, one a day."""
    sums, total = [], 0
    for i in range((last - first).days + 1):
        total += by_day.get(first + timedelta(days=i), 0)
        sums.append(total)
    return sums


def usual(by_day: Mapping[date, int], span: Span) -> int | None:
    """What the three months before had come to by the same day, on average; None where fewer than two of them had anything."""
    known = []
    for months in range(1, USUAL_OF + 1):
        start = months_before(span.start, months)
        whole = running(by_day, start, filters.month_end(start))
        if whole[-1]:
            known.append(whole[min((span.last - span.start).days, len(whole) - 1)] if span.runs else whole[-1])
    return round(sum(known) / len(known)) if len(known) >= _ENOUGH else None


def series(by_day: Mapping[date, int], first: date, last: date, locale: str) -> Series:
    """The running sums of a month with its name."""
    return Series(formats.month_name(first, locale), running(by_day, first, last))


def chart(current: Series, previous: Series, span: Span, desk: Desk) -> Trend:
    """Both months as lines."""
    days = max(span.end.day, filters.month_end(months_before(span.start, 1)).day)
    labels = [_day_label(span.start, i, desk.locale) for i in range(days)]
    return trend(current, previous, days=days, label=labels, currency=desk.base_currency, locale=desk.locale)


def _day_label(start: date, i: int, locale: str) -> str:
    """The name of a day under the chart: the number, with the month at its end."""
    last = filters.month_end(start).day
    if i + 1 == last:
        return formats.short_day(start.replace(day=last), start, locale)
    return formats.count(i + 1, locale)


@dataclass(frozen=True)
class Comparison:
    """A difference in words: `amount` is the part that may be coloured, `rest` says what it is compared with."""

    amount: str = ""
    rest: str = ""
    less: bool = False


def against_last(current: Series, previous: Series, span: Span, desk: Desk) -> Comparison:
    """A running month against the same day of the last; one that is over against the whole of the one before."""
    before = months_before(span.start, 1)
    same_day = min(len(current.sums), len(previous.sums)) if span.runs else len(previous.sums)
    day = before + timedelta(days=same_day - 1)
    when = formats.month_day(day, desk.locale) if span.runs else formats.month_name(before, desk.locale)
    if not previous.sums[-1] and not current.sums[-1]:
        return Comparison(rest=_("Nothing spent this month yet") if span.runs else _("Nothing was spent"))
    difference = current.sums[-1] - previous.sums[same_day - 1]
    if not difference:
        return Comparison(rest=(_("As much as on {day}") if span.runs else _("As much as in {day}")).format(day=when))
    return _difference(difference, (_("than on {day}") if span.runs else _("than in {day}")).format(day=when), desk)


def _difference(difference: int, rest: str, desk: Desk) -> Comparison:
    words = _("{amount} less") if difference < 0 else _("{amount} more")
    return Comparison(words.format(amount=desk.base(abs(difference))), rest, difference < 0)


def against_usual(current: Series, by_day: Mapping[date, int], span: Span, desk: Desk) -> Comparison:
    """The month against what is usual; nothing where nothing is known to be."""
    expected = usual(by_day, span)
    if expected is None:
        return Comparison()
    amount = desk.base(expected)
    said = (_("Usually {amount} by now") if span.runs else _("Usually {amount}")).format(amount=amount)
    return Comparison(said, less=current.sums[-1] < expected)


def calendar(by_day: Mapping[date, int], span: Span, desk: Desk) -> Heat:
    """The month by days, each with the way to its rows."""
    days = [span.start + timedelta(days=i) for i in range(span.end.day)]
    items = [_day_item(day, by_day.get(day, 0), desk) for day in days]
    busiest = max(days, key=lambda day: by_day.get(day, 0))
    words = _("Spending by day in {month}.").format(month=formats.month_label(span.start, desk.locale))
    if by_day.get(busiest):
        most = _("Most on {day}: {amount}.").format(day=formats.month_day(busiest, desk.locale), amount=desk.base(by_day[busiest]))
        words = f"{words} {most}"
    names, first = formats.weekday_names(desk.locale), formats.first_weekday(desk.locale)
    return heat(span.start, items, weekdays=names, first_weekday=first, today=desk.today if span.runs else None, words=words)


def _day_item(day: date, spent: int, desk: Desk) -> Item:
    href = filters.address({"from": day.isoformat(), "to": day.isoformat()}) if spent else ""
    return Item(formats.month_day(day, desk.locale), spent, desk.base(spent) if spent else "", href)
