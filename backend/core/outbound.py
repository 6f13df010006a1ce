"""Calls to addresses that a user has given: https to public machines alone, small and short.

A name is resolved once, by `PublicResolver`, and the connection goes to one of the addresses it let through, so that a
name cannot point elsewhere a moment later. Redirects are not followed. `OUTBOUND_PRIVATE` lifts this, for tests.
"""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from backend.core.settings import settings

SECONDS: Final = 10.0
ANSWER_MAX: Final = 1024 * 1024
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(ValueError):
    """An address that nothing is sent to."""


def check_url(url: str) -> str:
    """The host that `url` names. Raises `NotAllowed` unless it is https (to a public address, where it names one)."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAllowed("this is no address") from error
    if not host or parts.username or parts.password or parts.scheme not in ("https", "http"):
        raise NotAllowed("this is no web address")
    if settings().outbound_private:
        return host
    if parts.scheme != "https":
        raise NotAllowed("only https is used")
    if _is_literal(host) and not is_public(host):
        raise NotAllowed("this address is not public")
    return host


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also behind the forms that carry IPv4 in IPv6."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast


class PublicResolver(AbstractResolver):
    """Resolves names to their public addresses alone."""

    def __init__(self) -> None:
        """Ask the system's resolver."""
        self._system = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        """The public addresses of a name. Raises `OSError` when there is none."""
        found = await self._system.resolve(host, port, family)  # ty: ignore[invalid-argument-type] - the number of a family is one of the enumeration
        allowed = [each for each in found if settings().outbound_private or is_public(each["host"])]
        if not allowed:
            raise OSError(f"{host} has no public address")
        return allowed

    async def close(self) -> None:
        """Nothing is held open."""
        await self._system.close()


def client() -> aiohttp.ClientSession:
    """A client for one or more such calls, to be closed by `async with`. Check each address with `check_url` first."""
    connector = aiohttp.TCPConnector(resolver=PublicResolver(), use_dns_cache=False, limit=20)
    timeout = aiohttp.ClientTimeout(total=SECONDS, sock_connect=5)
    return aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar())


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
