"""Signing in by password: the same cost for everyone, and only so many failures a minute."""

import asyncio
import hashlib
from collections.abc import Awaitable
from typing import Final, TypeVar
from uuid import UUID

from backend import audit, users
from backend.auth import passwords
from backend.auth.errors import SignInRefused
from backend.auth.views import Client, SignedIn
from backend.core import limits
from backend.core.actor import Actor, Role
from backend.core.db import enter_workspace, system_transaction
from backend.core.errors import TooMany, Unavailable
from backend.core.settings import settings

_NIL: Final = UUID(int=0)
_ADDRESS: Final = "failed-sign-ins"
_ACCOUNT: Final = "failed-sign-ins-account"
_SIGN_UPS: Final = "sign-ups"
_REDIS_SECONDS: Final = 1.5

Answer = TypeVar("Answer")


async def sign_in(email: str, password: str, client: Client) -> SignedIn:
    """Who signs in. Raises `SignInRefused`, `TooMany` after too many failures, `Unavailable` while failures cannot be counted."""
    account = _account(email)
    await _refuse_spent(account, client)
    credential = await _look_up(email)
    stored = credential.password_hash if credential else None
    good = await passwords.matches(stored, password, lambda: _refuse_spent(account, client))
    if not good or credential is None:
        await _failed(account, client)
    await _note(credential, client, "session.opened" if good else "session.refused")
    if not good or credential is None:
        raise SignInRefused("Address and password do not match. Please try again.")
    return SignedIn(credential.user_id, credential.workspace_id)


async def confirm_password(user_id: UUID, password: str, client: Client) -> None:
    """Check the password of somebody who is signed in, by the same limits. Raises `SignInRefused`, `TooMany`, `Unavailable`."""
    async with system_transaction("identity") as session:
        credential = await users.own_credential(session, user_id)
    account = _account(credential.email)
    await _refuse_spent(account, client)
    if not await passwords.matches(credential.password_hash, password, lambda: _refuse_spent(account, client)):
        await _failed(account, client)
        await _note(credential, client, "password.refused")
        raise SignInRefused("This is not your current password.")


async def count_sign_up(client: Client) -> None:
    """Count a registration. Raises `TooMany` when an address makes too many, `Unavailable` while they cannot be counted."""
    quota = await _in_time(limits.hit(_SIGN_UPS, settings().signup_per_minute, client.address, fail_open=False))
    limits.refuse_if_exceeded(quota)


async def _look_up(email: str) -> users.Credential | None:
    async with system_transaction("identity") as session:
        return await users.credential_of(session, email.strip()[: users.rules.EMAIL_MAX])


def _account(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()[:32]


async def _refuse_spent(account: str, client: Client) -> None:
    config = settings()
    by_address = limits.spent(_ADDRESS, config.failed_signin_per_minute, client.address)
    if await _in_time(by_address) or await _in_time(
        limits.spent(_ACCOUNT, config.failed_signin_account_per_minute, account, client.address)
    ):
        raise TooMany("That did not match too many times. Please wait a minute and try again.", retry_after=60)


async def _failed(account: str, client: Client) -> None:
    config = settings()
    await _in_time(limits.hit(_ADDRESS, config.failed_signin_per_minute, client.address, fail_open=False))
    await _in_time(limits.hit(_ACCOUNT, config.failed_signin_account_per_minute, account, client.address, fail_open=False))


async def _in_time(counting: Awaitable[Answer]) -> Answer:
    try:
        return await asyncio.wait_for(counting, _REDIS_SECONDS)
    except TimeoutError as error:
        raise Unavailable("Sign-in is paused for a moment. Nothing was lost; please try again shortly.") from error


async def _note(credential: users.Credential | None, client: Client, action: str) -> None:
    """Audit an attempt; one at an unknown address too, so that it takes the same time."""
    user_id = credential.user_id if credential else None
    workspace_id = (credential.workspace_id if credential else None) or _NIL
    async with system_transaction("identity") as session:
        await enter_workspace(session, workspace_id)
        await audit.note(session, Actor(user_id, workspace_id, Role.VIEWER, address=client.address), action, "user", user_id)
