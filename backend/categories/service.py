"""Changing categories and merchants."""

from dataclasses import asdict, fields, replace
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.categories import queries, rules
from backend.categories.errors import CategoryNameTaken, NoSuchCategory, StaleCategory
from backend.categories.queries import CATEGORY, MERCHANT
from backend.categories.starter import STARTER_CATEGORIES, StarterCategory
from backend.categories.views import CategoryChange, CategoryDraft, CategoryView, MerchantView
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.errors import Invalid
from backend.core.ids import new_id
from backend.core.permissions import require
from backend.core.wording import in_context

_MERCHANT = text(
    "INSERT INTO merchant (workspace_id, id, name, name_key) VALUES (:workspace_id, :id, :name, :name_key)"
    " ON CONFLICT (workspace_id, name_key) DO NOTHING RETURNING id, name"
)
# Places in the tree are decided one at a time in a workspace.
_TREE_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('category tree ' || CAST(:workspace_id AS text), 0))")


async def create(session: AsyncSession, actor: Actor, draft: CategoryDraft) -> CategoryView:
    """A new category at the end of the list. Raises `Invalid`, `CategoryNameTaken`."""
    require(actor, "categories:write")
    values = {
        "name": rules.checked_name(draft.name),
        "icon": rules.checked_icon(draft.icon),
        "color": rules.checked_color(draft.color),
        "kind": _checked_kind(draft.kind),
        "parent_id": draft.parent_id,
    }
    await _check_place(session, actor, None, draft.parent_id)
    position = await session.scalar(select(func.coalesce(func.max(CATEGORY.c.position), 0) + 1).where(_here(actor)))
    row = {"workspace_id": actor.workspace_id, "id": new_id(), "position": position, **_stamps(), **values}
    await _write(session, insert(CATEGORY).values(**row), values["name"])
    return await queries.get(session, actor, row["id"])


async def amend(
    session: AsyncSession, actor: Actor, category_id: UUID, change: CategoryChange, *, expected_version: int | None = None
) -> CategoryView:
    """The category as changed. Raises `NoSuchCategory`, `StaleCategory`, `Invalid`, `CategoryNameTaken`."""
    require(actor, "categories:write")
    before = await _locked(session, actor, category_id, expected_version)
    sent = {each.name: getattr(change, each.name) for each in fields(change) if each.name in change.sent}
    values = {name: value for name, value in _checked(sent).items() if value != getattr(before, name)}
    if not values:
        return before
    if "parent_id" in values:
        await _check_place(session, actor, category_id, values["parent_id"])
    values |= {"version": before.version + 1, "updated_at": now()}
    await _write(
        session, update(CATEGORY).where(_here(actor), CATEGORY.c.id == category_id).values(**values), values.get("name", before.name)
    )
    return await queries.get(session, actor, category_id)


async def remove(session: AsyncSession, actor: Actor, category_id: UUID, *, expected_version: int | None = None) -> None:
    """Remove a category that nothing stands in; those below it move up. `expenses.remove_category` moves expenses first."""
    require(actor, "categories:write")
    before = await _locked(session, actor, category_id, expected_version)
    below = (_here(actor), CATEGORY.c.parent_id == category_id)
    await session.execute(
        update(CATEGORY).where(*below).values(parent_id=before.parent_id, version=CATEGORY.c.version + 1, updated_at=now())
    )
    await session.execute(delete(CATEGORY).where(_here(actor), CATEGORY.c.id == category_id))


async def seed(session: AsyncSession, actor: Actor) -> None:
    """The starter categories of new books, named in the language of who makes them; what is there already stays."""
    rows = [
        {"workspace_id": actor.workspace_id, "id": new_id(), "position": position, **asdict(named(starter, actor.locale)), **_stamps()}
        for position, starter in enumerate(STARTER_CATEGORIES, 1)
    ]
    await session.execute(insert(CATEGORY).on_conflict_do_nothing(), rows)


def named(starter: StarterCategory, locale: str) -> StarterCategory:
    """A starter category under its name in the language of `locale`."""
    return replace(starter, name=in_context("category", starter.name, locale))


async def find_or_create_merchant(session: AsyncSession, actor: Actor, name: str) -> MerchantView:
    """The merchant of that name, however it is written; made when there is none. Raises `Invalid`."""
    shown = " ".join(name.split())
    key = rules.merchant_key(shown)
    if not key or len(shown) > rules.MERCHANT_MAX:
        raise Invalid.field("merchant", "merchant_invalid", f"A merchant's name has 1 to {rules.MERCHANT_MAX} characters.")
    known = select(MERCHANT.c.id, MERCHANT.c.name).where(MERCHANT.c.workspace_id == actor.workspace_id, MERCHANT.c.name_key == key)
    row = (await session.execute(known)).first()
    if row is None:
        new = {"workspace_id": actor.workspace_id, "id": new_id(), "name": shown, "name_key": key}
        row = (await session.execute(_MERCHANT, new)).first() or (await session.execute(known)).one()
    return MerchantView(row.id, row.name)


def _checked(sent: dict[str, Any]) -> dict[str, Any]:
    checks = {"name": rules.checked_name, "icon": rules.checked_icon, "color": rules.checked_color, "kind": _checked_kind}
    for name in ("name", "icon", "kind"):
        if name in sent and sent[name] is None:
            raise Invalid.field(name, "required", "This cannot be empty.")
    return {name: checks[name](value) if name in checks else value for name, value in sent.items()}


def _checked_kind(kind: str) -> str:
    if kind not in ("expense", "income"):
        raise Invalid.field("kind", "not_a_choice", "Choose one of expense, income.")
    return kind


async def _check_place(session: AsyncSession, actor: Actor, category_id: UUID | None, parent_id: UUID | None) -> None:
    if parent_id is None:
        return
    await session.execute(_TREE_LOCK, {"workspace_id": actor.workspace_id})
    rules.check_place(await queries.parents(session, actor), category_id, parent_id)


async def _locked(session: AsyncSession, actor: Actor, category_id: UUID, expected_version: int | None) -> CategoryView:
    query = select(CATEGORY).where(_here(actor), CATEGORY.c.id == category_id).with_for_update()
    row = (await session.execute(query)).mappings().first()
    if row is None:
        raise NoSuchCategory
    if expected_version is not None and row["version"] != expected_version:
        raise StaleCategory
    return queries.view(row)


async def _write(session: AsyncSession, statement: Any, name: str) -> None:
    try:
        async with session.begin_nested():
            await session.execute(statement)
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise CategoryNameTaken(name) from error
        raise


def _here(actor: Actor) -> Any:
    return CATEGORY.c.workspace_id == actor.workspace_id


def _stamps() -> dict[str, Any]:
    moment = now()
    return {"version": 1, "created_at": moment, "updated_at": moment}
