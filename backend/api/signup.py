"""Registering, by API and by form. Whether an address is taken shows in nothing: not in status, shape, time or cookies.

For a taken address the same work is done for a stand-in and undone before the commit, so its ids lead nowhere; the owner
of the address is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend import auth, categories, users
from backend.core.actor import Actor, Role
from backend.core.db import enter_workspace, system_transaction
from backend.core.errors import FieldProblem, Invalid, Problem
from backend.core.ids import new_id
from backend.core.outbox import publish
from backend.core.wording import said
from backend.events import SecurityAlert

_WELCOME: Final = (
    "Welcome to Outlay",
    (
        "Your account is ready. Photograph a receipt, and it stands in your books a few seconds later.\n\n"
        "If it was not you who registered, you can ignore this letter."
    ),
)
_TAKEN: Final = (
    "Somebody tried to register with your address",
    (
        "Somebody has just tried to make an Outlay account with this address. You have one already, and nothing about it has changed.\n\n"
        "If it was you: sign in with your password instead. If it was not, there is nothing you need to do."
    ),
)


@dataclass(frozen=True)
class SignUp:
    """What somebody enters to register; None where they leave the choice to us."""

    email: str
    password: str
    display_name: str
    locale: str | None = None
    timezone: str | None = None
    base_currency: str | None = None


@dataclass(frozen=True)
class SignedUp:
    """What registering has made; `token` is that of the browser's session where one was asked for."""

    user: users.UserView
    workspace: users.WorkspaceView
    token: str = ""


async def sign_up(asked: SignUp, client: auth.Client, accept_language: str, *, browser: bool) -> SignedUp:
    """Make an account, or do as if; for a browser with a session that is open. Raises `Invalid`, `TooMany`, `Unavailable`."""
    draft = _draft(asked, client, users.rules.guess(accept_language))
    await auth.count_sign_up(client)
    await auth.check_new_password(asked.password, (draft.email, draft.display_name))
    draft = replace(draft, password_hash=await auth.hash_password(asked.password))
    async with system_transaction("identity") as session:
        taken, made = await _register(session, draft, client if browser else None)
    subject, words = _TAKEN if taken else _WELCOME
    await users.letters.send(draft.email, said(subject, draft.locale), said(words, draft.locale))
    return made


async def _register(session: AsyncSession, draft: users.RegisterDraft, browser: auth.Client | None) -> tuple[bool, SignedUp]:
    owner = await users.credential_of(session, draft.email)
    if owner is None:
        try:
            async with session.begin_nested():
                return False, await _make(session, draft, browser)
        except users.AddressTaken:  # somebody else was a moment faster
            owner = await users.credential_of(session, draft.email)
    made = await _pretend(session, draft, browser)
    if owner is not None:
        await _tell(session, owner, draft.address)
    return True, made


async def _make(session: AsyncSession, draft: users.RegisterDraft, browser: auth.Client | None) -> SignedUp:
    made = await users.register(session, draft)
    await categories.seed(session, made.actor)
    if browser is None:
        return SignedUp(made.user, made.workspace)
    return SignedUp(made.user, made.workspace, await auth.open_web_session(session, made.user.id, made.workspace.id, browser))


async def _pretend(session: AsyncSession, draft: users.RegisterDraft, browser: auth.Client | None) -> SignedUp:
    attempt = await session.begin_nested()
    made = await _make(session, replace(draft, email=f"{new_id()}@nowhere.invalid"), browser)
    await attempt.rollback()
    return replace(made, user=replace(made.user, email=draft.email))


async def _tell(session: AsyncSession, owner: users.Credential, address: str) -> None:
    workspace_id = owner.workspace_id or UUID(int=0)
    await enter_workspace(session, workspace_id)
    actor = Actor(owner.user_id, workspace_id, Role.VIEWER, address=address)
    await publish(session, actor, SecurityAlert(owner.user_id, "register_taken"))


def _draft(asked: SignUp, client: auth.Client, guess: users.rules.Guess) -> users.RegisterDraft:
    """All that was entered, checked field by field so that every mistake is told at once."""
    rules = users.rules
    problems: list[FieldProblem] = []

    def checked(check: Callable[..., str], *values: str) -> str:
        try:
            return check(*values)
        except Problem as problem:
            problems.extend(problem.fields)
            return ""

    draft = users.RegisterDraft(
        email=checked(rules.clean_email, asked.email),
        password_hash="",
        display_name=checked(rules.clean_name, asked.display_name, "display_name"),
        locale=checked(rules.clean_locale, asked.locale or guess.locale),
        timezone=checked(rules.clean_timezone, asked.timezone or guess.timezone),
        base_currency=checked(rules.clean_currency, asked.base_currency or guess.currency),
        address=client.address,
    )
    weak = auth.rules.password_problem(asked.password, (asked.email, asked.display_name))
    problems += [weak] if weak else []
    if problems:
        raise Invalid(problems[0].message if len(problems) == 1 else "Some fields need another look.", fields=tuple(problems))
    return draft
