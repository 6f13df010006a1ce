"""What makes two expenses look like one: the same picture, the same content, or one that was typed for a receipt. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from backend.core.money import Money
from backend.core.text import search_key

_CLEAR: Final = 0.8  # how sure a reading has to be to speak against two pictures that look the same
_ONE_PICTURE: Final = 14  # bits that saving anew changes; no two different papers of 340 were that near (decision 0025)
_MISREAD: Final = 2  # characters in which one number, read twice, may differ
_NAMED_ALIKE: Final = 90.0  # of 100: "REWE" and "Rewe Markt GmbH"
_SHORTEST_NAME: Final = 3

# Reasons, by the names that pages have words for.
PICTURES: Final = "pictures"
READ_ALIKE: Final = "read_alike"
SHOP_DAY_TOTAL: Final = "shop_day_total"
DAY_TOTAL: Final = "day_total"
NUMBER: Final = "number"
TYPED: Final = "typed"
WORDS: Final = "words"
REASONS: Final = (PICTURES, READ_ALIKE, SHOP_DAY_TOTAL, DAY_TOTAL, NUMBER, TYPED, WORDS)


@dataclass(frozen=True)
class Known:
    """What is known of an expense: what stands in the books, and what was read on its receipts, one mapping of fields a receipt.

    `occurred_on` is None while nobody has set the day. `words` are what a person or the reader has written about it.
    """

    kind: str
    money: Money | None
    occurred_on: date | None
    merchant: str = ""
    words: str = ""
    papers: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Likeness:
    """Why two expenses look like one: 'picture', 'content' or 'typed', how sure (0 to 1), and the reasons by their names (`REASONS`)."""

    kind: str
    confidence: float
    why: tuple[str, ...]


def likeness(one: Known, other: Known, *, bits: int | None = None) -> Likeness | None:
    """Whether two expenses look like one, and why; None where they do not.

    `bits` is in how many bits (of 256) the prints of their pictures differ, None where they are not near. Pictures are one
    paper where hardly a bit differs, or where what was read on them agrees, and never where it clearly differs: a shop prints all
    its receipts on one form. What stands in the books does not count here, since a person may have corrected one of the two.
    """
    pictures = None if bits is None else _same_picture(one, other, bits)
    if pictures is not None:
        return pictures
    if not _same_sum(one, other) or _told_apart(one, other):
        return None
    if bool(one.papers) != bool(other.papers):
        return _typed_for(one, other)
    return _same_paper(one, other) if one.papers else _typed_twice(one, other)


def _same_picture(one: Known, other: Known, bits: int) -> Likeness | None:
    if _read_apart(one, other):
        return None
    if _same_reading(one, other, "total") and _same_reading(one, other, "date"):
        return Likeness("picture", 0.98, (PICTURES, READ_ALIKE))
    return Likeness("picture", 0.9, (PICTURES,)) if bits <= _ONE_PICTURE else None


def _same_paper(one: Known, other: Known) -> Likeness | None:
    if not _same_merchant(one, other):
        return None
    if _same_reading(one, other, "receipt_number"):
        return Likeness("content", 0.95, (SHOP_DAY_TOTAL, NUMBER))
    return Likeness("content", 0.85, (SHOP_DAY_TOTAL,))


def _typed_for(one: Known, other: Known) -> Likeness | None:
    """One was typed before or after its receipt came: the shop is the same, or the one that was typed names none at all."""
    typed = other if one.papers else one
    if _same_merchant(one, other):
        return Likeness("typed", 0.8, (SHOP_DAY_TOTAL, TYPED))
    if not typed.merchant and not typed.words:
        return Likeness("typed", 0.6, (DAY_TOTAL, TYPED))
    return None


def _typed_twice(one: Known, other: Known) -> Likeness | None:
    """Two that were typed are one where every word is the same; two tickets of a day are told apart by a note."""
    if search_key(one.words) != search_key(other.words):
        return None
    if _same_merchant(one, other):
        return Likeness("typed", 0.7, (SHOP_DAY_TOTAL, WORDS))
    unnamed = not one.merchant and not other.merchant and bool(one.words)
    return Likeness("typed", 0.6, (DAY_TOTAL, WORDS)) if unnamed else None


def _same_sum(one: Known, other: Known) -> bool:
    """In the books, or as it was read: a person may have added a tip to one of the two."""
    known = one.money is not None and one.occurred_on is not None
    booked = known and (one.kind, one.money, one.occurred_on) == (other.kind, other.money, other.occurred_on)
    return booked or (_same_reading(one, other, "total") and _same_reading(one, other, "date"))


def _same_merchant(one: Known, other: Known) -> bool:
    """By name, as it was read, or by what a person wrote in place of one."""
    if _same_reading(one, other, "merchant"):
        return True
    first, second = (search_key(each.merchant or each.words) for each in (one, other))
    if min(len(first), len(second)) < _SHORTEST_NAME:
        return first == second != ""
    return fuzz.token_set_ratio(first, second) >= _NAMED_ALIKE


def _values(known: Known, name: str, least: float = 0.0) -> set[str]:
    found = (paper.get(name) or {} for paper in known.papers)
    return {_plain(each["value"]) for each in found if each.get("value") and float(each.get("confidence") or 0.0) >= least}


def _plain(value: object) -> str:
    return "".join(c for c in str(value).casefold() if c.isalnum() or c in ".-:")


def _same_reading(one: Known, other: Known, name: str) -> bool:
    return bool(_values(one, name) & _values(other, name))


def _differ(one: Known, other: Known, name: str, least: float = 0.0) -> bool:
    """Whether both say something, and nothing that the other says as well."""
    first, second = _values(one, name, least), _values(other, name, least)
    return bool(first and second) and not first & second


def _told_apart(one: Known, other: Known) -> bool:
    """Two receipts of one shop, day and total: another number or another time makes them two."""
    return _differ(one, other, "receipt_number") or _differ(one, other, "time")


def _read_apart(one: Known, other: Known) -> bool:
    """Whether readings that are sure speak against two pictures: another total, another day, or quite another number."""
    if any(_differ(one, other, name, _CLEAR) for name in ("total", "date", "currency")):
        return True
    first, second = _values(one, "receipt_number"), _values(other, "receipt_number")
    far = all(Levenshtein.distance(mine, theirs) > _MISREAD for mine in first for theirs in second)
    return bool(first and second) and far
