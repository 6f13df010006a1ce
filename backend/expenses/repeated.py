"""Visits to the same merchants, for those who look for what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.permissions import require

# So many visits in the time looked at leave no room for a rhythm; of such a merchant only amounts that came several times are told.
CROWD: Final = 130
_AGAIN: Final = 3
_COUNTED: Final = (
    "workspace_id = :workspace_id AND deleted_at IS NULL AND kind = 'expense' AND status IN ('needs_review', 'confirmed')"
    " AND amount_minor > 0 AND merchant_id IS NOT NULL"
)
_VISITS: Final = text(
    "WITH part AS MATERIALIZED (SELECT merchant_id, currency, amount_minor, count(*) AS visits, array_agg(occurred_on) AS days"  # noqa: S608
    f" FROM expense WHERE {_COUNTED} AND occurred_on BETWEEN :first AND :last GROUP BY merchant_id, currency, amount_minor),"
    " whole AS (SELECT merchant_id, currency, sum(visits) AS visits FROM part GROUP BY merchant_id, currency)"
    " SELECT merchant_id, currency, part.amount_minor, part.days, CAST(whole.visits AS int)"
    " FROM part JOIN whole USING (merchant_id, currency)"
    f" WHERE whole.visits BETWEEN 2 AND {CROWD} OR whole.visits > {CROWD} AND part.visits BETWEEN {_AGAIN} AND {CROWD}"
)
_NEWEST: Final = text("SELECT id FROM expense WHERE workspace_id = :workspace_id ORDER BY created_at DESC, id DESC LIMIT 1")
_LAST: Final = text(
    "SELECT DISTINCT ON (merchant_id) merchant_id, merchant_name, category_id FROM expense"  # noqa: S608 - the texts are fixed
    f" WHERE {_COUNTED} AND merchant_id = ANY(:merchants) ORDER BY merchant_id, occurred_on DESC, id DESC"
)


@dataclass(frozen=True)
class Visits:
    """The days on which one amount, in minor units, was spent at a merchant, in no order; `whole` counts all visits there."""

    merchant_id: UUID
    currency: str
    minor: int
    days: Sequence[date]
    whole: int


@dataclass(frozen=True)
class LastVisit:
    """What the latest expense at a merchant says of it."""

    name: str
    category_id: UUID | None


async def visits(session: AsyncSession, actor: Actor, first: date, last: date) -> list[Visits]:
    """Where money went more than once from `first` to `last`; counted are the statuses that totals count."""
    require(actor, "expenses:read")
    rows = await session.execute(_VISITS, {"workspace_id": actor.workspace_id, "first": first, "last": last})
    return [Visits(*row) for row in rows]


async def last_visits(session: AsyncSession, actor: Actor, merchants: Sequence[UUID]) -> dict[UUID, LastVisit]:
    """The latest expense at each of some merchants."""
    require(actor, "expenses:read")
    rows = await session.execute(_LAST, {"workspace_id": actor.workspace_id, "merchants": list(merchants)})
    return {row.merchant_id: LastVisit(row.merchant_name, row.category_id) for row in rows}


async def newest_id(session: AsyncSession, actor: Actor) -> UUID | None:
    """The expense that was entered last: a mark that tells whether something was added."""
    require(actor, "expenses:read")
    return (await session.execute(_NEWEST, {"workspace_id": actor.workspace_id})).scalar_one_or_none()
