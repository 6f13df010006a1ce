"""What was bought: the lines between head and total, with quantity and unit price where they are printed, here or on the line beside."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from backend.ocr.reading import LineItem
from backend.ocr.rules.closing import sums_of, sums_up
from backend.ocr.rules.deals import Deal, unsigned
from backend.ocr.rules.descriptions import LETTERS, is_units, letters
from backend.ocr.rules.entries import Entry, Standing, entries_of, standing_of
from backend.ocr.rules.naming import name_of, name_of_deduction, name_of_same_goods
from backend.ocr.rules.rows import Row

_QUANTITY: Final = re.compile(
    r"^\(?(?P<n>\d{1,2}|\d{1,3}[.,]\d{1,3})\)?(?:\s?[X×*]\s?|\s?(?:STK|PCS?|KG|UNIT)\b\s?|\s)(?=[^\d%]|\d+\s?[^\W\d_%])", re.IGNORECASE
)
# A size in front is no quantity: «6 PK DONUTS», «2 LB BEEF».
_SIZE: Final = re.compile(r"^\d+\s?[X×]\s?\d|^\d+\s?(?:LB|OZ|PK|PACK|CT|IN|FT|CM|MM|ML|L|G|GAL)\b", re.IGNORECASE)
_IN_FRONT: Final = re.compile(r"^\W*\((\d{1,2})\)\s?\d{4,}")  # «(2)06340011 YOGURT»
_MOST_SKIPPED: Final = 2
_DEFAULT: Final = frozenset({Standing.BOUGHT, Standing.TAKEN_OFF})
# What may make the sum where bought and taken off do not.
_OTHERWISE: Final = (
    _DEFAULT | {Standing.TOLD},
    frozenset({Standing.BOUGHT}),
    frozenset({Standing.BOUGHT, Standing.TOLD}),
    _DEFAULT | {Standing.GUESSED},
)

_Found = list[tuple[LineItem, Standing]]


def find_items(rows: list[Row], total: Decimal | None, places: int) -> tuple[LineItem, ...]:
    """The items above the first line that sums up; none when no total was found. What was taken off again has a negative amount."""
    if total is None:
        return ()
    start, items = 0, ()
    for end in _ends(rows):
        sums = sums_of(rows, rows[end:], total)
        items, closes = _closing(_bought(rows[start:end], max(sums), places), sums, places)
        if closes or (items and not start):
            return items
        start = end + 1
    return ()


def _ends(rows: list[Row]) -> Iterator[int]:
    """Where the goods may end: at the first line that sums up, or, where nothing is above it, at the next."""
    largest, ends = Decimal(0), 0
    for place, row in enumerate(rows):
        if sums_up(row, largest):
            yield place
            ends += 1
        largest = max([largest, *(amount.value for amount in row.money[-1:])])
        if ends == _MOST_SKIPPED:
            return
    if not ends:
        yield len(rows)


def _closing(found: _Found, sums: set[Decimal], places: int) -> tuple[tuple[LineItem, ...], bool]:
    """The items that add up, and whether any do. What stands before or behind the longest run that adds up is of head or payment."""
    wanted = {int(each.scaleb(places)) for each in sums if each > 0}
    kinds = [[item for item, standing in found if standing in kept] for kept in (_DEFAULT, *_OTHERWISE)]
    items = kinds[0]
    runs = (items[start:end] for start in range(min(_MOST_SKIPPED, len(items)) + 1) for end in range(len(items), start + 1, -1))
    for run in (*kinds, *runs):
        if run and sum(item.minor for item in run) in wanted:
            return tuple(run), True
    return tuple(items), False


def _bought(rows: list[Row], most: Decimal, places: int) -> _Found:
    """The items in some rows, which cost no more than `most` together."""
    entries = entries_of(rows)
    taken_off = sum((-entry.amount for entry in entries if entry.amount is not None and -most < entry.amount < 0), Decimal(0))
    return list(_items(entries, most + taken_off, places))


def _items(entries: list[Entry], most: Decimal, places: int) -> Iterator[tuple[LineItem, Standing]]:
    taken: set[int] = set()
    names: dict[int, str] = {}
    for place, entry in enumerate(entries):
        if entry.pointless and entry.name:
            yield LineItem(entry.name, None, int(entry.pointless.scaleb(places)), entry.row.line.box), Standing.GUESSED
        amount = entry.amount or _uncounted(entries, place)
        standing = standing_of(entry, amount, most)
        if amount is None or standing is None:
            continue
        deal = _deal(entry, amount) or _beside(entries, place, amount)
        name, found_at = name_of(entries, place, taken, has_deal=deal is not None or bool(entry.deals))
        name = name or name_of_same_goods(entries, place, names) or (name_of_deduction(entry.row) if amount < 0 else "")
        if not name or _says_again(entries, place, taken, amount):
            continue
        taken |= {place, found_at}
        names[place] = name
        item = LineItem(name, None, int(amount.scaleb(places)), entry.row.line.box)
        yield (_dealt(item, deal, places) if deal else _counted(item, entry.row)), standing


def _uncounted(entries: list[Entry], place: int) -> Decimal | None:
    """What a line costs that names goods, how many and their price, but not what they make, and no line beside it does."""
    entry = entries[place]
    beside = [entries[other].amount for other in (place - 1, place + 1, place + 2, place - 2) if 0 <= other < len(entries)]
    made = [deal.amount for deal in entry.deals if deal.amount]
    needed = entry.name and made and not any(deal.makes(amount) for deal in entry.deals for amount in beside if amount)
    return made[0] if needed else None


def _deal(entry: Entry, amount: Decimal) -> Deal | None:
    """The quantity and price in a row that make its amount, with or without a sign between them."""
    return next((each for each in entry.deals if each.makes(amount)), None) or unsigned(entry.row, amount)


def _beside(entries: list[Entry], place: int, amount: Decimal) -> Deal | None:
    """The quantity and price on the line before or behind that make this amount; words in a second language may stand between."""
    beyond = place + 2 if place + 1 < len(entries) and entries[place + 1].is_name else place + 1
    for other in (place - 1, place + 1, beyond):
        if 0 <= other < len(entries) and entries[other].amount is None:
            for each in entries[other].deals:
                if each.makes(amount):
                    return each
    return None


def _says_again(entries: list[Entry], place: int, taken: set[int], amount: Decimal) -> bool:
    """Whether a line of an amount alone only repeats that of the item above: «Ziedi 1 x 4,20 4,20», then «4,20»."""
    return place - 1 in taken and not entries[place].name and entries[place - 1].amount == amount


def _dealt(item: LineItem, deal: Deal, places: int) -> LineItem:
    """An item with how many at which price, and without the quantity in front of its words or behind them."""
    count = re.escape(deal.quantity)
    before = rf"\d{{1,2}}|{count}" if deal.count % 1 else rf"{int(deal.count)}|{count}"  # «1 PLATANO», which is weighed
    words_alone = re.sub(rf"^\(?(?:{before})\)?\s?(?:[xX×*]\s?|\s)|\s{count}(?:\s?(?:KG|LB|STK?|PCS?))?$", "", item.description)
    name = words_alone if letters(words_alone) >= LETTERS and not is_units(words_alone) else item.description
    return replace(item, description=name, quantity=deal.quantity, unit_minor=int(deal.price.scaleb(places).to_integral_value()))


def _counted(item: LineItem, row: Row) -> LineItem:
    """An item whose words or number begin with how many there are."""
    before = _IN_FRONT.match(row.line.text)
    if before:
        return replace(item, quantity=before[1])
    quantity = None if _SIZE.match(item.description) else _QUANTITY.match(item.description)
    rest = item.description[quantity.end() :].strip() if quantity else ""
    return replace(item, description=rest, quantity=quantity["n"]) if quantity and letters(rest) >= LETTERS else item
