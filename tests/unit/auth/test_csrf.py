"""Tokens that show that a page of this site sent a request."""

from datetime import timedelta

import pytest
import time_machine

from backend.auth import csrf
from backend.auth.errors import CsrfRefused
from backend.auth.views import WebSession
from backend.core.actor import Role
from backend.core.ids import new_id
from backend.core.keyring import generate


@pytest.fixture(autouse=True)
def _keys(set_settings) -> None:
    set_settings(OUTLAY_KEYS=generate().to_json())


def a_session(key: str) -> WebSession:
    return WebSession(new_id(), key, new_id(), new_id(), Role.OWNER, "en", "UTC", "Ada")


def test_a_session_takes_its_own_token_alone() -> None:
    mine, other = a_session("a" * 64), a_session("b" * 64)
    csrf.check_csrf(csrf.csrf_token(mine), mine)
    for token in (csrf.csrf_token(other), csrf.csrf_token(None), "", "ü"):
        with pytest.raises(CsrfRefused):
            csrf.check_csrf(token, mine)


def test_a_visitors_token_lasts_a_day() -> None:
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False) as clock:
        token = csrf.csrf_token(None)
        csrf.check_csrf(token, None)
        clock.shift(timedelta(hours=25))
        with pytest.raises(CsrfRefused):
            csrf.check_csrf(token, None)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e" * 5000])
def test_a_made_up_token_is_refused(token: str) -> None:
    with pytest.raises(CsrfRefused):
        csrf.check_csrf(token, None)
