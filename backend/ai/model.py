"""A small model that tells topics from words: multinomial logistic regression over hashed words and letter runs.

The weights (int8, some hundred kilobytes) ship with the product and are made by `python -m backend.ai.train`.
"""

import math
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE: Final = Path(__file__).parent / "weights.npz"
BUCKETS: Final = 1 << 14
_RUNS: Final = (3, 4, 5)
_MOST_WORDS: Final = 12


def features(text: str) -> NDArray[np.int64]:
    """The buckets of a normalised text: its words, pairs of words and the letter runs within words."""
    words = text.split()[:_MOST_WORDS]
    names = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    names.extend(run for word in words for run in _letter_runs(word))
    return np.array(sorted({zlib.crc32(name.encode()) % BUCKETS for name in names}), dtype=np.int64)


def _letter_runs(word: str) -> Iterator[str]:
    marked = f"<{word}>"
    for length in _RUNS:
        yield from (f"~{marked[at : at + length]}" for at in range(len(marked) - length + 1))


class TopicModel:
    """Weights of every bucket for every topic, and the temperature that makes its probabilities honest."""

    def __init__(
        self, weights: NDArray[np.int8], scales: NDArray[np.float32], bias: NDArray[np.float32], temperature: float, topics: list[str]
    ) -> None:
        """Hold `weights` (buckets x topics) whose real value is weight * scale of the topic."""
        self._weights, self._scales, self._bias = weights, scales, bias
        self._temperature, self._topics = temperature, topics

    def topics(self, text: str) -> list[tuple[str, float]]:
        """Topics of a normalised text with their probability, most likely first; empty for an empty text."""
        found = features(text)
        if not len(found):
            return []
        scores = self._weights[found].sum(axis=0, dtype=np.int32) * self._scales / math.sqrt(len(found)) + self._bias
        odds = np.exp((scores - scores.max()) / self._temperature)
        order = np.argsort(-odds)
        return [(self._topics[at], float(odds[at] / odds.sum())) for at in order]


def read_model(path: Path = WEIGHTS_FILE) -> TopicModel:
    """The model in the file at `path`.

    Raises:
        FileNotFoundError: there is none.
    """
    with np.load(path, allow_pickle=False) as file:
        return TopicModel(
            file["weights"], file["scales"], file["bias"], float(file["temperature"]), [str(topic) for topic in file["topics"]]
        )


@cache
def model() -> TopicModel:
    """The product's own model, read at its first use."""
    return read_model()
