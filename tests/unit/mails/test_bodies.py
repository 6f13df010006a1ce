"""The text of a mail as rows: what stands side by side stays so, what nobody sees is left, what was passed on is told by its own head."""

from email.message import EmailMessage

import pytest

from backend.mails import letters, rules, sheets
from backend.mails.layout import ROWS_MAX
from backend.mails.sheets import Sheet
from tests.mail_bodies import BODIES, Body, mail, priced
from tests.unit.mails.test_letters import PICTURE, picture

COLUMN = "<div style='display:inline-block;width:100%'><table><tr><td>{}</td></tr></table></div>"
BILL = "<p>Total 12.50 EUR</p>"


def a_mail(html: str = "", text: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "Corner Shop <bills@shop.example>", "Subject": "Your order", **headers}.items():
        made[name] = value
    made.set_content(text or "see the other part")
    if html:
        made.add_alternative(html, subtype="html")
    return made


def sheet_of(made: EmailMessage) -> Sheet:
    found = letters.read(made.as_bytes()).sheet
    assert found is not None
    return found


def rows_of(html: str) -> list[str]:
    return [row.text for row in sheet_of(a_mail(html)).rows]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_an_item_and_its_amount_stay_on_one_line(body: Body) -> None:
    assert body.line in rows_of(body.html)
    assert not any("99.99" in row for row in rows_of(body.html))  # nobody sees it


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["a b", "c d"]),
        ("<table><tr><td>Tea<br>Darjeeling</td><td>4.00</td></tr></table>", ["Tea 4.00", "Darjeeling"]),
        ("<table><tr><td><table><tr><td>a</td></tr><tr><td>b</td></tr></table></td><td>1.00</td></tr></table>", ["a 1.00", "b"]),
        ("<table><tr><td>Total</td><td>€</td><td>12,00</td></tr></table>", ["Total € 12,00"]),
        ("<div style='display: flex'><div>Tea</div><div>4.00</div></div>", ["Tea 4.00"]),
        (
            "<div style='display:table'><div style='display:table-row'><span style='display:table-cell'>a</span><i>b</i></div></div>",
            ["a b"],
        ),
        ("<table align=left><tr><td>Tea</table> <table align=right><tr><td>4.00</table><p>b", ["Tea 4.00", "b"]),
        ("<p>Total<span style='float:right'>4.00</span></p>", ["Total 4.00"]),
        (f"{COLUMN.format('Tea')}<!--[if mso]></td><td><![endif]-->{COLUMN.format('4.00')}", ["Tea 4.00"]),
        ("<p>To<b>tal</b> &nbsp; 12&#46;00</p>", ["Total 12.00"]),
        ("<dl><dt>Order<dd>17</dl><ul><li>a<li>b</ul>", ["Order", "17", "a", "b"]),
        ("a<br>b<hr>---<div>·</div>c", ["a", "b", "c"]),
        ("<img alt='Corner Shop logo' src=x><img alt='' src=y><img alt='Logo'><img alt='o.gif'><p>x</p>", ["Corner Shop", "x"]),
        ("<p hidden>a</p><p style='display:none'>b</p><p style='FONT-SIZE: 0px'>c</p><span style='mso-hide:all'>d</span>e", ["e"]),
        ("<p style='opacity:0.9;max-height:0.5em'>a</p>", ["a"]),
        ("<script>a</script><style>b</style><title>c</title><svg><text>d</text></svg><iframe src=x>e</iframe>f", ["f"]),
        ("<!-- a --><![if !mso]>b<![endif]><!--[if mso]><td>c<![endif]-->", ["b"]),
        ("<table><tr><td colspan=99999>a</td><td>b</td></tr></table><table></table><tr><td>c", ["a b", "c"]),
        ("</td></table></div>a</p>", ["a"]),
    ],
)
def test_html_becomes_rows(html: str, rows: list[str]) -> None:
    assert rows_of(html) == rows


def test_cells_have_their_places_from_left_to_right_and_the_other_way_where_that_is_how_it_is_read() -> None:
    html = "<table width=100%><tr><td>Tea</td><td align=right>4.00</td></tr></table>"
    first, last = sheet_of(a_mail(html)).rows[0].cells
    assert (first.left, last.right, last.end, first.right <= last.left) == (0, sheets.WIDTH, True, True)
    amount, name = sheet_of(a_mail(f"<html dir=rtl>{html.replace('Tea', 'شاي').replace('right', 'left')}</html>")).rows[0].cells
    assert (amount.text, amount.left, name.text, name.right, name.end) == ("4.00", 0, "شاي", sheets.WIDTH, True)


