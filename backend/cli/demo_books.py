"""What somebody spends in two years: rent and salary by the month, trips abroad, and everyday shops in between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final, Literal

DAYS: Final = 730


@dataclass(frozen=True)
class Entry:
    """One entry of the books; `minor` in units of a hundredth. `category` is a starter category's key, '' leaves it to the machine."""

    day: date
    merchant: str
    minor: int
    currency: str = "EUR"
    category: str = ""
    kind: Literal["expense", "income"] = "expense"
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def amount(self) -> str:
        """As it is typed."""
        return f"{self.minor // 100}.{self.minor % 100:02d}"


@dataclass(frozen=True)
class Shop:
    """Where money goes every now and then: `often` times as likely as one with 1, for about `low` to `high` minor units."""

    name: str
    low: int
    high: int
    often: int
    category: str = ""
    notes: tuple[str, ...] = ()


# (day of the month, merchant, minor units, category, kind)
MONTHLY: Final[tuple[tuple[int, str, int, str, Literal["expense", "income"]], ...]] = (
    (1, "Hausverwaltung Lindenhof", 98000, "home", "expense"),
    (2, "Vattenfall", 7450, "utilities", "expense"),
    (3, "Telekom", 3995, "utilities", "expense"),
    (5, "Netflix", 1399, "", "expense"),
    (8, "Spotify", 1099, "", "expense"),
    (12, "Urban Sports Club", 6400, "", "expense"),
    (27, "Studio Nord GmbH", 341000, "salary", "income"),
)
SHOPS: Final = (
    Shop("REWE", 800, 7400, 14, notes=("weekly shop", "")),
    Shop("Lidl", 600, 5200, 11),
    Shop("dm-drogerie markt", 500, 3800, 6),
    Shop("Bäckerei Hahn", 220, 1150, 12, "groceries"),
    Shop("Café Morgenrot", 320, 1480, 12, "eating_out", ("coffee with Jonas", "", "")),
    Shop("Trattoria Lucania", 1800, 6900, 5, "eating_out", ("dinner with Ana", "lunch with a client", "")),
    Shop("Deutsche Bahn", 1290, 11900, 5),
    Shop("Aral", 3500, 8200, 4),
    Shop("BVG", 380, 1100, 7, "transport"),
    Shop("IKEA", 1500, 24900, 1),
    Shop("Apotheke am Markt", 450, 4200, 2, "health"),
    Shop("Kino International", 1100, 3200, 2, "", ("premiere", "")),
    Shop("Amazon", 900, 12900, 5),
    Shop("H&M", 1500, 8900, 2),
)
ABROAD: Final = (
    Shop("Hotel", 9500, 21000, 3, "lodging"),
    Shop("Pret A Manger", 450, 1400, 5),
    Shop("Starbucks", 380, 990, 5),
    Shop("Uber", 800, 4200, 4),
    Shop("Museum shop", 900, 5600, 2),
)
# (days before today on which it begins, days it lasts, currency, tag)
TRIPS: Final = ((655, 5, "GBP", "london"), (470, 9, "USD", "new-york"), (250, 4, "GBP", "edinburgh"), (95, 8, "USD", "seattle"))


def entries(today: date, count: int, random: Random) -> list[Entry]:
    """Exactly `count` entries of the two years up to `today`, oldest first; the same for the same `random`."""
    fixed = [*_monthly(today), *_trips(today, random)]
    left = max(count - len(fixed), 0)
    return sorted([*fixed, *(_everyday(today, random) for _ in range(left))][:count], key=lambda entry: entry.day)


def _monthly(today: date) -> Iterator[Entry]:
    for back in range(DAYS):
        day = today - timedelta(days=back)
        for on, merchant, minor, category, kind in MONTHLY:
            if day.day == on:
                yield Entry(day, merchant, minor, category=category, kind=kind)


def _trips(today: date, random: Random) -> Iterator[Entry]:
    for back, days, currency, tag in TRIPS:
        for number in range(days * 3):
            entry = _visit(ABROAD, today - timedelta(days=back - number // 3), random)
            yield replace(entry, currency=currency, tags=("trip", tag))


def _everyday(today: date, random: Random) -> Entry:
    return _visit(SHOPS, today - timedelta(days=random.randrange(DAYS)), random)


def _visit(shops: tuple[Shop, ...], day: date, random: Random) -> Entry:
    shop = random.choices(shops, [shop.often for shop in shops])[0]
    minor = round(random.triangular(shop.low, shop.high, shop.low * 1.6))
    return Entry(day, shop.name, minor, category=shop.category, note=random.choice(shop.notes) if shop.notes else "")
