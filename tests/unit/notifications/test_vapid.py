"""The key by which push services know this site."""

import base64
import json
from collections.abc import Callable, Iterator

import pytest
from py_vapid import Vapid02

from backend.core import keyring
from backend.core.keyring import KeysMissing
from backend.core.settings import Settings
from backend.notifications import vapid

ENDPOINT = "https://push.example.com:8443/send/abc?x=1"


@pytest.fixture
def with_keys(set_settings: Callable[..., Settings]) -> Iterator[Callable[..., None]]:
    ring = keyring.generate()

    def use(**more: str) -> None:
        set_settings(OUTLAY_KEYS=(ring.with_new_key() if more.pop("ROTATED", "") else ring).to_json(), **more)
        vapid.forget()

    yield use
    vapid.forget()


def test_the_key_derives_from_the_operators_and_outlives_a_rotation(with_keys) -> None:
    with_keys()
    before = vapid.public_key()
    with_keys(ROTATED="yes")
    assert vapid.public_key() == before
    assert len(before) == 87  # 65 bytes in base64url


def test_the_key_of_the_settings_counts_and_is_printed_as_it_is_taken(with_keys) -> None:
    given = vapid.base64url(bytes(range(1, 33)))
    with_keys(VAPID_PRIVATE_KEY=given)
    assert vapid.private_key() == given


@pytest.mark.parametrize(
    "wrong", ["abc", "!", vapid.base64url(bytes(32)), vapid.base64url(b"\xff" * 32)], ids=["short", "no text", "zero", "too big"]
)
def test_a_key_that_is_none_is_refused_with_words(with_keys, wrong: str) -> None:
    with_keys(VAPID_PRIVATE_KEY=wrong)
    with pytest.raises(KeysMissing, match="outlay keys push"):
        vapid.public_key()


@pytest.mark.parametrize(
    ("more", "contact"),
    [
        ({}, "mailto:operator@localhost"),
        ({"PUBLIC_URL": "https://books.example.com"}, "https://books.example.com"),
        ({"PUBLIC_URL": "http://books.example.com"}, "mailto:operator@localhost"),
        ({"VAPID_CONTACT": "mailto:ops@example.com", "PUBLIC_URL": "https://books.example.com"}, "mailto:ops@example.com"),
    ],
)
def test_a_signature_is_for_the_origin_of_the_service_and_names_the_operator(with_keys, more: dict[str, str], contact: str) -> None:
    with_keys(**more)
    header = vapid.authorization(ENDPOINT)
    token = header.removeprefix("vapid t=").partition(",")[0]
    assert header.endswith(f"k={vapid.public_key()}")
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert (claims["aud"], claims["sub"]) == ("https://push.example.com:8443", contact)
    assert Vapid02.verify(header)
