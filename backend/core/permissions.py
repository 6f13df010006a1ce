"""The one table of who may do what. Services ask `require`; REST, UI and jobs all pass through them."""

from typing import Final

from backend.core.actor import Actor, Role
from backend.core.errors import Forbidden

_READ: Final = frozenset(
    {
        "expenses:read",
        "categories:read",
        "notifications:read",
        "notifications:write",
        "analytics:read",
        "workspace:read",
        "members:read",
    }
)
_MEMBER: Final = _READ | {"expenses:write", "receipts:write", "categories:write"}
_ADMIN: Final = _MEMBER | {"workspace:write", "members:write"}
_OWNER: Final = _ADMIN | {"ops:read", "ops:write", "workspace:delete"}

GRANTS: Final[dict[Role, frozenset[str]]] = {
    Role.VIEWER: _READ,
    Role.MEMBER: _MEMBER,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _OWNER,
}
PERMISSIONS: Final = _OWNER


def allows(actor: Actor, permission: str) -> bool:
    """Whether role and scopes together grant `permission`."""
    if permission not in PERMISSIONS:
        raise LookupError(f"no such permission: {permission}")
    return permission in GRANTS[actor.role] and (not actor.scopes or permission in actor.scopes)


def require(actor: Actor, permission: str) -> None:
    """Refuse with `Forbidden` unless the actor has `permission`."""
    if not allows(actor, permission):
        raise Forbidden(f"This needs the permission “{permission}”. Ask an owner of the workspace.")
