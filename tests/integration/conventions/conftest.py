"""The API with a resource of these tests' own, somebody who uses it, and their browser."""

from collections.abc import AsyncIterator

import httpx
import pytest

from backend.core.db import Stores
from tests.api import PASSWORD, Browser, Person, register
from tests.integration.conventions.things import Work, with_things


@pytest.fixture
def work() -> Work:
    found = Work()
    found.gate.set()
    return found


@pytest.fixture
async def api(stores: Stores, quick_passwords: None, work: Work) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(with_things(work)), base_url="http://testserver") as client:
        yield client


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


@pytest.fixture
async def browser(api: httpx.AsyncClient, ada: Person) -> Browser:
    found = Browser(api)
    assert (await found.post("/session/login", email=ada.email, password=PASSWORD)).status_code == 200
    return found
