"""Banks print the merchant between how it was paid, who collected, where and when: the name is what is left."""

import pytest

from backend.ai.merchant_text import normalise


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SQ *MUDLEAF COFFEE Plano TX", "mudleaf coffee plano"),
        ("TST* PARK AND OCEAN", "park and ocean"),
        ("PAYPAL *DISNEY PLUS", "disney plus"),
        ("POS Withdrawal - DOORDASH*DENNYS - Card Ending In 8349", "dennys"),
        ("POS Withdrawal - PIZZA HUT #014349 WAUS - Card Ending In 8349", "pizza hut"),
        ("DEBIT CARD PURCHASE XXXXX4094 MCDONALD'S F10394 NEW CASTLE PA", "mcdonalds new castle"),
        ("DEBIT CARD PURCHASE XXXXX8046 PAYPAL NORTON XXXXX7733 AZ", "norton"),
        ("CHECKCARD 1108 WENDYS 523 SWISSVALE PA 24445008313500386313834", "wendys swissvale"),
        ("8382 Recurring Debit Card Spotify 877-7781161", "spotify"),
        ("PURCHASE AUTHORIZED ON 06/02 PUBLIX SUPER MAR", "publix super mar"),
        ("KARTENZAHLUNG REWE Markt GmbH 24.11.2026", "rewe markt"),
        ("Walmart.com Bentonville /AR US CARD PURCHASE", "walmart bentonville"),
        ("MCDONALD\N{RIGHT SINGLE QUOTATION MARK}S F13118", "mcdonalds"),
        ("Café Zoë", "cafe zoe"),
        ("東京駅", "東京駅"),
        ("LIDL", "lidl"),
        ("7-ELEVEN", "7 eleven"),
    ],
)
def test_the_name_is_what_is_left(printed: str, name: str) -> None:
    assert normalise(printed) == name


@pytest.mark.parametrize("printed", ["", "   ", "12345678", "***", "\N{PILE OF POO}"])
def test_without_a_name_nothing_is_left(printed: str) -> None:
    assert normalise(printed) == ""


@pytest.mark.parametrize("printed", ["POS", "SQ *", "Payment", "AG", "CO"])
def test_a_text_that_is_all_prefix_stays_itself(printed: str) -> None:
    assert normalise(printed)


def test_a_long_text_is_cut() -> None:
    assert len(normalise("word " * 10_000)) <= 300
