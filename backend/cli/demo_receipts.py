"""Receipts on paper, drawn by the program itself: a shop, what was bought, tax and total, on a slip of thermal paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _MARGIN, _STEP, _SIZE = 760, 48, 44, 30
_PAPER, _INK = (250, 249, 244), (38, 38, 40)


@dataclass(frozen=True)
class Paper:
    """Where one buys, in which currency, with which tax in per cent, and at what prices in minor units."""

    shop: str
    street: str
    currency: str
    tax_name: str
    tax: int
    goods: tuple[tuple[str, int], ...]


PAPERS: Final = (
    Paper(
        "REWE Markt",
        "Lindenstrasse 12, 10969 Berlin",
        "EUR",
        "MwSt",
        7,
        (
            ("Vollmilch", 129),
            ("Brot", 349),
            ("Tomaten", 279),
            ("Kaffee", 749),
            ("Butter", 239),
            ("Apfelsaft", 189),
            ("Shampoo", 295),
            ("Waschmittel", 425),
        ),
    ),
    Paper(
        "dm-drogerie markt",
        "Kottbusser Damm 30, 10967 Berlin",
        "EUR",
        "MwSt",
        19,
        (("Zahnpasta", 145), ("Shampoo", 295), ("Seife", 95), ("Sonnencreme", 595), ("Taschentuecher", 165)),
    ),
    Paper(
        "Trattoria Lucania",
        "Oranienstrasse 44, 10969 Berlin",
        "EUR",
        "MwSt",
        19,
        (("Pizza Marinara", 980), ("Pasta al forno", 1250), ("Acqua", 390), ("Vino rosso", 620), ("Espresso", 240)),
    ),
    Paper(
        "Pret A Manger",
        "75 Strand, London WC2R 0DE",
        "GBP",
        "VAT",
        20,
        (("Filter Coffee", 180), ("Egg Sandwich", 395), ("Porridge", 325), ("Orange Juice", 375), ("Croissant", 265)),
    ),
    Paper(
        "Pike Street Diner",
        "1501 Pike Place, Seattle WA",
        "USD",
        "Sales Tax",
        10,
        (("Pancakes", 1150), ("Coffee", 425), ("Omelette", 1375), ("Bagel", 550), ("Clam Chowder", 1225)),
    ),
)


@dataclass(frozen=True)
class Slip:
    """One purchase: its lines as they stand on the paper."""

    paper: Paper
    day: date
    goods: tuple[tuple[str, int], ...]
    number: int

    @property
    def net(self) -> int:
        """The sum of the goods, in minor units."""
        return sum(price for _, price in self.goods)

    @property
    def total(self) -> int:
        """What was paid: in the United States tax comes on top, elsewhere prices have it in them."""
        return self.net + (self.taxed if self.paper.currency == "USD" else 0)

    @property
    def taxed(self) -> int:
        """The tax, in minor units."""
        tax = self.paper.tax
        return round(self.net * tax / 100) if self.paper.currency == "USD" else round(self.net * tax / (100 + tax))

    def lines(self) -> Iterator[tuple[str, str]]:
        """Left and right half of each line; a line without a right half is centred."""
        on = f"{self.day:%m/%d/%Y}" if self.paper.currency == "USD" else f"{self.day:%d.%m.%Y}"
        yield self.paper.shop, ""
        yield self.paper.street, ""
        yield f"Date {on}", f"No. {self.number:05d}"
        for name, price in self.goods:
            yield name, _money(price)
        if self.paper.currency == "USD":
            yield "Subtotal", _money(self.net)
        yield f"{self.paper.tax_name} {self.paper.tax} %", _money(self.taxed)
        yield f"TOTAL {self.paper.currency}", _money(self.total)
        yield "Thank you!", ""


def slips(today: date, count: int, random: Random) -> Iterator[Slip]:
    """`count` purchases of the last months; no two are alike."""
    for number in range(count):
        paper = PAPERS[number % len(PAPERS)]
        goods = tuple(random.sample(paper.goods, random.randint(2, len(paper.goods))))
        yield Slip(paper, today - timedelta(days=1 + number * 4 + random.randrange(3)), goods, 1000 + number)


def draw(slip: Slip) -> bytes:
    """The slip as a PNG."""
    lines = list(slip.lines())
    image = Image.new("RGB", (_WIDTH, 2 * _MARGIN + _STEP * len(lines)), _PAPER)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(_SIZE)
    for place, (left, right) in enumerate(lines):
        height = _MARGIN + place * _STEP
        if right:
            pen.text((_MARGIN, height), left, _INK, font)
            pen.text((_WIDTH - _MARGIN, height), right, _INK, font, anchor="ra")
        else:
            pen.text((_WIDTH / 2, height), left, _INK, font, anchor="ma")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _money(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
