"""Words become lines by where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from backend.ocr.reading import Box, Word, lines_of


def word(text: str, x: float, y: float, w: float = 0.2, h: float = 0.03) -> Word:
    return Word(text, 0.9, Box(1, x, y, w, h))


def test_words_of_one_height_are_a_line_from_left_to_right() -> None:
    page = lines_of([word("12.50", 0.7, 0.101), word("TOTAL", 0.1, 0.1), word("CASH", 0.1, 0.15)], 1)
    assert [line.text for line in page.lines] == ["TOTAL 12.50", "CASH"]


def test_a_slanted_line_stays_together() -> None:
    page = lines_of([word("TOTAL", 0.1, 0.10), word("EUR", 0.4, 0.11), word("12.50", 0.7, 0.12)], 1)
    assert [line.text for line in page.lines] == ["TOTAL EUR 12.50"]


def test_words_above_one_another_are_lines_of_their_own() -> None:
    page = lines_of([word("A", 0.1, 0.1), word("B", 0.1, 0.115)], 1)
    assert len(page.lines) == 2


def test_a_stamp_across_lines_does_not_join_them() -> None:
    page = lines_of([word("TOTAL", 0.1, 0.1), word("1.00", 0.7, 0.1), word("PAID", 0.4, 0.08, h=0.1), word("TAX", 0.1, 0.15)], 1)
    assert sorted(line.text for line in page.lines) == ["PAID", "TAX", "TOTAL 1.00"]


def test_two_names_one_above_the_other_are_two_lines_though_a_price_stands_between_them() -> None:
    names = [word("NANO", 0.1, 0.1), word("DISCOUNT", 0.1, 0.124)]
    page = lines_of([*names, word("13.49", 0.7, 0.112), word("3.50-", 0.7, 0.136)], 1)
    assert [line.text for line in page.lines] == ["NANO 13.49", "DISCOUNT 3.50-"]


boxes = st.builds(word, st.just("x"), st.floats(0, 0.8), st.floats(0, 0.9), st.floats(0.01, 0.2), st.floats(0.005, 0.1))


@given(st.lists(boxes, max_size=40))
def test_no_word_is_lost_or_doubled(words: list[Word]) -> None:
    page = lines_of(words, 1)
    assert sorted(map(id, (w for line in page.lines for w in line.words))) == sorted(map(id, words))