def test_where_columns_want_more_than_the_page_has_names_give_way_and_amounts_stay_whole() -> None:
    name = "<td>A cable that is black, two metres long and sold in a box with a colourful lid</td>"
    cells = sheet_of(a_mail(f"<table><tr>{name}{name}<td>EUR 1.234,56</td></tr></table>")).rows[0].cells
    assert (cells[2].right - cells[2].left) * 64 >= len("EUR 1.234,56") * sheets.WIDTH * 0.95


def test_plain_text_is_taken_where_there_is_no_html_and_its_columns_stay() -> None:
    sheet = sheet_of(a_mail(text="> Corner Shop\n>\n> Tea              4.00\n> Total\t\t4.00\n"))
    assert [row.text for row in sheet.rows] == ["Corner Shop", "Tea 4.00", "Total 4.00"]
    assert [cell.end for cell in sheet.rows[1].cells] == [False, True]


def test_letters_of_any_charset_survive() -> None:
    for charset, text in (
        ("iso-8859-1", "Café 2,50 €"),
        ("iso-2022-jp", "領収書 660円"),
        ("gb2312", "收据 12元"),
        ("windows-1256", "فاتورة"),
    ):
        raw = f"From: a@shop.example\r\nContent-Type: text/html; charset={charset}\r\n\r\n".encode() + text.encode(
            "cp1252" if "8859" in charset else charset
        )
        sheet = letters.read(raw).sheet
        assert sheet is not None
        assert sheet.text == text
    unnamed = letters.read(b"From: a@shop.example\r\nContent-Type: text/html; charset=nonsense\r\n\r\n<p>Gr\xc3\xb6\xc3\x9fe").sheet
    assert unnamed is not None
    assert unnamed.text == "Größe"


def test_the_header_says_who_sent_it_when_and_about_what() -> None:
    sheet = sheet_of(a_mail(BILL, Date="Tue, 24 Nov 2026 23:30:00 -0800", Subject="Your receipt"))
    assert (sheet.sender, sheet.sent, sheet.subject, sheet.address) == ("Corner Shop", "2026-11-24", "Your receipt", "bills@shop.example")


@pytest.mark.parametrize(
    ("sender", "shop"),
    [
        ("Hopalong Receipts <noreply@hopalong.example>", "Hopalong"),
        ('"no-reply@hop-along.co.example" <no-reply@mail.hop-along.co.example>', "Hop Along"),
        ('"Acme Cloud, Inc." <invoice+statements@acme.example>', "Acme Cloud, Inc."),
        ("Acme GmbH via Billing <billing@pay.example>", "Acme GmbH"),
        ("Bücherwurm Bestellungen <b@x.example>", "Bücherwurm"),
        ("青空書店 <o@a.example>", "青空書店"),
        ("noreply@tidewater.example", "Tidewater"),
        ("Mara Novak <mara@gmail.com>", ""),
        ("", ""),
    ],
)
def test_a_senders_name_is_that_of_the_shop(sender: str, shop: str) -> None:
    assert sheet_of(a_mail(BILL, From=sender)).sender == shop


GMAIL = (
    "<div class=gmail_quote>---------- Forwarded message ---------<br>From: <b>{sender}</b> &lt;a@shop.example&gt;<br>Date: {sent}<br>"
    "Subject: {about}<br>To: Mara &lt;mara@home.example&gt;<br></div>"
)
OUTLOOK = "<p><b>Von:</b> {sender} &lt;a@shop.example&gt;<br><b>Gesendet:</b> {sent}<br><b>An:</b> Mara<br><b>Betreff:</b> {about}</p>"
APPLE = (
    "<blockquote><div>De&nbsp;: {sender} &lt;a@shop.example&gt;</div><div>Envoyé : {sent}</div><div>À : Mara</div>"
    "<div>Objet : {about}</div></blockquote>"
)
JAPANESE = "<p>差出人：{sender}<br>送信日時：{sent}<br>宛先：Mara<br>件名：{about}</p>"
ARABIC = "<p>من: {sender}<br>التاريخ: {sent}<br>إلى: Mara<br>الموضوع: {about}</p>"


@pytest.mark.parametrize("head", [GMAIL, OUTLOOK, APPLE, JAPANESE, ARABIC])
def test_a_mail_that_was_passed_on_is_its_original(head: str) -> None:
    told = head.format(sender="Tidewater", sent="24 Nov 2026 09:41", about="Your receipt")
    outer = {"From": "Mara <mara@home.example>", "Subject": "Fwd: Your receipt", "Date": "Wed, 25 Nov 2026 10:00:00 +0000"}
    sheet = sheet_of(a_mail(f"<p>For the books!</p>{told}{BILL}", **outer))
    assert (sheet.sender, sheet.sent, sheet.subject) == ("Tidewater", "24 Nov 2026 09:41", "Your receipt")
    assert [row.text for row in sheet.rows] == ["Total 12.50 EUR"]


