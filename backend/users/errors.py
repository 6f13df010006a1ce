"""What can go wrong with people and workspaces."""

from backend.core.errors import Conflict, NotFound


class AddressTaken(Conflict):
    """An account has this address already. Callers outside must not tell a stranger so."""

    code = "address_taken"


class WorkspaceNotFound(NotFound):
    """No such workspace, or the person is no member of it."""

    code = "workspace_not_found"


class LastWorkspace(Conflict):
    """A person keeps at least one set of books."""

    code = "last_workspace"


class BaseCurrencyInUse(Conflict):
    """Amounts have been converted to the base currency; another one would need every rate anew."""

    code = "base_currency_in_use"
