"""Which pictures are parts of one long receipt, and what they say together."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from backend.ocr.joining import chains, goes_on, joined, overlap
from backend.ocr.reading import Context, Line, PageText
from backend.ocr.rules import understand
from tests.unit.ocr.paper import TODAY, page

HEAD = "Corner Market\n12 High Street\n02/10/2026 10:15"
ITEMS = [
    f"{name} {2 + number}.40" for number, name in enumerate(["Bread", "Rolls", "Cake", "Butter", "Milk", "Apples", "Pears", "Rice", "Oats"])
]
FOOT = "TOTAL 57.60\nCash 60.00\nChange 2.40\nThank you"


def part(*lines: str) -> list[PageText]:
    return [page("\n".join(lines))]


def texts(pages: list[PageText]) -> list[str]:
    return [line.text for each in pages for line in each.lines]


def test_what_both_show_is_there_once() -> None:
    first, second = part(HEAD, *ITEMS[:6]), part(*ITEMS[3:], FOOT)
    assert goes_on(first, second)
    assert texts(joined([first, second])) == texts(part(HEAD, *ITEMS, FOOT))


def test_the_whole_is_understood_with_each_value_on_its_part() -> None:
    reading = understand(joined([part(HEAD, *ITEMS[:6]), part(*ITEMS[3:], FOOT)]), Context(TODAY))
    fields = reading.fields
    assert (fields["merchant"].value, fields["total"].value) == ("Corner Market", "57.60")
    assert fields["merchant"].box is not None and fields["merchant"].box.page == 1
    assert fields["total"].box is not None and fields["total"].box.page == 2
    bought = [line.description for line in reading.lines]
    assert len(bought) == len(set(bought)) and {"Rolls", "Butter", "Apples", "Oats"} <= set(bought)


def test_misread_letters_and_lines_cut_at_the_edges_do_not_hide_what_both_show() -> None:
    first = part(HEAD, *ITEMS[:6], "F3ars 8,.")
    second = part("Ap~les", "Miik 6.40", "App1es 7.40", *ITEMS[6:], FOOT)
    assert texts(joined([first, second])).count("Milk 6.40") == 1
    assert "F3ars 8,." not in texts(joined([first, second]))


def test_three_parts_are_one() -> None:
    parts = [part(HEAD, *ITEMS[:4]), part(*ITEMS[2:7]), part(*ITEMS[5:], FOOT)]
    assert chains(parts) == [[0, 1, 2]]
    assert texts(joined(parts)) == texts(part(HEAD, *ITEMS, FOOT))


def test_one_that_breaks_off_goes_on_in_one_without_a_head() -> None:
    first, second = part(HEAD, *ITEMS[:5]), part(*ITEMS[5:], FOOT)
    assert overlap(list(first[0].lines), list(second[0].lines)) is None
    assert goes_on(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([HEAD], [*ITEMS, FOOT]),
        ([HEAD, *ITEMS[:3]], ["Fruit and vegetables", "from the region", *ITEMS[5:], FOOT]),
        ([HEAD, *ITEMS], [FOOT]),
        ([HEAD, *ITEMS, "TOTAL 57.60"], ["Cash 60.00", "Change 2.40", "Thank you"]),
        (["Corner Market", *ITEMS[:5]], [*ITEMS[5:], FOOT, "02/10/2026 10:15"]),
        ([HEAD, *ITEMS[:3]], ITEMS[3:6]),
    ],
    ids=["head", "items below a heading", "sums", "payment", "the day below", "nothing but items"],
)
def test_what_shows_no_day_or_head_of_its_own_goes_on_from_what_shows_no_total(first: list[str], second: list[str]) -> None:
    assert goes_on(part(*first), part(*second))


ONE_FORM = ["Corner Market", "Tax invoice", "Bread 2.40", "Milk 6.00"]
OTHER = ["Blue Door Books", "4 Mill Lane", "Phone 020 7946 0991"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([HEAD, *ITEMS[:5]], [*OTHER, "05/10/2026", "Atlas 21.00", "TOTAL 21.00"]),
        ([HEAD, *ITEMS[:5]], [*OTHER, "02/10/2026", "Atlas 21.00", "TOTAL 21.00"]),
        ([HEAD, *ITEMS[:5]], ["Atlas 21.00", "Ink 6.00", "TOTAL 27.00", "05/10/2026 17:40"]),
        ([HEAD, *ITEMS[:5]], [*OTHER, "05/2O26", "Atlas 21.00", "TOTAL 21.00"]),
        ([HEAD, *ITEMS, FOOT], [*OTHER, "Atlas 21.00", "Ink 6.00"]),
        (["signed", *ONE_FORM, "17/09/2026 Total 8.40"], [*ONE_FORM, "24/09/2026 Total 8.40"]),
        ([HEAD, *ITEMS, FOOT], ["Menu", "Soup", "Fish", "Cheese"]),
    ],
    ids=["another day", "the same day", "another day at its foot", "a day that cannot be read", "a head", "the same form", "no sums"],
)
def test_what_is_a_receipt_of_its_own_does_not_go_on_from_one_without_a_total(first: list[str], second: list[str]) -> None:
    assert not goes_on(part(*first), part(*second))


def test_a_part_without_total_and_day_stands_between_those_that_have_them() -> None:
    assert chains([part(HEAD, *ITEMS[:3]), part(*ITEMS[3:6]), part("Subtotal", "before offers", FOOT)]) == [[0, 1, 2]]


def test_two_whole_receipts_stay_two() -> None:
    other = part("Blue Door Books\n4 Mill Lane\n05/10/2026", "Atlas 21.00", "Ink 6.00", "TOTAL 27.00", "Thank you")
    assert chains([part(HEAD, *ITEMS, FOOT), other]) == [[0], [1]]


def test_two_receipts_of_one_shop_stay_two() -> None:
    assert chains([part(HEAD, *ITEMS[:3], "TOTAL 10.20", "Thank you"), part(HEAD, *ITEMS[5:8], "TOTAL 25.20", "Thank you")]) == [[0], [1]]


def test_the_same_picture_twice_is_not_joined() -> None:
    assert chains([part(HEAD, *ITEMS, FOOT)] * 2) == [[0], [1]]


def test_a_picture_without_words_ends_nothing_and_begins_nothing() -> None:
    empty = [replace(page("x"), lines=tuple[Line, ...]())]
    assert chains([empty, part(HEAD, *ITEMS, FOOT)]) == [[0], [1]]
    assert chains([part(HEAD, *ITEMS, FOOT), empty]) == [[0], [1]]


def test_a_line_that_no_till_prints_is_compared_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    class Watched(SequenceMatcher):
        def set_seqs(self, a: Sequence, b: Sequence) -> None:
            lengths.append(max(len(a), len(b)))
            super().set_seqs(a, b)

    monkeypatch.setattr("backend.ocr.joining.SequenceMatcher", Watched)
    one, other = (part(*(f"{mark}{number} " + "ab12 " * 5000 for number in range(3)))[0].lines for mark in "xy")
    overlap(one, other)
    assert lengths and max(lengths) < 1000
