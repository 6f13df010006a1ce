"""Addresses, senders and verdicts of mail servers, by table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import mails
from backend.intake import rules

BASE = "receipts@in.example.com"
TOKEN = "abcdefghijklmnopqrstuvwx23"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"receipts+{TOKEN}@in.example.com", [TOKEN]),
        (f"Mara <Receipts+{TOKEN.upper()}@IN.example.COM>, x@y.example", [TOKEN]),
        (f"receipts+{TOKEN}@in.example.com.evil.example", []),
        (f"receipts+{TOKEN}@in.example.comx", []),
        (f"other-receipts+{TOKEN}@in.example.com", []),
        (f"receipts+{TOKEN}a@in.example.com", []),
        ("receipts+short@in.example.com", []),
        ("receipts@in.example.com", []),
    ],
)
def test_only_a_whole_address_of_this_server_is_found(text: str, found: list[str]) -> None:
    assert rules.tokens_in([text], BASE) == found


def test_an_address_is_found_as_it_is_made() -> None:
    assert rules.tokens_in([rules.plus_address(BASE, TOKEN)] * 3, BASE) == [TOKEN]


SERVER, SENDER = "mx.example.com", "mara@shop.example"


@pytest.mark.parametrize(
    ("value", "vouched"),
    [
        ("mx.example.com; dmarc=pass header.from=shop.example", True),
        ("MX.example.com 1; dmarc=pass (p=none dis=none) header.from=Shop.Example", True),
        ("mx.example.com; dmarc=pass header.from=evil.example", False),
        ("mx.example.com; dmarc=fail header.from=shop.example", False),
        ("mx.example.com; dkim=pass header.d=shop.example header.s=k1", True),
        ('mx.example.com; dkim=pass header.i="@shop.example"', True),
        ('mx.example.com; dkim=fail reason="no key, d=shop.example"; dmarc=pass header.from=shop.example', True),
        ('mx.example.com; spf=pass smtp.mailfrom="x@shop.example"@evil.example', False),
        ('mx.example.com; spf=pass smtp.mailfrom="x; dkim=pass header.d=shop.example; y"@evil.example', False),
        ('mx.example.com; spf=pass smtp.mailfrom="\\"x@shop.example\\"@evil.example"', False),
        ('mx.example.com; dkim=pass reason="x header.d=shop.example" header.d=evil.example', False),
        ('mx.example.com; spf=pass (of "x); dkim=pass header.d=shop.example ("@evil.example) smtp.mailfrom=evil.example', False),
        ("mx.example.com; dkim=pass header.d=evil.example", False),
        ("mx.example.com; dkim=pass header.d=example", False),
        ("mx.example.com; dkim=pass header.d=mail.shop.example", False),
        ("mx.example.com; dkim=fail header.d=shop.example; spf=pass smtp.mailfrom=bounce@shop.example", True),
        ("mx.example.com; spf=pass smtp.mailfrom=bounce@evil.example", False),
        ("mx.example.com; spf=pass smtp.helo=shop.example", False),
        ("mx.example.com; none", False),
        ("evil.example; dmarc=pass header.from=shop.example", False),
        ("mx.example.com.evil.example; dmarc=pass header.from=shop.example", False),
        ("evil.example (mx.example.com; dmarc=pass); dmarc=pass header.from=shop.example", False),
        ("mx.example.com; dmarc=fail (dmarc=pass header.from=shop.example)", False),
    ],
)
def test_who_is_vouched_for(value: str, vouched: bool) -> None:
    assert rules.is_authenticated([value], SERVER, SENDER) is vouched


def test_only_the_topmost_verdict_of_the_own_server_counts() -> None:
    bad, good = "mx.example.com; dmarc=fail header.from=shop.example", "mx.example.com; dmarc=pass header.from=shop.example"
    assert not rules.is_authenticated([bad, good], SERVER, SENDER)
    assert rules.is_authenticated(["other.example; dmarc=fail", good, bad], SERVER, SENDER)
    assert not rules.is_authenticated([], SERVER, SENDER)


def test_a_parent_speaks_for_its_parts() -> None:
    assert rules.is_authenticated(["mx.example.com; dkim=pass header.d=shop.example"], SERVER, "a@mail.shop.example")


@pytest.mark.parametrize(
    ("sender", "allowed", "expected"),
    [
        ("mara@shop.example", ["mara@shop.example"], True),
        ("mara@shop.example", ["@shop.example"], True),
        ("mara@evil-shop.example", ["@shop.example"], False),
        ("mara@shop.example.evil.example", ["@shop.example"], False),
        ("mara@mail.shop.example", ["@shop.example"], False),
        ("mara@shop.example", [], False),
    ],
)
def test_who_is_allowed(sender: str, allowed: list[str], expected: bool) -> None:
    assert rules.is_allowed(sender, allowed) is expected


def test_the_same_mail_is_the_same_by_whatever_way_and_fold() -> None:
    one = b"Message-ID: <1@x.example>\r\nFrom: Mara\r\n <mara@shop.example>\r\n\r\nhi"
    other = b"Received: by mx\r\nFrom: Mara <MARA@shop.example>\r\nMessage-Id:\r\n <1@x.example>\r\n\r\nhi there"
    assert rules.key_of(one) == rules.key_of(other) == rules.message_key("1@x.example", "mara@shop.example")
    assert rules.key_of(one) != rules.key_of(one.replace(b"mara@", b"eve@"))
    assert rules.key_of(b"From: a@b.example\r\n\r\nhi") != rules.key_of(b"From: a@b.example\r\n\r\nho")


@given(st.binary(max_size=400))
def test_any_bytes_have_a_header_a_key_and_recipients(raw: bytes) -> None:
    rules.key_of(raw)
    assert all(isinstance(each, str) for each in rules.recipients(mails.head_of(raw)))


@given(st.text(max_size=200))
def test_any_words_of_a_mail_server_are_a_verdict(value: str) -> None:
    assert rules.is_authenticated([value], SERVER, SENDER) in (True, False)
