"""Which category people chose for the lines of receipts: kept by the words of a line, judged by the books as they stand."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.actor import Actor
from backend.core.permissions import require
from backend.core.text import search_key
from backend.expenses import store

_KEY_MAX: Final = 200
_UNITS: Final = frozenset("kg gr mg ml cl dl lt pc pcs pk pkt stk st szt ud uds pz ea".split())
_FORGET: Final = text("DELETE FROM line_memory WHERE workspace_id = :workspace_id AND expense_id = :expense_id")
_REMEMBER: Final = text(
    "INSERT INTO line_memory (workspace_id, line_key, expense_id, category_id)"
    " SELECT :workspace_id, each.key, :expense_id, each.category"
    " FROM unnest(CAST(:keys AS text[]), CAST(:categories AS uuid[])) AS each (key, category)"
    " JOIN category ON category.workspace_id = :workspace_id AND category.id = each.category FOR KEY SHARE OF category"
)
# What a person chose counts while their expense still says it: in one of its lines, or as the category of the whole. What stayed in
# the category of its whole says something about such receipts alone: the tea of a café is no tea of a supermarket.
# The newest ten for each line are looked up one by one by their keys, however large the books are.
_CHOSEN: Final = text(
    "SELECT DISTINCT ON (m.line_key) m.line_key, m.category_id FROM unnest(CAST(:keys AS text[])) AS asked (key)"
    " CROSS JOIN LATERAL (SELECT line_key, category_id, expense_id, chosen_at FROM line_memory"
    " WHERE workspace_id = :workspace_id AND line_key = asked.key ORDER BY (expense_id = :here) DESC, chosen_at DESC LIMIT 10) m"
    " CROSS JOIN LATERAL (SELECT category_id, splits FROM expense"
    " WHERE workspace_id = :workspace_id AND id = m.expense_id AND deleted_at IS NULL LIMIT 1) e"
    " WHERE CASE WHEN e.splits IS NULL THEN e.category_id = m.category_id"
    " ELSE e.splits @> jsonb_build_array(jsonb_build_object('category_id', m.category_id)) END"
    " AND (m.category_id IS DISTINCT FROM e.category_id OR m.category_id = CAST(:own AS uuid))"
    " ORDER BY m.line_key, (m.expense_id = :here) DESC, m.chosen_at DESC, m.expense_id DESC"
)


def line_key(description: str) -> str:
    """What tells a line again: its words without accents, case, order, codes and sizes; all of it where nothing else is left."""
    key = search_key(description)
    words = sorted({word for word in key.split() if len(word) > 1 and word not in _UNITS and not any(map(str.isdigit, word))})
    return (" ".join(words) or key)[:_KEY_MAX]


async def remember_lines(session: AsyncSession, actor: Actor, expense_id: UUID, chosen: Mapping[str, UUID | None]) -> None:
    """Keep what a person chose for the lines of an expense, by description, in place of what they chose there before.

    Lines without a category teach nothing, nor do those whose category has gone meanwhile. Raises `NoSuchExpense`.
    """
    require(actor, "expenses:write")
    await store.locked(session, actor, expense_id)
    place = {"workspace_id": actor.workspace_id, "expense_id": expense_id}
    keys = {key: category for words, category in chosen.items() if category is not None and (key := line_key(words))}
    await session.execute(_FORGET, place)
    if keys:
        await session.execute(_REMEMBER, {**place, "keys": list(keys), "categories": list(keys.values())})


async def chosen_for_lines(
    session: AsyncSession, actor: Actor, descriptions: Sequence[str], *, here: UUID, own: UUID | None
) -> dict[str, UUID]:
    """The category that people of these books chose last for such lines, by description, for an expense `here` of the category `own`.

    What was chosen at this very expense comes first.
    """
    require(actor, "expenses:read")
    keys = {words: line_key(words) for words in descriptions}
    if not keys:
        return {}
    asked = {"workspace_id": actor.workspace_id, "keys": list(set(keys.values())), "here": here, "own": own}
    found = {row.line_key: row.category_id for row in await session.execute(_CHOSEN, asked)}
    return {words: found[key] for words, key in keys.items() if key in found}
