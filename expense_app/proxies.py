"""Who is really asking: forwarded headers count only when a configured proxy sends them, and go no further than here."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.types import Scope

from expense_app.headers import values

FORWARDED: Final = frozenset(
    {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-port", b"x-forwarded-proto", b"x-forwarded-prefix", b"x-real-ip"}
)
_SCHEMES: Final = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


@dataclass(frozen=True)
class Proxies:
    """The networks whose word about the client is taken."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def named(cls, names: Iterable[str]) -> "Proxies":
        """Addresses or networks in CIDR form. Raises `ValueError` for anything else."""
        return cls(tuple(ip_network(name.strip(), strict=False) for name in names))

    def trusts(self, address: str) -> bool:
        """Whether `address` is one of the configured proxies."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)

    def resolve(self, scope: Scope) -> Scope:
        """The scope with the client and scheme as they are, and without forwarded headers."""
        peer, port = scope.get("client") or ("", 0)
        resolved = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in FORWARDED]}
        if not self.trusts(peer):
            return resolved
        resolved["client"] = (self._client(scope, peer), port)
        resolved["scheme"] = _scheme(scope)
        return resolved

    def _client(self, scope: Scope, peer: str) -> str:
        """The nearest address of the chain that is no proxy of ours."""
        chain = [part.strip() for line in values(scope, b"x-forwarded-for") for part in line.split(",")]
        for address in reversed(chain):
            if not self.trusts(address):
                return address if _is_address(address) else peer
            peer = address
        return peer


def secure(scope: Scope) -> bool:
    """Whether the client came over TLS, as far as is known here."""
    return scope.get("scheme") in ("https", "wss")


def _scheme(scope: Scope) -> str:
    named = [line.split(",")[-1].strip().lower() for line in values(scope, b"x-forwarded-proto")]
    plain = _SCHEMES.get(named[-1] if named else "", _SCHEMES.get(scope["scheme"], "http"))
    if scope["type"] == "websocket":
        return {"http": "ws", "https": "wss"}[plain]
    return plain


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
