"""Which line of a receipt belongs to which category. Pure.

A line is what the expense is unless something good speaks against it: what a person chose for such a line before, or words that
hardly mean anything else in such a shop. Deposits and discounts go with the line they stand at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from backend.ai.goods import CATEGORY_OF_GOODS, SOLD_BESIDE, is_deposit, sort_of

LineSource = Literal["memory", "words", "beside", "all", "expense"]
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of a receipt: its words, and what it cost in minor units (below nothing for what was taken off)."""

    description: str
    minor: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose for such a line before: the category's id, handed back as it came, and its name."""

    category_key: str
    category_name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line belongs, who says so and why.

    `category_key` is an id from memory, a starter category's key from words, None for the expense's own. With the source `all` it
    belongs to all lines, as a discount on the whole does.
    """

    category_key: str | None
    source: LineSource
    why: str = ""


OF_A_PERSON: Final = "of a person"
_OWN: Final = Place(None, "expense")
_ALL: Final = Place(None, "all", "Shared by all lines")


def place_lines(
    lines: Sequence[Bought], own: str | None, remembered: Mapping[str, Chosen] | None = None, kind: str = "expense"
) -> list[Place]:
    """A place for each line of an expense whose own category is `own`: a starter category's key, None for none, `OF_A_PERSON` for another.

    `remembered` holds earlier choices by description. What comes in is never told apart by words.
    """
    beside = _told_apart(lines, own) if kind == "expense" else _NOTHING
    chosen = remembered or {}
    places: list[Place] = []
    left = 0  # what discounts may still take off the goods above
    for at, line in enumerate(lines):
        if line.minor < 0 and is_deposit(line.description):
            places.append(_OWN)  # empties that were brought back
        elif line.minor < 0:
            fits = bool(places) and -line.minor <= left
            places.append(_beside(places[-1]) if fits else _ALL)
            left = left + line.minor if fits else 0
        elif is_deposit(line.description):
            below = lines[at + 1] if at + 1 < len(lines) else None
            neighbour = places[-1] if places else _place(below, own, beside, chosen) if below else _OWN
            places.append(_beside(neighbour))
            left += line.minor
        else:
            places.append(_place(line, own, beside, chosen))
            left = line.minor
    return places


def _told_apart(lines: Sequence[Bought], own: str | None) -> frozenset[str]:
    """The sorts of goods that may leave the expense's own category.

    Where most of a receipt would leave it, by lines and by money, that category is what is wrong, and a person has to set it.
    """
    beside = SOLD_BESIDE.get(own, _NOTHING)
    goods = [line for line in lines if line.minor > 0]
    leaving = [line for line in goods if _by_words(line.description, own, beside).category_key]
    few = 2 * len(leaving) <= len(goods)
    cheap = 2 * sum(line.minor for line in leaving) <= sum(line.minor for line in goods)
    return beside if few or cheap else _NOTHING


def _place(line: Bought, own: str | None, beside: frozenset[str], remembered: Mapping[str, Chosen]) -> Place:
    """The place of goods: what a person chose before, else what the words say."""
    chosen = remembered.get(line.description)
    if chosen is None:
        return _by_words(line.description, own, beside)
    return Place(chosen.category_key, "memory", f"You put “{line.description}” into {chosen.category_name} before")


def _by_words(description: str, own: str | None, beside: frozenset[str]) -> Place:
    found = sort_of(description)
    if found is None or found[0] not in beside:
        return _OWN
    category = CATEGORY_OF_GOODS[found[0]]
    return _OWN if category == own else Place(category, "words", f"The words “{found[1]}” say so")


def _beside(place: Place) -> Place:
    return Place(place.category_key, "beside", "It goes with the line beside it") if place.category_key else place
