"""`/me`: oneself."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from backend import auth, users
from backend.api.deps import Current, IfMatch, person_of, tag
from backend.api.people import MeShown
from backend.api.routing import api_router
from backend.api.schemas import Changes
from backend.core.actor import Actor
from backend.core.db import system_transaction
from backend.core.errors import Invalid

router = api_router("/me", "Oneself")


class MeChanges(Changes):
    """What can be changed about oneself. `base_currency` is that of the default workspace; a preference set to null is removed."""

    display_name: str | None = Field(None, max_length=400)
    locale: str | None = Field(None, max_length=35)
    timezone: str | None = Field(None, max_length=64)
    base_currency: str | None = Field(None, max_length=3)
    preferences: dict[str, Any] | None = None
    default_workspace_id: UUID | None = None


@router.get("")
async def get_me(actor: Current, response: Response) -> MeShown:
    """Oneself."""
    async with system_transaction("identity") as session:
        return await _show(session, await users.get_user(session, person_of(actor)), response)


@router.patch("")
async def amend_me(changes: MeChanges, actor: Current, response: Response, version: IfMatch) -> MeShown:
    """Change what is sent, keep the rest."""
    person = person_of(actor)
    wanted = changes.model_dump(exclude={"base_currency"})
    async with system_transaction("identity") as session:
        await _check_member(session, person, changes.default_workspace_id)
        user = await users.amend_user(session, person, users.UserChange(**wanted), version)
        if changes.base_currency is not None:
            await _set_currency(session, actor, user, changes.base_currency)
        shown = await _show(session, user, response)
    auth.forget_standings()
    auth.forget_web_sessions()
    return shown


async def _check_member(session: AsyncSession, person: UUID, workspace_id: UUID | None) -> None:
    if workspace_id is not None and await users.membership(session, person, workspace_id) is None:
        raise Invalid.field("default_workspace_id", "workspace_not_found", "There is no such workspace.")


async def _set_currency(session: AsyncSession, actor: Actor, user: users.UserView, currency: str) -> None:
    at_home = await _at_home(session, actor, user)
    await users.amend_workspace(session, at_home, users.WorkspaceChange(base_currency=currency))


async def _at_home(session: AsyncSession, actor: Actor, user: users.UserView) -> Actor:
    home = user.default_workspace_id
    role = await users.membership(session, user.id, home) if home else None
    if home is None or role is None:
        raise users.WorkspaceNotFound("You have no default workspace.")
    return replace(actor, workspace_id=home, role=role)


async def _show(session: AsyncSession, user: users.UserView, response: Response) -> MeShown:
    books = {each.id: each for each in await users.workspaces_of(session, user.id)}
    home = books.get(user.default_workspace_id) if user.default_workspace_id else None
    tag(response, user.version)
    return MeShown.model_validate({**vars(user), "base_currency": home.base_currency if home else None})
