"""Spending by what the rollup does not know: merchants, accounts, tags and people."""

from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.permissions import require

_FIELDS: Final = {
    "merchant": ("e.merchant_id", "max(e.merchant_name)", ""),
    "account": ("e.account_id", "''", ""),
    "member": ("e.created_by", "''", ""),
    "tag": ("t.tag", "coalesce(t.tag, '')", " LEFT JOIN LATERAL unnest(e.tags) AS t (tag) ON true"),
}


async def spending_by(session: AsyncSession, actor: Actor, field: str, first: date, last: date) -> list[tuple[str | None, str, int, int]]:
    """`(key, name, base minor units, expenses)` of what was spent from `first` to `last`, for each 'merchant', 'account', 'member', 'tag'.

    Counted are the statuses that totals count. An expense with several tags counts in each.
    """
    require(actor, "expenses:read")
    key, name, join = _FIELDS[field]
    grouping = f"{key}, {name}" if field == "tag" else key
    query = (
        f"SELECT {key}, {name}, coalesce(sum(e.base_minor), 0), count(*) FROM expense e{join}"  # noqa: S608 - the names are ours
        " WHERE e.workspace_id = :workspace_id AND e.occurred_on BETWEEN :first AND :last AND e.deleted_at IS NULL"
        f" AND e.kind = 'expense' AND e.status IN ('needs_review', 'confirmed') AND e.amount_minor IS NOT NULL GROUP BY {grouping}"
    )
    rows = await session.execute(text(query), {"workspace_id": actor.workspace_id, "first": first, "last": last})
    return [(str(row[0]) if row[0] is not None else None, row[1], int(row[2]), row[3]) for row in rows]
