"""Doors of the framework that do not exist here."""

import pytest

from expense_app.doors import is_closed, is_socket, is_socket_exactly


@pytest.mark.parametrize(
    "path",
    [
        "/_upload",
        "/_upload/",
        "/_upload/a.png",
        "//_upload",
        "/_UPLOAD/x",
        "/_Upload_files",
        "/./_upload",
        "/%5fupload",
        "/%255fupload",
        "/\\_upload",
        "/x/_upload",
        "/_all_routes",
        "/_All_Routes/",
        "//_all_routes",
        "/auth-codespace",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/_health",
        "/assets/../secret",
        "/%2e%2e/secret",
    ],
)
def test_a_closed_door_stays_closed_however_it_is_spelled(path: str) -> None:
    assert is_closed(path)


@pytest.mark.parametrize(
    "path", ["/", "/login", "/expenses", "/api/docs", "/api/v1/openapi.json", "/assets/upload-1.js", "/ping", "/uploads"]
)
def test_the_product_s_own_addresses_are_open(path: str) -> None:
    assert not is_closed(path)


def test_only_the_exact_spelling_opens_the_socket() -> None:
    assert is_socket_exactly("/_event")
    assert is_socket_exactly("/_event/")
    for path in ("//_event", "/_EVENT", "/_event/x", "/_event//"):
        assert is_socket(path)
        assert not is_socket_exactly(path)
