"""Whose word about the client is taken."""

import pytest
from starlette.types import Scope

from expense_app.proxies import Proxies, secure


def scope(peer: str, *headers: tuple[bytes, bytes], kind: str = "http", scheme: str = "http") -> Scope:
    return {"type": kind, "scheme": scheme, "client": (peer, 1234), "headers": [(b"host", b"outlay.example"), *headers]}


FORWARDED = (b"x-forwarded-for", b"203.0.113.9")
SECURE = (b"x-forwarded-proto", b"https")


def test_a_stranger_cannot_say_where_they_come_from() -> None:
    seen = Proxies().resolve(scope("198.51.100.1", FORWARDED, SECURE))
    assert seen["client"][0] == "198.51.100.1"
    assert not secure(seen)


def test_loopback_is_no_proxy_unless_it_is_named() -> None:
    assert Proxies().resolve(scope("127.0.0.1", FORWARDED))["client"][0] == "127.0.0.1"
    assert Proxies.named(["127.0.0.1"]).resolve(scope("127.0.0.1", FORWARDED))["client"][0] == "203.0.113.9"


def test_the_app_never_sees_a_forwarded_header() -> None:
    named = Proxies.named(["10.0.0.0/8"])
    headers = (FORWARDED, SECURE, (b"X-Real-IP", b"1.2.3.4"), (b"forwarded", b"for=1.2.3.4"), (b"x-forwarded-host", b"evil.example"))
    for peer in ("10.1.1.1", "198.51.100.1"):
        assert [name for name, _ in named.resolve(scope(peer, *headers))["headers"]] == [b"host"]


def test_the_client_is_the_last_address_that_is_no_proxy_of_ours() -> None:
    named = Proxies.named(["10.0.0.0/8"])
    chain = (b"x-forwarded-for", b"6.6.6.6, 203.0.113.9, 10.0.0.2")
    assert named.resolve(scope("10.1.1.1", chain))["client"][0] == "203.0.113.9"


def test_addresses_over_several_header_lines_are_one_chain() -> None:
    named = Proxies.named(["10.0.0.0/8"])
    lines = ((b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"203.0.113.9"))
    assert named.resolve(scope("10.1.1.1", *lines))["client"][0] == "203.0.113.9"


def test_what_is_no_address_leaves_the_proxy_itself_as_the_client() -> None:
    assert Proxies.named(["10.0.0.0/8"]).resolve(scope("10.1.1.1", (b"x-forwarded-for", b"<script>")))["client"][0] == "10.1.1.1"


@pytest.mark.parametrize(("kind", "scheme", "expected"), [("http", "http", "https"), ("websocket", "ws", "wss")])
def test_a_proxy_says_that_the_client_came_over_tls(kind: str, scheme: str, expected: str) -> None:
    seen = Proxies.named(["10.0.0.0/8"]).resolve(scope("10.1.1.1", SECURE, kind=kind, scheme=scheme))
    assert seen["scheme"] == expected
    assert secure(seen)


def test_a_proxy_that_is_no_address_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        Proxies.named(["nginx"])
