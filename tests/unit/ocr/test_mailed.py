"""The text of a mail read as a receipt: drawn, its words understood, and what its head adds weighed as no sure thing."""

from datetime import date

import pytest

from backend.mails import Cell, Row, Sheet, packed
from backend.ocr import documents
from backend.ocr.drawing import PAGE_HEIGHT, PAGE_WIDTH, PAGES_MAX, pages_of
from backend.ocr.reading import ENOUGH, Box, Context, Mailed, Reading, Word, lines_of
from backend.ocr.rules import understand
from tests.mail_bodies import BODIES, Body
from tests.unit.mails.test_bodies import a_mail, sheet_of

TODAY = date(2026, 11, 24)
UNCHECKED = 0.79
BILL = "Order 1177\nTea  4.00\nCake  5.50\nTotal EUR  9.50\nPaid by card"


def read(sheet: Sheet) -> Reading:
    pages = [
        lines_of([Word(text, 1.0, Box(number, *place)) for text, *place in picture.words], number)
        for number, picture in enumerate(documents.open_pages(packed(sheet)), 1)
    ]
    return understand(pages, Context(TODAY, is_one=True, mailed=Mailed(sheet.sender, sheet.sent, sheet.subject)))


def sheet(text: str, sender: str = "", sent: str = "", subject: str = "") -> Sheet:
    rows = [Row([Cell(cell, 700 * at, 600 + 400 * at) for at, cell in enumerate(line.split("  "))]) for line in text.splitlines()]
    return Sheet(rows, sender, sent, subject)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_an_order_confirmation_is_read_like_the_receipt_that_it_is(body: Body) -> None:
    headers = {"From": body.sender, "Subject": body.subject, "Date": "Tue, 24 Nov 2026 10:00:00 +0100"}
    fields = read(sheet_of(a_mail(body.html, **headers))).fields
    assert body.merchant in fields["merchant"].value
    assert (fields["total"].value, fields["currency"].value) == (body.total, body.currency)
    assert fields["date"].value == (body.day or TODAY.isoformat())
    assert fields["total"].checks


def test_the_day_of_the_header_counts_where_the_text_names_none_and_is_never_sure() -> None:
    fields = read(sheet(BILL, "Corner Shop", "2026-11-20")).fields
    assert (fields["date"].value, fields["date"].why, fields["date"].box) == ("2026-11-20", "The day the mail was sent", None)
    assert fields["date"].confidence < ENOUGH["date"]
    assert read(sheet(BILL + "\nDate: 18.11.2026", "Corner Shop", "2026-11-20")).fields["date"].value == "2026-11-18"
    assert "date" not in read(sheet(BILL, "Corner Shop", "2026-12-20")).fields
    assert read(sheet(BILL, "Corner Shop", "Dienstag, 17. November 2026 09:41")).fields["date"].value == "2026-11-17"


@pytest.mark.parametrize(
    ("head", "sender", "name", "why"),
    [
        ("Hello Mara", "Corner Shop", "Corner Shop", "The sender of the mail"),
        (
            "Hello Mara\nThank you for shopping at Corner Shop today",
            "Corner Shop",
            "Corner Shop",
            "The sender of the mail, named in it too",
        ),
        ("Corner Shop", "Corner Shop", "Corner Shop", "The name at the head of the receipt"),
        ("Corner Shop Ltd Corner Shop Ltd", "Corner Shop", "Corner Shop", "The sender of the mail, named in it too"),
        ("Other Books Ltd", "Corner Shop", "Other Books Ltd", "The company's name at the head"),
    ],
)
def test_the_sender_names_the_shop_where_the_text_does_not(head: str, sender: str, name: str, why: str) -> None:
    found = read(sheet(f"{head}\n{BILL}", sender)).fields["merchant"]
    assert (found.value, found.why) == (name, why)
    assert found.confidence < ENOUGH["merchant"] or "head" in found.why


def test_where_nobody_knows_who_sent_it_a_name_at_the_head_is_not_sure() -> None:
    assert read(sheet(f"Hello Mara\n{BILL}")).fields["merchant"].confidence < ENOUGH["merchant"]


