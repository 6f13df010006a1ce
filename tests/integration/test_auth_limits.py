"""How often one may try: failures are counted by address and by account, sign-ups by address, requests by credential."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
import psutil
import psycopg
import pytest

from backend.api.app import create_api
from backend.core.db import close_stores, open_stores, plain_url
from backend.core.settings import settings
from tests.api import PASSWORD, V1, login, problem, register, some_email
from tests.stores import Servers

LOGIN, REGISTER = f"{V1}/auth/login", f"{V1}/auth/register"
WRONG = "not the right one"


def from_address(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_api(), client=(address, 1)), base_url="http://testserver")


async def try_to_sign_in(api: httpx.AsyncClient, email: str, times: int) -> list[int]:
    answers = [await api.post(LOGIN, json={"email": email, "password": WRONG}) for _ in range(times)]
    return [answer.status_code for answer in answers]


@pytest.fixture
def few_tries(set_settings) -> None:
    set_settings(FAILED_SIGNIN_ACCOUNT_PER_MINUTE="3", FAILED_SIGNIN_PER_MINUTE="6", SIGNUP_PER_MINUTE="4")


async def test_after_too_many_failures_an_account_waits(api: httpx.AsyncClient, few_tries: None) -> None:
    ada = await register(api)
    assert await try_to_sign_in(api, ada.email, 3) == [401] * 3
    answer = await api.post(LOGIN, json={"email": ada.email.upper(), "password": PASSWORD})
    problem(answer, 429, "too_many_requests")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


async def test_a_stranger_does_not_lock_the_owner_out(api: httpx.AsyncClient, few_tries: None) -> None:
    ada = await register(api)
    async with from_address("203.0.113.9") as stranger:
        assert await try_to_sign_in(stranger, ada.email, 4) == [401, 401, 401, 429]
    assert await login(api, ada.email)


async def test_one_address_may_not_try_many_accounts(api: httpx.AsyncClient, few_tries: None) -> None:
    statuses = [(await try_to_sign_in(api, some_email(), 1))[0] for _ in range(7)]
    assert statuses == [401] * 6 + [429]


async def test_those_who_try_at_once_are_counted_together(api: httpx.AsyncClient, few_tries: None) -> None:
    email = some_email()
    answers = await asyncio.gather(*(api.post(LOGIN, json={"email": email, "password": WRONG}) for _ in range(10)))
    refused = [answer.status_code for answer in answers].count(429)
    assert refused >= 6


async def test_success_is_not_counted(api: httpx.AsyncClient, few_tries: None) -> None:
    ada = await register(api)
    for _ in range(5):
        await login(api, ada.email)


async def test_one_address_may_not_sign_up_many_times(api: httpx.AsyncClient, few_tries: None) -> None:
    body = {"password": PASSWORD, "display_name": "Ada"}
    statuses = [(await api.post(REGISTER, json={**body, "email": some_email()})).status_code for _ in range(5)]
    assert statuses == [201] * 4 + [429]


async def test_a_credential_has_so_many_requests_a_minute(api: httpx.AsyncClient, set_settings) -> None:
    ada, eve = await register(api), await register(api)
    set_settings(CREDENTIAL_PER_MINUTE="5")
    answers = [await api.get(f"{V1}/me", headers=ada.headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    problem(answers[-1], 429, "too_many_requests")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert answers[0].headers["ratelimit-policy"] == '"credential";q=5;w=60'
    assert answers[0].headers["ratelimit"].startswith('"credential";r=4;t=')
    assert answers[-1].headers["ratelimit"].startswith('"credential";r=0;t=')
    assert (await api.get(f"{V1}/me", headers=eve.headers)).status_code == 200


async def test_without_a_credential_the_address_counts(api: httpx.AsyncClient, set_settings) -> None:
    set_settings(CREDENTIAL_PER_MINUTE="2")
    tries = [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Bearer another"}]
    statuses = [(await api.get(f"{V1}/me", headers=headers)).status_code for headers in tries]
    assert statuses == [401, 401, 429]


@pytest.fixture
async def breakable(own_servers: Servers, use_books) -> AsyncIterator[httpx.AsyncClient]:
    use_books(own_servers.new_books())
    await open_stores()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_api()), base_url="http://testserver") as client:
        yield client
    await close_stores()


@pytest.mark.parametrize("how", ["kill", "halt"])
async def test_reads_go_on_without_redis_and_sign_in_says_that_it_cannot(
    breakable: httpx.AsyncClient, own_servers: Servers, how: str
) -> None:
    ada = await register(breakable)
    getattr(own_servers, how)("valkey")
    for _ in range(4):
        assert (await breakable.get(f"{V1}/me", headers=ada.headers)).status_code == 200
    problem(await breakable.post(LOGIN, json={"email": ada.email, "password": PASSWORD}), 503, "unavailable")
    problem(await breakable.post(REGISTER, json={"email": some_email(), "password": PASSWORD, "display_name": "Ada"}), 503, "unavailable")


async def test_a_database_that_is_away_is_said_so_and_found_again(breakable: httpx.AsyncClient, own_servers: Servers) -> None:
    ada = await register(breakable)
    with psycopg.connect(plain_url(settings().database_owner_url or ""), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE written_through ()")  # what was committed before is on disk then, too
    own_servers.kill("postgres")
    answer = await breakable.get(f"{V1}/workspaces", headers=ada.headers)
    problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) <= 60
    own_servers.restart("postgres")
    assert (await breakable.get(f"{V1}/workspaces", headers=ada.headers)).status_code == 200


@pytest.mark.parametrize(("name", "server"), [("database", "postgres"), ("redis", "valkey")])
@pytest.mark.parametrize("hangs", [False, True])
async def test_readiness_names_what_is_away(
    breakable: httpx.AsyncClient, own_servers: Servers, name: str, server: str, hangs: bool
) -> None:
    assert (await breakable.get("/readyz")).json()[name] == "ok"
    with hung(own_servers, server) if hangs else killed(own_servers, server):
        answer = await asyncio.wait_for(breakable.get("/readyz"), 2)
        assert answer.status_code == 503
        assert name in answer.json()["failing"]
        assert answer.json()[name] != "ok"
        assert (await breakable.get("/healthz")).status_code == 200


@contextmanager
def killed(servers: Servers, server: str) -> Iterator[None]:
    servers.kill(server)
    yield


@contextmanager
def hung(servers: Servers, server: str) -> Iterator[None]:
    """The server and all it has started stand still."""
    main = psutil.Process(servers._process(server).pid)
    family = [main, *main.children(recursive=True)]
    for process in family:
        process.suspend()
    try:
        yield
    finally:
        for process in family:
            process.resume()
