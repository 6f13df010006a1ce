"""What is sealed opens only with its key and in its place."""

import json
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import keyring
from backend.core.keyring import KeysMissing, Sealed
from backend.core.settings import Settings

KEY = bytes(range(32))


@given(st.binary(max_size=2000), st.text(max_size=50))
def test_what_is_sealed_opens_again(plaintext: bytes, place: str) -> None:
    assert keyring.unseal(KEY, keyring.seal(KEY, plaintext, aad=place), aad=place) == plaintext


def test_the_same_text_never_seals_to_the_same_bytes() -> None:
    assert keyring.seal(KEY, b"total", aad="x") != keyring.seal(KEY, b"total", aad="x")


@pytest.mark.parametrize(
    ("key", "aad", "change"),
    [
        (bytes(32), "here", lambda sealed: sealed),
        (KEY, "elsewhere", lambda sealed: sealed),
        (KEY, "here", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEY, "here", lambda sealed: b"\x02" + sealed[1:]),
        (KEY, "here", lambda sealed: sealed[:5]),
    ],
    ids=["another key", "another place", "a changed byte", "another version", "a stump"],
)
def test_nothing_else_opens_it(key: bytes, aad: str, change) -> None:
    sealed = keyring.seal(KEY, b"secret", aad="here")
    with pytest.raises(Sealed):
        keyring.unseal(key, change(sealed), aad=aad)


def test_a_rotated_keyring_opens_old_data_keys_and_rewraps_them_once() -> None:
    workspace, old = uuid4(), keyring.generate()
    wrapped = old.new_data_key(workspace)
    new = old.with_new_key()
    rewrapped = new.rewrap(workspace, wrapped)
    assert rewrapped is not None
    assert new.unwrap(workspace, rewrapped) == old.unwrap(workspace, wrapped)
    assert new.rewrap(workspace, rewrapped) is None
    with pytest.raises(Sealed):
        old.unwrap(workspace, rewrapped)


def test_a_data_key_does_not_open_for_another_workspace() -> None:
    ring = keyring.generate()
    with pytest.raises(Sealed):
        ring.unwrap(uuid4(), ring.new_data_key(uuid4()))


def test_signing_secrets_differ_by_purpose_and_survive_a_rotation() -> None:
    ring = keyring.generate()
    assert ring.derive("cursor") != ring.derive("csrf")
    assert ring.with_new_key().derive("cursor") == ring.derive("cursor")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"secret": "x", "current": "k1", "keys": {}}',
        json.dumps({"secret": "AAAA", "current": "k1", "keys": {"k1": "AAAA"}}),
    ],
)
def test_broken_keys_are_refused_in_words(text: str) -> None:
    with pytest.raises(KeysMissing, match="keys"):
        keyring.parse(text)


def test_without_its_keys_nothing_starts(tmp_path) -> None:
    with pytest.raises(KeysMissing, match="OUTLAY_KEYS"):
        keyring.load(Settings(outlay_home=tmp_path, outlay_keys=None))


def test_the_keys_file_is_for_its_owner_alone(tmp_path) -> None:
    ring, path = keyring.generate(), tmp_path / "keys.json"
    keyring.write_keys_file(path, ring)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keyring.load(Settings(outlay_home=tmp_path, outlay_keys=None)) == ring
