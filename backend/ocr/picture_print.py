"""The print of a page's picture: 256 bits that stay nearly the same when the picture is saved anew, smaller or a little brighter.

A perceptual hash by the cosine transform: of a page shrunk to 64 by 64 grey points the 256 slowest waves are kept, and
each bit says whether a wave is stronger than the middle one. Made in the reader's child process; numpy alone, which the
reader has loaded anyway (the packages for it bring scipy along, tens of megabytes for one matrix).
"""

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL import Image

BITS: Final = 256
_SIDE: Final = 64
_WAVES: Final = 16
_STRIDE: Final = 77  # odd, so that each bit is taken once
_BLANK: Final = 4.0  # the standard deviation, in 256 greys, below which a page shows nothing


def picture_print(image: "Image.Image") -> bytes | None:
    """The 32 bytes of a page; None for a page that shows nothing, since all of those are alike."""
    import numpy as np  # noqa: PLC0415 - the child's alone
    from PIL import Image  # noqa: PLC0415 - the child's alone

    small = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    greys = np.asarray(small, dtype=np.float64)
    if greys.std() < _BLANK:
        return None
    waves = _cosines()
    slow = (waves @ greys @ waves.T).ravel()
    bits = slow > np.median(slow[1:])
    bits[0] = False  # how bright the page is as a whole tells nothing
    return np.packbits(bits[_shuffled()]).tobytes()


@cache
def _cosines() -> Any:
    """The first rows of the cosine transform of `_SIDE` points."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    points, waves = np.arange(_SIDE), np.arange(_WAVES)
    return np.cos(np.pi * (2 * points[None, :] + 1) * waves[:, None] / (2 * _SIDE))


@cache
def _shuffled() -> Any:
    """The order of the bits: neighbouring waves change together, so each band of the index takes some from everywhere."""
    import numpy as np  # noqa: PLC0415 - the child's alone

    return np.arange(BITS) * _STRIDE % BITS
