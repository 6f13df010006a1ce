"""The books and receipts of the demonstration are believable, of the promised size, and add up."""

from contextlib import nullcontext
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import pytest

from backend.ai.lines import Bought, place_lines
from backend.categories.starter import STARTER_CATEGORIES
from backend.cli import demo, demo_books, demo_receipts
from backend.core.actor import Actor
from backend.ocr.documents import sniff

TODAY = date(2026, 11, 24)


def test_the_books_have_the_asked_size_three_currencies_and_two_years() -> None:
    books = demo_books.entries(TODAY, 1460, Random(1))
    days = [entry.day for entry in books]
    assert len(books) == 1460
    assert {entry.currency for entry in books} == {"EUR", "GBP", "USD"}
    assert days == sorted(days)
    assert timedelta(days=700) < days[-1] - days[0] <= timedelta(days=demo_books.DAYS)
    assert days[-1] <= TODAY


def test_the_books_name_only_categories_there_are() -> None:
    known = {category.key for category in STARTER_CATEGORIES}
    assert {entry.category for entry in demo_books.entries(TODAY, 1460, Random(1))} <= known | {""}


def test_the_same_seed_makes_the_same_books() -> None:
    assert demo_books.entries(TODAY, 500, Random(3)) == demo_books.entries(TODAY, 500, Random(3))


def test_no_two_receipts_are_alike_and_their_totals_add_up() -> None:
    slips = list(demo_receipts.slips(TODAY, 40, Random(1)))
    assert len({demo_receipts.draw(slip) for slip in slips}) == 40
    for slip in slips:
        assert sum(price for _, price in slip.goods) == slip.net
        assert slip.total - slip.net == (slip.taxed if slip.paper.currency == "USD" else 0)
        assert slip.day < TODAY


def test_a_drawn_receipt_is_a_picture() -> None:
    slip = next(demo_receipts.slips(TODAY, 1, Random(1)))
    assert sniff(demo_receipts.draw(slip)) == "image/png"


def test_some_receipts_of_the_supermarket_fall_into_several_categories() -> None:
    papers = [slip for slip in demo_receipts.slips(TODAY, 40, Random(1)) if slip.paper.shop == "REWE Markt"]
    told = [{place.category_key for place in place_lines([Bought(*each) for each in slip.goods], "groceries")} for slip in papers]
    assert {None, "health", "home"} in told
    assert {None} in told


async def test_the_reading_of_receipts_is_told_once_for_each_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter([40, 40, 40, 39, 39, 0, 0])

    async def totals(*_: object) -> object:
        return SimpleNamespace(count=next(left))

    monkeypatch.setattr(demo, "_PAUSE_SECONDS", 0)
    monkeypatch.setattr(demo, "transaction", lambda _actor: nullcontext())
    monkeypatch.setattr(demo.expenses, "totals", totals)
    assert await demo._wait_for_receipts(Actor.__new__(Actor)) == demo.RECEIPTS
    assert [line for line in capsys.readouterr().out.strip().split("\r") if line] == [
        f"Reading receipts … {read} of 40" for read in (0, 1, 40)
    ]
