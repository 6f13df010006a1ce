"""What the page of parts shows: the ordinary, the longest words, other scripts, currencies without cents and with three."""

from datetime import date
from typing import Final

from backend.core.money import Money
from expense_app import formats
from expense_app.components import charts
from expense_app.components import charts_plain as plain
from expense_app.components.category_picker import CategoryChoice
from expense_app.components.charts import Series
from expense_app.components.charts_plain import Item
from expense_app.components.marks import icon_address
from expense_app.components.rows import Day, Row

LONG: Final = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
_DAY: Final = date(2026, 11, 23)


def _row(number: int, name: str, money: Money, ic: str = "coffee", **given: object) -> Row:
    shown = formats.spent(money, "income" if given.get("plus") else "expense", "en-GB")
    made = Row(id=f"example-{number}", href="/dev/components", name=name, meta="23 Nov · Eating out", amount=shown, icon=icon_address(ic))
    for field, value in given.items():
        setattr(made, field, value)
    return made


ROWS: Final = [
    _row(1, "Corner bakery", Money(420, "EUR")),
    _row(2, "Starbucks", Money(560, "EUR"), flag="To review", tone="warn", open=True),
    _row(3, "New receipt", Money(0, "EUR"), "receipt-text", amount="", meta="", flag="Reading", tone="busy"),
    _row(4, "Without a merchant", Money(0, "EUR"), "receipt-text", amount="", flag="Could not be read", tone="bad"),
    _row(5, LONG, Money(123456789012, "EUR"), "shopping-bag", meta=f"23 Nov · {LONG} · #{LONG}"),
    _row(6, "ヨドバシカメラ", Money(128000, "JPY"), "zap", meta="11月23日 · 電気製品"),
    _row(7, "سوق المباركية", Money(12345, "KWD"), "shopping-basket", meta="٢٣ نوفمبر · بقالة"),
    _row(8, "Employer", Money(250000, "EUR"), "briefcase", plus=True, meta="23 Nov · Salary"),
]
DAYS: Final = [Day("example", formats.day_label(_DAY, date(2026, 11, 24), "en-GB"), "€1,234,567,894.50", ROWS)]
CHOICES: Final = [
    CategoryChoice("", "No category", icon_address("x")),
    CategoryChoice("1", "Eating out", icon_address("utensils")),
    CategoryChoice("2", "Groceries", icon_address("shopping-basket")),
    CategoryChoice("3", LONG, icon_address("tag")),
]
_NOW: Final = Series("November", [each * each * 40 for each in range(1, 24)])
_BEFORE: Final = Series("October", [each * 1500 for each in range(1, 31)])
TREND: Final = charts.trend(_NOW, _BEFORE, days=30, label=[str(each) for each in range(1, 31)], currency="EUR", locale="en-GB")


def _item(label: str, minor: int, href: str = "") -> Item:
    return Item(label, minor, formats.money(Money(abs(minor), "EUR"), "en-GB"), href)


COLOURS: Final = (
    ("paper", "surface", "sunken", "hover"),
    ("line", "line-2", "field"),
    ("ink", "ink-2", "ink-3"),
    ("accent", "accent-hover", "on-accent", "accent-soft"),
    ("warn", "warn-soft", "warn-line"),
    ("bad", "bad-soft"),
)

_SPENT: Final = (("Home", 104535), ("Transport", 39939), ("Groceries", 22721), ("Fuel", 21693), ("Refund", -1250))
_MONTHS: Final = ("Jul", "Aug", "Sep", "Oct")
BARS: Final = plain.columns([_item(name, minor, "/expenses") for name, minor in _SPENT], "Spent by category, a refund below the line.")
STACKS: Final = plain.stacked(
    [(month, [_item(name, minor // (place + 1), "/expenses") for name, minor in _SPENT[:3]]) for place, month in enumerate(_MONTHS)],
    "Spent by month and category.",
)
SPARK: Final = plain.spark([minor for _name, minor in _SPENT], "Falling over five months.")
RING: Final = plain.ring([_item(*each) for each in _SPENT], ["55 %", "21 %", "12 %", "11 %", ""], "More than half went to the home.")
HEAT: Final = plain.heat(
    date(2026, 11, 1),
    [_item(f"{day} November", day * day * 37 % 9000, f"/expenses?from=2026-11-{day:02d}&to=2026-11-{day:02d}") for day in range(1, 31)],
    weekdays=["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    today=date(2026, 11, 24),
    words="Spent by day in November.",
)
