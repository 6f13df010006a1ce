"""What a person would call the goods on a line: its words without numbers of goods, flags and letters of taxes."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from backend.ocr.rules.words import plain

LETTERS: Final = 2
_FIRST_OF_CHINA: Final = 0x2E80
EDGES: Final = " .,:;-–=*#$€£¥|+_~"
_COLUMN: Final = 0.5  # of the lines, and two of them at least
_FEWEST: Final = 2
# A shelf's or maker's number in front, after a flag, or after how many there are: «(2)06340011», «E 435259», «028-4552-6».
_LONG_CODE: Final = re.compile(
    r"^\W*(?:[A-Z]{1,2}\s?)?(?:\(\d{1,2}\)\s?)?(?:\d{8,}|\d{5,}\b(?![.,%])|\d{2,4}-\d{3,4}-\d{1,4}\b|0{2,}\d+\b|[34]\d{3}\b(?=\s))\W*"
)
_ANY_CODE: Final = re.compile(r"^\W*(?:[A-Z]\s)?\d{2,}\b(?![.,%])\s*[^\w(]*")
_CODE_BEHIND: Final = re.compile(r"\s\d{6,}(?:[A-Z]{1,2})?(?:\s[A-Z]{1,3})?$")
# Letters of taxes and prices that are no words: Loblaw's, The Home Depot's, T&T's, what is weighed, what is on sale.
_TAXED: Final = re.compile(r"\s[HGPF]{0,2}MR[JI]$|H?MRJ$|\s[HGPF]{0,2}RQ$|\s?<\s?\w\s?>?$")
_FLAGGED: Final = re.compile(r"(?<=\w)\s(?:W|FP|SALE)$")
_BEFORE_NAME: Final = re.compile(r"^\W*(?:\(?SALE\)|\(S[A4]LE\)?|SC\s|WT\s|SC$)\s?", re.IGNORECASE)
_SIGN: Final = re.compile(r"(?:^|\s)(?:RM|EUR|USD|CAD|CHF|HK\$|C\$|[€$£¥￥S])\s*$|[€$£¥￥]\s*$")
_FLAG: Final = re.compile(r"(?<=\w)\s([A-Z]{1,2})$")
# What stands above columns is no name.
_UNITS: Final = re.compile(
    r"(?:KG|LB|G|L|ML|STK|PCS?|PKT|CTN|BTL|NOS?|EA|EUR(?:O|OS)?|RM|[US]/?P(?:RICE)?|QTY|QUAN(?:TITY)?|PRICE|UNIT|AMOUNT|AMT|ITEMS?|DESCR?(?:IPTION)?|DISC|TAX|CODE|NET"
    r"|TOTAL|COST|NAME|ARTI[CK]LE?|MENGE|ANZ(?:AHL)?|PREIS|BETRAG|GESPART|AKTION|ZUSATZ|CANT(?:IDAD)?|P\.?\s?UNIT|IMPORTE|QTE|PRIX|MONTANT|AANTAL|PRIJS|BEDRAG|U|[\W\d_])+"
)


class Layout(NamedTuple):
    """What stands in columns beside the words of a receipt: numbers in front, and which flags behind."""

    coded: bool = False
    flags: frozenset[str] = frozenset()


def layout_of(names: Sequence[str]) -> Layout:
    """What most lines have in front of their words or behind them is a column of numbers or flags."""
    most = max(_FEWEST, len(names) * _COLUMN)
    coded = sum(bool(_ANY_CODE.match(name)) for name in names)
    flags = Counter(match[1] for name in names if (match := _FLAG.search(name)))
    return Layout(coded >= most, frozenset(flags) if flags.total() >= most and len(flags) < flags.total() else frozenset())


def described(text: str, layout: Layout) -> str:
    """The words in a text that name goods; '' where there are none."""
    text = _SIGN.sub("", text.rstrip()).rstrip(" *")
    for pattern in (_FLAGGED, _CODE_BEHIND, _TAXED, _BEFORE_NAME, _LONG_CODE, _CODE_BEHIND, _TAXED):
        rest = pattern.sub("", text).strip()
        text = rest if letters(rest) >= LETTERS or not rest else text
    if layout.coded and letters(rest := _ANY_CODE.sub("", text)) >= LETTERS:
        text = rest
    flag = _FLAG.search(text)
    if flag and flag[1] in layout.flags and letters(text[: flag.start()]) >= LETTERS:
        text = text[: flag.start()]
    text = " ".join(text.strip(EDGES).split())
    return text if letters(text) >= LETTERS and not is_units(text) else ""


def is_units(text: str) -> bool:
    """Whether a text is of units and heads of columns alone."""
    return bool(_UNITS.fullmatch(plain(text)))


def letters(text: str) -> int:
    """How many letters a text has; one of China or Japan says as much as two."""
    return sum(1 + (ord(c) >= _FIRST_OF_CHINA) for c in text if c.isalpha())
