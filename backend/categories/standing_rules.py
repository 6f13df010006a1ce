"""The rules that people have made, as the categoriser reads them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend.categories.models import Rule
from backend.core.actor import Actor

_STAGES = ("pre", "default", "post")


@dataclass(frozen=True)
class RuleView:
    """A rule as stored: `{field, op, value}` conditions of which all or any hold, `{op, field, value}` actions."""

    name: str
    match: str
    conditions: list[dict[str, Any]]
    actions: list[dict[str, Any]]


async def rules_in_order(session: AsyncSession, actor: Actor) -> list[RuleView]:
    """The enabled rules, by stage and then by their position."""
    query = select(Rule).where(col(Rule.workspace_id) == actor.workspace_id, col(Rule.enabled))
    rows = sorted((await session.execute(query)).scalars(), key=lambda rule: (_STAGES.index(rule.stage), rule.position, rule.id))
    return [RuleView(rule.name, rule.match, rule.conditions, rule.actions) for rule in rows]
