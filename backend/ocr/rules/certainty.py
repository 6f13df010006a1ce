"""How sure a field is: the share of such readings that turned out right, by logistic regression on what speaks for them.

The weights lie in `certainty.json`, learnt from labelled receipts by `python -m bench.calibrate`, cross-validated by shop.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from math import exp
from typing import Any, Final

from backend.ocr.reading import Box, FieldReading

_MODEL: Final[dict[str, Any]] = json.loads(files("backend.ocr.rules").joinpath("certainty.json").read_text())
_LEAST: Final = 0.02
_MOST: Final = 0.995


def certainty(field: str, features: Mapping[str, float]) -> float:
    """The share of right ones among readings of `field` with these features, between 0.02 and 0.995."""
    model = _MODEL[field]
    score = model["bias"] + sum(weight * features.get(name, 0.0) for name, weight in model["weights"].items())
    return min(_MOST, max(_LEAST, 1 / (1 + exp(-score))))


def certain(
    field: str, value: str, box: Box | None, why: str, features: Mapping[str, float], *, checks: tuple[str, ...] = ()
) -> FieldReading:
    """A field with the confidence that its features give."""
    return FieldReading(value, certainty(field, features), box, why, checks, features)
