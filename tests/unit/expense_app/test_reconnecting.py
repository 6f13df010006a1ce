"""How the framework's client is changed so that pages come back calmly."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from expense_app.reconnecting import spread

TEMPLATE = ".templates/web/utils/state.js"


def client() -> str:
    """The client's source as the installed framework brings it."""
    package = find_spec("reflex_base") or find_spec("reflex")
    assert package is not None
    assert package.origin is not None
    return (Path(package.origin).parent / TEMPLATE).read_text()


def test_pages_reconnect_at_moments_of_their_own() -> None:
    source = spread(client())
    assert len(re.findall(r"Math\.random\(\)", source)) >= 2
    assert "}, 200 * failed_attempts)" not in source


def test_a_newer_server_is_offered_and_loads_nothing_by_itself() -> None:
    source = spread(client())
    told = source[source.index("const handleStateMismatch") : source.index("* Connect to a websocket")]
    assert "outlay:newer" in told
    assert "reloadForNewVersion()" not in told


def test_it_is_safe_to_do_twice() -> None:
    assert spread(spread(client())) == spread(client())


def test_a_framework_that_reconnects_otherwise_is_noticed() -> None:
    with pytest.raises(RuntimeError, match="look at Spread again"):
        spread("const connect = () => {};")
