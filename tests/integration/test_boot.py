"""From nothing to a running instance and back: what starts, what is restarted, what is left, what is said."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from psycopg import connect

from backend.runtime.home import SUPERUSER, Home
from tests.live import OUTLAY, ROOT, LiveSite, environment
from tests.ports import free_port

PATIENCE = 60.0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    site = LiveSite(tmp_path_factory.mktemp("boot"))
    yield site.start()
    site.stop()


def until(true: Callable[[], bool]) -> None:
    """Wait for something that has to come."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def family(site: LiveSite) -> list[psutil.Process]:
    return psutil.Process(site.running.pid).children(recursive=True)


def child(site: LiveSite, words: str) -> psutil.Process | None:
    """The supervisor's own child whose command line holds `words`."""
    for each in psutil.Process(site.running.pid).children():
        with suppress(psutil.NoSuchProcess):  # it may die, or be dead and not yet waited for, while it is looked at
            if words in " ".join(each.cmdline()):
                return each
    return None


def gone(processes: list[psutil.Process]) -> bool:
    return not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in processes)


def refusal(home: Path, port: int | None = None, **settings: str) -> str:
    """What `outlay up` says when it does not start."""
    done = subprocess.run(
        [sys.executable, OUTLAY, "up"],
        cwd=ROOT,
        env=environment(home, port or free_port(), **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    said = done.stderr.strip()
    assert said.startswith("outlay: ")
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1
    return said


def test_it_says_where_it_is_and_its_processes_say_what_they_are(site: LiveSite) -> None:
    until(lambda: site.url in site.said())
    assert all(child(site, words) for words in ("outlay web", "outlay worker", "outlay valkey", "postgres"))


def test_a_second_one_on_the_same_folder_says_so(site: LiveSite) -> None:
    assert "already runs" in refusal(site.home / "data")
    assert site.is_ready()


def test_a_port_in_use_is_named_with_a_way_out(site: LiveSite, tmp_path: Path) -> None:
    said = refusal(tmp_path / "data", site.port)
    assert f"Port {site.port}" in said
    assert "PORT=" in said


def test_two_instances_run_side_by_side(site: LiveSite, tmp_path: Path) -> None:
    other = LiveSite(tmp_path).start()
    try:
        assert site.is_ready()
        assert other.is_ready()
    finally:
        assert other.stop() == 0


@pytest.mark.parametrize("words", ["outlay worker", "outlay web", "outlay valkey", "postgres"])
def test_what_dies_is_started_again(site: LiveSite, words: str) -> None:
    before = child(site, words)
    assert before is not None
    before.kill()
    until(lambda: (after := child(site, words)) is not None and after.pid != before.pid)
    until(site.is_ready)


def test_secrets_are_for_the_owner_alone(site: LiveSite) -> None:
    modes = {name: (site.home / "data" / name).stat().st_mode & 0o777 for name in ("keys.json", "passwords.json")}
    assert modes == {"keys.json": 0o600, "passwords.json": 0o600}


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_and_leaves_nothing(tmp_path: Path, sign: signal.Signals) -> None:
    site = LiveSite(tmp_path).start()
    everyone = family(site)
    assert site.stop(sign) == 0
    assert gone(everyone)
    assert not (tmp_path / "data" / "run").exists()


def test_after_a_killed_supervisor_nothing_runs_on_and_the_next_start_recovers(tmp_path: Path) -> None:
    site = LiveSite(tmp_path).start()
    everyone = family(site)
    site.running.kill()
    site.running.wait()
    again = LiveSite(tmp_path, port=site.port).start()
    assert gone(everyone)
    assert again.stop() == 0


def test_a_signal_while_it_starts_ends_it_too(tmp_path: Path) -> None:
    site = LiveSite(tmp_path)
    site.begin()
    until((tmp_path / "data" / "processes.json").exists)
    everyone = family(site)
    assert site.stop() == 0
    assert gone(everyone)


def test_a_long_path_is_no_obstacle(tmp_path: Path) -> None:
    deep = tmp_path / "-".join(["a folder with a rather long name"] * 4)
    deep.mkdir(mode=0o700)
    site = LiveSite(deep).start()
    assert site.stop() == 0


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert str(in_the_way) in refusal(in_the_way / "data")


def test_a_database_that_is_not_whole_is_named(tmp_path: Path) -> None:
    site = LiveSite(tmp_path).start()
    site.stop()
    (tmp_path / "data" / "postgres" / "global" / "pg_control").unlink()
    assert "not whole" in refusal(tmp_path / "data")


def test_books_whose_keys_are_lost_are_not_given_new_ones(tmp_path: Path) -> None:
    site = LiveSite(tmp_path).start()
    add_a_workspace(site)
    site.stop()
    (tmp_path / "data" / "keys.json").unlink()
    assert "keys" in refusal(tmp_path / "data")
    assert not (tmp_path / "data" / "keys.json").exists()


def add_a_workspace(site: LiveSite) -> None:
    with connect(Home(site.home / "data").database_url(SUPERUSER).replace("+psycopg", "")) as connection:
        connection.execute("INSERT INTO user_account (id, email, password_hash, display_name) VALUES (uuidv7(), 'a@b.example', '', 'A')")
        connection.execute(
            "INSERT INTO workspace (id, name, base_currency, data_key, created_by)"
            " SELECT uuidv7(), 'A', 'EUR', ''::bytea, id FROM user_account"
        )


def test_an_external_database_that_is_away_is_named(tmp_path: Path) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        said = refusal(tmp_path / "data", DATABASE_URL=f"postgresql+psycopg://nobody@127.0.0.1:{port}/none?connect_timeout=2")
    assert "database does not answer" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step aside")
def test_root_changes_no_folder_above_its_own(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    site = LiveSite(private).start()
    site.stop()
    assert private.stat().st_mode & 0o777 == 0o700
    assert (private / "data").stat().st_mode & 0o777 == 0o700
