"""Amounts as tills print them: `1,234.56`, `1.234,56`, `1 234,56`, `1,18,643.22`, `9,00-`, `$64.0`, `.87`, `100.000`."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(
    r"(?<![\d.,/#])(?<!\d:)(?<![A-Za-z]-)(?P<minus>[-−–(]\s?|[-−–](?:RM|R?\$|[€£¥])(?=\d))?"
    r"(?P<number>\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{2})?(?!\d)|(?<![^\s$€£])\.\d{2}(?!\d)|\d{1,3}(?:(?P<group>[ ,.'’])\d{3}(?!\d))(?:(?P=group)\d{3}(?!\d))*(?:\s?[.,]\s?\d{1,2}(?!\d))?|\d{1,7}\s?[.,:]\s?\d{2}(?!\d)|\d{1,7}[.,]\d(?!\d)|\d{1,9})"
    r"(?P<after>-(?!\d))?(?![\d/]|[.,:]\d|\s?%|\s?[x×*]\s|\s?(?:kg|g|l|ml|cl|km|pcs?)\b(?<!(?-i:[.,]\d\dG))(?<!(?-i:[.,]\d\d G)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that may be money: its value, how many decimals were printed, and where in the line's text it stands."""

    value: Decimal
    decimals: int
    start: int
    end: int

    @property
    def is_money(self) -> bool:
        """Whether it is printed as money is: with two decimals."""
        return self.decimals == 2


# What is masked, as a card's number is; tills that print a star before money print two decimals behind it.
_MASK: Final = "*"
# A letter among the digits of an amount is the digit that looks like it: `15.O0`, `4.2O`, `2B.40`.
_LETTER: Final = re.compile(r"(?<![A-Za-z\d])\d[\dOoQBS]{0,5}[.,][\dOoQ]{2}(?![A-Za-z\d])")
_MEANT: Final = str.maketrans("OoQBS", "00085")
# A letter between the currency and a digit is a one or a nought: `RMI11.90`, `RMO.02`.
_STROKE: Final = re.compile(r"(?<=\bRM)[Il|](?=\d)")
_ROUND: Final = re.compile(r"(?<=\bRM)[OoQ](?=\.\d)")


def amounts_in(text: str) -> list[Amount]:
    """The numbers in a line that may be amounts, from left to right; never raises."""
    text = _ROUND.sub("0", _STROKE.sub("1", text))
    return _found(_LETTER.sub(lambda found: found[0].translate(_MEANT), text))


def _found(text: str) -> list[Amount]:
    found: list[Amount] = []
    for match in _NUMBER.finditer(text):
        number, start = match["number"], match.start("number")
        if match["group"] == " " and found and _counts(number, found[-1]):  # «149,99 2 299,98» is two at a price
            start += number.index(" ") + 1
            number = number.partition(" ")[2]
        value, decimals = _read(number)
        if decimals == 0 and text[: match.start()].endswith(_MASK):
            continue
        negative = match["after"] or (match["minus"] and (match["minus"].strip() != "(" or text[match.end() : match.end() + 1] == ")"))
        found.append(Amount(-value if negative else value, decimals, start, match.end()))
    return found


def _counts(number: str, before: Amount) -> bool:
    """Whether a number with a blank in it is a quantity and what so many cost at the price before it."""
    quantity, _, rest = number.partition(" ")
    return before.is_money and before.value * int(quantity) == _read(rest)[0]


def _read(number: str) -> tuple[Decimal, int]:
    """Value and decimals: the last separator with one or two digits behind it is the point, every other one groups."""
    packed = number.replace(" ", "").replace("’", "'").replace(":", ".")
    last = max(packed.rfind("."), packed.rfind(","))
    behind = len(packed) - last - 1
    if last >= 0 and behind in (1, 2):
        whole = re.sub(r"\D", "", packed[:last])
        return Decimal(f"{whole or 0}.{packed[last + 1 :]}"), behind
    return Decimal(re.sub(r"\D", "", packed)), 0
