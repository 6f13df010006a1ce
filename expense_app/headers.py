"""Headers that every answer carries, and reading those of a request."""

from collections.abc import Iterable
from typing import Final

from starlette.types import Message, Scope, Send

Pair = tuple[bytes, bytes]

_ALWAYS: Final[tuple[Pair, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"strict-transport-security", b"max-age=63072000"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)
_NO_PAGE: Final = b"default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def values(scope: Scope, name: bytes) -> list[str]:
    """All values of a request's header, in order; bytes that are no ASCII are read as Latin-1."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def only(scope: Scope, name: bytes) -> str:
    """The value of a header that stands there exactly once, else an empty text."""
    found = values(scope, name)
    return found[0] if len(found) == 1 else ""


def cookie(scope: Scope, name: str) -> str:
    """The value of a cookie that stands there exactly once, else an empty text: two of one name mean foul play."""
    pairs = [part.strip().partition("=") for line in values(scope, b"cookie") for part in line.split(";")]
    found = [value for key, _, value in pairs if key == name]
    return found[0] if len(found) == 1 else ""


def content_policy(script_hashes: Iterable[str]) -> str:
    """The content security policy for the inline scripts whose hashes ('sha256-…', unquoted) are given."""
    scripts = " ".join(["'self'", *(f"'{digest}'" for digest in sorted(set(script_hashes)))])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def guarded(send: Send, policy: str) -> Send:
    """`send` that adds the headers an answer does not have of its own; `policy` is for pages, anything else gets a plain one."""
    page = (*_ALWAYS, (b"content-security-policy", policy.encode()))
    other = (*_ALWAYS, (b"content-security-policy", _NO_PAGE))

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = message.get("headers", ())
            message = {**message, "headers": completed(own, page if is_html(own) else other)}
        await send(message)

    return send_with_headers


def is_html(own: Iterable[Pair]) -> bool:
    """Whether an answer's headers say that it is a page."""
    return any(name.lower() == b"content-type" and value.lower().startswith(b"text/html") for name, value in own)


def completed(own: Iterable[Pair], standing: Iterable[Pair]) -> list[Pair]:
    """An answer's own headers and those of `standing` that it lacks; what CORS layers say is dropped, since there is one origin."""
    kept = [pair for pair in own if not pair[0].lower().startswith((b"access-control-", b"server"))]
    names = {name.lower() for name, _ in kept}
    return [*kept, *(pair for pair in standing if pair[0] not in names)]
