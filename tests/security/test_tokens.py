"""Access tokens: whatever is not exactly ours, for us, in time and of a living session is refused."""

import base64
import json
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from backend.auth import tokens
from backend.core.ids import new_id
from tests.api import V1, Person, problem, register

ME = f"{V1}/me"


def claims_of(token: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


def signed(claims: dict[str, Any], header: dict[str, Any] | None = None, key: OKPKey | None = None) -> str:
    head = {"alg": tokens.ALGORITHM, "typ": tokens.TYPE, "kid": tokens.signing_key().kid, **(header or {})}
    return jwt.encode(head, claims, key or tokens.signing_key(), registry=tokens._registry)


def part(data: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


async def refusal(api: httpx.AsyncClient, token: str, code: str = "token_invalid") -> None:
    answer = await api.get(ME, headers={"Authorization": f"Bearer {token}".encode()})
    problem(answer, 401, code)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


@pytest.fixture
def claims(ada: Person) -> dict[str, Any]:
    return claims_of(ada.tokens["access_token"])


async def test_a_token_that_we_would_issue_is_taken(api: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    answer = await api.get(ME, headers={"Authorization": f"Bearer {signed({**claims, 'jti': 'another'})}"})
    assert answer.status_code == 200


async def test_a_token_says_what_it_is(ada: Person) -> None:
    header = json.loads(base64.urlsafe_b64decode(ada.tokens["access_token"].split(".")[0] + "=="))
    assert (header["alg"], header["typ"]) == ("EdDSA", "at+jwt")
    claims = claims_of(ada.tokens["access_token"])
    assert claims["exp"] - claims["iat"] == ada.tokens["expires_in"] == 600
    assert ada.email not in json.dumps(claims)


async def test_a_token_without_signature_is_refused(api: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    for algorithm in ("none", "None", "NONE"):
        head = part({"alg": algorithm, "typ": tokens.TYPE, "kid": tokens.signing_key().kid})
        await refusal(api, f"{head}.{part(claims)}.")


async def test_our_public_key_is_no_secret_to_sign_with(api: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    public = tokens.signing_key().public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    header = {"alg": "HS256", "typ": tokens.TYPE, "kid": tokens.signing_key().kid}
    key = OctKey.import_key(base64.urlsafe_b64encode(public).decode() + "=")
    await refusal(api, jwt.encode(header, claims, key, algorithms=["HS256"]))


async def test_another_key_is_refused_whatever_it_calls_itself(api: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    stranger = OKPKey.import_key(pem)
    await refusal(api, signed(claims, key=stranger))
    await refusal(api, signed(claims, {"kid": "k2"}, stranger))
    await refusal(api, signed(claims, {"jwk": stranger.as_dict(private=False)}, stranger))


@pytest.mark.parametrize("header", [{"kid": "a1-0000000000000000"}, {"kid": "../../dev/null"}, {"typ": "JWT"}, {"typ": "refresh+jwt"}])
async def test_a_strange_header_is_refused(api: httpx.AsyncClient, claims: dict[str, Any], header: dict[str, Any]) -> None:
    await refusal(api, signed(claims, header))


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another-api"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": None},
        {"sub": "me"},
        {"sid": None},
        {"exp": "soon"},
    ],
)
async def test_a_strange_claim_is_refused(api: httpx.AsyncClient, claims: dict[str, Any], change: dict[str, Any]) -> None:
    await refusal(api, signed({name: value for name, value in {**claims, **change}.items() if value is not None}))


async def test_a_token_from_the_future_is_refused(api: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    await refusal(api, signed({**claims, "iat": int(time.time()) + 3600, "exp": int(time.time()) + 7200}))


async def test_somebody_elses_session_is_refused(api: httpx.AsyncClient, claims: dict[str, Any]) -> None:
    other = await register(api)
    await refusal(api, signed({**claims, "sub": str(other.user_id)}), "session_ended")
    await refusal(api, signed({**claims, "sid": str(new_id())}), "session_ended")


async def test_a_changed_token_is_refused(api: httpx.AsyncClient, ada: Person) -> None:
    head, body, signature = ada.tokens["access_token"].split(".")
    other = part({**claims_of(ada.tokens["access_token"]), "role": "owner"})
    for token in (
        f"{head}.{other}.{signature}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{body}",
        "x",
        "a.b.c",
        "a" * 5000,
        "ü.ü.ü",
    ):
        await refusal(api, token)


async def test_a_token_dies_after_ten_minutes(api: httpx.AsyncClient, ada: Person) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        clock.shift(timedelta(minutes=9, seconds=50))
        assert (await api.get(ME, headers=ada.headers)).status_code == 200
        clock.shift(timedelta(seconds=11))
        await refusal(api, ada.tokens["access_token"], "token_expired")


async def test_a_refresh_token_opens_nothing(api: httpx.AsyncClient, ada: Person) -> None:
    await refusal(api, ada.tokens["refresh_token"])


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "bearer ", "Session abc", ""])
async def test_other_ways_to_sign_in_are_refused(api: httpx.AsyncClient, header: str) -> None:
    answer = await api.get(ME, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_two_credentials_are_none(api: httpx.AsyncClient, ada: Person) -> None:
    value = ada.headers["Authorization"]
    answer = await api.get(ME, headers=[("Authorization", value), ("Authorization", value)])
    assert answer.status_code == 401
