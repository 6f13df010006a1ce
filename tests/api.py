"""People at the API, for tests: they register and sign in as anybody does."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from backend.core.ids import new_id

PASSWORD = "plenty of small coins"
V1 = "/api/v1"


@dataclass
class Person:
    """Somebody with an account and tokens. `headers` sign their requests."""

    email: str
    user: dict[str, Any]
    workspace: dict[str, Any]
    tokens: dict[str, Any]
    password: str = PASSWORD
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def user_id(self) -> UUID:
        """Their id."""
        return UUID(self.user["id"])

    @property
    def workspace_id(self) -> UUID:
        """Their first workspace's id."""
        return UUID(self.workspace["id"])


def some_email() -> str:
    """An address nobody has."""
    return f"ada-{new_id()}@example.com"


async def register(api: httpx.AsyncClient, email: str | None = None, **fields: Any) -> Person:
    """Somebody new, signed in."""
    email = email or some_email()
    body = {"email": email, "password": PASSWORD, "display_name": "Ada", **fields}
    made = await api.post(f"{V1}/auth/register", json=body)
    assert made.status_code == 201, made.text
    tokens = await login(api, email)
    return Person(email, made.json()["user"], made.json()["workspace"], tokens, headers=bearer(tokens))


async def login(api: httpx.AsyncClient, email: str, password: str = PASSWORD) -> dict[str, Any]:
    """Tokens for somebody who is registered."""
    answer = await api.post(f"{V1}/auth/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return answer.json()


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    """The header that signs a request."""
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer that is expected to be one."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    body = answer.json()
    assert body["code"] == code, body
    assert body["status"] == status
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["detail"]
    return body


def refused_fields(answer: httpx.Response) -> dict[str, str]:
    """The refused fields of a 422 with their codes."""
    assert answer.status_code == 422, answer.text
    return {each["field"]: each["code"] for each in answer.json()["errors"]}


class Browser:
    """A browser at the site's own routes: keeps the cookie, sends Origin and token."""

    def __init__(self, api: httpx.AsyncClient, origin: str = "http://testserver") -> None:
        """Use a client of its own cookie jar."""
        self.api, self.origin = api, origin

    @property
    def cookie(self) -> str | None:
        """The session cookie's value."""
        return self.api.cookies.get("outlay")

    async def csrf(self) -> str:
        """The token that forms send."""
        return (await self.api.get("/session/csrf")).json()["csrf"]

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """Send a script's request to a route of the site."""
        headers = {"Origin": self.origin, "Accept": "application/json", "X-CSRF-Token": await self.csrf()}
        return await self.api.post(path, json=fields, headers=headers)
