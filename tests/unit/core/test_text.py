"""Names compare without case, accents and punctuation; controls are refused."""

import pytest

from backend.core.text import has_forbidden_characters, search_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Café  Zoë", "cafe zoe"),
        ("McDONALD'S", "mcdonald s"),
        ("REWE-Markt GmbH", "rewe markt gmbh"),
        ("  ", ""),
        ("東京駅", "東京駅"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_search_keys(name: str, key: str) -> None:
    assert search_key(name) == key


@pytest.mark.parametrize(
    ("text", "forbidden"), [("a\x00b", True), ("\x1b[31m", True), ("\ud800", True), ("two\nlines\t", False), ("שלום 👋🏽 مرحبا", False)]
)
def test_forbidden_characters(text: str, forbidden: bool) -> None:
    assert has_forbidden_characters(text) is forbidden
