"""Passwords, lifetimes and where a sign-in may lead."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.auth import rules

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("password", ["eight ch", "密码密码密码密码", "x" * 1024])
def test_any_characters_make_a_password_when_there_are_eight(password: str) -> None:
    assert rules.password_problem(password) is None


@pytest.mark.parametrize(
    ("password", "code"), [("seven c", "password_too_short"), ("", "password_too_short"), ("x" * 1025, "password_too_long")]
)
def test_a_password_out_of_bounds_is_refused(password: str, code: str) -> None:
    problem = rules.password_problem(password)
    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize("password", ["Ada.Lovelace@example.com", "ada.lovelace", "Ada Lovelace"])
def test_ones_own_name_is_no_password(password: str) -> None:
    problem = rules.password_problem(password, ("ada.lovelace@example.com", "Ada Lovelace"))
    assert problem is not None
    assert problem.code == "password_personal"


def test_a_password_is_the_same_however_it_is_composed() -> None:
    assert rules.normalise_password("cafe\u0301 cre\u0300me") == rules.normalise_password("caf\u00e9 cr\u00e8me")


@pytest.mark.parametrize(
    ("remembered", "unused_for", "over"),
    [
        (False, timedelta(minutes=29), False),
        (False, timedelta(minutes=30), True),
        (True, timedelta(days=29), False),
        (True, timedelta(days=30), True),
    ],
)
def test_an_unused_session_is_over(remembered: bool, unused_for: timedelta, over: bool) -> None:
    facts = {"expires_at": NOON + timedelta(days=1), "last_seen_at": NOON - unused_for}
    assert rules.is_over(NOON, remembered=remembered, **facts) is over


def test_a_used_session_is_over_at_its_end() -> None:
    assert rules.is_over(NOON, expires_at=NOON, last_seen_at=NOON, remembered=True)


@pytest.mark.parametrize("target", ["/", "/expenses", "/expenses/019a?from=2026-01-01#notes", "/a%20b"])
def test_a_sign_in_leads_to_a_path_of_this_site(target: str) -> None:
    assert rules.own_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)",
        "/\t/evil",
        "/a\r\nX: y",
        "",
        None,
        "expenses",
    ],
)
def test_a_sign_in_leads_nowhere_else(target: str | None) -> None:
    assert rules.own_path(target) == "/"
