"""Tables of signed-in devices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

from backend.core.clock import now


class AuthSession(SQLModel, table=True):
    """One signed-in device: a browser ('web', found by the hash of its cookie) or an API client ('api', a family of tokens)."""

    __tablename__ = "auth_session"

    id: UUID = Field(primary_key=True)
    user_id: UUID
    kind: str
    token_hash: bytes | None = None
    workspace_id: UUID | None = None
    remembered: bool = False
    user_agent: str = ""
    address: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    last_seen_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    ended_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    end_reason: str | None = None


class RefreshToken(SQLModel, table=True):
    """One refresh token of a family, kept as a hash; spent when it has been exchanged."""

    __tablename__ = "refresh_token"

    id: UUID = Field(primary_key=True)
    session_id: UUID
    token_hash: bytes
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    spent_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
