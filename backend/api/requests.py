"""Reading what a request carries besides its body."""

from urllib.parse import urlsplit

from starlette.types import Scope

from backend.auth import Client
from backend.core.settings import settings


def values(scope: Scope, name: bytes) -> list[str]:
    """All values of a header (its name in lower case), in order."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def only(scope: Scope, name: bytes) -> str:
    """The value of a header that stands there exactly once, else an empty text."""
    found = values(scope, name)
    return found[0] if len(found) == 1 else ""


def bearer_of(scope: Scope) -> str | None:
    """The bearer token of a request; None when there is no Authorization of that kind."""
    scheme, _, token = only(scope, b"authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else None


def address_of(scope: Scope) -> str:
    """The client's network address."""
    return (scope.get("client") or ("unknown",))[0]


def client_of(scope: Scope) -> Client:
    """Where a request comes from."""
    return Client(address_of(scope), only(scope, b"user-agent"))


def is_secure(scope: Scope) -> bool:
    """Whether the client came over TLS, as far as is known here."""
    return scope.get("scheme") == "https" or (settings().public_url or "").startswith("https://")


def cookie(scope: Scope, name: str) -> str:
    """The value of a cookie that stands there exactly once, else an empty text: two of one name mean foul play."""
    pairs = [part.strip().partition("=") for line in values(scope, b"cookie") for part in line.split(";")]
    found = [value for key, _, value in pairs if key == name]
    return found[0] if len(found) == 1 else ""


def own_origin(scope: Scope) -> bool | None:
    """Whether a request's Origin is this site: its public address, or the host that was asked. None when there is no Origin."""
    origins = values(scope, b"origin")
    if not origins:
        return None
    if len(origins) > 1:
        return False
    public = settings().public_url
    return origins[0] == public if public else origins[0] in _origins_of(only(scope, b"host"))


def _origins_of(host: str) -> set[str]:
    return {f"{scheme}://{host}" for scheme in ("http", "https")} if host and urlsplit(f"//{host}").hostname else set()


def same_site_page(scope: Scope) -> bool:
    """Whether a browser says that a page of this very site sent the request: by its exact Origin, else by fetch metadata."""
    own = own_origin(scope)
    return own if own is not None else only(scope, b"sec-fetch-site") == "same-origin"
