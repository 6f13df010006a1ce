"""The key by which push services know this site (VAPID, RFC 8292): P-256, from the settings or derived from the operator's keys."""

import base64
import time
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from backend.core.keyring import KeysMissing, keyring
from backend.core.settings import settings

_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LIFETIME_SECONDS: Final = 12 * 3600  # services refuse more than 24 hours
_NOBODY: Final = "mailto:operator@localhost"


@cache
def _private_key() -> ec.EllipticCurvePrivateKey:
    """The same for every process that has the operator's keys, and over each rotation of them."""
    given = settings().vapid_private_key
    raw = _decoded(given) if given else keyring().derive("push/vapid/p256/1")
    number = int.from_bytes(raw)
    return ec.derive_private_key(number if given else number % (_ORDER - 1) + 1, ec.SECP256R1())


def _decoded(given: str) -> bytes:
    try:
        raw = base64.b64decode(given.rstrip("=") + "=" * (-len(given.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 32 or not 0 < int.from_bytes(raw) < _ORDER:
        raise KeysMissing("VAPID_PRIVATE_KEY is not a P-256 key: 32 bytes in base64url, as `outlay keys push` prints them.")
    return raw


def public_key() -> str:
    """The `applicationServerKey` that a browser subscribes with: the uncompressed point, in base64url."""
    return base64url(_private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def private_key() -> str:
    """The private key as `VAPID_PRIVATE_KEY` takes it."""
    return base64url(_private_key().private_numbers().private_value.to_bytes(32))


def authorization(endpoint: str) -> str:
    """The header that signs a message to the service of `endpoint`."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + _LIFETIME_SECONDS, "sub": _contact()}
    return Vapid02(_private_key()).sign(claims)["Authorization"]


def _contact() -> str:
    """Where the service finds the operator."""
    config = settings()
    site = config.public_url or ""
    return config.vapid_contact or (site if site.startswith("https://") else _NOBODY)


def base64url(data: bytes) -> str:
    """`data` in base64url, without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def forget() -> None:
    """Read the key anew (tests)."""
    _private_key.cache_clear()
