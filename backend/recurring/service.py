"""Recurring expenses, found in the books as they stand: nobody has to enter them."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend import expenses
from backend.core.actor import Actor
from backend.core.cache import TimedCache
from backend.core.money import Money
from backend.core.permissions import require
from backend.recurring import rules
from backend.recurring.rules import Series
from backend.recurring.views import Recurring

# Two of what comes once a year, and some days for the second to be late.
LOOKED_BACK: Final = timedelta(days=800)
AHEAD_DAYS: Final = 30
_SECONDS: Final = 60

Place = tuple[UUID, str]  # a merchant, and the currency that is paid there
Found = tuple[tuple[Place, Series], ...]
# By workspace, person, day, and the expense that was entered last: a new one is seen at once, a changed one within a minute.
_found: Final[TimedCache[tuple[UUID, UUID | None, date, UUID | None], Found]] = TimedCache(_SECONDS, 256)


async def upcoming(session: AsyncSession, actor: Actor, days: int = AHEAD_DAYS) -> list[Recurring]:
    """What is to be expected within so many days, the next first; late ones, by a little, are among them."""
    require(actor, "analytics:read")
    books = await expenses.books_of(session, actor)
    key = (actor.workspace_id, actor.user_id, books.today, await expenses.newest_id(session, actor))

    async def look() -> Found:
        return await _look(session, actor, books.today)

    near = [each for each in await _found.get(key, look) if each[1].due <= books.today + timedelta(days=days)]
    last = await expenses.last_visits(session, actor, [place[0] for place, _ in near]) if near else {}
    views = [_view(place, series, last[place[0]]) for place, series in near if place[0] in last]
    return sorted(views, key=lambda each: (each.due, -each.money.minor, each.merchant_name))


async def _look(session: AsyncSession, actor: Actor, today: date) -> Found:
    visits: dict[Place, dict[int, tuple[date, ...]]] = defaultdict(dict)
    whole: dict[Place, int] = {}
    for each in await expenses.visits(session, actor, today - LOOKED_BACK, today):
        visits[each.merchant_id, each.currency][each.minor] = tuple(each.days)
        whole[each.merchant_id, each.currency] = each.whole
    return tuple((place, series) for place, told in visits.items() for series in rules.find(told, today, of=whole[place]))


def _view(place: Place, series: Series, last: expenses.LastVisit) -> Recurring:
    merchant_id, currency = place
    return Recurring(
        merchant_id,
        last.name,
        last.category_id,
        series.cadence,
        series.due,
        Money(series.expected, currency),
        Money(series.before, currency) if series.before is not None else None,
        series.fixed,
        series.alone,
        Money(min(series.amounts), currency),
        Money(max(series.amounts), currency),
        series.days[0],
        len(series.days),
    )
