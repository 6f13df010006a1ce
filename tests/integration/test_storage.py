"""Files are kept encrypted, in a folder or in a bucket, and open only in their place."""

import errno
import os
import stat
from pathlib import Path

import pytest

from backend import storage
from backend.core import data_keys, keyring
from backend.core.keyring import Sealed
from backend.storage.provider import FolderStorage, NoSuchFile, StorageAway
from tests.integration.bookkeeping import new_books


@pytest.fixture
def place(tmp_path: Path) -> storage.Storage:
    return FolderStorage(tmp_path / "files")


async def test_what_is_put_can_be_got_until_it_is_removed(place: storage.Storage) -> None:
    await place.put("k1", b"one")
    await place.put("k1", b"two")
    assert await place.get("k1") == b"two"
    await place.remove("k1")
    await place.remove("k1")
    with pytest.raises(NoSuchFile):
        await place.get("k1")


async def test_a_place_that_works_says_so(place: storage.Storage) -> None:
    await place.healthy()


async def test_files_in_a_folder_are_for_their_owner_alone_and_leave_no_drafts(tmp_path: Path) -> None:
    await FolderStorage(tmp_path).put("abcd", b"x")
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.name == "abcd"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_cannot_be_written_is_not_healthy(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        await FolderStorage(tmp_path / "files").healthy()


async def test_a_full_disk_is_told_in_words_and_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageAway):
        await FolderStorage(tmp_path).put("abcd", b"x")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


async def test_a_file_lies_encrypted_and_opens_only_for_its_row_and_workspace(stores, tmp_path: Path) -> None:
    actor, other = await new_books(), await new_books()
    key = await storage.put(actor.workspace_id, "receipt", "row", b"total 12.50")
    lying = next(path for path in tmp_path.rglob(key)).read_bytes()
    assert b"total" not in lying
    assert await storage.get(actor.workspace_id, "receipt", "row", key) == b"total 12.50"
    for workspace, row in ((actor.workspace_id, "another row"), (other.workspace_id, "row")):
        with pytest.raises(Sealed):
            await storage.get(workspace, "receipt", row, key)


async def test_a_process_that_runs_while_keys_rotate_reads_them_anew(stores, set_settings, tmp_path: Path) -> None:
    keyring.write_keys_file(tmp_path / "keys.json", keyring.keyring())
    set_settings(OUTLAY_KEYS="")
    actor = await new_books()
    before = await data_keys.data_key(actor.workspace_id)
    new = keyring.keyring().with_new_key()
    keyring.write_keys_file(tmp_path / "keys.json", new)
    old_ring = keyring.keyring()
    keyring.keyring.cache_clear()
    await data_keys.rewrap_all()
    keyring.keyring.cache_clear()
    keyring.write_keys_file(tmp_path / "keys.json", old_ring)
    assert keyring.keyring() == old_ring
    keyring.write_keys_file(tmp_path / "keys.json", new)
    data_keys._cache.clear()
    assert await data_keys.data_key(actor.workspace_id) == before


async def test_keys_rotate_while_files_stay_readable(stores, set_settings) -> None:
    actor = await new_books()
    key = await storage.put(actor.workspace_id, "receipt", "row", b"kept")
    old = keyring.keyring()
    new = old.with_new_key()
    set_settings(OUTLAY_KEYS=new.to_json())
    assert await data_keys.rewrap_all() == 1
    assert await data_keys.rewrap_all() == 0
    set_settings(OUTLAY_KEYS=keyring.Keyring(new.secret, new.current, {new.current: new.keys[new.current]}).to_json())
    data_keys._cache.clear()
    assert await storage.get(actor.workspace_id, "receipt", "row", key) == b"kept"
