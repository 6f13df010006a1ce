"""What was bought: the lines between head and total, with quantity and unit price where they are printed, here or on the line beside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from backend.ocr.reading import LineItem
from backend.ocr.rules import words
from backend.ocr.rules.amounts import Amount
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.rows import Row
from backend.ocr.rules.words import plain

_QUANTITY: Final = re.compile(r"^(?P<n>\d{1,3}(?:[.,]\d{1,3})?)\s?(?:X|×|\*|STK|PCS?|KG|UNIT)?\s*(?=[^\d%])", re.IGNORECASE)
# «7 x 0,35», «2 Rolle x 4,85», «3 @ 1.20», «0,158 kg x 1,19»: how many at which price.
_TIMES: Final = re.compile(
    r"(?P<n>\d{1,4}(?:[.,]\d{1,3})?)\s?(?:[^\W\d_]{1,8}\.?\s)?[x×X*@]\s?(?:[€$£]|RM|EUR)?\s?(?P<price>\d{1,6}[.,]\d{2}(?:\d{1,2})?)(?!\d)"
    r"|(?P<price_first>\d{1,6}[.,]\d{2})\s?[x×X*]\s?(?P<n_behind>\d{1,4}(?:[.,]\d{1,3})?)(?![.,]?\d)"
)
_COUNT: Final = re.compile(r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,3})?)(?![\d.,]*\d)")
_TIME: Final = re.compile(r"\b\d{1,2}:\d{2}(?:\b|[AP]M)|\d\s?(?:UHR|HRS)\b")
# What stands above columns of weights and prices is no name.
_UNITS: Final = re.compile(
    r"(?:KG|G|L|ML|STK|PCS?|EUR(?:O|OS)?|RM|U/?P(?:RICE)?|QTY|PRICE|UNIT|AMOUNT|ITEM|DESC(?:RIPTION)?|DISC|TAX|CODE|[\W\d_])+"
)
# Ways to pay that are no goods, with the sum alone behind them.
_PAID: Final = re.compile(
    r"^\W*(?:VISA|MASTER\s?CARD|MAESTRO|AMEX|DEBIT|GIROCARD|EC-?KARTE|CREDIT\s?CARD|CARD|PAYMENT|INTERAC|PIN|PINNEN|BANCONTACT|CARTE\s?BANCAIRE|TARJETA|BANCOMAT|AUTH)\b"
)
# An amount with the letters of its tax, all that is left of «2 x 2.20 4.40 SR».
_AMOUNT_CODE: Final = re.compile(r"^\W*\d+[.,]\d{2}\s?[^\W\d_]{1,3}\W*$")
# What is begun with how many and goes on below.
_BEGUN: Final = re.compile(r"^\d{1,2}\s?[x×]?\s[^\W\d_]{2,}[^\d]*$")
_PIECES: Final = re.compile(r"^\W*\d{1,3}(?:[.,]\d{1,3})?\s?(?:STK?|PCS?|UN|ST)\b")
_ONE_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST_PIECES: Final = 99
_CODE: Final = re.compile(r"^\W*\d{3,}\b\W*")
# A number of goods and a price alone: the name stands above or below.
_GOODS: Final = re.compile(r"^\W*\d{5,}\s+\D{0,4}\d{1,4}[.,]\d{2}\b\W{0,3}[A-Z\d]?$")
_EDGES: Final = " .:;-–=*#$€£¥|"
_SIGN: Final = re.compile(r"(?:^|\s)(?:RM|EUR|USD|[€$£¥])\s*$")
_LETTERS: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_CENT: Final = Decimal("0.01")
_MOST_COUNTS: Final = 6
_FEW_PRICES: Final = 3
_MOST_EXTRAS: Final = 6
_MOST_SKIPPED: Final = 2
_PART: Final = re.compile(r"\d{1,2}\s?%\s*SUPPLIES|(?:ZERO|STANDARD)[\s-]*RATED")
_ON_TOP: Final = (words.TAX, words.TIP, words.CHARGE)


@dataclass(frozen=True)
class _Deal:
    """How many at which price: text of the quantity as printed, its value, and the price of one."""

    quantity: str
    count: Decimal
    price: Decimal

    def makes(self, amount: Decimal) -> bool:
        return abs(self.count * self.price - amount) <= _CENT


def find_items(rows: list[Row], total: Decimal | None, places: int) -> tuple[LineItem, ...]:
    """The items above the first line that sums up; none when no total was found. What was taken off again has a negative amount."""
    if total is None:
        return ()
    above = _bought(rows)
    taken_off = sum((-amount.value for row in above for amount in row.money[-1:] if -total < amount.value < 0), Decimal(0))
    return _closing(tuple(_items(above, total + taken_off, places)), _sums(rows, total), places)


def _sums(rows: list[Row], total: Decimal) -> set[Decimal]:
    """What the lines bought may add up to: the total, the subtotals, and the total without what is put on top of it."""
    nets = {row.money[-1].value for row in rows if row.money and words.SUBTOTAL.search(row.text)}
    extras = [abs(row.money[-1].value) for row in rows if row.money and any(kind.search(row.text) for kind in _ON_TOP)][:_MOST_EXTRAS]
    return {total, *nets, *(total - extra for extra in extras), total - sum(extras)}


def _closing(items: tuple[LineItem, ...], sums: set[Decimal], places: int) -> tuple[LineItem, ...]:
    """The longest run of items that adds up, where one does: what stands before it is of the head, what stands behind of the payment."""
    wanted = {int(each.scaleb(places)) for each in sums if each > 0}
    runs = ((start, end) for start in range(min(_MOST_SKIPPED, len(items)) + 1) for end in range(len(items), start + 1, -1))
    return next((items[start:end] for start, end in runs if sum(item.minor for item in items[start:end]) in wanted), items)


def _bought(rows: list[Row]) -> list[Row]:
    """The rows above the first that sums up."""
    end = next((place for place, row in enumerate(rows) if _sums_up(row)), len(rows))
    printed = sum(amount.is_money for row in rows[:end] for amount in row.amounts) >= _FEW_PRICES
    return [replace(row, amounts=_prices(row, decimals=printed)) for row in rows[:end]]


def _prices(row: Row, *, decimals: bool) -> list[Amount]:
    """The amounts of a line that may be prices: with two `decimals` where the shop prints them, and no point read as a colon."""
    found = [amount for amount in row.money if ":" not in row.line.text[amount.start : amount.end]]
    return [amount for amount in found if amount.is_money] if decimals else found


def _items(rows: list[Row], most: Decimal, places: int) -> Iterator[LineItem]:
    taken: set[int] = set()
    for place, row in enumerate(rows):
        if not _is_priced(row, most):
            continue
        amount = row.money[-1].value
        deal = _deal(row, amount) or _beside(rows, place, amount)
        name, found_at = _name(rows, place, taken, amount, has_deal=deal is not None)
        if not name or _announces(rows, place, amount) or _says_again(rows, place, taken, amount):
            continue
        taken |= {place, found_at}
        item = LineItem(name, deal.quantity if deal else None, int(amount.scaleb(places)), row.line.box)
        yield replace(item, unit_minor=int(deal.price.scaleb(places))) if deal else _counted(item)


def _sums_up(row: Row) -> bool:
    """Whether a line sums up what is above it; the sum of what is taxed at one rate ends nothing."""
    return (
        not _PART.search(row.text)
        and bool(row.money)
        and bool(words.SUBTOTAL.search(row.text) or words.STRONG_TOTAL.search(row.text) or "TOTAL" in row.text)
    )


def _is_priced(row: Row, most: Decimal) -> bool:
    """Whether a row ends in a price: no line of the head or of payment, and not more than what was bought can have cost at `most`."""
    amount = row.money[-1].value if row.money else Decimal(0)
    if not amount or abs(amount) > most or _TIME.search(row.text) or dates_in(row.text) or _PART.search(row.text):
        return False
    aside = words.TAX.search(row.text) or words.DATE.search(row.text) or words.CASH.search(row.text) or _PAID.search(row.text)
    return not aside and (amount < 0 or not words.NOT_A_SUM.search(row.text))


def _deal(row: Row, amount: Decimal) -> _Deal | None:
    """The quantity and price in a row that make its amount, with or without a sign between them."""
    for each in _deals(row):
        if each.makes(amount):
            return each
    prices = [each for each in row.money[:-1] if each.value > 0]
    counts = [each for each in _COUNT.findall(row.line.text) if _number(each) <= _MOST_PIECES][:_MOST_COUNTS]
    made = (_Deal(count, _number(count), price.value) for price in prices for count in counts if _number(count))
    return next((each for each in made if each.makes(amount)), None)


def _deals(row: Row) -> list[_Deal]:
    found = []
    for match in _TIMES.finditer(row.line.text):
        count, price = match["n"] or match["n_behind"], match["price"] or match["price_first"]
        found.append(_Deal(count, _number(count), _number(price)))
    return found


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _beside(rows: list[Row], place: int, amount: Decimal) -> _Deal | None:
    """The quantity and price on the line before or behind that make this amount."""
    for other in (place - 1, place + 1):
        if 0 <= other < len(rows):
            for each in _deals(rows[other]):
                if each.makes(amount):
                    return each
    return None


def _announces(rows: list[Row], place: int, amount: Decimal) -> bool:
    """Whether a row only says how many at which price, and a line beside it has the sum: «2 Rolle x 4,85», then «Parkett 9,70»."""
    beside = [rows[other].money[-1].value for other in (place - 1, place + 1) if 0 <= other < len(rows) and rows[other].money]
    return any(each.price == amount and not each.makes(amount) and any(map(each.makes, beside)) for each in _deals(rows[place]))


def _says_again(rows: list[Row], place: int, taken: set[int], amount: Decimal) -> bool:
    """Whether a line of an amount alone only repeats that of the item above: «Ziedi 1 x 4,20», then «4,20»."""
    above = rows[place - 1] if place else None
    return above is not None and place - 1 in taken and not _own_name(rows[place]) and bool(above.money) and above.money[-1].value == amount


def _name(rows: list[Row], place: int, taken: set[int], amount: Decimal, *, has_deal: bool) -> tuple[str, int]:
    """What a price is for, and which row says it: its own, one beside that has quantity and price, or words alone beside it."""
    own = _own_name(rows[place])
    if own:
        return _with_above(rows, place, taken, own), place
    if not (has_deal or _GOODS.match(rows[place].text) or _PIECES.match(rows[place].text) or _is_price_alone(rows, place)):
        return own, place
    order = (place - 1, place - 2, place + 1) if place and _is_code(rows[place - 1]) else (place - 1, place + 1, place - 2)
    beside = [other for other in order if 0 <= other < len(rows) and other not in taken]
    for other in beside:
        if any(each.makes(amount) for each in _deals(rows[other])) and _own_name(rows[other]):
            return _own_name(rows[other]), other
    words_alone = [other for other in beside if _is_name(rows[other])]
    named = [other for other in words_alone if not words.NOT_A_SUM.search(rows[other].text)] or words_alone
    if not named:
        return "", place
    best = place - 2 if named[0] == place - 1 and _is_code(rows[place - 1]) and place - 2 in named else named[0]
    return _CODE.sub("", rows[best].line.text).strip(_EDGES), best


def _with_above(rows: list[Row], place: int, taken: set[int], own: str) -> str:
    """A name that begins on the line above: «1 Hot Americano», then «Grande 2,80»."""
    above = rows[place - 1] if place and place - 1 not in taken else None
    begins = above is not None and not above.amounts and _BEGUN.match(above.line.text) and _ONE_WORD.fullmatch(own)
    return f"{above.line.text.strip(_EDGES)} {own}" if above is not None and begins else own


def _is_code(row: Row) -> bool:
    """Whether a line is a shelf's or a maker's code rather than a name."""
    return not row.money and any(c.isdigit() for c in row.text) and not _WORD.search(row.text)


def _is_price_alone(rows: list[Row], place: int) -> bool:
    """Whether a line is a price alone right below words that name something."""
    return bool(place) and _letters(rows[place].text) <= _LETTERS and rows[place].money[-1].is_money and _is_name(rows[place - 1])


def _is_name(row: Row) -> bool:
    """Whether a line is words alone that may name goods."""
    return not row.money and _letters(row.text) > _LETTERS and not _UNITS.fullmatch(row.text)


def _own_name(row: Row) -> str:
    """The words before the amounts, without codes of goods, quantity and price."""
    times = _TIMES.search(row.line.text)
    start = min(row.money[0].start, times.start() if times else len(row.line.text))
    text = row.line.text[:start] if _letters(row.line.text[:start]) else _TIMES.sub(" ", row.line.text)
    text = _CODE.sub("", _SIGN.sub("", _AMOUNT_CODE.sub("", text).rstrip())).strip(_EDGES)
    return " ".join(text.split()) if _letters(text) >= _LETTERS and not _UNITS.fullmatch(plain(text)) else ""


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _counted(item: LineItem) -> LineItem:
    """An item whose words begin with how many there are."""
    quantity = _QUANTITY.match(item.description)
    rest = item.description[quantity.end() :].strip() if quantity else ""
    return replace(item, description=rest, quantity=quantity["n"]) if quantity and _letters(rest) >= _LETTERS else item
