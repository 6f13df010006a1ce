"""All rules together: the pages' lines, one field after the other, each with its confidence and its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Final

from backend.core.money import digits
from backend.ocr.reading import Context, FieldReading, Line, LineItem, PageText, Reading, all_lines, text_of
from backend.ocr.rules import features, words
from backend.ocr.rules.certainty import certain
from backend.ocr.rules.checks import check_total
from backend.ocr.rules.currency import CurrencyFound, as_of, find_currency
from backend.ocr.rules.dates import DateFound, find_date
from backend.ocr.rules.items import find_items
from backend.ocr.rules.mailed import with_head
from backend.ocr.rules.merchants import find_merchant
from backend.ocr.rules.particulars import Particular, find_particulars
from backend.ocr.rules.places import find_places
from backend.ocr.rules.rows import Row, rows_of
from backend.ocr.rules.taxes import TaxFound, find_tax, find_tip
from backend.ocr.rules.totals import TotalFound, find_total

# Shops in these print whole amounts without decimals often enough.
_WHOLE: Final = frozenset({"JPY", "KRW", "CNY", "TWD", "HKD", "CZK", "SEK", "NOK", "DKK", "HUF", "ISK", "IDR", "VND", "INR", "THB", "HRK"})
_MOST: Final = Decimal(10) ** 9
# How sure the books' own currency is that nothing on the receipt names, a sign that many currencies share or one that hardly
# leads the next, a total with which nothing else on the receipt agrees, and a day that could be another one with day and month swapped.
_OWN: Final = 0.4
_SHARED: Final = 0.6
_CLEAR_LEAD: Final = 1.0
_UNCHECKED: Final = 0.79
_EITHER_WAY: Final = 0.7
# And a day that the words beside it call another one than that of the purchase.
_OTHER_DAY: Final = 0.5
_LONGEST_LINE: Final = 200
_MOST_LINES: Final = 1000
_MOST_LETTERS: Final = 80_000  # 20 pages of 4,000: each letter costs some 20 millionths of a second


def understand(pages: list[PageText], context: Context) -> Reading:
    """What the pages say: shop, day, total and currency, whatever else is found (taxes, tip, payment, numbers), and the lines bought."""
    lines = list(_first(map(_bounded, islice(all_lines(pages), _MOST_LINES))))
    text = text_of(pages)
    if not lines:
        return Reading(text=text)
    found = find_currency(lines, context.base_currency)
    day = _day(lines, context, found)
    currency = as_of(found, day.day if day else None)
    rows = _rows(lines, currency)
    total = find_total(rows)
    value = total.value if total else None
    items = find_items(rows, value, digits(currency.code))
    more = {each.name: each for each in find_particulars(lines, rows, day, value)}
    shop = _merchant(lines)
    more |= {each.name: each for each in find_places(lines, shop.value if shop else "")}
    fields = {
        "merchant": shop,
        "date": _date(day),
        "total": _total(total, rows, items, currency),
        "currency": _currency(currency),
        "tax": _amount(find_tax(rows, value), currency),
        "tip": _amount(find_tip(rows, value), currency),
        "payment_method": _payment(lines, more.pop("card", None)),
        **{name: _particular(each, currency) for name, each in more.items()},
    }
    found = {name: field for name, field in fields.items() if field is not None}
    return Reading(with_head(found, lines, context), items, text, currency.code)


def _first(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines until they have more letters than any document that is a receipt."""
    left = _MOST_LETTERS
    for line in lines:
        left -= len(line.text)
        if left < 0:
            return
        yield line


def _bounded(line: Line) -> Line:
    """A line as long as a till prints at most, single blanks in it: patterns take long over others, which only hostile files have."""
    if len(line.text) <= _LONGEST_LINE and "  " not in line.text:
        return line
    kept, left = [], _LONGEST_LINE
    for word in line.words:
        text = " ".join(word.text.split())[:left]
        if text:
            kept.append(replace(word, text=text))
        left -= len(text) + 1
        if left <= 0:
            break
    return Line(tuple(kept))


def _rows(lines: list[Line], currency: CurrencyFound) -> list[Row]:
    """Lines with their amounts; whole numbers count where the shop prints hardly any decimals."""
    rows = rows_of(lines, whole_numbers=False)
    printed = sum(amount.is_money for row in rows for amount in row.amounts)
    return rows_of(lines, whole_numbers=True) if (currency.code in _WHOLE and printed < 3) or not printed else rows


def _merchant(lines: list[Line]) -> FieldReading | None:
    found = find_merchant(lines)
    return certain("merchant", found.name, found.box, found.why, features.of_merchant(found)) if found else None


def _day(lines: list[Line], context: Context, currency: CurrencyFound) -> DateFound | None:
    # The sign beside the amounts is surer than a telephone number that looks American.
    month_first = currency.code == "USD" or (currency.country == "" and context.locale.replace("-", "_") == "en_US")
    return find_date(lines, context.upload_day, month_first=month_first, country=currency.country)


def _date(found: DateFound | None) -> FieldReading | None:
    if found is None:
        return None
    sure = certain("date", found.day.isoformat(), found.box, found.why, features.of_date(found))
    most = _OTHER_DAY if found.score < 0 else _EITHER_WAY if found.is_open else 1.0
    return sure.at_most(most)


def _currency(found: CurrencyFound) -> FieldReading:
    sure = certain("currency", found.code, found.box, found.why, features.of_currency(found))
    if found.is_own:
        return replace(sure, confidence=_OWN, features={})
    return sure.at_most(_SHARED) if found.is_shared or found.margin < _CLEAR_LEAD else sure


def _total(found: TotalFound | None, rows: list[Row], items: tuple[LineItem, ...], currency: CurrencyFound) -> FieldReading | None:
    text = _written(found.value, currency.code) if found else None
    if found is None or text is None:
        return None
    checks = check_total(rows, found, items, digits(currency.code))
    sure = certain("total", text, found.box, found.why, features.of_total(found, checks), checks=checks.closing)
    return sure if checks.closing and not checks.disputed else sure.at_most(_UNCHECKED)


def _amount(found: TaxFound | None, currency: CurrencyFound) -> FieldReading | None:
    text = _written(found.value, currency.code) if found else None
    return FieldReading(text, found.confidence, found.box, found.why) if found and text else None


def _written(value: Decimal, currency: str) -> str | None:
    """An amount as the API writes it; None for what the currency cannot hold."""
    places = digits(currency)
    exact = value.quantize(Decimal(1).scaleb(-places)) if value < _MOST else None
    return f"{exact:f}" if exact is not None and exact == value else None


def _payment(lines: list[Line], card: Particular | None) -> FieldReading | None:
    """How it was paid, with the card's last four digits where they are printed."""
    for pattern, name in words.PAYMENT_NAMES:
        for line in lines:
            if pattern.search(words.plain(line.text)):
                sure = 0.65 if name in ("Card", "Cash") else 0.8
                paid = name if card is None or name == "Cash" else f"{name} ••{card.value}"
                return FieldReading(paid, sure, line.box, "Named on the receipt")
    return None if card is None else FieldReading(f"Card ••{card.value}", card.confidence, card.box, card.why)


def _particular(found: Particular, currency: CurrencyFound) -> FieldReading | None:
    text = _written(found.value, currency.code) if isinstance(found.value, Decimal) else found.value
    return FieldReading(text, found.confidence, found.box, found.why) if text else None
