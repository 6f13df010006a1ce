"""The data folder: who holds it, what is refused, where its sockets are."""

import os
import shutil
from pathlib import Path

import pytest

from backend.runtime.errors import CannotStart
from backend.runtime.home import LEAST_FREE_BYTES, Home
from backend.runtime.identity import Identity


def made(path: Path) -> Home:
    home = Home(path)
    home.make()
    return home


def test_a_folder_is_held_by_one_instance_at_a_time(tmp_path: Path) -> None:
    home = made(tmp_path)
    with home.hold(), pytest.raises(CannotStart, match="already runs"):
        home.hold()
    home.hold().close()


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=LEAST_FREE_BYTES - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(CannotStart, match="less than 200 MB free"):
        Home(tmp_path).make()


def test_sockets_stay_inside_where_their_path_is_short_enough() -> None:
    assert Home(Path("/srv/outlay")).sockets == Path("/srv/outlay/run")


def test_sockets_move_to_a_short_folder_of_their_own_where_it_is_not() -> None:
    deep = Path("/srv") / ("deep" * 30)
    moved = Home(deep).sockets
    assert len(os.fsencode(f"{moved}/.s.PGSQL.5432.lock")) <= 107
    assert moved != Home(deep / "other").sockets


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    home = made(tmp_path / "data")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home.sockets.symlink_to(elsewhere)
    with pytest.raises(CannotStart, match="somebody else"):
        home.make_sockets(Identity(os.geteuid(), os.getegid()))


def test_passwords_are_made_once(tmp_path: Path) -> None:
    home = made(tmp_path)
    first = home.passwords()
    assert home.passwords() == first
    assert len(set(first.values())) == 3


def test_broken_passwords_are_not_replaced(tmp_path: Path) -> None:
    home = made(tmp_path)
    (tmp_path / "passwords.json").write_text("{")
    with pytest.raises(CannotStart, match="backup"):
        home.passwords()
