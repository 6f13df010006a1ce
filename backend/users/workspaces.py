"""Workspaces and their members. Transactions are of the purpose 'identity'."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import audit
from backend.core.actor import Actor, Role
from backend.core.clock import now
from backend.core.db import enter_workspace
from backend.core.errors import Stale
from backend.core.keyring import keyring
from backend.core.outbox import publish
from backend.core.permissions import require
from backend.events import WorkspaceCreated
from backend.users import rules
from backend.users.errors import BaseCurrencyInUse, LastWorkspace, WorkspaceNotFound
from backend.users.models import Membership, UserAccount, Workspace
from backend.users.views import MemberView, WorkspaceChange, WorkspaceView

_HAS_EXPENSES = text("SELECT EXISTS (SELECT 1 FROM expense_key WHERE workspace_id = :workspace_id)")
_LOCK_PERSON = text("SELECT 1 FROM user_account WHERE id = :user_id FOR UPDATE")
_MOVE_DEFAULTS = text(
    "UPDATE user_account SET default_workspace_id = (SELECT m.workspace_id FROM membership m JOIN workspace w ON w.id = m.workspace_id"
    " WHERE m.user_id = user_account.id AND w.deleted_at IS NULL ORDER BY m.joined_at LIMIT 1)"
    " WHERE default_workspace_id = :workspace_id"
)


async def make(session: AsyncSession, actor: Actor, name: str, base_currency: str, timezone: str) -> WorkspaceView:
    """Make the workspace that `actor` names, owned by them; the transaction is in it afterwards."""
    await enter_workspace(session, actor.workspace_id)
    workspace = Workspace(
        id=actor.workspace_id,
        name=name,
        base_currency=base_currency,
        timezone=timezone,
        data_key=keyring().new_data_key(actor.workspace_id),
        created_by=_person(actor),
    )
    session.add(workspace)
    await session.flush()
    session.add(Membership(workspace_id=workspace.id, user_id=_person(actor), role=Role.OWNER))
    await session.flush()
    await audit.note(session, actor, "workspace.created", "workspace", workspace.id)
    await publish(session, actor, WorkspaceCreated(_person(actor)))
    return _view(workspace, Role.OWNER)


async def create_workspace(session: AsyncSession, actor: Actor, name: str, base_currency: str, timezone: str) -> WorkspaceView:
    """Make further books for the actor, who names the new workspace's id and is its owner. Raises `Invalid`."""
    cleaned = rules.clean_name(name, "name"), rules.clean_currency(base_currency), rules.clean_timezone(timezone)
    return await make(session, actor, *cleaned)


async def workspaces_of(session: AsyncSession, user_id: UUID) -> list[WorkspaceView]:
    """A person's workspaces, those they joined first on top."""
    query = _of_person(user_id).order_by(col(Membership.joined_at), col(Membership.workspace_id))
    return [_view(workspace, Role(role)) for workspace, role in (await session.execute(query)).all()]


async def get_workspace(session: AsyncSession, actor: Actor) -> WorkspaceView:
    """The actor's workspace. Raises `WorkspaceNotFound`."""
    return _view(*await _find(session, actor))


async def membership(session: AsyncSession, user_id: UUID, workspace_id: UUID) -> Role | None:
    """A person's role in a workspace; None when they are no member, or it is gone."""
    found = (await session.execute(_of_person(user_id).where(col(Workspace.id) == workspace_id))).first()
    return Role(found[1]) if found else None


async def members(session: AsyncSession, actor: Actor) -> list[MemberView]:
    """Who works in the actor's workspace."""
    require(actor, "members:read")
    query = (
        select(Membership, col(UserAccount.display_name), col(UserAccount.email))
        .join(UserAccount, col(UserAccount.id) == col(Membership.user_id))
        .where(col(Membership.workspace_id) == actor.workspace_id)
        .order_by(col(Membership.joined_at), col(Membership.user_id))
    )
    rows = (await session.execute(query)).all()
    return [MemberView(found.user_id, name, email, Role(found.role), found.joined_at) for found, name, email in rows]


