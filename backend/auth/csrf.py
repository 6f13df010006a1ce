"""Proof that a form or script of this site sent a request: bound to the session, or for visitors signed and dated."""

import hmac
import secrets
from functools import cache
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer

from backend.auth.errors import CsrfRefused
from backend.auth.views import WebSession
from backend.core.keyring import keyring

_VISITOR_SECONDS: Final = 24 * 60 * 60
_LENGTH_MAX: Final = 400


@cache
def _secret() -> bytes:
    return keyring().derive("csrf")


@cache
def _visitors() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_secret(), salt="visitor")


def csrf_token(session: WebSession | None) -> str:
    """The token that pages of this session send; without one, a visitor's for signing in and up."""
    if session is None:
        return _visitors().dumps(secrets.token_urlsafe(9))
    return hmac.new(_secret(), f"session|{session.key}".encode(), "sha256").hexdigest()


def check_csrf(token: str, session: WebSession | None) -> None:
    """Refuse a request whose token is not the session's (for a visitor: not ours, or older than a day). Raises `CsrfRefused`."""
    good = _is_visitors(token) if session is None else hmac.compare_digest(token.encode(), csrf_token(session).encode())
    if not good:
        raise CsrfRefused("This page has been open for too long, or was not ours. Please load it again.")


def _is_visitors(token: str) -> bool:
    if len(token) > _LENGTH_MAX:
        return False
    try:
        _visitors().loads(token, max_age=_VISITOR_SECONDS)
    except BadData:
        return False
    return True
