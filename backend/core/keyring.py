"""Keys: envelope encryption with AES-256-GCM, and secrets derived for signing.

A workspace has a data key; the data key is stored wrapped by a key-encryption key (KEK) that only the operator
holds. Rotating the KEK re-wraps data keys and touches no file. `secret` is the root that signing keys derive from.
Keys come from `OUTLAY_KEYS` (JSON) or `<OUTLAY_HOME>/keys.json`:
`{"secret": b64, "current": "k1", "keys": {"k1": b64 of 32 bytes}}`.
"""

import base64
import binascii
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.core.settings import Settings, settings

_VERSION = b"\x01"
_NONCE_BYTES = 12


class KeysMissing(RuntimeError):
    """The operator's keys are not there or not whole: the app must not start."""


class Sealed(ValueError):
    """A sealed value that this key, or this place, does not open."""


def seal(key: bytes, plaintext: bytes, *, aad: str) -> bytes:
    """Encrypt `plaintext`; `aad` names tenant, table, column and row, so that a value opens only in its place."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, aad.encode())


def unseal(key: bytes, sealed: bytes, *, aad: str) -> bytes:
    """The plaintext of `seal`. Raises `Sealed` for another key, place or changed bytes."""
    if sealed[:1] != _VERSION or len(sealed) <= 1 + _NONCE_BYTES:
        raise Sealed("unknown format of an encrypted value")
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, aad.encode())
    except InvalidTag as error:
        raise Sealed("an encrypted value does not open with this key in this place") from error


def place(workspace_id: UUID, table: str, column: str, row: UUID | str) -> str:
    """The additional data that binds a sealed value to where it stands."""
    return f"{workspace_id}|{table}|{column}|{row}"


@dataclass(frozen=True)
class Keyring:
    """The operator's keys. `current` wraps, every key in `keys` unwraps."""

    secret: bytes
    current: str
    keys: dict[str, bytes]

    def new_data_key(self, workspace_id: UUID) -> bytes:
        """A fresh data key for a workspace, wrapped for its row."""
        return self._wrap(workspace_id, AESGCM.generate_key(256))

    def unwrap(self, workspace_id: UUID, wrapped: bytes) -> bytes:
        """The 32 bytes of a workspace's data key. Raises `Sealed` when no key here opens it."""
        name, _, body = wrapped.partition(b":")
        key = self.keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise Sealed(f"the key {name!r} that wrapped this workspace's data is not in the keyring")
        return unseal(key, body, aad=place(workspace_id, "workspace", "data_key", workspace_id))

    def rewrap(self, workspace_id: UUID, wrapped: bytes) -> bytes | None:
        """The same data key under the current key, or None when it is already."""
        if wrapped.startswith(self.current.encode() + b":"):
            return None
        return self._wrap(workspace_id, self.unwrap(workspace_id, wrapped))

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (signing cursors, tokens, addresses); survives a rotation of the KEK."""
        return HKDF(hashes.SHA256(), 32, salt=None, info=f"outlay/{purpose}".encode()).derive(self.secret)

    def _wrap(self, workspace_id: UUID, data_key: bytes) -> bytes:
        aad = place(workspace_id, "workspace", "data_key", workspace_id)
        return self.current.encode() + b":" + seal(self.keys[self.current], data_key, aad=aad)

    def to_json(self) -> str:
        """The form that `parse` reads."""
        keys = {name: _b64(key) for name, key in self.keys.items()}
        return json.dumps({"secret": _b64(self.secret), "current": self.current, "keys": keys}, indent=1)

    def with_new_key(self) -> "Keyring":
        """A keyring whose current key is new and that still opens what older keys wrapped."""
        number = 1 + max((int(name[1:]) for name in self.keys if name[1:].isdigit()), default=0)
        return Keyring(self.secret, f"k{number}", {**self.keys, f"k{number}": AESGCM.generate_key(256)})


def generate() -> Keyring:
    """A new keyring with one key."""
    return Keyring(os.urandom(32), "k1", {"k1": AESGCM.generate_key(256)})


def parse(text: str) -> Keyring:
    """Read the JSON form. Raises `KeysMissing` with what is wrong."""
    try:
        data = json.loads(text)
        keys = {name: base64.b64decode(key, validate=True) for name, key in data["keys"].items()}
        ring = Keyring(base64.b64decode(data["secret"], validate=True), data["current"], keys)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise KeysMissing("The keys cannot be read: they should be JSON with secret, current and keys.") from error
    if ring.current not in ring.keys or len(ring.secret) < 32 or any(len(key) != 32 for key in ring.keys.values()):
        raise KeysMissing("The keys are not whole: current must be among keys, and each is 32 bytes in base64.")
    return ring


def keys_file(config: Settings) -> Path:
    """Where the keys of an instance without `OUTLAY_KEYS` lie."""
    return config.outlay_home / "keys.json"


def write_keys_file(path: Path, ring: Keyring) -> None:
    """Put the keyring in its file, readable by its owner alone, whole or not at all."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(ring.to_json())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load(config: Settings) -> Keyring:
    """The operator's keyring. Raises `KeysMissing`: without its keys the app refuses to start."""
    if config.outlay_keys:
        return parse(config.outlay_keys)
    path = keys_file(config)
    if not path.exists():
        raise KeysMissing(f"There are no keys: set OUTLAY_KEYS, or put the file {path.name} back into the data folder.")
    return parse(path.read_text())


@cache
def keyring() -> Keyring:
    """The keyring of this process; `keyring.cache_clear()` reads it anew."""
    return load(settings())


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
