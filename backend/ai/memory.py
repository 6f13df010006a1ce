"""What a workspace has chosen before for the same merchant is the best guide to what it will choose again."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from backend.ai.suggestion import Suggestion

_HALF_LIFE_DAYS: Final = 90
# How much one choice leaves open: one is 0.7 sure, two 0.91, three 0.97.
_DOUBT: Final = 0.3
_MOST_SURE: Final = 0.98


@dataclass(frozen=True, slots=True)
class Choice:
    """A category a person chose for this merchant `days_ago`; `category_key` is an id or a key, handed back as it came."""

    category_key: str
    category_name: str
    days_ago: int


def from_memory(merchant: str, choices: Sequence[Choice]) -> Suggestion | None:
    """What most choices say, the recent ones louder: a choice counts half as much after 90 days.

    None when there are no choices or they are divided evenly.
    """
    weights = defaultdict[str, float](float)
    for choice in choices:
        weights[choice.category_key] += 0.5 ** (max(choice.days_ago, 0) / _HALF_LIFE_DAYS)
    # Choices of long ago weigh little all together, and still divide one hundred percent among them.
    total = sum(weights.values())
    best = max(weights, key=lambda key: weights[key], default=None)
    if best is None or not weights[best] > total / 2:
        return None
    chosen = [choice for choice in choices if choice.category_key == best]
    confidence = min(_MOST_SURE, weights[best] / total * (1 - _DOUBT ** len(chosen)))
    return Suggestion(best, "memory", round(confidence, 4), f"You chose {chosen[0].category_name} for {merchant} {_times(len(chosen))}")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
