"""The outermost layer of the site: who may open the socket, what may pass, and which doors do not exist.

Everything that reaches the app has been here first. A request's forwarded headers are settled, its size bounded, and
every answer gets the security headers. The socket is opened for an exact origin alone; the app behind it sees neither
the cookie nor the token the client chose, only keys made from both.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.log import logger
from expense_app import bodies, doors, session
from expense_app.frames import POLICY, TRY_LATER, FrameGate, Limits, Line
from expense_app.headers import content_policy, guarded, only
from expense_app.proxies import Proxies
from expense_app.pulse import Pulse
from expense_app.sockets import Place, Quotas, SocketCount

TOKEN_LENGTH: Final = range(8, 81)
SOCKET_HEADERS: Final = frozenset(
    {
        b"accept-language",
        b"connection",
        b"host",
        b"origin",
        b"sec-websocket-extensions",
        b"sec-websocket-key",
        b"sec-websocket-protocol",
        b"sec-websocket-version",
        b"upgrade",
        b"user-agent",
    }
)

log = logger(__name__)


@dataclass(frozen=True)
class Rules:
    """What the operator has set: the public address, whose forwarded headers count, and the bounds."""

    public_url: str | None = None
    proxies: Proxies = field(default_factory=Proxies)
    limits: Limits = field(default_factory=Limits)
    quotas: Quotas = field(default_factory=Quotas)
    upload_max_bytes: int = 15 * 1024 * 1024


@dataclass(frozen=True)
class RefusedError(Exception):
    """A socket that is not opened, and why (for the log)."""

    reason: str
    code: int = POLICY


class Guard:
    """ASGI middleware in front of everything."""

    def __init__(self, app: ASGIApp, rules: Rules, policy: str = "", count: SocketCount | None = None, pulse: Pulse | None = None) -> None:
        """Guard `app`; `policy` is the content security policy of the pages."""
        self._app, self._rules = app, rules
        self._policy = policy or content_policy(())
        self._count = count or SocketCount(rules.quotas)
        self._pulse = pulse or Pulse()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, refuse, or say that there is no such door."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        scope = self._rules.proxies.resolve(scope)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._request(scope, receive, guarded(send, self._policy))

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        limit = bodies.allowed(scope, self._rules.upload_max_bytes)
        if doors.is_closed(path) or doors.is_socket(path):
            await answer(send, 404, "not_found", "There is nothing here.")
        elif (bodies.declared(scope) or 0) > limit:
            await bodies.drain(receive)
            await answer(send, 413, "too_large", f"This is larger than the {limit // 1024} kB that are taken here.")
        else:
            await self._app(scope, bodies.counting(receive, limit), send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            visit = await self._admit(scope)
            place = await self._seat(scope, visit)
        except RefusedError as refused:
            log.warning("socket refused", reason=refused.reason, address=address_of(scope))
            await receive()
            await send({"type": "websocket.close", "code": refused.code, "reason": ""})
            return
        try:
            await self._carry(scope, visit, Line(receive, send))
        finally:
            await self._count.leave(place)

    async def _seat(self, scope: Scope, visit: session.Visit) -> Place:
        """A place among the sockets that may be open. Raises `RefusedError`."""
        place = await self._count.join(address_of(scope), visit.person)
        if place is None:
            raise RefusedError("too many sockets", TRY_LATER)
        return place

    async def _admit(self, scope: Scope) -> session.Visit:
        """Who opens the socket. Raises `RefusedError`."""
        if not doors.is_socket_exactly(scope["path"]):
            raise RefusedError("no such socket")
        if not self.own_origin(scope):
            raise RefusedError("foreign or missing origin")
        token_of(scope)
        try:
            return await session.visit(scope, self._rules.public_url)
        except Exception as error:
            log.warning("session not looked up", error=str(error))
            raise RefusedError("sessions cannot be looked up", TRY_LATER) from error

    def own_origin(self, scope: Scope) -> bool:
        """Whether the one Origin of a request is ours: the public address, or where none is set the host that was asked."""
        origin = only(scope, b"origin")
        if self._rules.public_url:
            return origin == self._rules.public_url
        parts = urlsplit(origin)
        host = only(scope, b"host")
        return parts.scheme in ("http", "https") and bool(host) and origin == f"{parts.scheme}://{host}"

    async def _carry(self, scope: Scope, visit: session.Visit, line: Line) -> None:
        gate = FrameGate(self._rules.limits)

        async def receive() -> Message:
            message = await line.receive()
            if message["type"] != "websocket.receive":
                return message
            code = gate.refusal(message)
            if code is None and not await session.still_open(visit):
                code = session.ENDED
            if code is None and not await self._pulse.beats():
                code = TRY_LATER  # the page's state lies in Redis: cut off, the page says so and comes again by itself
            if code is None:
                return message
            log.warning("socket cut", code=code, address=address_of(scope))
            return await line.cut(code)

        await self._app(inner_scope(scope, visit), receive, line.send)


def address_of(scope: Scope) -> str:
    """The client's network address; empty where there is none (a Unix socket)."""
    return (scope.get("client") or ("",))[0]


def token_of(scope: Scope) -> str:
    """The one token a client has chosen for its tab. Raises `RefusedError` for none, several, or one of a strange length."""
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=16)
    tokens = query.get("token", [])
    if len(tokens) != 1 or len(tokens[0]) not in TOKEN_LENGTH:
        raise RefusedError("strange token")
    return tokens[0]


def bound_token(key: str, token: str) -> str:
    """The token the app knows a tab by: made from the session and the client's own, so that nobody can name another's."""
    return hmac.new(b"tab|" + key.encode(), token.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def inner_scope(scope: Scope, visit: session.Visit) -> Scope:
    """The socket's scope as the app sees it: a few headers, the session's key instead of the cookie, the bound token."""
    query = {"token": bound_token(visit.key, token_of(scope)), "EIO": "4", "transport": "websocket"}
    kept = [(name.lower(), value) for name, value in scope["headers"] if name.lower() in SOCKET_HEADERS]
    return {**scope, "query_string": urlencode(query).encode(), "headers": [*kept, *session.carried(visit)]}


async def answer(send: Send, status: int, code: str, detail: str) -> None:
    """A problem document (RFC 9457) from the guard itself."""
    identifier = str(uuid4())
    titles = {404: "Not found", 413: "This is too large"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "code": code, "detail": detail, "request_id": identifier}
    headers = [(b"content-type", b"application/problem+json"), (b"x-request-id", identifier.encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
