"""Pictures taken askew, seen as a flat scanner would have seen them, from where the words of a first look stand.

What is found is a `Frame`: how a straightened picture lies on its page. Words are understood where they are level, a second
look reads the picture that `cut` takes out of the page, and `placing` puts back on the page what was understood. Runs in the
reader's child process alone; ADR 0027 has the figures.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from backend.ocr.engines import within_bounds
from backend.ocr.flow import usual_slope
from backend.ocr.reading import Box, Word

if TYPE_CHECKING:
    from PIL import Image

_FEWEST: Final = 6  # texts, below which they tell nothing about the picture
_TALL: Final = 1.5  # times as high as wide: a text that runs upward or downward
_LETTERS: Final = 4  # what is shorter is as high as wide either way
_READ: Final = 0.8  # upright pictures are read with 0.85 on average at least, those upside down with 0.76 at most
_LONG: Final = 3.0  # times as wide as high: a text that shows its slope
_LEAST_SHARE: Final = 0.3  # of a box's height that its text has at least
_ASKEW: Final = math.tan(math.radians(1.0))
_ROUNDS: Final = 6
_LEAST_SCATTER: Final = 0.004  # slopes are told no better than that
_SPREAD: Final = 0.3  # of the page's height over which texts stand that tell a perspective
_SUPPORT: Final = 5.0  # times its own error: a perspective that is believed
_NOTABLE: Final = 0.02  # how much slopes differ at least between the first line and the last
_CONVERGING: Final = 0.6  # at most: a page seen more from the side would fold over
_MARGIN: Final = 0.02  # of the text's longer side that is left around it,
_LINES: Final = 2.0  # and so many times the height of a text: the first look may have missed a line at the edge
_LIKED: Final = 32.0  # pixels from the top of a usual text to its bottom
_ENLARGED: Final = 2.0  # at most: there is no more to see
_GREY: Final = "#808080"


@dataclass(frozen=True)
class Frame:
    """How a straightened picture lies on its page.

    `matrix` takes points of the page to points of the picture, 3 by 3, both in parts of width and height (0 to 1). `aspect` is
    the picture's height by its width, `text` the height of a usual text as part of the picture's height. `askew`: whether lines
    that are level in it slope on the page.
    """

    matrix: Any
    aspect: float
    text: float
    askew: bool

    @cached_property
    def back(self) -> Any:
        """The matrix that takes points of the picture to points of the page."""
        import numpy as np  # noqa: PLC0415 - the child's alone

        return np.linalg.inv(self.matrix)

    def straightened(self, word: Word) -> Word:
        """A word of the page as it stands in the picture."""
        return _moved(word, self.matrix)

    def on_page(self, word: Word) -> Word:
        """A word of the picture as it stands on the page."""
        return _moved(word, self.back)


def quarters_to_turn(words: Sequence[Word], aspect: float) -> int:
    """How many quarters to the left a picture has to be turned to stand upright, as far as its texts tell; 0 to 3.

    `aspect` is the page's height by its width. The engine reads tall texts turned to the left; those that run upward are upside
    down then, and what is upside down is read badly. So are strange letters: whoever turns a picture has to look at it again.
    """
    tall = [word.box.h * aspect > _TALL * word.box.w for word in words if len(word.text) >= _LETTERS]
    if len(tall) >= _FEWEST and 2 * sum(tall) > len(tall):
        return 3 if is_badly_read(words) else 1
    return 2 if len(words) >= _FEWEST and is_badly_read(words) else 0


def well_read(words: Sequence[Word]) -> float:
    """How well texts were read on average, 0 to 1."""
    return fmean(word.confidence for word in words) if words else 0.0


def is_badly_read(words: Sequence[Word]) -> bool:
    """Whether texts were read as badly as those are that stand upside down."""
    return well_read(words) < _READ


def frame_of(words: Sequence[Word], aspect: float) -> Frame | None:
    """The frame in which lines are level, around all texts; None where there are too few. `aspect` is the page's height by width."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    if len(words) < _FEWEST:
        return None
    slope, converging = lean(words, aspect)
    level = _levelling(slope, converging) @ np.array([[1, 0, -0.5], [0, aspect, -aspect / 2], [0, 0, 1]])
    texts = np.array([_through(level, _corners(word)) for word in words])
    usual = float(np.median(texts[:, 3, 1] - texts[:, 0, 1]))
    low, high = texts.min(axis=(0, 1)), texts.max(axis=(0, 1))
    around = _LINES * usual + _MARGIN * float((high - low).max())
    page = _through(level, [(0, 0), (1, 0), (1, 1), (0, 1)])
    low, high = np.maximum(low - around, page.min(axis=0)), np.minimum(high + around, page.max(axis=0))
    width, height = (high - low).tolist()
    fit = np.array([[1 / width, 0, -low[0] / width], [0, 1 / height, -low[1] / height], [0, 0, 1]])
    return Frame(fit @ level, height / width, usual / height, abs(slope) > _ASKEW or converging != 0)


