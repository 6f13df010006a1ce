"""Where calls to addresses of strangers may lead."""

from collections.abc import Callable

import pytest

from backend.core import outbound
from backend.core.settings import Settings

PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255"
    " ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1:: 2001:0:1:: x"
).split()


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_inside_a_network_counts_as_public(address: str) -> None:
    assert not outbound.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert outbound.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example.com/x", "ftp://push.example.com", "https://", "https://u:p@push.example.com/", "https://127.0.0.1/x",
        "https://[::1]/x", "https://[::ffff:7f00:1]/", "https://push.example.com:99999/", "file:///etc/passwd", "javascript:1", "",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_or_in_the_clear_are_refused(set_settings: Callable[..., Settings], url: str) -> None:
    set_settings(OUTBOUND_PRIVATE="false")
    with pytest.raises(outbound.NotAllowed):
        outbound.check_url(url)


def test_a_public_https_address_gives_its_host(set_settings: Callable[..., Settings]) -> None:
    set_settings(OUTBOUND_PRIVATE="false")
    assert outbound.check_url("https://Push.Example.com/send/abc") == "push.example.com"


async def test_a_name_that_leads_inside_resolves_to_nothing(set_settings: Callable[..., Settings]) -> None:
    set_settings(OUTBOUND_PRIVATE="false")
    resolver = outbound.PublicResolver()
    with pytest.raises(OSError, match="no public address"):
        await resolver.resolve("localhost", 443)
    await resolver.close()


async def test_tests_may_let_names_lead_inside(set_settings: Callable[..., Settings]) -> None:
    set_settings(OUTBOUND_PRIVATE="true")
    resolver = outbound.PublicResolver()
    assert await resolver.resolve("localhost", 443)
    await resolver.close()
    assert outbound.check_url("http://127.0.0.1:9/x") == "127.0.0.1"
