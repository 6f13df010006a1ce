"""Nothing becomes reachable through the socket without somebody having looked at it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import ROOT, environment
from tests.security.registry import LIST

REVIEWED = LIST.read_text().splitlines()


@pytest.fixture(scope="module")
def exposed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the app exposes now, read in a process of its own as the server reads it."""
    home: Path = tmp_path_factory.mktemp("registry")
    asked = subprocess.run(
        [sys.executable, "-m", "tests.security.registry"],
        cwd=ROOT,
        env=environment(home, 0, REFLEX_DIR=str(home), PORT="8000"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.splitlines()


def test_every_handler_and_var_was_reviewed_with_its_permission(exposed: list[str]) -> None:
    assert sorted(set(exposed) - set(REVIEWED)) == [], "new: review them, then `python -m tests.security.registry --write`"
    assert sorted(set(REVIEWED) - set(exposed)) == [], "gone: `python -m tests.security.registry --write`"


def test_no_handler_of_the_product_is_without_a_mark() -> None:
    assert [line for line in REVIEWED if line.startswith("expense_app") and line.endswith(" denied") and ".setvar " not in line] == []


def test_the_framework_s_own_events_run_by_name_alone() -> None:
    running = {line.split()[0].rsplit(".", 1)[1] for line in REVIEWED if line.endswith(" framework")}
    assert running == {"hydrate", "hydrate_and_load", "set_is_hydrated", "on_load_internal", "update_vars_internal"}


def test_no_var_is_named_like_a_secret() -> None:
    secrets = ("password", "secret", "token", "cookie", "session_key", "csrf")
    assert [line for line in REVIEWED if line.endswith(" var") and any(word in line.lower() for word in secrets)] == []
