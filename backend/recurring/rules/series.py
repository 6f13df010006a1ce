"""What comes back among the visits to one merchant: similar amounts in a rhythm, found without being told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final

from backend.recurring.rules.cadences import CADENCES, Cadence, next_day

# Amounts are alike while the next larger one is at most so much more.
_ALIKE: Final = 1.35
# An amount is near another within so much of it, and so many of a series' amounts have to be near their middle.
_NEAR, _MOST_NEAR = 0.4, 0.75
# More visits than this for each one expected are no rhythm, and so many of the visits have to belong to it.
_DENSEST, _BELONGING = 1.5, 0.7
_RECENT: Final = 6
# After a pause of more than this many periods a series begins anew, and has to prove itself for so many more.
_PAUSE, _PROOF = 2.5, 2
# Among other purchases an amount has to come so often: a price is paid twice by chance.
_SUBSCRIBED: Final = 3

Visits = Mapping[int, Sequence[date]]


@dataclass(frozen=True)
class Series:
    """Expenses that come back: how often, on which `days` so far, and what each of them came to, in minor units."""

    cadence: str
    days: tuple[date, ...]
    amounts: tuple[int, ...]
    due: date
    alone: bool

    @property
    def fixed(self) -> bool:
        """Whether the same is paid each time, up to a new price."""
        return len(self.amounts) > 1 and (self.amounts[-1] == self.amounts[-2] or self.before is not None)

    @property
    def before(self) -> int | None:
        """What the price was until the last time, where that was a new one."""
        earlier = self.amounts[:-1]
        settled = len(earlier) > 1 and earlier[-1] == earlier[-2]
        return earlier[-1] if settled and earlier[-1] != self.amounts[-1] else None

    @property
    def expected(self) -> int:
        """What the next one is likely to come to: the price where there is one, else the middle of the last ones."""
        return self.amounts[-1] if self.fixed else median_low(sorted(self.amounts[-_RECENT:]))


def find(visits: Visits, today: date, *, of: int = 0) -> list[Series]:
    """The series among a merchant's visits that go on; `visits` are the days by amount, in one currency, `of` so many, if of more.

    Amounts that are alike are looked at together; where they show no rhythm, each amount on its own: a subscription between
    purchases of all sizes.
    """
    groups = _alike(visits)
    alone = len(groups) == 1 and of <= sum(len(days) for days in visits.values())
    return [series for group in groups for series in _in_group(group, today, alone=alone)]


def _in_group(group: Visits, today: date, *, alone: bool) -> list[Series]:
    """The series of amounts that are alike: two prices that go on side by side are two subscriptions."""
    each = [_series({amount: days}, today, least=_SUBSCRIBED, alone=False) for amount, days in group.items()] if len(group) > 1 else []
    parts = [series for series in each if series is not None]
    together = _series(group, today, least=0, alone=alone) if len(parts) < 2 else None
    return [together] if together is not None else parts


def _alike(visits: Visits) -> list[dict[int, Sequence[date]]]:
    groups: list[dict[int, Sequence[date]]] = []
    for amount in sorted(visits):
        if groups and amount <= max(groups[-1]) * _ALIKE:
            groups[-1][amount] = visits[amount]
        else:
            groups.append({amount: visits[amount]})
    return groups


def _series(group: Visits, today: date, *, least: int, alone: bool) -> Series | None:
    """The series that these visits are, if they are one."""
    by_day = {day: amount for amount in sorted(group) for day in group[amount]}  # twice on a day is one of them doubled
    days = sorted(by_day)
    for cadence in CADENCES:
        kept = _rhythm(days, cadence, least)
        amounts = tuple(by_day[day] for day in kept)
        if not kept or not _similar(amounts, cadence):
            continue
        due = next_day(cadence, kept, today)
        return Series(cadence.name, tuple(kept), amounts, due, alone) if due is not None else None
    return None


def _similar(amounts: Sequence[int], cadence: Cadence) -> bool:
    """Two are enough for once a year where they are the same; others may differ as a bill does."""
    if len(set(amounts)) == 1:
        return True
    middle = median_low(sorted(amounts))
    near = sum(abs(amount - middle) <= middle * _NEAR for amount in amounts)
    return len(amounts) >= max(3, cadence.least + (cadence.length < 27)) and near >= len(amounts) * _MOST_NEAR


def _rhythm(days: Sequence[date], cadence: Cadence, least: int) -> list[date]:
    """The days that keep to a cadence, where most of the days since the last pause do; else none."""
    recent = _since_pause(days, cadence)
    need = max(least, cadence.least) + (_PROOF if len(recent) < len(days) else 0)
    expected = (recent[-1] - recent[0]).days / cadence.length + 1
    if not need <= len(recent) <= expected * _DENSEST:
        return []
    kept, missed = _longest(recent, cadence)
    enough = len(kept) >= max(need, len(recent) * _BELONGING) and missed <= max(1, len(kept) // 5)
    return kept if enough and len(kept) - missed > 1 else []


def _since_pause(days: Sequence[date], cadence: Cadence) -> Sequence[date]:
    pauses = [i for i, (a, b) in enumerate(pairwise(days), start=1) if (b - a).days > cadence.length * _PAUSE]
    return days[pauses[-1] :] if pauses else days


def _longest(days: Sequence[date], cadence: Cadence) -> tuple[list[date], int]:
    """The longest row of days that keeps to a cadence up to one of the last two, and how many it leaves out."""
    best: list[tuple[int, int, int]] = []  # (days in the row, minus those left out, the place before) for each day
    for i, day in enumerate(days):
        before = ((best[j][0] + 1, best[j][1] - (steps - 1), j) for j, steps in _joined(days[:i], day, cadence))
        best.append(max(before, default=(1, 0, -1)))
    at = max(range(max(0, len(days) - 2), len(days)), key=lambda i: (best[i][:2], i))
    missed, kept = -best[at][1], []
    while at >= 0:
        kept.append(days[at])
        at = best[at][2]
    return kept[::-1], missed


def _joined(earlier: Sequence[date], day: date, cadence: Cadence) -> Iterator[tuple[int, int]]:
    """The places of earlier days that `day` may follow, nearest first, with the steps between."""
    furthest = timedelta(days=2 * cadence.length + cadence.slack)
    for j in range(len(earlier) - 1, -1, -1):
        gap = day - earlier[j]
        if gap > furthest:
            return
        steps = cadence.steps(gap.days)
        if steps:
            yield j, steps
