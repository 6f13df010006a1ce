"""Problems that a page's script asked for, told in the language of that page.

The API speaks English to programs. A page sends its language cookie or its token along, which no program has; then the
sentences of a problem document that people will read (`detail`, and `message` of each field) come in the language of the
page. Codes stay.
"""

import json
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.languages import COOKIE, ENGLISH, asked_language
from backend.core.wording import said
from expense_app.headers import Pair, cookie, values

_PROBLEM: Final = b"application/problem+json"


class Retelling:
    """ASGI middleware around the API."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; an answer that is a problem is told anew for a page that is not English."""
        language = _language(scope) if scope["type"] == "http" else ENGLISH
        await self._app(scope, receive, send if language == ENGLISH else _Telling(send, language).send)


def _language(scope: Scope) -> str:
    chosen = cookie(scope, COOKIE)
    from_page = chosen or values(scope, b"x-csrf-token")
    return asked_language(chosen, ",".join(values(scope, b"accept-language"))) if from_page else ENGLISH


class _Telling:
    """Holds a problem back until it is whole."""

    def __init__(self, send: Send, language: str) -> None:
        self._send, self._language = send, language
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Send on, or hold."""
        if message["type"] == "http.response.start" and _is_problem(message.get("headers", ())):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._tell(self._start)

    async def _tell(self, start: Message) -> None:
        body = retold_problem(self._body, self._language)
        kept = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        await self._send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


def _is_problem(headers: list[Pair]) -> bool:
    return any(name.lower() == b"content-type" and value.lower().startswith(_PROBLEM) for name, value in headers)


def retold_problem(body: bytes, language: str) -> bytes:
    """A problem document with its sentences in `language`; as it came where it is none."""
    try:
        problem = json.loads(body)
    except ValueError:
        return body
    if not isinstance(problem, dict):
        return body
    _retell(problem, "detail", language)
    for field in problem.get("errors") or ():
        if isinstance(field, dict):
            _retell(field, "message", language)
    return json.dumps(problem, ensure_ascii=False).encode()


def _retell(holder: dict[str, Any], name: str, language: str) -> None:
    if isinstance(holder.get(name), str):
        holder[name] = said(holder[name], language)
