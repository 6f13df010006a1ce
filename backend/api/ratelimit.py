"""The limit that holds for every request: so many a minute by each credential, or each address where there is none."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import Scope

from backend import auth
from backend.api.requests import address_of, bearer_of
from backend.core.breaker import Breaker
from backend.core.errors import Unauthenticated, Unavailable
from backend.core.limits import Quota, hit
from backend.core.settings import settings

_WINDOW_SECONDS: Final = 60
# A Redis that hangs costs a few requests half a second each; then limits are not counted until it answers again.
_breaker = Breaker("The count of requests", failures=3, rest=5.0, timeout=0.5)


async def count(scope: Scope) -> Quota:
    """Count a request. While Redis is away nothing is counted and nobody is refused."""
    limit = settings().credential_per_minute
    name, identity = _who(scope)
    try:
        return await _breaker.call(lambda: hit(name, limit, identity, fail_open=True))
    except (Unavailable, TimeoutError):
        return Quota(name, limit, limit, _WINDOW_SECONDS)


def _who(scope: Scope) -> tuple[str, str]:
    token = bearer_of(scope)
    if token is not None:
        try:
            return "credential", str(auth.read_access_token(token).session_id)
        except Unauthenticated:
            pass
    return "address", address_of(scope)


def write_headers(headers: MutableHeaders, quota: Quota) -> None:
    """`RateLimit-Policy` and `RateLimit`, as the IETF's draft on rate limit headers words them."""
    headers["RateLimit-Policy"] = f'"{quota.name}";q={quota.limit};w={_WINDOW_SECONDS}'
    headers["RateLimit"] = f'"{quota.name}";r={max(0, quota.left)};t={quota.reset}'
