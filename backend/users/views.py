"""People and workspaces as others see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actor import Actor, Role


@dataclass(frozen=True)
class UserView:
    """A person."""

    id: UUID
    email: str
    email_verified: bool
    display_name: str
    locale: str
    timezone: str
    preferences: dict[str, Any]
    default_workspace_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class WorkspaceView:
    """A set of books, with the role of the person who asks."""

    id: UUID
    name: str
    base_currency: str
    timezone: str
    role: Role
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class MemberView:
    """A member of a workspace."""

    user_id: UUID
    display_name: str
    email: str
    role: Role
    joined_at: datetime


@dataclass(frozen=True)
class Credential:
    """What a sign-in is checked against."""

    user_id: UUID
    email: str
    display_name: str
    password_hash: str
    workspace_id: UUID | None


@dataclass(frozen=True)
class RegisterDraft:
    """A new person, all values clean (see `rules`), the password hashed."""

    email: str
    password_hash: str
    display_name: str
    locale: str
    timezone: str
    base_currency: str
    address: str = ""


@dataclass(frozen=True)
class Registered:
    """A person and their first books; `actor` is the person at work in them."""

    user: UserView
    workspace: WorkspaceView
    actor: Actor


@dataclass(frozen=True)
class UserChange:
    """What changes about a person; None leaves a value as it is."""

    display_name: str | None = None
    locale: str | None = None
    timezone: str | None = None
    preferences: dict[str, Any] | None = None
    default_workspace_id: UUID | None = None


@dataclass(frozen=True)
class WorkspaceChange:
    """What changes about a workspace; None leaves a value as it is."""

    name: str | None = None
    base_currency: str | None = None
    timezone: str | None = None
