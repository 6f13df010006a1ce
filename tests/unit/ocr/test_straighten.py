"""A picture taken askew is straightened by its words, and every place in it belongs to one place on the page."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.ocr import straighten
from backend.ocr.reading import Box, Word

ASPECT = 2.0  # the page is twice as high as wide


def on_paper(x: float, y: float, w: float = 0.5, h: float = 0.02) -> list[tuple[float, float]]:
    """The corners of a text on a straight page, round from the upper left, in parts of its width."""
    return [(x, y * ASPECT), (x + w, y * ASPECT), (x + w, (y + h) * ASPECT), (x, (y + h) * ASPECT)]


def seen(corners: list[tuple[float, float]], degrees: float = 0.0, from_side: float = 0.0, confidence: float = 0.98) -> Word:
    """A text as a camera sees it that is turned, or looks at the paper from its side so that lines meet on the right."""
    turn = math.radians(degrees)
    places = []
    for x, y in corners:
        right, down = x - 0.5, y - ASPECT / 2
        nearer = 1 / (1 + from_side * right)
        right, down = right * nearer, down * nearer
        places.append(
            (right * math.cos(turn) - down * math.sin(turn) + 0.5, (right * math.sin(turn) + down * math.cos(turn)) / ASPECT + 0.5)
        )
    xs, ys = zip(*places, strict=True)
    return Word("TOTAL 5.60", confidence, Box(1, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), places[1][1] - places[0][1])


def receipt(degrees: float = 0.0, from_side: float = 0.0) -> list[Word]:
    """Lines from the head to the foot of a page that has nothing else at its sides."""
    return [seen(on_paper(0.2 + 0.01 * (number % 3), 0.2 + 0.03 * number), degrees, from_side) for number in range(20)]


@pytest.mark.parametrize("degrees", [-12, -3, 0, 5, 12])
def test_the_slope_is_what_the_lines_say(degrees: float) -> None:
    slope, converging = straighten.lean(receipt(degrees), ASPECT)
    assert math.degrees(math.atan(slope)) == pytest.approx(degrees, abs=0.3)
    assert converging == 0


@pytest.mark.parametrize("from_side", [-0.3, 0.15, 0.3])
def test_lines_that_meet_beside_the_page_tell_a_perspective(from_side: float) -> None:
    frame = straighten.frame_of(receipt(4, from_side), ASPECT)
    assert frame and frame.askew
    assert all(abs(frame.straightened(word).rise) < 0.004 for word in receipt(4, from_side))


def test_some_texts_that_run_otherwise_change_nothing() -> None:
    stamp = [seen(on_paper(0.3, 0.4 + 0.05 * number, w=0.3), 25) for number in range(4)]
    slope, _ = straighten.lean([*receipt(3), *stamp], ASPECT)
    assert math.degrees(math.atan(slope)) == pytest.approx(3, abs=0.5)


def test_a_level_page_is_not_askew_and_few_words_tell_nothing() -> None:
    frame = straighten.frame_of(receipt(), ASPECT)
    assert frame and not frame.askew
    assert straighten.frame_of(receipt(8)[:4], ASPECT) is None


def test_texts_without_a_width_tell_no_slope() -> None:
    points = [Word("TOTAL 5.60", 0.98, Box(1, 0.5, 0.1 * number, 0, 0)) for number in range(9)]
    assert straighten.lean(points, ASPECT) == (0.0, 0.0)


def test_the_frame_leaves_out_what_is_around_the_receipt_but_not_its_edges() -> None:
    frame = straighten.frame_of(receipt(), ASPECT)
    assert frame
    boxes = [frame.straightened(word).box for word in receipt()]
    assert 0.02 < min(box.x for box in boxes) < 0.15 and 0.02 < min(box.y for box in boxes) < 0.15
    assert 0.85 < max(box.right for box in boxes) < 0.98


frames = st.builds(
    lambda degrees, side: straighten.frame_of(receipt(degrees, side), ASPECT),
    st.floats(-15, 15),
    st.sampled_from([-0.3, -0.1, 0.0, 0.1, 0.3]),
)
places = st.tuples(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.floats(0.02, 0.3), st.floats(0.005, 0.05))


@given(frames, places)
def test_a_point_goes_to_the_picture_and_back_to_itself(frame: straighten.Frame, place: tuple[float, float, float, float]) -> None:
    there = frame.matrix @ np.array([place[0], place[1], 1.0])
    back = frame.back @ (there / there[2])
    assert (back / back[2])[:2] == pytest.approx(place[:2], abs=1e-9)


@given(frames, places)
def test_a_level_word_of_the_picture_is_itself_again_after_a_way_over_the_page(frame: straighten.Frame, place) -> None:
    word = Word("TOTAL", 1.0, Box(1, *place))
    again = frame.straightened(frame.on_page(word))
    assert (again.box.x + again.box.w / 2, again.box.middle) == pytest.approx((word.box.x + word.box.w / 2, word.box.middle), abs=0.02)


def test_what_is_cut_out_shows_what_stands_at_its_place() -> None:
    page, words = Image.new("RGB", (800, 1600), "white"), receipt(6, 0.2)
    page.paste("red", (392, 632, 408, 648))
    frame = straighten.frame_of(words, ASPECT)
    assert frame
    picture = straighten.cut(page, frame)
    across, down, depth = frame.matrix @ np.array([400 / 800, 640 / 1600, 1.0])
    assert picture.getpixel((round(across / depth * picture.width), round(down / depth * picture.height))) == (255, 0, 0)
    assert picture.height / picture.width == pytest.approx(frame.aspect, rel=0.01)
    assert 28 < frame.text * picture.height < 36


def lying(words: list[Word], confidence: float) -> list[Word]:
    """The words of a picture that lies on its side."""
    return [Word(word.text, confidence, Box(1, word.box.y, word.box.x, word.box.h, word.box.w)) for word in words]


@pytest.mark.parametrize(
    ("words", "aspect", "quarters"),
    [
        (receipt(), ASPECT, 0),
        (receipt(12), ASPECT, 0),
        (lying(receipt(), 0.97), 1 / ASPECT, 1),
        (lying(receipt(), 0.7), 1 / ASPECT, 3),
        ([seen(on_paper(0.2, 0.1 * n), confidence=0.7) for n in range(9)], ASPECT, 2),
        (receipt()[:3], ASPECT, 0),
        ([], ASPECT, 0),
    ],
    ids=["upright", "askew", "running down", "running up", "upside down", "hardly anything", "nothing"],
)
def test_a_picture_is_turned_by_what_was_read_in_it(words: list[Word], aspect: float, quarters: int) -> None:
    assert straighten.quarters_to_turn(words, aspect) == quarters
