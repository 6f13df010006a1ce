"""`/auth`: registering, signing in, tokens, and one's signed-in devices. Nothing here takes an idempotency key."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from backend import auth, users
from backend.api.deps import CurrentVisitor, Paging, person_of
from backend.api.lists import page_of, shown
from backend.api.people import UserShown, WorkspaceShown, show_user, show_workspace
from backend.api.requests import client_of
from backend.api.routing import api_router
from backend.api.schemas import Instant, Sent, Shown
from backend.api.signup import SignUp, sign_up
from backend.core.db import system_transaction

router = api_router("/auth", "Signing in")

Password = Annotated[str, Field(max_length=4 * auth.rules.PASSWORD_MAX, examples=["plenty of small coins"])]


class Register(Sent):
    """A new account."""

    email: str = Field(max_length=320, examples=["ada@example.com"])
    password: Password
    display_name: str = Field(max_length=400, examples=["Ada"])
    locale: str | None = Field(None, max_length=35, examples=["en"])
    timezone: str | None = Field(None, max_length=64, examples=["Europe/Vienna"])
    base_currency: str | None = Field(None, max_length=3, examples=["EUR"])


class Registered(Shown):
    """The account and its first workspace. For an address that is taken the answer looks the same, and its owner is told."""

    user: UserShown
    workspace: WorkspaceShown


class Login(Sent):
    """Address and password."""

    email: str = Field(max_length=320, examples=["ada@example.com"])
    password: Password


class TokenPair(Shown):
    """An access token for ten minutes, and a refresh token for one exchange within thirty days."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a name, no secret
    expires_in: int = Field(description="Seconds until the access token expires.", examples=[600])


class Refresh(Sent):
    """The refresh token to exchange."""

    refresh_token: str = Field(max_length=200)


class PasswordChange(Sent):
    """The old and the new password."""

    current_password: Password
    new_password: Password


class SessionShown(Shown):
    """A signed-in device."""

    id: UUID
    kind: Literal["web", "api"]
    current: bool
    created_at: Instant
    last_seen_at: Instant
    expires_at: Instant
    user_agent: str
    address: str


class SessionList(Shown):
    """Signed-in devices, the last seen on top."""

    items: list[SessionShown]
    next_cursor: str | None
    total: int | None = None


@router.post("/register", status_code=201)
async def register(body: Register, request: Request) -> Registered:
    """Make an account with its first workspace and starter categories. It works at once."""
    languages = request.headers.get("accept-language", "")
    made = await sign_up(SignUp(**body.model_dump()), client_of(request.scope), languages, browser=False)
    return Registered(user=show_user(made.user), workspace=show_workspace(made.workspace))


@router.post("/login")
async def login(body: Login, request: Request) -> TokenPair:
    """Sign in with address and password."""
    client = client_of(request.scope)
    signed_in = await auth.sign_in(body.email, body.password, client)
    async with system_transaction("identity") as session:
        tokens = await auth.issue_tokens(session, signed_in.user_id, client)
    return _shown(tokens)


@router.post("/refresh")
async def refresh(body: Refresh, request: Request) -> TokenPair:
    """Exchange a refresh token for a new pair; the old one is spent."""
    return _shown(await auth.refresh(body.refresh_token, client_of(request.scope)))


@router.post("/logout", status_code=204, response_class=Response)
async def logout(visitor: CurrentVisitor) -> None:
    """End the session of the access token: both its tokens die."""
    async with system_transaction("identity") as session:
        await auth.end_session(session, visitor.actor, visitor.session_id, "logout")


@router.get("/sessions", response_model=SessionList, response_model_exclude_unset=True)
async def list_sessions(visitor: CurrentVisitor, paging: Paging) -> dict[str, Any]:
    """One's own signed-in devices."""
    async with system_transaction("identity") as session:
        found = await auth.sessions_of(session, person_of(visitor.actor), visitor.session_id)
    return shown(page_of(found, paging, "sessions", lambda each: each.id), SessionShown.model_validate)


@router.delete("/sessions/{session_id}", status_code=204, response_class=Response)
async def end_session(session_id: UUID, visitor: CurrentVisitor) -> None:
    """Sign one of one's own devices out."""
    async with system_transaction("identity") as session:
        await auth.end_session(session, visitor.actor, session_id, "revoked")


@router.post("/password/change", status_code=204, response_class=Response)
async def change_password(body: PasswordChange, visitor: CurrentVisitor, request: Request) -> None:
    """Choose a new password; all other sessions end."""
    person = person_of(visitor.actor)
    await auth.confirm_password(person, body.current_password, client_of(request.scope))
    async with system_transaction("identity") as session:
        known = await users.get_user(session, person)
    await auth.check_new_password(body.new_password, (known.email, known.display_name), "new_password")
    password_hash = await auth.hash_password(body.new_password)
    async with system_transaction("identity") as session:
        await users.set_password(session, person, password_hash)
        await auth.end_other_sessions(session, visitor.actor, visitor.session_id, "password_changed")


def _shown(tokens: auth.Tokens) -> TokenPair:
    return TokenPair(access_token=tokens.access_token, refresh_token=tokens.refresh_token, expires_in=tokens.expires_in)
