"""Access tokens: short-lived JWTs for API clients, signed with Ed25519 by a key that derives from the operator's secret."""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from backend.auth.errors import TokenInvalid
from backend.auth.rules import ACCESS_LIFETIME
from backend.core.ids import new_id, parse_id
from backend.core.keyring import keyring
from backend.core.settings import settings

AUDIENCE: Final = "outlay-api"
TYPE: Final = "at+jwt"
ALGORITHM: Final = "EdDSA"
_ISSUER: Final = "outlay"
_LEEWAY_SECONDS: Final = 5
_LENGTH_MAX: Final = 4096
_REMEMBERED: Final = 2048


class _Registry(JWSRegistry):
    """Takes EdDSA alone. The library warns at each use that RFC 9864 renames it; the name in our tokens stays."""

    def get_alg(self, name: str) -> Any:
        if name != ALGORITHM:
            raise TokenInvalid("This access token is not valid here. Please sign in again.")
        return self.algorithms[ALGORITHM]


@dataclass(frozen=True)
class Claims:
    """What an access token says: whose it is, from which session, until when (seconds since 1970)."""

    user_id: UUID
    session_id: UUID
    expires_at: int


_registry: Final = _Registry(algorithms=[ALGORITHM])
_known: "OrderedDict[str, Claims]" = OrderedDict()


@cache
def signing_key() -> OKPKey:
    """The key that signs, with its `kid`. The same for every process that has the operator's keys."""
    private = Ed25519PrivateKey.from_private_bytes(keyring().derive("access-token/ed25519/1"))
    kid = "a1-" + hashlib.sha256(private.public_key().public_bytes_raw()).hexdigest()[:16]
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return OKPKey.import_key(pem, {"kid": kid, "alg": ALGORITHM, "use": "sig"})


@cache
def _accepted() -> dict[str, OKPKey]:
    return {str(signing_key().kid): signing_key()}


def issuer() -> str:
    """Who issues tokens here: the public address, or the product's name where none is set."""
    return settings().public_url or _ISSUER


def issue(user_id: UUID, session_id: UUID) -> str:
    """An access token of a session, good for ten minutes."""
    now = int(time.time())
    claims = {
        "iss": issuer(),
        "aud": AUDIENCE,
        "sub": str(user_id),
        "sid": str(session_id),
        "jti": str(new_id()),
        "iat": now,
        "exp": now + int(ACCESS_LIFETIME.total_seconds()),
    }
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": signing_key().kid}
    return jwt.encode(header, claims, signing_key(), registry=_registry)


def read(token: str) -> Claims:
    """What a token says, when it is ours and still good. Raises `TokenInvalid`. A token seen before is not checked twice."""
    known = _known.get(token)
    if known is None:
        known = _verified(token)
        _known[token] = known
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    if time.time() >= known.expires_at:
        _known.pop(token, None)
        raise TokenInvalid("This access token has expired. Exchange your refresh token for a new one.", code="token_expired")
    return known


def _verified(token: str) -> Claims:
    if len(token) > _LENGTH_MAX or not token.isascii():
        raise _refused()
    try:
        decoded = jwt.decode(token, _key_for, registry=_registry)
        _expected().validate(decoded.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _refused() from error
    if decoded.header.get("typ") != TYPE:
        raise _refused()
    user_id, session_id = parse_id(decoded.claims["sub"]), parse_id(decoded.claims["sid"])
    if user_id is None or session_id is None:
        raise _refused()
    return Claims(user_id, session_id, int(decoded.claims["exp"]))


def _key_for(token: Any) -> OKPKey:
    key = _accepted().get(token.headers().get("kid"))
    if key is None:
        raise _refused()
    return key


def _expected() -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer()},
        aud={"essential": True, "value": AUDIENCE},
        sub={"essential": True},
        sid={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
    )


def _refused() -> TokenInvalid:
    return TokenInvalid("This access token is not valid here. Please sign in again.")
