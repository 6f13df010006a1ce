"""What the page of parts shows: the ordinary, the longest words, other scripts, currencies without cents and with three."""

from datetime import date
from typing import Final

from backend.core.money import Money
from expense_app import formats
from expense_app.components import charts
from expense_app.components.category_picker import CategoryChoice
from expense_app.components.charts import Series
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
COLOURS: Final = (
    ("paper", "surface", "sunken", "hover"),
    ("line", "line-2", "field"),
    ("ink", "ink-2", "ink-3"),
    ("accent", "accent-hover", "on-accent", "accent-soft"),
    ("warn", "warn-soft", "warn-line"),
    ("bad", "bad-soft"),
)
