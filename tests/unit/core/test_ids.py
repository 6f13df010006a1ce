"""Identifiers sort by birth and are read strictly."""

import pytest

from backend.core.ids import new_id, parse_id


def test_ids_are_version_7_and_in_order_of_birth() -> None:
    born = [new_id() for _ in range(200)]
    assert {identifier.version for identifier in born} == {7}
    assert born == sorted(born)


@pytest.mark.parametrize("text", ["", "x" * 36, "01a20cc1-d105-7001-a1fa-3f39ea361d9", None, 7, "{01a20cc1-d105-7001-a1fa-3f39ea361d9d}"])
def test_what_is_no_id_is_none(text: object) -> None:
    assert parse_id(text) is None
