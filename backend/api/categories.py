"""`/categories`: what expenses are for."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import ConfigDict, Field

from backend import categories, expenses
from backend.api.deps import Current, IfMatch, Paging, tag
from backend.api.expense_schemas import without_defaults
from backend.api.lists import page_of, shown
from backend.api.routing import api_router
from backend.api.schemas import Instant, Sent, Shown
from backend.categories import CategoryChange, CategoryDraft, CategoryView
from backend.core.db import transaction
from backend.core.nudge import nudge

router = api_router("/categories", "Categories")

Kind = Literal["expense", "income"]


class NewCategory(Sent):
    """A new category."""

    name: str = Field(max_length=400, examples=["Groceries"])
    parent_id: UUID | None = None
    icon: str = Field("tag", examples=["shopping-basket"])
    color: str | None = Field(None, examples=["#3b82f6"])
    kind: Kind = "expense"


class CategoryChanges(Sent):
    """What is to change; what is not sent stays."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=without_defaults)

    name: str = Field("", max_length=400)
    parent_id: UUID | None = None
    icon: str = "tag"
    color: str | None = None
    kind: Kind = "expense"


class CategoryShown(Shown):
    """A category. `key` names the starter category it came from."""

    id: UUID
    key: str | None
    name: str
    parent_id: UUID | None
    icon: str
    color: str | None
    kind: Kind
    position: int
    version: int
    created_at: Instant
    updated_at: Instant


class CategoryPage(Shown):
    """Categories in their order."""

    items: list[CategoryShown]
    next_cursor: str | None
    total: int | None = None


@router.get("", response_model=CategoryPage, response_model_exclude_unset=True)
async def list_categories(actor: Current, paging: Paging) -> dict[str, Any]:
    """The categories of the workspace."""
    async with transaction(actor) as session:
        found = await categories.list_all(session, actor)
    return shown(page_of(found, paging, f"categories {actor.workspace_id}", lambda each: each.id), CategoryShown.model_validate)


@router.post("", status_code=201)
async def create_category(body: NewCategory, actor: Current, response: Response) -> CategoryShown:
    """Make a category at the end of the list."""
    async with transaction(actor) as session:
        made = await categories.create(session, actor, CategoryDraft(**body.model_dump()))
    response.headers["Location"] = f"/api/v1/categories/{made.id}"
    return _tagged(made, response)


@router.get("/{category_id}")
async def get_category(category_id: UUID, actor: Current, response: Response) -> CategoryShown:
    """One category."""
    async with transaction(actor) as session:
        return _tagged(await categories.get(session, actor, category_id), response)


@router.patch("/{category_id}")
async def amend_category(
    category_id: UUID, changes: CategoryChanges, actor: Current, response: Response, version: IfMatch
) -> CategoryShown:
    """Change what is sent, keep the rest."""
    sent = changes.model_dump(include=changes.model_fields_set)
    async with transaction(actor) as session:
        change = CategoryChange(frozenset(sent), **sent)
        return _tagged(await categories.amend(session, actor, category_id, change, expected_version=version), response)


@router.delete("/{category_id}", status_code=204, response_class=Response)
async def remove_category(
    category_id: UUID,
    actor: Current,
    version: IfMatch,
    move_to: Annotated[UUID | None, Query(description="The category that takes its expenses and split lines.")] = None,
) -> None:
    """Remove a category; those below it move up. One that expenses stand in needs `move_to`."""
    async with transaction(actor) as session:
        await expenses.remove_category(session, actor, category_id, move_to=move_to, expected_version=version)
    await nudge(actor.workspace_id, "expenses")


def _tagged(category: CategoryView, response: Response) -> CategoryShown:
    tag(response, category.version)
    return CategoryShown.model_validate(category)
