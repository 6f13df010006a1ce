"""Around every request of the API: its id, its limits, its headers, its line in the log, and an answer whatever happens."""

import time
from typing import Final
from uuid import UUID

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api import problems, ratelimit
from backend.core import metrics
from backend.core.errors import Invalid, NotFound, Problem
from backend.core.ids import new_id, parse_id
from backend.core.limits import Quota, refuse_if_exceeded
from backend.core.log import logger, request

FIRST_PARTS: Final = frozenset({"api", "session", "share", "healthz", "readyz", "metrics"})
_LIMITED: Final = ("/api/", "/session/", "/share")
_NUL_IN_QUERY: Final = b"%00"

log = logger(__name__)


class Frame:
    """ASGI middleware. What is not the API's passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or _first_part(scope["path"]) not in FIRST_PARTS:
            return await self._app(scope, receive, send)
        answer = Answer(scope, send)
        with request(answer.request_id):
            try:
                await self._carry(scope, receive, answer)
            except Exception as error:  # noqa: BLE001 - whatever happens is answered
                await answer.fail(error, receive)
            finally:
                answer.note()

    async def _carry(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        if scope["path"].startswith(_LIMITED):
            answer.quota = await ratelimit.count(scope)
            refuse_if_exceeded(answer.quota)
        _refuse_nul(scope)
        await self._app(scope, receive, answer.send)


class Answer:
    """The answer to one request, as far as the frame has a hand in it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        """Take the request's id, or make one."""
        self.quota: Quota | None = None
        self.request_id = asked_id(scope)
        self._scope, self._send = scope, send
        self._status = 0
        self._began = time.perf_counter()

    async def send(self, message: Message) -> None:
        """Pass a message on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._add_headers(MutableHeaders(scope=message))
        await self._send(message)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers["X-Request-Id"] = str(self.request_id)
        if self.quota is not None:
            ratelimit.write_headers(headers, self.quota)
        headers.setdefault("Cache-Control", "no-store")

    async def fail(self, error: Exception, receive: Receive) -> None:
        """Answer with a problem, unless the answer is under way already."""
        if self._status:
            log.error("answer broke off", exc_info=error)
            raise error
        await problems.response(problems.of_exception(error))(self._scope, receive, self.send)

    def note(self) -> None:
        """One line in the log, one count for Prometheus."""
        seconds = time.perf_counter() - self._began
        route = getattr(self._scope.get("route"), "path", "unmatched")
        method = self._scope["method"]
        metrics.REQUESTS.labels(method, route, str(self._status)).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(seconds)
        log.info("request", method=method, route=route, status=self._status, ms=round(seconds * 1000, 1))


def asked_id(scope: Scope) -> UUID:
    """The id a client gave its request when it is a UUID, else a fresh one."""
    given = [value for name, value in scope["headers"] if name == b"x-request-id"]
    return (parse_id(given[0].decode("latin-1")) if len(given) == 1 else None) or new_id()


def _first_part(path: str) -> str:
    return path.removeprefix("/").partition("/")[0]


def _refuse_nul(scope: Scope) -> None:
    if "\x00" in scope["path"]:
        raise NotFound("There is nothing at this address.")
    if _NUL_IN_QUERY in scope.get("query_string", b""):
        raise _nul_in_query()


def _nul_in_query() -> Problem:
    return Invalid.field("query", "forbidden_characters", "The address holds characters that are not taken.")
