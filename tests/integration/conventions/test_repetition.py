"""What holds for every POST: it can be repeated under its key, and is done once."""

import asyncio

import httpx
import pytest
from sqlalchemy import text

from backend.core.db import system_transaction
from backend.core.errors import Conflict
from tests.api import PASSWORD, V1, Person, problem, register
from tests.integration.conventions.things import THINGS, Work


def keyed(person: Person, key: str = "key-1") -> dict[str, str]:
    return {**person.headers, "Idempotency-Key": key}


async def test_a_repeated_request_is_done_once_and_answered_alike(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    first = await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    again = await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    assert (again.status_code, again.content, again.headers["etag"]) == (201, first.content, '"1"')
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert work.done == ["x"]


async def test_a_key_is_good_for_one_request(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    problem(await api.post(THINGS, json={"name": "y"}, headers=keyed(ada)), 422, "idempotency_key_reused")
    problem(await api.post(f"{V1}/workspaces", json={"name": "x"}, headers=keyed(ada)), 422, "idempotency_key_reused")
    assert work.done == ["x"]


async def test_keys_of_two_people_are_two_keys(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    eve = await register(api)
    for person in (ada, eve):
        assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(person))).status_code == 201
    assert work.done == ["x", "x"]


async def test_while_the_first_runs_the_second_waits_outside(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    work.gate.clear()
    first = asyncio.create_task(api.post(THINGS, json={"name": "x"}, headers=keyed(ada)))
    await work.began.wait()
    answer = await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    problem(answer, 409, "idempotency_in_progress")
    assert answer.headers["retry-after"] == "1"
    work.gate.set()
    assert (await first).status_code == 201
    assert work.done == ["x"]


async def test_many_at_once_do_it_once(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    answers = await asyncio.gather(*(api.post(THINGS, json={"name": "x"}, headers=keyed(ada)) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert work.done == ["x"]


@pytest.mark.parametrize("failure", [RuntimeError("broken"), Conflict("not now")])
async def test_a_request_that_failed_frees_its_key(api: httpx.AsyncClient, ada: Person, work: Work, failure: Exception) -> None:
    work.failure = failure
    assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))).status_code in (409, 500)
    work.failure = None
    assert (await api.post(THINGS, json={"name": "other"}, headers=keyed(ada))).status_code == 201


async def test_a_request_that_was_cut_off_frees_its_key(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    work.gate.clear()
    first = asyncio.create_task(api.post(THINGS, json={"name": "x"}, headers=keyed(ada)))
    await work.began.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.gate.set()
    assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))).status_code == 201


async def test_a_key_whose_process_died_is_free_when_its_lease_has_run_out(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    await _change_keys(ada, "UPDATE idempotency SET status = NULL, body = NULL")
    problem(await api.post(THINGS, json={"name": "x"}, headers=keyed(ada)), 409, "idempotency_in_progress")
    await _change_keys(ada, "UPDATE idempotency SET started_at = started_at - interval '16 seconds'")
    assert (await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))).status_code == 201
    assert work.done == ["x", "x"]


async def test_a_key_is_forgotten_after_a_day(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    await api.post(THINGS, json={"name": "x"}, headers=keyed(ada))
    await _change_keys(ada, "UPDATE idempotency SET started_at = started_at - interval '25 hours'")
    assert (await api.post(THINGS, json={"name": "y"}, headers=keyed(ada))).status_code == 201
    assert work.done == ["x", "y"]


async def _change_keys(person: Person, sql: str) -> None:
    async with system_transaction("identity") as session:
        await session.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": str(person.workspace_id)})
        await session.execute(text(sql))


async def test_the_same_file_is_the_same_whatever_its_boundary(api: httpx.AsyncClient, ada: Person, work: Work) -> None:
    for _ in range(2):
        assert (await api.post(f"{THINGS}/files", files={"file": ("a.jpg", b"bytes")}, headers=keyed(ada))).status_code == 201
    problem(await api.post(f"{THINGS}/files", files={"file": ("a.jpg", b"other")}, headers=keyed(ada)), 422, "idempotency_key_reused")
    assert work.done == ["bytes"]


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
async def test_a_strange_key_is_refused(api: httpx.AsyncClient, ada: Person, key: str) -> None:
    problem(await api.post(THINGS, json={"name": "x"}, headers=keyed(ada, key)), 422, "idempotency_key_invalid")


async def test_tokens_are_never_stored_for_repetition(api: httpx.AsyncClient, ada: Person) -> None:
    body = {"email": ada.email, "password": PASSWORD}
    pairs = [(await api.post(f"{V1}/auth/login", json=body, headers={"Idempotency-Key": "k"})).json() for _ in range(2)]
    assert pairs[0]["refresh_token"] != pairs[1]["refresh_token"]
