"""Figures as callers see them: sums in minor units of the base currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.core.money import Money


@dataclass(frozen=True)
class Unconverted:
    """What has no rate and is left out of the sums: how many expenses, and their own amounts by currency."""

    count: int
    by_currency: tuple[tuple[Money, int], ...]


@dataclass(frozen=True)
class Figures:
    """What a period came to. `count` counts expenses and income, unconverted ones too; transfers count nowhere."""

    first: date
    last: date
    spent: int
    income: int
    count: int
    unconverted: Unconverted

    @property
    def net(self) -> int:
        """Income less what was spent."""
        return self.income - self.spent


@dataclass(frozen=True)
class Summary:
    """A period beside the one before it."""

    currency: str
    current: Figures
    previous: Figures


@dataclass(frozen=True)
class TrendPoint:
    """A day, week or month that begins on `starts_on`."""

    starts_on: date
    spent: int
    income: int
    count: int


@dataclass(frozen=True)
class Trend:
    """All steps of a period, empty ones too, and how many expenses are left out of the sums."""

    currency: str
    points: tuple[TrendPoint, ...]
    unconverted: int


@dataclass(frozen=True)
class History:
    """What each category came to in the months that begin on `starts`; the key None is what has no category."""

    currency: str
    starts: tuple[date, ...]
    spent: Mapping[str | None, tuple[int, ...]]


@dataclass(frozen=True)
class Slice:
    """A part of the spending: `key` is an id, a tag or a first day; None for what has none. `share` is 0 to 1 of the whole."""

    key: str | None
    name: str
    spent: int
    count: int
    share: Decimal


@dataclass(frozen=True)
class Breakdown:
    """The spending of a period in parts, largest first (days in their order), and how many expenses are left out."""

    currency: str
    slices: tuple[Slice, ...]
    total: int
    unconverted: int
