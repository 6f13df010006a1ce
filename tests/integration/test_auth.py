"""Registering, signing in, refreshing and signing out through the API."""

import asyncio
import time
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import UUID

import httpx
import pytest
import time_machine
from sqlalchemy import text

from backend.core.db import system_transaction
from backend.core.settings import settings
from tests.api import PASSWORD, V1, Person, bearer, login, problem, refused_fields, register, some_email

REGISTER, LOGIN, REFRESH = f"{V1}/auth/register", f"{V1}/auth/login", f"{V1}/auth/refresh"


async def rows(sql: str, **params: object) -> list:
    async with system_transaction("jobs") as session:
        return list((await session.execute(text(sql), params)).all())


def letters_to(email: str) -> list[str]:
    folder = settings().outlay_home / "mail"
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    return [str(letter["subject"]) for letter in letters if letter["to"] == email]


def shape(value: object) -> object:
    return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else type(value).__name__


async def test_a_new_person_has_an_account_and_books_to_start_in(api: httpx.AsyncClient) -> None:
    answer = await api.post(
        REGISTER,
        json={"email": "Ada@Example.com", "password": PASSWORD, "display_name": "Ada"},
        headers={"Accept-Language": "de-CH,de;q=0.9"},
    )
    assert answer.status_code == 201
    user, workspace = answer.json()["user"], answer.json()["workspace"]
    assert (user["email"], user["display_name"], user["locale"]) == ("Ada@example.com", "Ada", "de-CH")
    assert (workspace["name"], workspace["base_currency"], workspace["timezone"], workspace["role"]) == (
        "Privat",  # in the language of who signs up
        "CHF",
        "Europe/Zurich",
        "owner",
    )
    assert user["default_workspace_id"] == workspace["id"]
    assert UUID(user["id"]).version == 7
    assert "password" not in answer.text
    assert await login(api, "ada@example.COM")


async def test_what_a_person_chooses_outranks_the_guess(api: httpx.AsyncClient) -> None:
    ada = await register(api, locale="ja", timezone="Asia/Tokyo", base_currency="JPY")
    assert (ada.user["locale"], ada.workspace["timezone"], ada.workspace["base_currency"]) == ("ja", "Asia/Tokyo", "JPY")


