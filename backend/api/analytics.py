"""`/analytics`: what the books come to, in the base currency."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from backend import analytics
from backend.analytics import Figures, Unconverted
from backend.api.deps import Current
from backend.api.expense_schemas import Day
from backend.api.money_schemas import MoneyShown, money_json
from backend.api.routing import api_router
from backend.core.db import transaction

router = api_router("/analytics", "Analytics")

Step = Literal["day", "week", "month"]
Part = Literal["category", "merchant", "account", "tag", "member", "day", "week", "month"]


@dataclass(frozen=True)
class Days:
    """The days asked for, both ends included."""

    first: date | None
    last: date | None


def days(
    from_: Annotated[Day | None, Query(alias="from", description="The first day.")] = None,
    to: Annotated[Day | None, Query(description="The last day.")] = None,
) -> Days:
    """`?from=&to=`."""
    return Days(from_, to)


Asked = Annotated[Days, Depends(days)]


class UnconvertedOf(BaseModel):
    """What is left out in one currency."""

    money: MoneyShown
    count: int


class UnconvertedShown(BaseModel):
    """Expenses without a rate, which the sums leave out."""

    count: int
    by_currency: list[UnconvertedOf]


class FiguresShown(BaseModel):
    """What a period came to. Transfers count nowhere."""

    model_config = ConfigDict(populate_by_name=True)

    from_: date = Field(serialization_alias="from")
    to: date
    spent: MoneyShown
    income: MoneyShown
    net: MoneyShown
    count: int
    unconverted: UnconvertedShown


class SummaryShown(FiguresShown):
    """A period, and the one before it."""

    previous: FiguresShown


class TrendPointShown(BaseModel):
    """One day, week (from Monday) or month."""

    starts_on: date
    spent: MoneyShown
    income: MoneyShown
    count: int


class CountOnly(BaseModel):
    """How many expenses the sums leave out."""

    count: int


class TrendShown(BaseModel):
    """Every step of the period."""

    items: list[TrendPointShown]
    unconverted: CountOnly


class SliceShown(BaseModel):
    """A part: `key` is an id, a tag or a first day, null for what has none."""

    key: str | None
    name: str
    spent: MoneyShown
    count: int
    share: float = Field(ge=0, description="Of the whole, 0 to 1.")


class BreakdownShown(BaseModel):
    """The spending in parts, largest first, days in their order."""

    items: list[SliceShown]
    total: MoneyShown
    unconverted: CountOnly


@router.get("/summary")
async def summary(actor: Current, asked: Asked) -> SummaryShown:
    """Spent, earned and left; this month unless another time is asked for."""
    async with transaction(actor) as session:
        found = await analytics.summary(session, actor, asked.first, asked.last)
    previous = FiguresShown(**_figures(found.previous, found.currency))
    return SummaryShown(**_figures(found.current, found.currency), previous=previous)


@router.get("/trend")
async def trend(actor: Current, asked: Asked, group_by: Step = "month") -> TrendShown:
    """Spent and earned by day, week or month; the last twelve months unless another time is asked for."""
    async with transaction(actor) as session:
        found = await analytics.trend(session, actor, asked.first, asked.last, group_by)
    items = [
        TrendPointShown(
            starts_on=each.starts_on, spent=_money(each.spent, found.currency), income=_money(each.income, found.currency), count=each.count
        )
        for each in found.points
    ]
    return TrendShown(items=items, unconverted=CountOnly(count=found.unconverted))


@router.get("/breakdown")
async def breakdown(actor: Current, asked: Asked, group_by: Part = "category") -> BreakdownShown:
    """The spending in parts; this month's unless another time is asked for. Divided expenses count by their lines."""
    async with transaction(actor) as session:
        found = await analytics.breakdown(session, actor, asked.first, asked.last, group_by)
    items = [
        SliceShown(key=each.key, name=each.name, spent=_money(each.spent, found.currency), count=each.count, share=float(each.share))
        for each in found.slices
    ]
    return BreakdownShown(items=items, total=_money(found.total, found.currency), unconverted=CountOnly(count=found.unconverted))


def _figures(figures: Figures, currency: str) -> dict[str, Any]:
    return {
        "from_": figures.first,
        "to": figures.last,
        "spent": _money(figures.spent, currency),
        "income": _money(figures.income, currency),
        "net": _money(figures.net, currency),
        "count": figures.count,
        "unconverted": _unconverted(figures.unconverted),
    }


def _unconverted(missing: Unconverted) -> UnconvertedShown:
    by_currency = [UnconvertedOf(money=_money(money.minor, money.currency), count=count) for money, count in missing.by_currency]
    return UnconvertedShown(count=missing.count, by_currency=by_currency)


def _money(minor: int, currency: str) -> MoneyShown:
    return MoneyShown(**money_json(minor, currency) or {})
