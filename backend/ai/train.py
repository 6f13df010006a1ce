"""Train the topic model on the merchant catalogue and everyday words; the same input gives the same weights.

    python -m backend.ai.train node_modules/name-suggestion-index [out]

A tenth of the names is held out by a checksum: it sets the temperature and says how good the model is.
"""

import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backend.ai.catalogue_build import entries
from backend.ai.merchant_text import normalise
from backend.ai.model import BUCKETS, WEIGHTS_FILE, features
from backend.ai.topics import CATEGORY_OF_TOPIC, TOPIC_OF_TAG
from backend.ai.words import EVERYDAY, SERVICES

_SEED: Final = 20260918
_EPOCHS: Final = 30
_RATE: Final = 0.6
_DECAY: Final = 2e-6
# Names of one topic beyond this many teach nothing new and drown the others (there are 4,000 school authorities).
_MOST_NAMES: Final = 3000
_WORD_WEIGHT: Final = 6.0
_TOPICS: Final = sorted(CATEGORY_OF_TOPIC)


class Example(NamedTuple):
    """A text's buckets, the number of its topic, and how much it counts."""

    buckets: NDArray[np.int64]
    topic: int
    weight: float


def examples(package: Path) -> tuple[list[Example], list[Example]]:
    """Examples to learn from, and those held out."""
    learn, held_out = list(_words()), []
    for topic, names in sorted(_names(package).items()):
        weight = min(1.0, (600 / len(names)) ** 0.5)
        for name in sorted(names, key=_checksum)[:_MOST_NAMES]:
            example = Example(features(name), _TOPICS.index(topic), weight)
            (held_out if _checksum(name) % 10 == 0 else learn).append(example)
    return learn, held_out


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode())


def _names(package: Path) -> dict[str, set[str]]:
    """Normalised names of the catalogue by topic; a name of several topics is left out."""
    topics_of = defaultdict[str, set[str]](set)
    for names, kind, _ in entries(package):
        for name in names[:3]:
            topics_of[normalise(name)].add(TOPIC_OF_TAG[kind])
    by_topic = defaultdict[str, set[str]](set)
    for name, topics in topics_of.items():
        if len(topics) == 1 and name:
            by_topic[min(topics)].add(name)
    return by_topic


def _words() -> Iterator[Example]:
    for topic, words in EVERYDAY.items():
        yield from (Example(features(word), _TOPICS.index(topic), _WORD_WEIGHT) for word in words)
    for topic, services in SERVICES.items():
        yield from (Example(features(name), _TOPICS.index(topic), 2.0) for name in services)


def fit(learn: list[Example]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (buckets x topics) and biases by stochastic gradient descent with a falling rate."""
    order = np.random.default_rng(_SEED)
    weights, bias = np.zeros((BUCKETS, len(_TOPICS))), np.zeros(len(_TOPICS))
    steps = np.zeros((BUCKETS, 1))
    for epoch in range(_EPOCHS):
        for at in order.permutation(len(learn)):
            buckets, topic, weight = learn[at]
            scale = 1 / np.sqrt(len(buckets) or 1)
            error = _softmax(weights[buckets].sum(axis=0) * scale + bias)
            error[topic] -= 1
            steps[buckets] += 1
            rate = _RATE / (1 + 0.15 * epoch)
            weights[buckets] -= rate * weight * scale * error / np.sqrt(1 + 0.02 * steps[buckets]) + _DECAY * weights[buckets]
            bias -= 0.002 * weight * error
    return weights, bias


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(scores - scores.max())
    return odds / odds.sum()


def calibrate(scores: NDArray[np.float64], topics: NDArray[np.int64]) -> float:
    """The temperature under which the held-out examples are likeliest."""
    return float(min(np.arange(0.5, 6.0, 0.05), key=lambda temperature: _surprise(scores / temperature, topics)))


def _surprise(scores: NDArray[np.float64], topics: NDArray[np.int64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(topics)), topics]))


def quantise(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights as int8 with a scale a topic; small ones become zero, which is what makes the file small."""
    scales = np.quantile(np.abs(weights), 0.9995, axis=0) / 127
    return np.clip(np.round(weights / scales), -127, 127).astype(np.int8), scales.astype(np.float32)


def main(arguments: list[str]) -> None:
    """Train, write the weights, and say how good they are on the names held out."""
    learn, held_out = examples(Path(arguments[0]))
    weights, bias = fit(learn)
    small, scales = quantise(weights)
    scores = np.array([small[e.buckets].sum(axis=0, dtype=np.int32) * scales / np.sqrt(len(e.buckets) or 1) + bias for e in held_out])
    topics = np.array([e.topic for e in held_out])
    temperature = calibrate(scores, topics)
    out = Path(arguments[1]) if len(arguments) > 1 else WEIGHTS_FILE
    np.savez_compressed(
        out, weights=small, scales=scales, bias=bias.astype(np.float32), temperature=np.float32(temperature), topics=np.array(_TOPICS)
    )
    right = np.mean(scores.argmax(axis=1) == topics)
    counted = f"{len(learn)} examples, {len(held_out)} held out: {right:.3f} right"
    sys.stdout.write(f"{counted}, temperature {temperature:.2f}, {out.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