async def test_without_a_hint_books_are_in_euros_and_utc(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    assert (ada.workspace["base_currency"], ada.workspace["timezone"]) == ("EUR", "UTC")


async def test_new_books_have_categories(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    async with system_transaction("identity") as session:
        await session.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": str(ada.workspace_id)})
        assert await session.scalar(text("SELECT count(*) FROM category")) >= 8


async def test_every_mistake_is_told_at_once(api: httpx.AsyncClient) -> None:
    body = {"email": "ada", "password": "short", "display_name": " ", "timezone": "Mars/Base", "base_currency": "XXY", "locale": "??"}
    assert refused_fields(await api.post(REGISTER, json=body)) == {
        "email": "email_invalid",
        "password": "password_too_short",
        "display_name": "required",
        "timezone": "timezone_unknown",
        "base_currency": "currency_unknown",
        "locale": "locale_unknown",
    }


@pytest.mark.parametrize("password", ["password1", "PASSWORD1", "iloveyou", "qwertyuiop"])
async def test_a_password_that_everybody_knows_is_refused(api: httpx.AsyncClient, password: str) -> None:
    answer = await api.post(REGISTER, json={"email": some_email(), "password": password, "display_name": "Ada"})
    assert refused_fields(answer) == {"password": "password_common"}


async def test_passwords_may_hold_anything_and_are_not_trimmed(api: httpx.AsyncClient) -> None:
    email, password = some_email(), "  señor 🦊 «пароль»  "
    await api.post(REGISTER, json={"email": email, "password": password, "display_name": "Ada"})
    assert await login(api, email, password)
    problem(await api.post(LOGIN, json={"email": email, "password": password.strip()}), 401, "sign_in_refused")


async def test_a_taken_address_gets_the_same_answer_with_ids_that_lead_nowhere(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    body = {"email": ada.email, "password": "another fine password", "display_name": "Eve"}
    again = await api.post(REGISTER, json=body)
    fresh = await api.post(REGISTER, json={**body, "email": some_email()})
    assert again.status_code == fresh.status_code == 201
    assert shape(again.json()) == shape(fresh.json())
    assert set(again.headers) == set(fresh.headers)
    assert again.json()["user"]["email"] == ada.email
    assert again.json()["user"]["id"] != ada.user["id"]
    assert not await rows("SELECT 1 FROM workspace WHERE id = :id", id=again.json()["workspace"]["id"])
    problem(await api.post(LOGIN, json={"email": ada.email, "password": "another fine password"}), 401, "sign_in_refused")


async def test_the_owner_of_a_taken_address_is_told(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    await api.post(REGISTER, json={"email": ada.email.upper(), "password": "another fine password", "display_name": "Eve"})
    assert await rows("SELECT payload FROM outbox WHERE type = 'SecurityAlert' AND workspace_id = :id", id=ada.workspace_id) == [
        ({"user_id": str(ada.user_id), "kind": "register_taken"},)
    ]
    assert len(letters_to(ada.email)) == 1
    assert await rows("SELECT count(*) FROM user_account WHERE email = :email", email=ada.email) == [(1,)]


async def test_two_who_register_one_address_at_once_make_one_account(api: httpx.AsyncClient) -> None:
    body = {"email": some_email(), "password": PASSWORD, "display_name": "Ada"}
    answers = await asyncio.gather(*(api.post(REGISTER, json=body) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [201] * 3
    assert await rows("SELECT count(*) FROM user_account WHERE email = :email", email=body["email"]) == [(1,)]


async def test_a_wrong_password_and_an_unknown_address_are_refused_alike(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    wrong = problem(await api.post(LOGIN, json={"email": ada.email, "password": "not the right one"}), 401, "sign_in_refused")
    unknown = problem(await api.post(LOGIN, json={"email": some_email(), "password": "not the right one"}), 401, "sign_in_refused")
    assert {**wrong, "request_id": ""} == {**unknown, "request_id": ""}


async def test_an_unknown_address_costs_the_same_work(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.auth import passwords  # noqa: PLC0415 - to watch it at work

    monkeypatch.setattr(passwords, "_hasher", passwords.full_strength())
    passwords._nobody.cache_clear()
    ada = await register(api)
    checked: list[str] = []
    honest = passwords._verify
    monkeypatch.setattr(passwords, "_verify", lambda stored, given: (checked.append(stored[:30]), honest(stored, given))[1])
    for email in (ada.email, some_email()):
        await api.post(LOGIN, json={"email": email, "password": "not the right one"})
    assert checked[0] == checked[1] == "$argon2id$v=19$m=65536,t=3,p=1"


async def test_each_sign_in_is_audited(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    await api.post(LOGIN, json={"email": ada.email, "password": "not the right one"})
    async with system_transaction("identity") as session:
        await session.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": str(ada.workspace_id)})
        found = (await session.execute(text("SELECT action, address FROM audit_entry ORDER BY id"))).all()
    assert [action for action, _ in found] == ["workspace.created", "user.registered", "session.opened", "session.refused"]
    assert {address for _, address in found} == {"127.0.0.1"}


async def test_a_refresh_token_is_good_for_one_exchange(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    answer = await api.post(REFRESH, json={"refresh_token": ada.tokens["refresh_token"]})
    assert answer.status_code == 200
    fresh = answer.json()
    assert set(fresh) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert fresh["refresh_token"] != ada.tokens["refresh_token"]
    assert (await api.get(f"{V1}/me", headers=bearer(fresh))).status_code == 200


async def test_refresh_tokens_are_stored_as_hashes(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    async with system_transaction("identity") as session:
        stored = bytes(await session.scalar(text("SELECT token_hash FROM refresh_token")))
    assert len(stored) == 32
    assert ada.tokens["refresh_token"].encode() not in stored


async def test_the_predecessor_has_ten_seconds_of_grace_and_the_family_lives(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    old = {"refresh_token": ada.tokens["refresh_token"]}
    with time_machine.travel(time.time(), tick=False) as clock:
        fresh = (await api.post(REFRESH, json=old)).json()
        clock.shift(timedelta(seconds=9))
        answer = await api.post(REFRESH, json=old)
        problem(answer, 409, "refresh_in_progress")
        assert int(answer.headers["retry-after"]) <= 60
        assert (await api.post(REFRESH, json={"refresh_token": fresh["refresh_token"]})).status_code == 200


async def test_a_spent_token_ends_the_family_after_the_grace(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    old = {"refresh_token": ada.tokens["refresh_token"]}
    with time_machine.travel(time.time(), tick=False) as clock:
        fresh = (await api.post(REFRESH, json=old)).json()
        clock.shift(timedelta(seconds=11))
        problem(await api.post(REFRESH, json=old), 401, "refresh_reused")
        await _family_is_dead(api, ada, fresh)


async def test_a_grandparent_ends_the_family_at_once(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    old = {"refresh_token": ada.tokens["refresh_token"]}
    second = (await api.post(REFRESH, json=old)).json()
    third = (await api.post(REFRESH, json={"refresh_token": second["refresh_token"]})).json()
    problem(await api.post(REFRESH, json=old), 401, "refresh_reused")
    await _family_is_dead(api, ada, third)


async def _family_is_dead(api: httpx.AsyncClient, ada: Person, fresh: dict) -> None:
    problem(await api.post(REFRESH, json={"refresh_token": fresh["refresh_token"]}), 401, "refresh_invalid")
    problem(await api.get(f"{V1}/me", headers=bearer(fresh)), 401, "session_ended")
    assert await rows("SELECT payload FROM outbox WHERE type = 'SecurityAlert'") == [
        ({"user_id": str(ada.user_id), "kind": "refresh_reused"},)
    ]
    async with system_transaction("identity") as session:
        await session.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": str(ada.workspace_id)})
        assert await session.scalar(text("SELECT count(*) FROM audit_entry WHERE action = 'session.refresh_reused'")) == 1
    assert await login(api, ada.email)


async def test_one_of_many_exchanges_at_once_wins(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    body = {"refresh_token": ada.tokens["refresh_token"]}
    answers = await asyncio.gather(*(api.post(REFRESH, json=body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]


@pytest.mark.parametrize("token", ["", "x", "🦊", "a" * 200])
async def test_an_unknown_refresh_token_is_refused(api: httpx.AsyncClient, token: str) -> None:
    problem(await api.post(REFRESH, json={"refresh_token": token}), 401, "refresh_invalid")


async def test_a_refresh_token_dies_after_thirty_days(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    with time_machine.travel(time.time() + timedelta(days=30, seconds=1).total_seconds(), tick=False):
        problem(await api.post(REFRESH, json={"refresh_token": ada.tokens["refresh_token"]}), 401, "refresh_invalid")


async def test_signing_out_ends_both_tokens(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    assert (await api.post(f"{V1}/auth/logout", headers=ada.headers)).status_code == 204
    problem(await api.get(f"{V1}/me", headers=ada.headers), 401, "session_ended")
    problem(await api.post(REFRESH, json={"refresh_token": ada.tokens["refresh_token"]}), 401, "refresh_invalid")


async def test_devices_are_listed_and_ended(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    other = await login(api, ada.email)
    listed = (await api.get(f"{V1}/auth/sessions", headers=ada.headers)).json()["items"]
    assert [each["kind"] for each in listed if each["current"]] == ["api"]
    assert all(each["address"] == "127.0.0.1" and each["user_agent"].startswith("python-httpx") for each in listed)
    mine = next(each["id"] for each in listed if each["current"])
    theirs = next(each["id"] for each in listed if not each["current"])
    assert len(listed) == 2
    assert (await api.delete(f"{V1}/auth/sessions/{theirs}", headers=ada.headers)).status_code == 204
    problem(await api.get(f"{V1}/me", headers=bearer(other)), 401, "session_ended")
    remaining = (await api.get(f"{V1}/auth/sessions", headers=ada.headers)).json()["items"]
    assert mine in [each["id"] for each in remaining]
    assert theirs not in [each["id"] for each in remaining]


async def test_an_ended_session_dies_in_other_processes_within_a_minute() -> None:
    from backend.auth import standing, web  # noqa: PLC0415 - their promises

    assert standing.CACHED_SECONDS <= 30
    assert web.CACHED_SECONDS < 5


async def test_somebody_elses_device_does_not_exist(api: httpx.AsyncClient) -> None:
    ada, eve = await register(api), await register(api)
    listed = (await api.get(f"{V1}/auth/sessions", headers=ada.headers)).json()["items"]
    problem(await api.delete(f"{V1}/auth/sessions/{listed[0]['id']}", headers=eve.headers), 404, "not_found")
    assert (await api.get(f"{V1}/me", headers=ada.headers)).status_code == 200


async def test_a_new_password_ends_the_other_sessions(api: httpx.AsyncClient) -> None:
    ada = await register(api)
    other = await login(api, ada.email)
    change = f"{V1}/auth/password/change"
    body = {"current_password": PASSWORD, "new_password": "a longer purse of coins"}
    problem(await api.post(change, json={**body, "current_password": "wrong one here"}, headers=ada.headers), 401, "sign_in_refused")
    assert refused_fields(await api.post(change, json={**body, "new_password": "password1"}, headers=ada.headers)) == {
        "new_password": "password_common"
    }
    assert (await api.post(change, json=body, headers=ada.headers)).status_code == 204
    assert (await api.get(f"{V1}/me", headers=ada.headers)).status_code == 200
    problem(await api.get(f"{V1}/me", headers=bearer(other)), 401, "session_ended")
    problem(await api.post(LOGIN, json={"email": ada.email, "password": PASSWORD}), 401, "sign_in_refused")
    assert await login(api, ada.email, "a longer purse of coins")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/auth/totp"),
        ("POST", "/auth/passkeys/options"),
        ("GET", "/auth/oauth/google"),
        ("GET", "/api-keys"),
        ("POST", "/invitations/accept"),
    ],
)
async def test_what_does_not_exist_yet_is_not_found(api: httpx.AsyncClient, method: str, path: str) -> None:
    ada = await register(api)
    problem(await api.request(method, V1 + path, headers=ada.headers), 404, "not_found")