def test_of_a_mail_passed_on_twice_the_innermost_counts() -> None:
    heads = "".join(GMAIL.format(sender=name, sent=f"2{n} Nov 2026", about="x") for n, name in enumerate(("Eve", "Tidewater")))
    assert sheet_of(a_mail(heads + BILL, Subject="Fwd: Fwd: x")).sender == "Tidewater"


def test_a_mail_that_was_attached_to_be_passed_on_is_its_original() -> None:
    outer = a_mail(From="Mara <mara@home.example>", Subject="Fwd: it")
    outer.add_attachment(a_mail(BILL, From="Tidewater <b@tide.example>", Date="Mon, 23 Nov 2026 08:00:00 +0000"))
    sheet = sheet_of(outer)
    assert (sheet.sender, sheet.sent, sheet.text) == ("Tidewater", "2026-11-23", "Total 12.50 EUR")


def test_where_only_the_subject_says_that_it_was_passed_on_nobody_is_known_to_have_written_it() -> None:
    sheet = sheet_of(a_mail(BILL, Subject="WG: AW: Rechnung", Date="Mon, 23 Nov 2026 08:00:00 +0000"))
    assert (sheet.sender, sheet.sent, sheet.subject) == ("", "", "AW: Rechnung")


def test_a_file_that_stands_for_itself_wins_over_the_text_and_fine_print_does_not() -> None:
    made = a_mail(BILL)
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="AGB_und_Widerrufsbelehrung.pdf")
    letter = letters.read(made.as_bytes())
    assert (letter.files, letter.other, letter.has_amount) == ([], ["AGB_und_Widerrufsbelehrung.pdf"], True)
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Rechnung.pdf")
    letter = letters.read(made.as_bytes())
    assert ([each.name for each in letter.files], letter.sheet) == (["Rechnung.pdf"], None)


@pytest.mark.parametrize(("words", "files"), [("<p>Order total 12.50 EUR</p>", 0), ("<p>the receipt, thanks</p>", 1)])
def test_a_picture_among_the_words_is_the_dress_of_a_bill_and_a_photograph_where_they_tell_no_amount(words: str, files: int) -> None:
    made = a_mail(f"{words}<img src='cid:banner@x'>")
    made.add_attachment(PICTURE, maintype="image", subtype="jpeg", disposition="inline", cid="<banner@x>")
    made.add_attachment(picture(1, 1, "PNG"), maintype="image", subtype="png", disposition="inline", cid="<pixel@x>")
    assert len(letters.read(made.as_bytes()).files) == files


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Total $12", True),
        ("Summe 1.234,50", True),
        ("合計 1,230円", True),
        ("١٢٫٥٠ ريال", True),
        ("12 kr", True),
        ("Your parcel 1234567 has shipped, it comes on 24.11.2026 between 10:30 and 12:00", False),
        ("Version 2.10.3", False),
        ("", False),
    ],
)
def test_what_could_be_an_amount_is_told_from_days_and_numbers(text: str, told: bool) -> None:
    assert rules.names_amount(text) is told


def test_what_is_longer_than_anybody_reads_is_cut_and_says_so() -> None:
    rows = rows_of(mail(priced(*(("Tea", "4.00") for _ in range(700)))))
    assert (len(rows), rows[-1]) == (ROWS_MAX + 1, "[…]")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "x",
        "<table><tr><td>" * 3000 + "x",
        "<b>" * 9000 + "x" + "</i>" * 9000,
        "&amp;" * 400_000,
        "<p>" + "x" * 1_000_000,
        "<table><tr>" + "<td>x" * 8000 + "</table>",
        "<td colspan=999>" * 5000,
        "<img alt='" + "A" * 900_000 + "' src='data:image/png;base64," + "A" * 900_000 + "'>",
        "<" * 20_000,
        "\x00\u202e\ufeff" * 10_000 + "x",
    ],
    ids=range(10),
)
def test_hostile_markup_ends_as_a_sheet_or_as_none_and_within_its_bounds(html: str) -> None:
    found = letters.read(a_mail(html).as_bytes()).sheet
    assert found is None or (len(found.rows) <= ROWS_MAX + 1 and all(row.text.isprintable() for row in found.rows))
