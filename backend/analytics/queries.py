"""Sums from the rollup. What the rollup does not know (merchants, tags, people) is asked of `expenses`."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.analytics.rules import Period
from backend.core.actor import Actor

_WITHIN: Final = "workspace_id = :workspace_id AND day BETWEEN :first AND :last AND kind IN ('expense', 'income')"
_BY_KIND: Final = text(
    f"SELECT kind, sum(base_minor) AS base, sum(expenses) AS expenses FROM daily_total WHERE {_WITHIN} GROUP BY kind"  # noqa: S608
)
_UNCONVERTED: Final = text(
    "SELECT currency, sum(unconverted) AS expenses, sum(unconverted_minor) AS minor"  # noqa: S608 - the texts are fixed
    f" FROM daily_total WHERE {_WITHIN} GROUP BY currency HAVING sum(unconverted) <> 0 ORDER BY currency"
)
_BY_STEP: Final = text(
    "SELECT CAST(date_trunc(:step, day) AS date) AS starts_on, kind, sum(base_minor) AS base, sum(expenses) AS expenses"  # noqa: S608
    f" FROM daily_total WHERE {_WITHIN} GROUP BY 1, kind"
)
_BY_CATEGORY: Final = text(
    "SELECT category_id, sum(base_minor) AS base, sum(lines) AS lines"  # noqa: S608 - the texts are fixed
    f" FROM daily_total WHERE {_WITHIN} AND kind = 'expense' GROUP BY category_id HAVING sum(lines) <> 0"
)
_HISTORY: Final = text(
    "SELECT category_id, CAST(date_trunc('month', day) AS date) AS starts_on, sum(base_minor) AS base"  # noqa: S608 - the texts are fixed
    f" FROM daily_total WHERE {_WITHIN} AND kind = 'expense' GROUP BY 1, 2"
)
_MEMBERS: Final = text(
    "SELECT m.user_id, u.display_name FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.workspace_id = :workspace_id"
)


async def by_kind(session: AsyncSession, actor: Actor, period: Period) -> dict[str, tuple[int, int]]:
    """`{kind: (base minor units, expenses)}`."""
    rows = await _rows(session, _BY_KIND, actor, period)
    return {row.kind: (int(row.base), int(row.expenses)) for row in rows}


async def unconverted(session: AsyncSession, actor: Actor, period: Period) -> list[tuple[str, int, int]]:
    """`(currency, expenses, minor units)` of what has no rate."""
    rows = await _rows(session, _UNCONVERTED, actor, period)
    return [(row.currency, int(row.expenses), int(row.minor)) for row in rows]


async def by_step(session: AsyncSession, actor: Actor, period: Period, step: str) -> list[Any]:
    """Rows of starts_on, kind, base, expenses for each 'day', 'week' or 'month' with any."""
    return list(await _rows(session, _BY_STEP, actor, period, step=step))


async def by_category(session: AsyncSession, actor: Actor, period: Period) -> list[tuple[UUID | None, int, int]]:
    """`(category, base minor units, lines)` of what was spent; split lines count one by one."""
    rows = await _rows(session, _BY_CATEGORY, actor, period)
    return [(row.category_id, int(row.base), int(row.lines)) for row in rows]


async def history(session: AsyncSession, actor: Actor, period: Period) -> list[tuple[UUID | None, date, int]]:
    """`(category, first of the month, base minor units)` of what was spent."""
    return [(row.category_id, row.starts_on, int(row.base)) for row in await _rows(session, _HISTORY, actor, period)]


async def member_names(session: AsyncSession, actor: Actor) -> dict[str, str]:
    """The names of the workspace's people by id."""
    rows = await session.execute(_MEMBERS, {"workspace_id": actor.workspace_id})
    return {str(row.user_id): row.display_name for row in rows}


async def _rows(session: AsyncSession, statement: Any, actor: Actor, period: Period, **more: Any) -> Sequence[Any]:
    place = {"workspace_id": actor.workspace_id, "first": period.first, "last": period.last}
    return (await session.execute(statement, place | more)).all()