@pytest.mark.parametrize(
    ("subject", "opening", "sure"),
    [
        ("Your receipt", "Corner Shop Ltd", True),
        ("Your order was cancelled", "Corner Shop Ltd", False),
        ("Your refund", "Corner Shop Ltd", False),
        ("Still interested?", "Corner Shop Ltd\nThese are in your cart", False),
        ("Ihr Angebot", "Corner Shop Ltd", False),
    ],
)
def test_sums_that_close_are_believed_only_where_the_mail_says_that_something_was_bought(subject: str, opening: str, sure: bool) -> None:
    found = read(sheet(f"{opening}\nDate: 20 Nov 2026\n{BILL}", "Corner Shop", "2026-11-20", subject)).fields
    assert found["total"].value == "9.50"
    assert (found["total"].confidence > UNCHECKED) is sure


def test_a_newsletter_whose_prices_happen_to_add_up_is_not_believed() -> None:
    text = "Corner Shop Ltd\nDate: 20 Nov 2026\nTea  4.00\nCake  5.50\nTotal EUR  9.50"
    assert read(sheet(text, "Corner Shop", "2026-11-20", "Our bundle of the week")).fields["total"].confidence <= UNCHECKED


@pytest.mark.parametrize("said", ["ご利用ありがとうございます", "إيصال"], ids=["Japanese, with marks on letters", "Arabic, with a hamza"])
def test_a_bill_is_known_in_scripts_whose_letters_carry_marks(said: str) -> None:
    text = BILL.replace("Order 1177", "1177").replace("Paid by card", "Card 9.50")
    assert read(sheet(text, "Corner Shop", "2026-11-20")).fields["total"].confidence <= UNCHECKED
    assert read(sheet(f"{text}\n{said}", "Corner Shop", "2026-11-20")).fields["total"].confidence > UNCHECKED


def test_words_stand_on_their_page_and_the_head_of_the_mail_is_drawn_and_not_read() -> None:
    [page] = pages_of(sheet(BILL, "Corner Shop", "2026-11-20", "Your receipt"))
    assert page.image.size[0] == PAGE_WIDTH
    assert [word for word, *_ in page.words][:3] == ["Order", "1177", "Tea"]
    for _, x, y, w, h in page.words:
        box = tuple(round(part) for part in (x * PAGE_WIDTH, y * page.image.height, (x + w) * PAGE_WIDTH, (y + h) * page.image.height))
        assert page.image.crop(box).convert("L").getextrema()[0] < 100  # there is ink in it
    assert page.image.crop((0, 0, PAGE_WIDTH, round(page.words[0][2] * page.image.height))).convert("L").getextrema()[0] < 200


def test_a_long_text_goes_on_on_the_next_page_until_there_is_no_more_paper() -> None:
    pages = list(pages_of(sheet("Tea  4.00\n" * 60)))
    assert [page.image.height for page in pages[:-1]] == [PAGE_HEIGHT] * (len(pages) - 1)
    assert sum(len(page.words) for page in pages) == 120
    assert len(list(pages_of(sheet("Tea  4.00\n" * 2000)))) == PAGES_MAX


@pytest.mark.parametrize(
    "cell",
    [
        Cell("Tea " * 150),
        Cell("T" * 600),
        Cell("Tea", -5000, -4000),
        Cell("Tea", 5000, 9000, end=True),
        Cell("Tea", 900, 100),
        Cell("🍵 \u202e"),
    ],
)
def test_a_cell_of_any_kind_is_set_within_the_page(cell: Cell) -> None:
    for page in pages_of(Sheet([Row([cell], large=True)])):
        assert all(x >= -0.01 and x + w <= 1.01 and y >= 0 and y + h <= 1.01 for _, x, y, w, h in page.words)


def test_texts_from_right_to_left_stay_in_one_piece_and_others_are_words() -> None:
    [page] = pages_of(sheet("شاورما دجاج  24.00 SAR\n文庫本 こころ  660\nЧай с молоком  4"))
    assert [word for word, *_ in page.words] == ["شاورما دجاج", "24.00", "SAR", "文庫本", "こころ", "660", "Чай", "с", "молоком", "4"]


@pytest.mark.parametrize("data", [b"OUTLAY MAIL 1\n", b"OUTLAY MAIL 1\n{}", b'OUTLAY MAIL 1\n{"rows": 3}'])
def test_a_broken_sheet_is_a_damaged_file_and_nobody_can_upload_one(data: bytes) -> None:
    with pytest.raises(documents.DamagedFile):
        list(documents.open_pages(data))
    for sent in (data, packed(sheet(BILL)), b"<html><body>Total 9.50</body></html>"):
        with pytest.raises(documents.NotAReceiptFile):
            documents.sniff(sent)