async def amend_workspace(
    session: AsyncSession, actor: Actor, change: WorkspaceChange, expected_version: int | None = None
) -> WorkspaceView:
    """Change the actor's workspace. Raises `Forbidden`, `Invalid`, `Stale`, `BaseCurrencyInUse`, `WorkspaceNotFound`."""
    workspace, role = await _find(session, actor, lock=True)
    require(actor, "workspace:write")
    if expected_version not in (None, workspace.version):
        raise Stale("These books were changed elsewhere in the meantime. Please look again.")
    if change.name is not None:
        workspace.name = rules.clean_name(change.name, "name")
    if change.timezone is not None:
        workspace.timezone = rules.clean_timezone(change.timezone)
    if change.base_currency is not None:
        await _set_currency(session, workspace, rules.clean_currency(change.base_currency))
    workspace.version += 1
    workspace.updated_at = now()
    await session.flush()
    await audit.note(session, actor, "workspace.changed", "workspace", workspace.id, _facts(change))
    return _view(workspace, role)


async def remove_workspace(session: AsyncSession, actor: Actor, expected_version: int | None = None) -> None:
    """Close the actor's workspace for all its members. Raises `Forbidden`, `Stale`, `LastWorkspace`, `WorkspaceNotFound`."""
    await session.execute(_LOCK_PERSON, {"user_id": _person(actor)})
    workspace, _ = await _find(session, actor, lock=True)
    require(actor, "workspace:delete")
    if expected_version not in (None, workspace.version):
        raise Stale("These books were changed elsewhere in the meantime. Please look again.")
    if len(await workspaces_of(session, _person(actor))) == 1:
        raise LastWorkspace("These are your only books. Make other ones first.")
    workspace.deleted_at = now()
    await session.flush()
    await session.execute(_MOVE_DEFAULTS, {"workspace_id": workspace.id})
    await audit.note(session, actor, "workspace.removed", "workspace", workspace.id)


async def _set_currency(session: AsyncSession, workspace: Workspace, currency: str) -> None:
    if currency == workspace.base_currency:
        return
    if await session.scalar(_HAS_EXPENSES, {"workspace_id": workspace.id}):
        raise BaseCurrencyInUse(
            f"These books are kept in {workspace.base_currency} and hold expenses already. Open new books for {currency}."
        )
    workspace.base_currency = currency


async def _find(session: AsyncSession, actor: Actor, *, lock: bool = False) -> tuple[Workspace, Role]:
    await enter_workspace(session, actor.workspace_id)
    query = _of_person(_person(actor)).where(col(Workspace.id) == actor.workspace_id)
    found = (await session.execute(query.with_for_update(of=Workspace) if lock else query)).first()
    if found is None:
        raise WorkspaceNotFound("There is no such workspace.")
    return found[0], Role(found[1])


def _of_person(user_id: UUID):  # noqa: ANN202 - SQLAlchemy's own type of a select of two columns
    return (
        select(Workspace, col(Membership.role))
        .join(Membership, col(Membership.workspace_id) == col(Workspace.id))
        .where(col(Membership.user_id) == user_id, col(Workspace.deleted_at).is_(None))
    )


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise WorkspaceNotFound("There is no such workspace.")
    return actor.user_id


def _facts(change: WorkspaceChange) -> dict[str, object]:
    return {field: value for field, value in vars(change).items() if value is not None}


def _view(workspace: Workspace, role: Role) -> WorkspaceView:
    return WorkspaceView(
        id=workspace.id,
        name=workspace.name,
        base_currency=workspace.base_currency,
        timezone=workspace.timezone,
        role=role,
        version=workspace.version,
        created_at=workspace.created_at,
        updated_at=workspace.updated_at,
    )
