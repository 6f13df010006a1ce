"""People and workspaces as the API shows them."""

from typing import Any
from uuid import UUID

from pydantic import Field

from backend.api.schemas import Instant, Shown
from backend.core.actor import Role
from backend.users import UserView, WorkspaceView


class UserShown(Shown):
    """A person."""

    id: UUID
    email: str
    email_verified: bool
    display_name: str
    locale: str = Field(examples=["de-AT"])
    timezone: str = Field(examples=["Europe/Vienna"])
    preferences: dict[str, Any]
    default_workspace_id: UUID | None
    version: int
    created_at: Instant
    updated_at: Instant


class MeShown(UserShown):
    """Oneself, with the base currency of the default workspace."""

    base_currency: str | None = Field(examples=["EUR"])


class WorkspaceShown(Shown):
    """A set of books, with one's own role in it."""

    id: UUID
    name: str
    base_currency: str = Field(examples=["EUR"])
    timezone: str
    role: Role
    version: int
    created_at: Instant
    updated_at: Instant


def show_user(user: UserView) -> UserShown:
    """A person as shown."""
    return UserShown.model_validate(user)


def show_workspace(workspace: WorkspaceView) -> WorkspaceShown:
    """A workspace as shown."""
    return WorkspaceShown.model_validate(workspace)
