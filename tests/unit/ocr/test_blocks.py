"""Whether a page shows two receipts: gaps alone do not tell, what stands on both sides of them does."""

from backend.ocr.reading import Box, Context, PageText, Word, lines_of
from backend.ocr.rules.blocks import box_of, two_blocks
from tests.unit.ocr.paper import TODAY

ONE = """
Corner Bakery
12 High Street
02/10/2026 10:15
Bread 3.20
Rolls 2.40
Cake 4.00
Butter 2.10
TOTAL 11.70
Cash 20.00
Change 8.30
"""
OTHER = """
Blue Door Books
4 Mill Lane
05/10/2026 16:40
Atlas 21.00
Pencil 1.50
Cards 3.00
Paper 4.50
Ink 6.00
TOTAL 36.00
Thank you
"""
SLIP = """
CARD PAYMENT 11.70
02/10/2026 10:16
VISA 1234
TOTAL 11.70
Approved
Copy for you
Keep it well
Bye
"""
TAXES = """
Tax summary Net 9.00 Tax 0.90
Rate 10 % 9.00 0.90
TOTAL 9.90
Printed 02/10/2026
Thank you
Come again
Goods are taken
back in 14 days
"""


def words(text: str, x: float, y: float, w: float, h: float) -> list[Word]:
    """The lines of a text in a part of the page."""
    rows = text.strip().split("\n")
    step = h / len(rows)
    return [Word(row, 0.98, Box(1, x, y + place * step, w, 0.7 * step)) for place, row in enumerate(rows)]


def blocks(*placed: list[Word]) -> tuple[PageText, PageText] | None:
    return two_blocks(lines_of([word for each in placed for word in each], 1), Context(TODAY))


def test_two_side_by_side_are_two() -> None:
    found = blocks(words(ONE, 0.02, 0.0, 0.45, 0.9), words(OTHER, 0.53, 0.1, 0.45, 0.9))
    assert found is not None
    assert sorted(each.lines[0].text for each in found) == ["Blue Door Books", "Corner Bakery"]
    assert box_of(found[0]).right < 0.52 or box_of(found[0]).x > 0.48


def test_two_one_above_the_other_are_two() -> None:
    assert blocks(words(ONE, 0.1, 0.0, 0.8, 0.4), words(OTHER, 0.1, 0.5, 0.8, 0.4)) is not None


def test_the_larger_one_comes_first() -> None:
    found = blocks(words(ONE, 0.02, 0.0, 0.45, 0.9), words(OTHER + "\nOpen on Sundays\nfrom ten to four", 0.53, 0.0, 0.45, 0.9))
    assert found is not None and found[0].lines[0].text == "Blue Door Books"


def test_one_is_one() -> None:
    assert blocks(words(ONE, 0.1, 0.0, 0.8, 0.9)) is None


def test_names_and_prices_in_two_columns_are_one() -> None:
    rows = [row.rpartition(" ") for row in ONE.strip().split("\n")]
    assert (
        blocks(
            words("\n".join(row[0] or "." for row in rows), 0.0, 0.0, 0.4, 1.0),
            words("\n".join(row[2] for row in rows), 0.7, 0.0, 0.3, 1.0),
        )
        is None
    )


def test_a_receipt_with_its_card_slip_is_one() -> None:
    assert blocks(words(ONE, 0.1, 0.0, 0.8, 0.4), words(SLIP, 0.1, 0.5, 0.8, 0.4)) is None


def test_a_summary_of_taxes_below_is_no_second_receipt() -> None:
    assert blocks(words(ONE, 0.1, 0.0, 0.8, 0.4), words(TAXES, 0.1, 0.5, 0.8, 0.4)) is None


def test_the_same_receipt_twice_is_one() -> None:
    assert blocks(words(ONE, 0.02, 0.0, 0.45, 0.9), words(ONE, 0.53, 0.0, 0.45, 0.9)) is None


def test_an_empty_page_shows_none() -> None:
    assert blocks([]) is None
