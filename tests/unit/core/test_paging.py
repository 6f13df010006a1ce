"""Cursors are opaque and only good for the list they were made for."""

from collections.abc import Iterator

import pytest

from backend.core import keyring, paging
from backend.core.errors import Invalid


@pytest.fixture(autouse=True)
def a_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ring = keyring.generate()
    monkeypatch.setattr(paging, "keyring", lambda: ring)
    paging._serializer.cache_clear()
    yield
    paging._serializer.cache_clear()


def test_a_cursor_leads_back_to_its_keys() -> None:
    cursor = paging.encode_cursor(["2026-11-24", "id"], "expenses -occurred_on")
    assert paging.decode_cursor(cursor, "expenses -occurred_on") == ["2026-11-24", "id"]


@pytest.mark.parametrize("spoil", [lambda c: c[:-1], lambda c: "x" + c, lambda _: "", lambda _: "💥", lambda c: c + "\x00"])
def test_a_changed_cursor_is_refused(spoil) -> None:
    with pytest.raises(Invalid) as refusal:
        paging.decode_cursor(spoil(paging.encode_cursor([1], "list")), "list")
    assert refusal.value.fields[0].field == "cursor"


def test_a_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(Invalid, match="another list"):
        paging.decode_cursor(paging.encode_cursor([1], "one"), "two")


@pytest.mark.parametrize(("limit", "fine"), [(0, False), (1, True), (200, True), (201, False), (-5, False)])
def test_limits(limit: int, fine: bool) -> None:
    if fine:
        assert paging.check_limit(limit) == limit
    else:
        with pytest.raises(Invalid):
            paging.check_limit(limit)
