"""People, their workspaces, and who is a member of which."""

from backend.users import letters, rules
from backend.users.errors import AddressTaken, BaseCurrencyInUse, LastWorkspace, WorkspaceNotFound
from backend.users.people import amend_user, credential_of, get_user, own_credential, register, set_password
from backend.users.views import Credential, MemberView, RegisterDraft, Registered, UserChange, UserView, WorkspaceChange, WorkspaceView
from backend.users.workspaces import (
    amend_workspace,
    create_workspace,
    get_workspace,
    members,
    membership,
    remove_workspace,
    workspaces_of,
)

__all__ = [
    "AddressTaken",
    "BaseCurrencyInUse",
    "Credential",
    "LastWorkspace",
    "MemberView",
    "RegisterDraft",
    "Registered",
    "UserChange",
    "UserView",
    "WorkspaceChange",
    "WorkspaceNotFound",
    "WorkspaceView",
    "amend_user",
    "amend_workspace",
    "create_workspace",
    "credential_of",
    "get_user",
    "get_workspace",
    "letters",
    "members",
    "membership",
    "own_credential",
    "register",
    "remove_workspace",
    "rules",
    "set_password",
    "workspaces_of",
]
