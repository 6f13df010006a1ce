"""Books to test with: a workspace with its owner, some categories, and expenses in a line each."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from backend import categories, expenses
from backend.core.actor import Actor, Role
from backend.core.db import enter_workspace, system_transaction, transaction
from backend.core.ids import new_id
from backend.core.keyring import keyring
from backend.expenses import ExpenseDraft, ExpenseView, MoneyDraft


async def new_books(base_currency: str = "EUR", timezone: str = "UTC", role: Role = Role.OWNER) -> Actor:
    """A workspace with the starter categories, and a person in it who acts."""
    actor = Actor(new_id(), new_id(), role)
    who: dict[str, object] = {
        "workspace": actor.workspace_id,
        "person": actor.user_id,
        "role": role,
        "currency": base_currency,
        "timezone": timezone,
    }
    who |= {"email": f"{actor.user_id}@books.example", "key": keyring().new_data_key(actor.workspace_id)}
    async with system_transaction("identity") as session:
        for statement in (
            "INSERT INTO user_account (id, email, password_hash, display_name) VALUES (:person, :email, '!', 'Mara')",
            (
                "INSERT INTO workspace (id, name, base_currency, timezone, data_key, created_by)"
                " VALUES (:workspace, 'Home', :currency, :timezone, :key, :person)"
            ),
            "INSERT INTO membership (workspace_id, user_id, role) VALUES (:workspace, :person, :role)",
            "UPDATE user_account SET default_workspace_id = :workspace WHERE id = :person",
        ):
            await session.execute(text(statement), who)
        await enter_workspace(session, actor.workspace_id)
        await categories.seed(session, actor)
    return actor


async def category(actor: Actor, key: str) -> UUID:
    """The id of a starter category."""
    async with transaction(actor) as session:
        return next(each.id for each in await categories.list_all(session, actor) if each.key == key)


async def spend(actor: Actor, amount: str = "12.34", currency: str = "EUR", on: str = "2026-03-05", **fields: Any) -> ExpenseView:
    """Record one expense."""
    draft = ExpenseDraft(money=MoneyDraft(amount, currency), occurred_on=date.fromisoformat(on), **fields)
    async with transaction(actor) as session:
        return await expenses.record(session, actor, draft)


async def look(actor: Actor, expense_id: UUID) -> ExpenseView:
    """The expense as it stands."""
    async with transaction(actor) as session:
        return await expenses.get(session, actor, expense_id)


async def rows(actor: Actor, statement: str, **params: Any) -> list[Any]:
    """What a SELECT of the actor finds."""
    async with transaction(actor) as session:
        return list((await session.execute(text(statement), params)).all())


async def check_rollup(actor: Actor) -> None:
    """The rollup says what the rows say, to the last unit."""
    told = await rows(
        actor,
        "SELECT day, kind, category_id, currency, lines, amount_minor, base_minor, unconverted"
        " FROM daily_total WHERE lines <> 0 ORDER BY 1, 2, 3, 4",
    )
    counted = await rows(
        actor,
        "SELECT occurred_on, kind, category, currency, count(*), sum(amount), coalesce(sum(base), 0),"
        " count(*) FILTER (WHERE base_minor IS NULL AND number = 1) FROM (SELECT e.*, coalesce(l.number, 1) AS number,"
        " CASE WHEN l.number IS NULL THEN e.category_id ELSE (l.line ->> 'category_id')::uuid END AS category,"
        " CASE WHEN l.number IS NULL THEN e.amount_minor ELSE (l.line ->> 'amount_minor')::bigint END AS amount,"
        " CASE WHEN l.number IS NULL THEN e.base_minor ELSE (l.line ->> 'base_minor')::bigint END AS base"
        " FROM expense e LEFT JOIN LATERAL jsonb_array_elements(e.splits) WITH ORDINALITY AS l (line, number) ON true"
        " WHERE e.deleted_at IS NULL AND e.amount_minor IS NOT NULL AND e.status IN ('confirmed', 'needs_review')) lines"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4".replace("::", "\\:\\:"),
    )
    assert told == counted
