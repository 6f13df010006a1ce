"""Who acts: a person or a job, in one workspace, with one role."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Role(StrEnum):
    """What a member may do, largest first."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"


@dataclass(frozen=True)
class Actor:
    """The one on whose behalf something happens.

    `scopes` narrow what the role allows (API keys); empty means all of it. `source` says whether a person
    or the machine acts. `address` is the client's network address, for the audit.
    """

    user_id: UUID | None
    workspace_id: UUID
    role: Role
    scopes: frozenset[str] = field(default_factory=frozenset)
    source: Literal["user", "job"] = "user"
    locale: str = "en"
    address: str = ""

    @classmethod
    def for_job(cls, workspace_id: UUID, user_id: UUID | None = None) -> "Actor":
        """The machine at work in a workspace, for `user_id` where a person set it off."""
        return cls(user_id=user_id, workspace_id=workspace_id, role=Role.OWNER, source="job")
