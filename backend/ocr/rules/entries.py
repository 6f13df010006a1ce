"""The lines of a receipt as entries: the name of goods in each, its quantities with prices, its amount, and what it is."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Final

from backend.ocr.rules import words
from backend.ocr.rules.amounts import Amount
from backend.ocr.rules.closing import is_part
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.deals import Deal, deals_in
from backend.ocr.rules.descriptions import LETTERS, described, layout_of, letters
from backend.ocr.rules.rows import Row

_TIME: Final = re.compile(r"\b\d{1,2}:\d{2}(?:\b|[AP]M)|\d\s?(?:UHR|HRS)\b")
# Ways to pay that are no goods, with the sum alone behind them.
_PAID: Final = re.compile(
    r"^\W*(?:VISA|MASTER\s?CARD|MCARD|MAESTRO|AMEX|DEBIT|GIROCARD|EC-?KARTE|CREDIT(?:\s?CARD)?|CARD|PAYMENT|INTERAC|PIN|PINNEN|BANCONTACT|CARTE\s?BANCAIRE|TARJETA|BANCOMAT|AUTH)\b"
)
# What the words for cash are part of: chocolate bars, chicken tenders.
_NO_CASH: Final = re.compile(r"(?<=[^\W\d_])\s+(?:BARS?|TENDERS?)\b|TENDERLOIN|TENDERI[SZ]")
# What a price was or would be, and what was saved: told, not bought.
_TOLD: Final = re.compile(
    r"^\W*(?:REG(?:ULAR)?\b|WAS\b|ORIG|LIST\s*PRICE|COMPARE|YOU\s*(?:SAVED?|PA(?:Y|ID))|(?:TOTAL\s*)?SAV(?:ED|INGS?)\b|PRICE\s*PER|UW\s*VOORDEEL|STATT|UVP|POINTS)"
)
_DEPOSIT: Final = re.compile(r"\bDEPOSITS?\b")
_DEPARTMENT: Final = re.compile(r"^\W*\d{2}\s?[-–]\s?[A-Z]")
_FLAG: Final = re.compile(r"[A-Z*]{1,4}|\d{1,4}[.,]\d{2}\s?[xX×*]|\d{1,2}(?:[.,]\d{1,2})?\s?%")
_MARK: Final = re.compile(r"[A-Z*]{1,2}")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
# Hebrew and Arabic have the price on the left.
_FROM_RIGHT: Final = re.compile(r"\d\W.*[\u0590-\u08ff]{2}")
_CURRENCY: Final = re.compile(r"^\W*[A-Z]{3}\b")
_PRICE_BEHIND: Final = re.compile(r"\s?[@xX×*]\s?\D?\d[\d.,]*$")
_BEFORE_PRICE: Final = re.compile(r"\s?[x×X*@].*$")
_PIECES: Final = re.compile(r"ROLLE|STU?E?CK|PAAR|PACK|PAKET|DOSE|FLASCHE|KISTE|PIECE|EACH|UNIT|BOTOL|PETI|POUND|BUNCH|BOX", re.IGNORECASE)
_LOST_POINT: Final = re.compile(r"\D?\s?([1-9]\d{2,3})\s?[A-Z]?")
_GAP: Final = 1.5  # letters between two columns
_FEW_PRICES: Final = 3


class Standing(Enum):
    """How surely a line with a price is of what was bought: bought, taken off (it may be in the prices already), only told.

    What is guessed has a price whose point was not read.
    """

    BOUGHT = 1
    TAKEN_OFF = 2
    TOLD = 3
    GUESSED = 4


@dataclass(frozen=True)
class Entry:
    """A row with the name of goods in it, its quantities with prices, and the amount behind them; each may be missing.

    `pointless` is the amount if what stands last is one whose point was not read.
    """

    row: Row
    name: str
    deals: tuple[Deal, ...]
    amount: Decimal | None
    pointless: Decimal | None = None

    @property
    def is_name(self) -> bool:
        """Whether it is words alone that may name goods."""
        return not self.row.money and not self.deals and bool(self.name) and not _DEPARTMENT.match(self.row.line.text)

    @property
    def is_code(self) -> bool:
        """Whether it is a shelf's or a maker's code rather than a name."""
        return not self.row.money and any(c.isdigit() for c in self.row.text) and not _WORD.search(self.row.text)


def entries_of(rows: list[Row]) -> list[Entry]:
    """The entries of some lines, read with what stands in columns on most of them."""
    decimals = sum(amount.is_money for row in rows for amount in row.amounts) >= _FEW_PRICES
    priced = (replace(row, amounts=_prices(row, decimals=decimals)) for row in rows)
    found = [(row, tuple(deals_in(row.line.text, decimals=decimals))) for row in priced]
    pointless = [_pointless(row, deals) if decimals else None for row, deals in found]
    texts = [_words_before(row, deals, without_last=lost is not None) for (row, deals), lost in zip(found, pointless, strict=True)]
    layout = layout_of([text for text, (row, _) in zip(texts, found, strict=True) if row.money and letters(text) >= LETTERS])
    return [
        Entry(row, described(text, layout), deals, _amount(row, deals), lost)
        for text, (row, deals), lost in zip(texts, found, pointless, strict=True)
    ]


def _prices(row: Row, *, decimals: bool) -> list[Amount]:
    """The amounts of a line that may be prices: with two `decimals` where the shop prints them, and no point read as a colon."""
    found = [amount for amount in row.money if ":" not in row.line.text[amount.start : amount.end]]
    return [amount for amount in found if amount.is_money] if decimals else found


def _amount(row: Row, deals: tuple[Deal, ...]) -> Decimal | None:
    """The last amount of a row, if it is not the price of one alone."""
    end = max((deal.end for deal in deals), default=0)
    return next((each.value for each in reversed(row.money) if each.start >= end), None)


def _pointless(row: Row, deals: tuple[Deal, ...]) -> Decimal | None:
    """What a number that stands last in a column of its own is with a point in it: «CHEEZ WHIZ» and, far from it, «599»."""
    _, last = _columns(row)[-1]
    number = _LOST_POINT.fullmatch(last) if len(last) < len(row.line.text) and not row.money and not deals else None
    return Decimal(number[1]).scaleb(-2) if number else None


def _words_before(row: Row, deals: tuple[Deal, ...], *, without_last: bool) -> str:
    """The words of a row in front of its amounts, without flags that stand apart.

    A number among the words is theirs where the amount stands in a column of its own.
    """
    text = row.line.text
    if _FROM_RIGHT.search(text) and row.money:
        return _CURRENCY.sub("", text[max(row.money[-1].end, *(deal.end for deal in deals), 0) :])
    starts = [amount.start for amount in row.money if letters(text[: amount.start]) >= LETTERS] or [amount.start for amount in row.money]
    end = min((*starts, *(deal.start for deal in deals)), default=len(text))
    columns = _columns(row)[: -1 if without_last else None]
    first = columns[0][1]
    if not deals and len(row.money) > 1 and end < len(first) < row.money[-1].start and letters(first) > LETTERS:
        return _PRICE_BEHIND.sub("", first)
    if letters(text[:end]) < LETTERS and row.money:
        text_inside = _inside(text, deals, row.money[-1].start)
        if text_inside:
            return text_inside
    parts = [each[: max(0, end - at)].strip() for at, each in columns]
    parts = [part for part in parts if part]
    while len(parts) > 1 and (_FLAG.fullmatch(parts[-1]) or not any(map(str.isalnum, parts[-1]))):
        parts.pop()
    while len(parts) > 1 and _MARK.fullmatch(parts[0]):
        parts.pop(0)
    return " ".join(parts)


def _inside(text: str, deals: tuple[Deal, ...], amount: int) -> str:
    """A name between how many and their price, or between these and the `amount`: «2 COFFEE @5.25 10.50», «1 @ 12.99 TYLENOL 12.99»."""
    for deal in deals:
        parts = (text[deal.end : amount], _BEFORE_PRICE.sub("", text[deal.start + len(deal.quantity) : deal.end]))
        named = (part for part in parts if amount >= deal.end and _WORD.search(part) and not _PIECES.search(part))
        if name := next(named, ""):
            return name
    return ""


def _columns(row: Row) -> list[tuple[int, str]]:
    """The columns of a row, each with where it begins in the row's text: words with more than a letter's width between them."""
    found: list[tuple[int, str]] = []
    at = 0
    for before, word in zip((None, *row.line.words), row.line.words, strict=False):
        if before is None or word.box.x - before.box.right > _GAP * before.box.w / len(before.text or " "):
            found.append((at, word.text))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]} {word.text}")
        at += len(word.text) + 1
    return found


def standing_of(entry: Entry, amount: Decimal | None, most: Decimal) -> Standing | None:
    """What a row with an amount is; None for lines of the head, of taxes and payment, and what costs more than all, `most`."""
    row = entry.row
    if not amount or abs(amount) > most or _TIME.search(row.text) or is_part(row) or (not entry.deals and dates_in(row.text)):
        return None
    if words.TAX.search(row.text) or words.CASH.search(_NO_CASH.sub("", row.text)) or _PAID.search(row.text):
        return None
    if amount < 0:
        return Standing.TAKEN_OFF
    told = _TOLD.search(row.text) or words.DATE.search(row.text) or words.NOT_A_SUM.search(_DEPOSIT.sub("", row.text))
    return Standing.TOLD if told else Standing.BOUGHT
