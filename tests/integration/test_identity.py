"""As whom the database runs when root starts it."""

import os
from pathlib import Path

import pytest

from backend.runtime import identity
from backend.runtime.errors import CannotStart
from backend.runtime.identity import Identity
from backend.runtime.postgres import programs

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step aside")


def no_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in containers that refuse them."""
    works = identity._works
    monkeypatch.setattr(identity, "_works", lambda who, *rest: not who.namespace and works(who, *rest))


def private(tmp_path: Path) -> Path:
    """A folder that only root may reach."""
    home = tmp_path / "private" / "data"
    home.mkdir(parents=True)
    home.parent.chmod(0o700)
    return home


def test_root_steps_into_a_namespace_and_its_closed_folders_stay_closed(tmp_path: Path) -> None:
    home = private(tmp_path)
    home.chmod(0o700)
    assert identity.for_server(programs() / "postgres", home) == Identity(0, os.getegid(), namespace=True)
    assert home.stat().st_mode & 0o777 == 0o700


def test_where_nobody_else_can_reach_the_folder_it_says_which_to_choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_namespaces(monkeypatch)
    home = private(tmp_path)
    with pytest.raises(CannotStart, match="others may enter"):
        identity.for_server(programs() / "postgres", home)
    assert home.parent.stat().st_mode & 0o777 == 0o700
