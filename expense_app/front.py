"""The pages as files, in front of the API and the socket: clean addresses, compressed, kept as long as they may be.

A page comes in the reader's language. That of a signed-in person holds nothing of theirs, but it is not kept either, and
a visitor without a session is sent to sign in before any of it is drawn.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.languages import COOKIE, asked_language
from backend.core.log import logger
from expense_app import session
from expense_app.headers import Pair, cookie, values
from expense_app.routes import login_for, needs_session
from expense_app.site import NEVER, File, Site

_READING: Final = ("GET", "HEAD")
_ENCODINGS: Final = ("br", "gzip")

log = logger(__name__)


class Front:
    """ASGI middleware: serves what the build holds, passes on what has a route behind it, and says 404 to the rest."""

    def __init__(self, app: ASGIApp, site: Site, behind: Iterable[str], public_url: str | None = None) -> None:
        """`behind` are the first parts of the addresses that `app` answers itself ('api', '_event')."""
        self._app, self._site, self._public_url = app, site, public_url
        self._behind = frozenset(behind)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, or pass on."""
        found = self._found(scope)
        if found is not None:
            await self._serve(scope, send, found)
        elif self._is_behind(scope):
            await self._app(scope, receive, send)
        elif scope["path"].endswith("/") and self._site.find(scope["path"].rstrip("/")):
            await redirect(send, 308, _asked(scope, scope["path"].rstrip("/")))
        else:
            await self._nothing(scope, receive, send)

    def _found(self, scope: Scope) -> File | None:
        """The file that a request reads; the page for nothing is none."""
        if scope["type"] != "http" or scope["method"] not in _READING:
            return None
        language = language_of(scope)
        found = self._site.find(scope["path"], language)
        return None if found is self._site.not_found(language) else found

    async def _nothing(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self._site.not_found(language_of(scope))
        if page is None:
            await self._app(scope, receive, send)
        else:
            await serve(scope, send, page, status=404)

    def _is_behind(self, scope: Scope) -> bool:
        """Whether a request is for the app: anything but reading, and addresses that have a route."""
        return scope["type"] != "http" or scope["method"] not in _READING or scope["path"].split("/")[1] in self._behind

    async def _serve(self, scope: Scope, send: Send, found: File) -> None:
        if not found.is_page or not needs_session(page_of(scope["path"])):
            await serve(scope, send, found)
        elif await self._signed_in(scope):
            await serve(scope, send, found, keep=NEVER)
        else:
            await redirect(send, 303, login_for(_asked(scope, scope["path"])))

    async def _signed_in(self, scope: Scope) -> bool:
        """Whether a session stands behind a request; while that cannot be looked up the page is served, and the socket says no."""
        try:
            return bool((await session.visit(scope, self._public_url)).key)
        except Exception as error:  # noqa: BLE001 - whatever store is away
            log.warning("session not looked up", error=str(error))
            return True


def language_of(scope: Scope) -> str:
    """The language a browser asks for: its cookie's, else the first of ours that it accepts, else English."""
    return asked_language(cookie(scope, COOKIE), ",".join(values(scope, b"accept-language")))


def page_of(path: str) -> str:
    """The address of the page a path stands for: `/login` for `/login.html`."""
    return path.removesuffix(".html") or "/"


async def serve(scope: Scope, send: Send, found: File, *, status: int = 200, keep: bytes | None = None) -> None:
    """Send a file in the best encoding the client takes; 304 when it has it already."""
    encoding = chosen(values(scope, b"accept-encoding"), found.bodies)
    etag = f'"{found.etag}{encoding}"'.encode()
    vary = b"Accept-Encoding, Accept-Language, Cookie" if found.spoken else b"Accept-Encoding"
    headers: list[Pair] = [(b"etag", etag), (b"cache-control", keep or found.keep), (b"vary", vary)]
    # On a 304 too: the browser takes that answer's content policy for the page it kept, so it has to be known as one.
    headers.append((b"content-type", found.media_type))
    if found.policy:
        headers.append((b"content-security-policy", found.policy))
    if status == 200 and etag.decode() in _known(scope):
        await _send(send, 304, headers, b"")
        return
    body = found.bodies[encoding]
    headers.append((b"content-length", str(len(body)).encode()))
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    await _send(send, status, headers, b"" if scope["method"] == "HEAD" else body)


def chosen(accepted: list[str], bodies: Iterable[str]) -> str:
    """The first of brotli and gzip that the client accepts and the build has; '' for plain."""
    offers = [part.strip().lower().partition(";") for line in accepted for part in line.split(",")]
    taken = {name.strip() for name, _, quality in offers if quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")}
    return next((name for name in _ENCODINGS if name in taken and name in set(bodies)), "")


async def redirect(send: Send, status: int, address: str) -> None:
    """Send the client to another address of this site."""
    await _send(send, status, [(b"location", address.encode()), (b"content-length", b"0")], b"")


def _known(scope: Scope) -> set[str]:
    return {part.strip().removeprefix("W/") for line in values(scope, b"if-none-match") for part in line.split(",")}


def _asked(scope: Scope, path: str) -> str:
    """An address with the query it was asked with. Never starts with two slashes, which would name another host."""
    query = scope.get("query_string", b"").decode("latin-1")
    return "/" + quote(path.lstrip("/"), safe="/") + (f"?{query}" if query else "")


async def _send(send: Send, status: int, headers: list[Pair], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
