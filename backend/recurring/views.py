"""What comes back, as callers see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.core.money import Money


@dataclass(frozen=True)
class Recurring:
    """A recurring expense: `due` is the day of the next one, which may lie a little in the past, and `money` what it should come to.

    `before` is the price until the last time, where that was a new one. `fixed` tells a price from a bill that differs.
    `alone` says that all there is of the merchant belongs to it, so that the merchant's rows are its rows.
    """

    merchant_id: UUID
    merchant_name: str
    category_id: UUID | None
    cadence: str
    due: date
    money: Money
    before: Money | None
    fixed: bool
    alone: bool
    least: Money
    most: Money
    since: date
    count: int
