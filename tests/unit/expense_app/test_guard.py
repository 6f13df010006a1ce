"""What the guard makes of a socket before the app sees it."""

from typing import Never
from urllib.parse import parse_qs

import pytest
from starlette.types import Scope

from expense_app.guard import Guard, RefusedError, Rules, bound_token, inner_scope, token_of
from expense_app.session import Visit, key_of
from expense_app.sockets import network_of


async def nothing(*_: object) -> Never:
    raise AssertionError("the app must not be reached")


def scope(*headers: tuple[bytes, bytes], query: bytes = b"token=12345678") -> Scope:
    return {"type": "websocket", "path": "/_event", "query_string": query, "headers": list(headers), "client": ("127.0.0.1", 1)}


@pytest.mark.parametrize(
    ("public_url", "origin", "host", "own"),
    [
        (None, b"http://a.example:8000", b"a.example:8000", True),
        (None, b"https://a.example", b"a.example", True),
        (None, b"http://b.example", b"a.example", False),
        (None, b"http://a.example.evil", b"a.example", False),
        (None, b"null", b"a.example", False),
        (None, b"", b"", False),
        (None, b"http://", b"", False),
        (None, b"http://a.example/", b"a.example", False),
        (None, b"chrome-extension://a.example", b"a.example", False),
        ("https://a.example", b"https://a.example", b"127.0.0.1", True),
        ("https://a.example", b"http://a.example", b"a.example", False),
        ("https://a.example", b"https://a.example:444", b"a.example", False),
    ],
)
def test_an_origin_is_ours_when_it_is_exactly_ours(public_url: str | None, origin: bytes, host: bytes, own: bool) -> None:
    assert Guard(nothing, Rules(public_url=public_url)).own_origin(scope((b"origin", origin), (b"host", host))) is own


def test_two_origins_are_none() -> None:
    asked = scope((b"origin", b"http://a.example"), (b"origin", b"http://a.example"), (b"host", b"a.example"))
    assert not Guard(nothing, Rules()).own_origin(asked)


@pytest.mark.parametrize("query", [b"", b"token=", b"token=1234567", b"token=" + b"a" * 81, b"token=12345678&token=12345679"])
def test_a_strange_token_opens_nothing(query: bytes) -> None:
    with pytest.raises(RefusedError):
        token_of(scope(query=query))


@pytest.mark.parametrize("length", [8, 80])
def test_a_token_of_usual_length_is_taken(length: int) -> None:
    assert token_of(scope(query=b"token=" + b"a" * length)) == "a" * length


def test_the_same_token_means_another_tab_for_another_session() -> None:
    tokens = {bound_token(key, "12345678") for key in ("", "a", "b")} | {bound_token("a", "12345679")}
    assert len(tokens) == 4
    assert bound_token("a", "12345678") == bound_token("a", "12345678")


def test_the_app_sees_no_cookie_no_foreign_header_and_no_token_of_the_client() -> None:
    asked = scope(
        (b"Cookie", b"outlay=secret"),
        (b"authorization", b"Session forged"),
        (b"x-anything", b"1"),
        (b"host", b"a.example"),
        query=b"token=12345678&EIO=4&transport=polling&sid=x",
    )
    seen = inner_scope(asked, Visit("key", "person"))
    assert seen["headers"] == [(b"host", b"a.example"), (b"authorization", b"Session key")]
    assert parse_qs(seen["query_string"].decode()) == {"token": [bound_token("key", "12345678")], "EIO": ["4"], "transport": ["websocket"]}


def test_a_visitor_without_session_cannot_bring_a_key() -> None:
    seen = inner_scope(scope((b"authorization", b"Session forged")), Visit())
    assert seen["headers"] == []


class State:
    """Stands for a state with the headers its socket came with."""

    def __init__(self, **headers: str) -> None:
        self.router_data = {"headers": headers}


def test_a_state_s_key_is_what_the_guard_put_there() -> None:
    assert key_of(State(authorization="Session abc")) == "abc"
    assert key_of(State(authorization="Bearer abc")) == key_of(State()) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:0db8:0001:0002"), ("2001:db8:1:2::9", "2001:0db8:0001:0002"), ("", "local")],
)
def test_one_line_of_ipv6_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network
