"""Secrets never reach a log line."""

from uuid import uuid4

import pytest

from backend.core import log


@pytest.mark.parametrize("key", ["cookie", "Authorization", "refresh_token", "password", "client_secret", "payload", "api_key"])
def test_entries_that_name_a_secret_are_dropped(key: str) -> None:
    assert log.drop_secrets(None, "info", {key: "x", "event": "signed in"}) == {"event": "signed in"}


def test_the_sockets_query_is_never_logged() -> None:
    entry = log.drop_secrets(None, "info", {"event": 'GET /_event/?token=abc&EIO=4 HTTP/1.1"'})
    assert "abc" not in entry["event"]
    assert entry["event"].startswith("GET /_event/")


def test_the_request_id_lasts_as_long_as_the_request() -> None:
    identifier = uuid4()
    with log.request(identifier):
        assert log.request_id() == identifier
    assert log.request_id() is None
