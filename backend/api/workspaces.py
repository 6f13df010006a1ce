"""`/workspaces`: sets of books and who works in them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from backend import auth, categories, users
from backend.api.deps import Current, IfMatch, Paging, person_of, tag
from backend.api.lists import page_of, shown
from backend.api.people import WorkspaceShown, show_workspace
from backend.api.routing import api_router
from backend.api.schemas import Changes, Instant, Sent, Shown
from backend.core.actor import Actor, Role
from backend.core.db import system_transaction
from backend.core.ids import new_id

router = api_router("/workspaces", "Workspaces")


class NewWorkspace(Sent):
    """New books; currency and zone are those of the current ones where they are not named."""

    name: str = Field(max_length=400, examples=["Household"])
    base_currency: str | None = Field(None, max_length=3, examples=["EUR"])
    timezone: str | None = Field(None, max_length=64, examples=["Europe/Vienna"])


class WorkspaceChanges(Changes):
    """What can be changed about a workspace. The base currency only as long as there are no expenses."""

    name: str | None = Field(None, max_length=400)
    base_currency: str | None = Field(None, max_length=3)
    timezone: str | None = Field(None, max_length=64)


class WorkspaceList(Shown):
    """Workspaces, those joined first on top."""

    items: list[WorkspaceShown]
    next_cursor: str | None
    total: int | None = None


class MemberShown(Shown):
    """Somebody who works in a workspace."""

    user_id: UUID
    display_name: str
    email: str
    role: Role
    joined_at: Instant


class MemberList(Shown):
    """Members, those who joined first on top."""

    items: list[MemberShown]
    next_cursor: str | None
    total: int | None = None


@router.get("", response_model=WorkspaceList, response_model_exclude_unset=True)
async def list_workspaces(actor: Current, paging: Paging) -> dict[str, Any]:
    """One's own workspaces."""
    async with system_transaction("identity") as session:
        found = await users.workspaces_of(session, person_of(actor))
    return shown(page_of(found, paging, "workspaces", lambda each: each.id), show_workspace)


@router.post("", status_code=201)
async def create_workspace(body: NewWorkspace, actor: Current, response: Response) -> WorkspaceShown:
    """Make further books, with starter categories, owned by oneself."""
    async with system_transaction("identity") as session:
        here = await users.get_workspace(session, actor)
        owner = replace(actor, workspace_id=new_id(), role=Role.OWNER)
        currency, zone = body.base_currency or here.base_currency, body.timezone or here.timezone
        made = await users.create_workspace(session, owner, body.name, currency, zone)
        await categories.seed(session, owner)
    response.headers["Location"] = f"/api/v1/workspaces/{made.id}"
    return _tagged(made, response)


@router.get("/{workspace_id}")
async def get_workspace(workspace_id: UUID, actor: Current, response: Response) -> WorkspaceShown:
    """One workspace."""
    async with system_transaction("identity") as session:
        return _tagged(await users.get_workspace(session, await _within(session, actor, workspace_id)), response)


@router.patch("/{workspace_id}")
async def amend_workspace(
    workspace_id: UUID, changes: WorkspaceChanges, actor: Current, response: Response, version: IfMatch
) -> WorkspaceShown:
    """Change what is sent, keep the rest."""
    async with system_transaction("identity") as session:
        there = await _within(session, actor, workspace_id)
        changed = await users.amend_workspace(session, there, users.WorkspaceChange(**changes.model_dump()), version)
    return _tagged(changed, response)


@router.delete("/{workspace_id}", status_code=204, response_class=Response)
async def remove_workspace(workspace_id: UUID, actor: Current, version: IfMatch) -> None:
    """Close a workspace for all its members. The last one of a person stays."""
    async with system_transaction("identity") as session:
        await users.remove_workspace(session, await _within(session, actor, workspace_id), version)
    auth.forget_standings()
    auth.forget_web_sessions()


@router.get("/{workspace_id}/members", response_model=MemberList, response_model_exclude_unset=True)
async def list_members(workspace_id: UUID, actor: Current, paging: Paging) -> dict[str, Any]:
    """Who works in a workspace."""
    async with system_transaction("identity") as session:
        found = await users.members(session, await _within(session, actor, workspace_id))
    return shown(page_of(found, paging, f"members {workspace_id}", lambda each: each.user_id), MemberShown.model_validate)


async def _within(session: AsyncSession, actor: Actor, workspace_id: UUID) -> Actor:
    """The actor in the workspace of the path. Raises `WorkspaceNotFound` where they are no member."""
    role = await users.membership(session, person_of(actor), workspace_id)
    if role is None:
        raise users.WorkspaceNotFound("There is no such workspace.")
    return replace(actor, workspace_id=workspace_id, role=role)


def _tagged(workspace: users.WorkspaceView, response: Response) -> WorkspaceShown:
    tag(response, workspace.version)
    return show_workspace(workspace)
