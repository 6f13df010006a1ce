"""Reading categories and merchants."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.categories import rules
from backend.categories.errors import NoSuchCategory
from backend.categories.models import Category, Merchant
from backend.categories.views import CategoryView, MerchantView
from backend.core.actor import Actor
from backend.core.permissions import require

CATEGORY: Table = Category.__table__  # ty: ignore[missing-attribute] - SQLModel sets it on tables
MERCHANT: Table = Merchant.__table__  # ty: ignore[missing-attribute] - SQLModel sets it on tables


def view(row: Mapping[str, Any]) -> CategoryView:
    """The view of a row."""
    return CategoryView(**{name: value for name, value in row.items() if name != "workspace_id"})


async def list_all(session: AsyncSession, actor: Actor) -> list[CategoryView]:
    """Every category of the workspace, in the order people gave them."""
    require(actor, "categories:read")
    query = (
        select(CATEGORY).where(CATEGORY.c.workspace_id == actor.workspace_id).order_by(CATEGORY.c.position, CATEGORY.c.name, CATEGORY.c.id)
    )
    return [view(row) for row in (await session.execute(query)).mappings()]


async def get(session: AsyncSession, actor: Actor, category_id: UUID) -> CategoryView:
    """The category. Raises `NoSuchCategory`."""
    require(actor, "categories:read")
    query = select(CATEGORY).where(CATEGORY.c.workspace_id == actor.workspace_id, CATEGORY.c.id == category_id)
    row = (await session.execute(query)).mappings().first()
    if row is None:
        raise NoSuchCategory
    return view(row)


async def known(session: AsyncSession, actor: Actor, category_ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that are categories of the workspace; they stay so until the transaction ends."""
    query = select(CATEGORY.c.id).where(CATEGORY.c.workspace_id == actor.workspace_id, CATEGORY.c.id.in_(category_ids))
    return set((await session.scalars(query.with_for_update(read=True, key_share=True))).all())


async def parents(session: AsyncSession, actor: Actor) -> dict[UUID, UUID | None]:
    """Which category stands below which."""
    query = select(CATEGORY.c.id, CATEGORY.c.parent_id).where(CATEGORY.c.workspace_id == actor.workspace_id)
    return {row.id: row.parent_id for row in await session.execute(query)}


async def with_children(session: AsyncSession, actor: Actor, category_id: UUID) -> list[UUID]:
    """The category and all below it; nothing when it is not the workspace's."""
    tree = await parents(session, actor)
    return rules.family(tree, category_id) if category_id in tree else []


async def find_merchant(session: AsyncSession, actor: Actor, merchant_id: UUID) -> MerchantView | None:
    """The merchant, or None when there is no such one here."""
    query = select(MERCHANT.c.id, MERCHANT.c.name).where(MERCHANT.c.workspace_id == actor.workspace_id, MERCHANT.c.id == merchant_id)
    row = (await session.execute(query)).first()
    return MerchantView(row.id, row.name) if row else None


async def merchant_called(session: AsyncSession, actor: Actor, name: str) -> MerchantView | None:
    """The merchant of that name, however it is written, or None when there is no such one here."""
    place = (MERCHANT.c.workspace_id == actor.workspace_id, MERCHANT.c.name_key == rules.merchant_key(" ".join(name.split())))
    row = (await session.execute(select(MERCHANT.c.id, MERCHANT.c.name).where(*place))).first()
    return MerchantView(row.id, row.name) if row else None


async def merchant_names(session: AsyncSession, actor: Actor, merchant_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of merchants by id."""
    query = select(MERCHANT.c.id, MERCHANT.c.name).where(MERCHANT.c.workspace_id == actor.workspace_id, MERCHANT.c.id.in_(merchant_ids))
    return {row.id: row.name for row in await session.execute(query)}
