"""The lines of a receipt as shares of the whole: what was bought by category, adding up to the total to the last unit. Pure."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import Final, TypeVar

from backend.core.money import Money, split_by_weights

Key = TypeVar("Key", bound=Hashable)

# What is rounded to the coin, in minor units of a currency with decimals.
_COIN: Final = 5
_MOST_EXTRAS: Final = 6


def adds_up(whole: int, bought: int, extras: Sequence[int], *, rounds: bool) -> bool:
    """Whether lines that come to `bought` make the `whole` with what else is printed (all in minor units).

    `extras` are tax, tip and rounding, above nothing, or a discount, below; some of them may be within the prices. What `rounds` may
    differ by less than a coin.
    """
    left = whole - bought
    if abs(left) < (_COIN if rounds else 1):
        return True
    some = [each for each in extras if each][:_MOST_EXTRAS]
    return any(sum(chosen) == left for size in range(1, len(some) + 1) for chosen in combinations(some, size))


def share_out(whole: Money, bought: Iterable[tuple[Key, int]], first: Key, *, closes: bool) -> dict[Key, Money]:
    """The share of each key in `whole`: never below nothing, and together exactly the whole.

    `bought` is what the lines of each key cost in minor units; a key whose lines come to nothing or less has no share, and what they
    took off is shared by all. Where the lines close, what is printed besides them (tax on top, tip, discounts, rounding) is shared by
    weight. Where they do not, the rest goes to `first`, and by weight where there is less than nothing left. Keys come in the order in
    which they are first named, after `first`.
    """
    sums: dict[Key, int] = {first: 0}
    for key, minor in bought:
        sums[key] = sums.get(key, 0) + minor
    weights = {key: max(0, minor) for key, minor in sums.items()}
    if not any(weights.values()):
        weights[first] = 1
    left = whole.minor - sum(weights.values())
    if not closes and left >= 0:
        weights[first] += left
    shares = split_by_weights(whole, list(weights.values()))
    return {key: share for key, share in zip(weights, shares, strict=True) if share.minor} or {first: whole}