def lean(words: Sequence[Word], aspect: float) -> tuple[float, float]:
    """How lines slope in the middle of the page (0.1 sinks by a tenth of its length), and how much more a page's width further down.

    A camera that looks from the side makes level lines meet far outside of the page: their slopes change evenly from the first to
    the last. That is believed where many lines say so, else the second number is 0.
    """
    import numpy as np  # noqa: PLC0415 - the child's alone

    found = [_slope_of(word, aspect) for word in words if _is_long(word, aspect)]
    if len(found) < _FEWEST:
        return 0.0, 0.0
    slopes, depths, weights = np.array(found).T
    usual = usual_slope([(slope, length) for slope, _, length in found])
    spread = float(depths.max() - depths.min())
    if spread < _SPREAD * aspect:
        return usual, 0.0
    slope, converging, error = _fitted(slopes, depths, weights, usual)
    believed = abs(converging) > _SUPPORT * error and abs(converging) * spread > _NOTABLE and abs(converging) < _CONVERGING
    return (slope, converging) if believed else (usual, 0.0)


def cut(image: "Image.Image", frame: Frame) -> "Image.Image":
    """The straightened picture, as large as its text is read best, within the bounds of the engines."""
    import numpy as np  # noqa: PLC0415 - the child's alone
    from PIL import Image  # noqa: PLC0415 - the child's alone

    height = _LIKED / frame.text
    width = height / frame.aspect
    ends = _through(frame.back, [(0, 0.5), (1, 0.5)]) * np.array(image.size)
    seen = float(np.hypot(*(ends[1] - ends[0])))  # the pixels of the page along its middle
    scale = min(within_bounds(width, height), _ENLARGED * seen / width)
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    if width < seen:  # made smaller first: points that are picked out of a larger picture lose thin strokes
        image = image.resize((max(1, round(image.width * width / seen)), max(1, round(image.height * width / seen))))
    pixels = np.diag([image.width, image.height, 1]) @ frame.back @ np.diag([1 / width, 1 / height, 1])
    numbers = (pixels / pixels[2, 2]).ravel()[:8].tolist()
    return image.transform((width, height), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC, fillcolor=_GREY)


def _thick(word: Word) -> float:
    """The height of a text, without what its slope adds to its box."""
    return max(word.box.h - abs(word.rise), _LEAST_SHARE * word.box.h)


def _corners(word: Word) -> list[tuple[float, float]]:
    """The corners of a text, round from the upper left."""
    box, thick = word.box, _thick(word)
    top = box.y if word.rise >= 0 else box.y + box.h - thick
    return [(box.x, top), (box.right, top + word.rise), (box.right, top + word.rise + thick), (box.x, top + thick)]


def _through(matrix: Any, points: Sequence[tuple[float, float]]) -> Any:
    """The points that a matrix makes of others, one a row."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    moved = np.c_[np.asarray(points), np.ones(len(points))] @ matrix.T
    return moved[:, :2] / moved[:, 2:]


def _moved(word: Word, matrix: Any) -> Word:
    corners = _through(matrix, _corners(word))
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return replace(word, box=Box(word.box.page, left, top, right - left, bottom - top), rise=float(corners[1][1] - corners[0][1]))


def _is_long(word: Word, aspect: float) -> bool:
    return len(word.text) >= _LETTERS and word.box.w > 0 and word.box.w >= _LONG * _thick(word) * aspect


def _slope_of(word: Word, aspect: float) -> tuple[float, float, float]:
    """The slope of a text, how far below the page's middle its line crosses the middle, and its length, in parts of the page's width."""
    slope = word.rise * aspect / word.box.w
    depth = (word.box.middle - 0.5) * aspect - slope * (word.box.x + word.box.w / 2 - 0.5)
    return slope, depth, word.box.w


def _fitted(slopes: Any, depths: Any, weights: Any, usual: float) -> tuple[float, float, float]:
    """The straight line through slopes by depth (its height and its slope), and the error of the latter; what stands apart counts less."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    columns = np.c_[np.ones(len(slopes)), depths]
    line, scatter, trust = np.array([usual, 0.0]), _LEAST_SCATTER, weights
    for _ in range(_ROUNDS):
        off = slopes - columns @ line
        scatter = max(_LEAST_SCATTER, 1.48 * float(np.median(np.abs(off))))
        trust = weights / (1 + (off / (2 * scatter)) ** 2)
        line = np.linalg.solve(columns.T @ (trust[:, None] * columns), columns.T @ (trust * slopes))
    deviation = np.sqrt(np.average((depths - np.average(depths, weights=trust)) ** 2, weights=trust))
    return float(line[0]), float(line[1]), scatter / float(deviation * np.sqrt(len(slopes)))


def _levelling(slope: float, converging: float) -> Any:
    """What makes lines of such slopes level: a turn around the middle, and a stretch that moves the point where they meet to infinity."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    run = math.hypot(1, slope)
    turn = np.array([[1 / run, slope / run, 0], [-slope / run, 1 / run, 0], [0, 0, 1]])
    return np.array([[1, 0, 0], [0, 1, 0], [converging / run, 0, 1]]) @ turn
