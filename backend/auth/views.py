"""Clients, sessions and tokens as callers see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.core.actor import Role


@dataclass(frozen=True)
class Client:
    """Where a request comes from: the network address, and what the program calls itself."""

    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True)
class SignedIn:
    """Somebody whose password matched, and the workspace they start in."""

    user_id: UUID
    workspace_id: UUID | None


@dataclass(frozen=True)
class Tokens:
    """A pair for an API client; `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True)
class WebSession:
    """A browser's live session: who, in which workspace, with which role there. `key` is the one-way key of its cookie."""

    id: UUID
    key: str
    user_id: UUID
    workspace_id: UUID
    role: Role
    locale: str
    timezone: str
    display_name: str


@dataclass(frozen=True)
class SessionView:
    """A signed-in device, as its owner sees it."""

    id: UUID
    kind: Literal["web", "api"]
    current: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    address: str
