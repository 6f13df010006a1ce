"""People: making an account, reading and changing it. Transactions are of the purpose 'identity'."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import audit
from backend.core.actor import Actor, Role
from backend.core.clock import now
from backend.core.errors import NotFound, Stale
from backend.core.ids import new_id
from backend.core.wording import said
from backend.users import rules, workspaces
from backend.users.errors import AddressTaken
from backend.users.models import UserAccount
from backend.users.views import Credential, RegisterDraft, Registered, UserChange, UserView

FIRST_WORKSPACE = "Personal"


async def register(session: AsyncSession, draft: RegisterDraft) -> Registered:
    """Make a person, their first workspace and their ownership of it; the transaction is in that workspace afterwards.

    Raises `AddressTaken`; the transaction (or its savepoint) is void then.
    """
    person = UserAccount(
        id=new_id(),
        email=draft.email,
        password_hash=draft.password_hash,
        display_name=draft.display_name,
        locale=draft.locale,
        timezone=draft.timezone,
    )
    session.add(person)
    try:
        await session.flush()
    except IntegrityError as error:
        raise AddressTaken("An account has this address already.") from error
    actor = Actor(person.id, new_id(), Role.OWNER, locale=draft.locale, address=draft.address)
    workspace = await workspaces.make(session, actor, said(FIRST_WORKSPACE, draft.locale), draft.base_currency, draft.timezone)
    person.default_workspace_id = workspace.id
    await session.flush()
    await audit.note(session, actor, "user.registered", "user", person.id)
    return Registered(_view(person), workspace, actor)


async def get_user(session: AsyncSession, user_id: UUID) -> UserView:
    """A person. Raises `NotFound`."""
    return _view(await _find(session, user_id))


async def credential_of(session: AsyncSession, email: str) -> Credential | None:
    """What a sign-in with this address is checked against."""
    found = (await session.execute(select(UserAccount).where(col(UserAccount.email) == email))).scalar_one_or_none()
    return _credential(found) if found else None


async def own_credential(session: AsyncSession, user_id: UUID) -> Credential:
    """What a person's own password is checked against. Raises `NotFound`."""
    return _credential(await _find(session, user_id))


async def set_password(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    """Store a new password's hash."""
    await session.execute(update(UserAccount).where(col(UserAccount.id) == user_id).values(password_hash=password_hash, updated_at=now()))


async def amend_user(session: AsyncSession, user_id: UUID, change: UserChange, expected_version: int | None = None) -> UserView:
    """Change what a person has set about themselves. Raises `Invalid`, `Stale`, `NotFound`."""
    person = await _find(session, user_id, lock=True)
    if expected_version not in (None, person.version):
        raise Stale("Your settings were changed elsewhere in the meantime. Please look again.")
    for field, value in _changed(person, change).items():
        setattr(person, field, value)
    person.version += 1
    person.updated_at = now()
    await session.flush()
    return _view(person)


def _changed(person: UserAccount, change: UserChange) -> dict[str, object]:
    values: dict[str, object] = {}
    if change.display_name is not None:
        values["display_name"] = rules.clean_name(change.display_name, "display_name")
    if change.locale is not None:
        values["locale"] = rules.clean_locale(change.locale)
    if change.timezone is not None:
        values["timezone"] = rules.clean_timezone(change.timezone)
    if change.preferences is not None:
        values["preferences"] = rules.clean_preferences(person.preferences, change.preferences)
    if change.default_workspace_id is not None:
        values["default_workspace_id"] = change.default_workspace_id
    return values


async def _find(session: AsyncSession, user_id: UUID, *, lock: bool = False) -> UserAccount:
    found = await session.get(UserAccount, user_id, with_for_update=True if lock else None)
    if found is None:
        raise NotFound("There is no such account any more.")
    return found


def _credential(person: UserAccount) -> Credential:
    return Credential(person.id, person.email, person.display_name, person.password_hash, person.default_workspace_id)


def _view(person: UserAccount) -> UserView:
    return UserView(
        id=person.id,
        email=person.email,
        email_verified=person.email_verified_at is not None,
        display_name=person.display_name,
        locale=person.locale,
        timezone=person.timezone,
        preferences=dict(person.preferences),
        default_workspace_id=person.default_workspace_id,
        version=person.version,
        created_at=person.created_at,
        updated_at=person.updated_at,
    )
