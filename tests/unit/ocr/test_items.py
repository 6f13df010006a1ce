"""What was bought, as tills lay it out."""

import pytest

from backend.ocr.reading import Box, Word, lines_of
from tests.unit.ocr.paper import read


def bought(lines: str) -> list[tuple[str, str | None, int, int | None]]:
    return [(each.description, each.quantity, each.minor, each.unit_minor) for each in read(f"THE SHOP LTD\n{lines}").lines]


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        ("Tea 2.40\nCake 6.00\nTOTAL 8.40", [("Tea", None, 240, None), ("Cake", None, 600, None)]),
        ("Eggs 0,99 x 2 1,98 A\nzu zahlen 1,98", [("Eggs", "2", 198, 99)]),
        (
            "ITEM QTY U/P DISC% AMOUNT\n9555067700208 10 10.57 0.00 105.70\n- IK YELLOW 70GRAMS\nTOTAL 105.70",
            [("IK YELLOW 70GRAMS", "10", 10570, 1057)],
        ),
        ("SINK TAP\n9074624 2 X 19.90 39.80\nTOTAL 39.80", [("SINK TAP", "2", 3980, 1990)]),
        ("7 x 0,35\nJOGHURT PUR 2,45\nzu zahlen 2,45", [("JOGHURT PUR", "7", 245, 35)]),
        ("2 Rolle x 4,85\nPARKETT 9,70\nSUMME 9,70", [("PARKETT", "2", 970, 485)]),
        ("Ziedi 1 x 4.20 =\n4.20A\nKOPA EUR 4.20", [("Ziedi", "1", 420, 420)]),
        ("Mebelu furnitura 2 x 1.95\n3.90A\nKOPA EUR 3.90", [("Mebelu furnitura", "2", 390, 195)]),
        ("BANANEN LOSE\nkg EURO/kg EURO\n0,158 1,19 0,19\nzu zahlen 0,19", [("BANANEN LOSE", "0,158", 19, 119)]),
        ("435259 2% FINE-FILT 6.69\nTOTAL 6.69", [("2% FINE-FILT", None, 669, None)]),
        ("COKE ZERO 17.19\nCOUPON 3.50-\nTOTAL 13.69", [("COKE ZERO", None, 1719, None), ("COUPON", None, -350, None)]),
        (
            "1 Hot Americano Espresso Roast\nGrande 2,80\n1 Peach Lemonade 3,90\nTOTAL 6,70",
            [("Hot Americano Espresso Roast Grande", "1", 280, None), ("Peach Lemonade", "1", 390, None)],
        ),
        (
            "BROOM 737P W/4FT\nWA16 - 24\n9555221300282 2 X 6.50 13.00\nHOSE PUMP C8\nKE23-33\n9074333 1 X 1.90 1.90\nTOTAL 14.90",
            [("BROOM 737P W/4FT", "2", 1300, 650), ("HOSE PUMP C8", "1", 190, 190)],
        ),
        ("Cham(B)\n2x 2.20 4.40ZRL\nTake Away\n2 x 0.20 0.40 ZRL\nTOTAL 4.80", [("Cham(B)", "2", 440, 220), ("Take Away", "2", 40, 20)]),
        ("4006825607727 Spindelmaeher\n1.000 STK 49.99 19\nSUMME EUR 49.99", [("Spindelmaeher", None, 4999, None)]),
        ("Node.js\n9783836262552 49,90 1\nSUMME 49,90", [("Node.js", None, 4990, None)]),
        (
            "WHITE BREAD 6.39\nTotal 0% supplies: 6.39\nVANILLA 14.40\nTotal 6% supplies: 14.40\nTotal Payable: 20.79",
            [("WHITE BREAD", None, 639, None), ("VANILLA", None, 1440, None)],
        ),
        ("Burger 9.75\nFries 3.25\nMDSE ST 13.00\nCASH 13.00", [("Burger", None, 975, None), ("Fries", None, 325, None)]),
        ("ORDER CHIT 3 X 2.9000 8.70\nTotal 8.70", [("ORDER CHIT", "3", 870, 290)]),
        ("KM BBQ-SALAD 350G 1,99\nBROT 3,00\nSUMME 4,99", [("KM BBQ-SALAD 350G", None, 199, None), ("BROT", None, 300, None)]),
        ("NAILS\n3 @ 0/5.00 5.00\nTOTAL 5.00", [("NAILS", None, 500, None)]),
        ("MO.-SA. 9.00 Uhr - 20.00 Uhr\nBROT 3,00\nSUMME 3,00", [("BROT", None, 300, None)]),
    ],
)
def test_a_line_has_its_words_quantity_price_and_amount(lines: str, items: list[tuple[str, str | None, int, int | None]]) -> None:
    assert bought(lines) == items


def test_a_tilted_page_keeps_price_and_words_together() -> None:
    slope = 0.1
    words = [
        Word(text, 0.9, Box(1, x, 0.2 + 0.03 * row + slope * x, 0.2, 0.02 + slope * 0.2), slope * 0.2)
        for row, line in enumerate((("COKE", "1.00"), ("MILK", "2.00"), ("TOTAL", "3.00")))
        for x, text in zip((0.1, 0.7), line, strict=True)
    ]
    assert [line.text for line in lines_of(words, 1).lines] == ["COKE 1.00", "MILK 2.00", "TOTAL 3.00"]
