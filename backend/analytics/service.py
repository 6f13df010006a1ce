"""Figures of a workspace in its base currency."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from backend import categories, expenses
from backend.analytics import queries, rules
from backend.analytics.rules import Period
from backend.analytics.views import Breakdown, Figures, History, Slice, Summary, Trend, TrendPoint, Unconverted
from backend.core.actor import Actor
from backend.core.errors import Invalid
from backend.core.money import Money
from backend.core.permissions import require

Part = tuple[str | None, str, int, int]

STEPS: Final = ("day", "week", "month")


async def summary(session: AsyncSession, actor: Actor, from_: date | None = None, to: date | None = None) -> Summary:
    """What a period came to, this month unless another is asked for, beside the period before. Raises `Invalid`."""
    require(actor, "analytics:read")
    books = await expenses.books_of(session, actor)
    period = rules.period(from_, to, books.today, months=1)
    current, previous = await _figures(session, actor, period), await _figures(session, actor, rules.before(period))
    return Summary(books.base_currency, current, previous)


async def _figures(session: AsyncSession, actor: Actor, period: Period) -> Figures:
    kinds = await queries.by_kind(session, actor, period)
    missing = await queries.unconverted(session, actor, period)
    spent, expenses_count = kinds.get("expense", (0, 0))
    income, income_count = kinds.get("income", (0, 0))
    left_out = Unconverted(
        sum(count for _, count, _ in missing), tuple((Money(minor, currency), count) for currency, count, minor in missing)
    )
    return Figures(period.first, period.last, spent, income, expenses_count + income_count, left_out)


async def trend(session: AsyncSession, actor: Actor, from_: date | None = None, to: date | None = None, group_by: str = "month") -> Trend:
    """Spending and income by day, week or month; the last twelve months unless others are asked for. Raises `Invalid`."""
    require(actor, "analytics:read")
    if group_by not in STEPS:
        raise Invalid.field("group_by", "not_a_choice", f"Choose one of {', '.join(STEPS)}.")
    books = await expenses.books_of(session, actor)
    period = rules.period(from_, to, books.today, months=12)
    sums: dict[date, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in await queries.by_step(session, actor, period, group_by):
        sums[row.starts_on][row.kind] = (int(row.base), int(row.expenses))
    points = tuple(_point(start, sums[start]) for start in rules.starts(period, group_by))
    return Trend(books.base_currency, points, await _left_out(session, actor, period))


def _point(start: date, sums: dict[str, tuple[int, int]]) -> TrendPoint:
    spent, income = sums.get("expense", (0, 0)), sums.get("income", (0, 0))
    return TrendPoint(start, spent[0], income[0], spent[1] + income[1])


async def history(session: AsyncSession, actor: Actor, from_: date | None = None, to: date | None = None) -> History:
    """The spending of each category by month; the last twelve months unless others are asked for. Raises `Invalid`."""
    require(actor, "analytics:read")
    books = await expenses.books_of(session, actor)
    period = rules.period(from_, to, books.today, months=12)
    starts = tuple(rules.starts(period, "month"))
    sums: dict[str | None, dict[date, int]] = defaultdict(dict)
    for key, start, spent in await queries.history(session, actor, period):
        sums[str(key) if key else None][start] = spent
    return History(books.base_currency, starts, {key: tuple(spent.get(start, 0) for start in starts) for key, spent in sums.items()})


async def breakdown(
    session: AsyncSession, actor: Actor, from_: date | None = None, to: date | None = None, group_by: str = "category"
) -> Breakdown:
    """The spending of a period in parts, this month's unless another is asked for. Raises `Invalid`.

    By category, day, week and month from the rollup; by merchant, account, tag and member from the expenses. An expense with
    several tags counts in each of them, so that tags' shares may come to more than one.
    """
    require(actor, "analytics:read")
    make = _PARTS.get(group_by)
    if make is None:
        raise Invalid.field("group_by", "not_a_choice", f"Choose one of {', '.join(_PARTS)}.")
    books = await expenses.books_of(session, actor)
    period = rules.period(from_, to, books.today, months=1)
    parts = await make(session, actor, period)
    whole = group_by == "category" or group_by in STEPS  # these parts are all there is; tags overlap, and others are asked elsewhere
    total = sum(spent for _, _, spent, _ in parts) if whole else await _spent(session, actor, period)
    if group_by not in STEPS:
        parts = sorted(parts, key=lambda part: (-part[2], part[1], part[0] or ""))
    slices = tuple(Slice(key, name, spent, count, rules.share(spent, total)) for key, name, spent, count in parts)
    return Breakdown(books.base_currency, slices, total, await _left_out(session, actor, period))


async def _spent(session: AsyncSession, actor: Actor, period: Period) -> int:
    return (await queries.by_kind(session, actor, period)).get("expense", (0, 0))[0]


async def _left_out(session: AsyncSession, actor: Actor, period: Period) -> int:
    return sum(count for _, count, _ in await queries.unconverted(session, actor, period))


async def _by_category(session: AsyncSession, actor: Actor, period: Period) -> Sequence[Part]:
    names = {category.id: category.name for category in await categories.list_all(session, actor)}
    rows = await queries.by_category(session, actor, period)
    return [(str(key) if key else None, names.get(key, "") if key else "", spent, lines) for key, spent, lines in rows]


def _by_step(step: str) -> "Make":
    async def make(session: AsyncSession, actor: Actor, period: Period) -> Sequence[Part]:
        rows = {row.starts_on: row for row in await queries.by_step(session, actor, period, step) if row.kind == "expense"}
        starts = [start for start in rules.starts(period, step) if start in rows]
        return [(str(start), str(start), int(rows[start].base), int(rows[start].expenses)) for start in starts]

    return make


def _by_field(field: str) -> "Make":
    async def make(session: AsyncSession, actor: Actor, period: Period) -> Sequence[Part]:
        rows = await expenses.spending_by(session, actor, field, period.first, period.last)
        names = await queries.member_names(session, actor) if field == "member" else {}
        return [(key, names.get(key or "", name), spent, count) for key, name, spent, count in rows]

    return make


Make = Callable[[AsyncSession, Actor, Period], Awaitable[Sequence[Part]]]

_PARTS: Final[dict[str, Make]] = {
    "category": _by_category,
    **{step: _by_step(step) for step in STEPS},
    **{field: _by_field(field) for field in ("merchant", "account", "tag", "member")},
}
