"""The words of a page as a person points at them."""

import pytest

from backend.ocr.reading import Box, Word
from backend.ocr.rules.printed import WORDS_MOST, PrintedWord, printed


def run(text: str, left: float = 0.1, top: float = 0.1, width: float = 0.4) -> Word:
    return Word(text, 0.9, Box(1, left, top, width, 0.02))


def words(*runs: Word, read_day: str = "") -> list[PrintedWord]:
    return [word for line in printed(list(runs), 1, read_day) for word in line]


def test_a_run_of_an_engine_is_taken_apart_into_words_each_in_its_share_of_the_place() -> None:
    first, second = words(run("Caffè  Nero", left=0.2, width=0.22))
    assert (first.text, second.text) == ("Caffè", "Nero")
    assert (first.x, round(first.w, 2)) == (0.2, 0.1)
    assert second.x == pytest.approx(0.34, abs=0.001)


def test_words_come_line_by_line_from_left_to_right() -> None:
    lines = printed([run("9.30", left=0.8, width=0.1), run("Total", top=0.1), run("Shop", top=0.05)], 1)
    assert [[word.text for word in line] for line in lines] == [["Shop"], ["Total", "9.30"]]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Total £9.30", ["", "9.30"]),
        ("1 234,56", ["1234.56", "1234.56"]),
        ("Discount -2.00", ["", "2.00"]),
        ("Thank you", ["", ""]),
    ],
)
def test_a_word_knows_the_amount_that_it_is_part_of(text: str, amounts: list[str]) -> None:
    assert [word.amount for word in words(run(text))] == amounts


def test_each_word_of_a_day_leads_to_it_and_its_neighbours_do_not() -> None:
    assert [word.day for word in words(run("Paid 31 Aug 2019 12:44"))] == ["", "2019-08-31", "2019-08-31", "2019-08-31", ""]


@pytest.mark.parametrize(
    ("read_day", "days"), [("", ("2024-05-04", "2024-04-05")), ("2024-04-05", ("2024-04-05", "2024-05-04"))], ids=["unread", "read"]
)
def test_of_two_days_that_a_word_can_be_the_one_that_was_read_comes_first(read_day: str, days: tuple[str, str]) -> None:
    (word,) = words(run("04/05/2024"), read_day=read_day)
    assert (word.day, word.other) == days


def test_a_page_of_nothing_but_words_is_cut_off() -> None:
    assert len(words(*[run("x", top=at / 10_000) for at in range(WORDS_MOST + 50)])) <= WORDS_MOST
