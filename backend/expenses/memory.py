"""What people have chosen before: the memory that categoriser and reader learn from, read from the books themselves."""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.expenses.facts import MerchantNamed

_CHOSEN = text(
    "SELECT category_id, CURRENT_DATE - CAST(updated_at AS date) AS days FROM expense WHERE workspace_id = :workspace_id"
    " AND merchant_id = :merchant_id AND id <> :besides AND category_source = 'user' AND category_id IS NOT NULL AND deleted_at IS NULL"
    " ORDER BY occurred_on DESC, id DESC LIMIT 50"
)
# The newest expense whose merchant a person named, and whose receipt says the same under a mark.
_NAMED: Final = (
    "SELECT e.merchant_id, e.merchant_name FROM receipt r JOIN expense e ON e.workspace_id = r.workspace_id AND e.id = r.expense_id"
    " WHERE r.workspace_id = :workspace_id AND r.mark_MARK = receipt_mark(CAST(:fields AS jsonb), 'MARK')"
    " AND r.deleted_at IS NULL AND e.id <> :besides AND e.field_sources ->> 'merchant' = 'user' AND e.merchant_id IS NOT NULL"
    " AND e.deleted_at IS NULL ORDER BY e.updated_at DESC, e.id DESC LIMIT 1"
)
# What tells a shop again, the surest first: its tax number, its telephone, the name as it is read. Each has an index of its own.
_BY_MARK: Final = {mark: text(_NAMED.replace("MARK", mark)) for mark in ("vat_id", "phone", "merchant")}


async def chosen_before(session: AsyncSession, actor: Actor, merchant_id: UUID | None, *, besides: UUID) -> list[tuple[UUID, int]]:
    """The categories that people chose for a merchant, newest first, each with how many days ago; at most fifty."""
    if merchant_id is None:
        return []
    rows = await session.execute(_CHOSEN, {"workspace_id": actor.workspace_id, "merchant_id": merchant_id, "besides": besides})
    return [(row.category_id, row.days) for row in rows]


async def named_before(session: AsyncSession, actor: Actor, fields: Mapping[str, Any], *, besides: UUID) -> MerchantNamed | None:
    """The merchant that a person gave to an earlier receipt with the same tax number, telephone or printed name; None for a new shop."""
    for mark, query in _BY_MARK.items():
        if mark in fields:
            facts = {"workspace_id": actor.workspace_id, "fields": json.dumps({mark: fields[mark]}), "besides": besides}
            row = (await session.execute(query, facts)).one_or_none()
            if row is not None:
                return MerchantNamed(row.merchant_id, row.merchant_name)
    return None
