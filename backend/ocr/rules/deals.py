"""How many at which price, as tills print it: «2 @ $3.99», «0,512 kg x 1,99 EUR/kg», «3 @ 2/$5.00», «0,99 x 2», «2コ X 単128»."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.rules.rows import Row

# Two decimals are a weight where a unit stands behind them, else money.
_NUMBER: Final = r"(?:\d{1,3}[.,]\d{2}(?=\s?[^\W\d_xX])|\d{1,4}(?:[.,](?:\d{3}|\d))?(?![.,]?\d))"
_MONEY: Final = r"\d{1,6}\s?[.,]\s?\d{2}(?:\d{1,2})?(?!\d)"
_CURRENCY: Final = r"(?:[€$£¥]|RM|EUR|CHF)"
# The sign between them; between a blank and a dollar a letter that it was read as.
_SIGN: Final = r"(?:[x×X*@®]|AT\b|(?<=\s)[aeCGQ©]\s?(?=\$))"
_EACH: Final = rf"(?:\s?{_CURRENCY}?\s?/\s?(?P<hundred>100\s?g\b)?(?:\d\s?)?[^\W\d_]*|\s?(?:EA|ea|each)\b)?"
# «7 x 0,35», «2 Rolle x 4,85», «0.480 kg NET @ $4.39/kg»; and several for one price: «3 @ 2/5.00», «2 AT 1 FOR 0.97», «@ 1.0 lb /0.54».
_TIMES: Final = re.compile(
    rf"(?<![\d.,])(?P<n>{_NUMBER})\s?(?:[^\W\d_]{{1,8}}\.?\s?(?:(?:NET|TARE|EACH)\s)?)??{_SIGN}\s?{_CURRENCY}?\s?"
    rf"(?:(?P<several>[1-9]\d?)(?:\.0)?\s?(?:[^\W\d_]{{0,3}}\s?/|F[O0]R\b)\s?{_CURRENCY}?\s?)?(?P<price>{_MONEY}){_EACH}"
)
_FOR: Final = re.compile(rf"(?<![\d.,])(?P<n>[1-9]\d?)\s?F[O0]R\s?{_CURRENCY}?\s?(?P<together>{_MONEY})")
_PRICE_FIRST: Final = re.compile(rf"(?<![\d.,])(?P<price>{_MONEY})\s?{_CURRENCY}?\s?[x×X*]\s?(?P<n>\d{{1,3}}(?:[.,]\d{{3}})?)(?![.,]?\d)")
# Where money has no decimals.
_WHOLE: Final = (
    re.compile(r"(?<![\d.,])(?P<n>\d{1,3})\s?[コ点個ケ个件]?\s?[xX×*]\s?[単@¥￥]?\s?(?P<price>\d{1,3}(?:,\d{3})|\d{1,6})(?![\d.,])"),
    re.compile(r"[単@¥￥]\s?(?P<price>\d{1,3}(?:,\d{3})|\d{1,6})\s?[xX×*]\s?(?P<n>\d{1,3})[コ点個ケ个件]?(?![\d.,])"),
)
_COUNT: Final = re.compile(
    r"(?<![\w.,-])(?P<n>\d{1,4}(?:[.,]\d{1,3})?)\s?(?:KG|LB|STK?|PCS?|EA|UN|[コ点個个件])?(?![\w.,-])", re.IGNORECASE
)
_CENT: Final = Decimal("0.01")
_MOST_PIECES: Final = 99
_MOST_COUNTS: Final = 8
_A_HUNDRED_GRAMS: Final = 10  # in a kilogram


@dataclass(frozen=True)
class Deal:
    """How many at which price: the quantity as printed, its value, the price of one, and where in the line's text it stands."""

    quantity: str
    count: Decimal
    price: Decimal
    start: int
    end: int

    @property
    def amount(self) -> Decimal:
        """What they cost together, to the cent."""
        return (self.count * self.price).quantize(_CENT)

    def makes(self, amount: Decimal) -> bool:
        """Whether this many at this price cost an amount, but for rounding."""
        return abs(self.count * self.price - amount) <= _CENT


def deals_in(text: str, *, decimals: bool) -> list[Deal]:
    """The quantities with prices in a line; `decimals`: whether money is printed with them."""
    patterns = (_TIMES, _PRICE_FIRST, _FOR) if decimals else (_TIMES, _PRICE_FIRST, *_WHOLE)
    return [_deal(match) for pattern in patterns for match in pattern.finditer(text)]


def _deal(match: re.Match[str]) -> Deal:
    parts = match.groupdict()
    together = parts.get("together")
    price = number((together or parts["price"]).replace(" ", "")) / int((match["n"] if together else parts.get("several")) or 1)
    return Deal(match["n"], number(match["n"]), price * (_A_HUNDRED_GRAMS if parts.get("hundred") else 1), match.start(), match.end())


def number(text: str) -> Decimal:
    """A number with a point or a comma for its decimals."""
    return Decimal(text.replace(",", "."))


def unsigned(row: Row, amount: Decimal) -> Deal | None:
    """A count and a price in columns of a row that make its amount: a whole count rather than a part, nearest before the price."""
    text = row.line.text
    counts = [match for match in _COUNT.finditer(text) if 0 < number(match["n"]) <= _MOST_PIECES][:_MOST_COUNTS]
    made = [
        (
            (match.start() > price.start, number(match["n"]) % 1 > 0, abs(match.start() - price.start)),
            Deal(match["n"], number(match["n"]), price.value, min(match.start(), price.start), max(match.end(), price.end)),
        )
        for price in row.money[:-1]
        if price.value > 0
        for match in counts
        if match.end() <= price.start or match.start() >= price.end
    ]
    return min(((order, deal) for order, deal in made if deal.makes(amount)), default=(None, None), key=lambda each: each[0])[1]
