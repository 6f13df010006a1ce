"""Signing in: passwords, browsers' sessions, API clients' tokens."""

from backend.auth import rules
from backend.auth.confirming import confirm, confirmed_lately
from backend.auth.csrf import check_csrf, csrf_token
from backend.auth.devices import end_other_sessions, end_session, sessions_of
from backend.auth.errors import (
    Busy,
    ConfirmationNeeded,
    CsrfRefused,
    RefreshInProgress,
    RefreshInvalid,
    RefreshReused,
    SignInRefused,
    TokenInvalid,
)
from backend.auth.families import issue_tokens, refresh
from backend.auth.forgetting import forget_ended
from backend.auth.passwords import check_new as check_new_password
from backend.auth.passwords import hash_password
from backend.auth.sign_in import confirm_password, count_sign_up, sign_in
from backend.auth.standing import actor_of_token, actor_of_web_session, forget_standings
from backend.auth.tokens import Claims
from backend.auth.tokens import read as read_access_token
from backend.auth.views import Client, SessionView, SignedIn, Tokens, WebSession
from backend.auth.web import (
    cookie_name,
    end_web_session,
    forget_web_sessions,
    new_token,
    open_web_session,
    session_key,
    switch_workspace,
    web_session,
    web_session_by_key,
)

__all__ = [
    "Busy",
    "Claims",
    "Client",
    "ConfirmationNeeded",
    "CsrfRefused",
    "RefreshInProgress",
    "RefreshInvalid",
    "RefreshReused",
    "SessionView",
    "SignInRefused",
    "SignedIn",
    "TokenInvalid",
    "Tokens",
    "WebSession",
    "actor_of_token",
    "actor_of_web_session",
    "check_csrf",
    "check_new_password",
    "confirm",
    "confirm_password",
    "confirmed_lately",
    "cookie_name",
    "count_sign_up",
    "csrf_token",
    "end_other_sessions",
    "end_session",
    "end_web_session",
    "forget_ended",
    "forget_standings",
    "forget_web_sessions",
    "hash_password",
    "issue_tokens",
    "new_token",
    "open_web_session",
    "read_access_token",
    "refresh",
    "rules",
    "session_key",
    "sessions_of",
    "sign_in",
    "switch_workspace",
    "web_session",
    "web_session_by_key",
]
