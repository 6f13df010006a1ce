"""Whole receipts: what stands for the total, the shop, the tax and the currency, and why."""

import pytest

from backend.ocr.reading import Context
from backend.ocr.rules import understand, understanding
from tests.unit.ocr.paper import TODAY, page, read, values

MALAYSIA = """
GERBANG ALAF RESTAURANTS SDN BHD
(65351-M)
Level 6, Bangunan TH, Jalan SS21/39
TAX INVOICE
18/01/2018 10:27:03
2 ChicMcMuffin 11.00
1 Porridge 5.61
Total (incl GST) 16.61
Rounding Adjustment -0.01
Total Rounded 16.60
Cash Tendered 20.00
Change 3.40
TOTAL INCLUDES 6% GST 0.94
"""


def test_a_rounded_total_is_what_was_paid() -> None:
    fields = values(MALAYSIA, "MYR")
    assert fields["total"] == "16.60"
    assert fields["merchant"] == "GERBANG ALAF RESTAURANTS SDN BHD"
    assert fields["date"] == "2018-01-18"
    assert fields["currency"] == "MYR"
    assert fields["tax"] == "0.94"
    assert fields["payment_method"] == "Cash"


def test_items_are_the_lines_above_the_sums() -> None:
    assert [(item.description, item.quantity, item.minor) for item in read(MALAYSIA, "MYR").lines] == [
        ("ChicMcMuffin", "2", 1100),
        ("Porridge", "1", 561),
    ]


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ("SUBTOTAL 10.00\nTAX 0.80\nTOTAL 10.80", "10.80"),
        ("TOTAL\n10.80", "10.80"),
        ("Total Qty 12\nTotal 8.40", "8.40"),
        ("TOTAL SAVINGS 3.00\nTOTAL 7.00", "7.00"),
        ("Total saving 0.00 Total 41.50", "41.50"),
        ("Total 0% supplies 20.00\nTotal 6% supplies 10.00\nTotal payable 30.00", "30.00"),
        ("TOTAL 26.62\nROUNDING 0.02-\nROUNDING 26.60", "26.60"),
        ("Zwischensumme 9,00\nMwSt 19% 1,71\nSumme EUR 10,71", "10.71"),
        ("TOTAL TTC 24,00 €\nTVA 10% 2,18", "24.00"),
        ("CELKEM 554,00 Kč", "554.00"),
        ("Net 9.07\nGST 6% 0.53\nTOTAL: 9.60\nCASH 20.00\nCHANGE 10.40", "9.60"),
        ("2x Tea 4.40\nVISA **** 1234 4.40", "4.40"),
        ("合计: 116.00", "116.00"),
        ("總金額 $83.0", "83.00"),
        ("TO1AL: 63.35", "63.35"),
        ("SUMMEEUR 8,35", "8.35"),
        ("Total Neto: 6,09\nSubtotal 6,70\nPago 6,70\nVisa 6,70", "6.70"),
        ("TOTAL EXCL.GST 28.11\nADD: GST @6% On 1.69\n29.80\nCASH 50.00\nCHANGE 20.20", "29.80"),
        ("TOTAL 11.60\nGST SUMMARY\nSR 6 10.94 0.66\nTotal : 10.94 0.66", "11.60"),
        ("SubTotal 85.20\nNet Total 35.20\nCasn 100.20\nCHANGE 15.00\nSR:GST @0% 85.20 0.00", "85.20"),
        ("Anount Incl, GST 5.00 RM\nAccepted total 10.00\nChange 5.00 RM", "5.00"),
        ("Total Sales Incl GST 88.97\nRounding Adj -J.02\nTotal After Adj 88.95\nCASH 100.00", "88.95"),
        ("Total 6% supplies (Inc. GST): 32.05\nTotal 0% supplies: 19.83\nTotal Payable: - 51.88", "51.88"),
        ("Total 6% supplies (Inc. GST): 73.52\nTotal 0% supplies: 20.67\nTotal Payable: 194.19", "94.19"),
        ("AMT PAID incL. GST: RMI11.90\nAmt Paid excl. GST :RM 105.57\nGST AMT:RM6.33", "111.90"),
        ("AMOUNT 40.48\nTAX 3.34\nSUBTOTAL $ 43.82\nTIP $...10.00.", "43.82"),
        ("MEPIKO∑YNONO 4,70€\nEYNONO € 4,70\nMETPHTA € 4,70\nAOM:090069706 0OY.BYPQNA", "4.70"),
    ],
)
def test_the_total(lines: str, total: str) -> None:
    assert values(f"THE SHOP LTD\n1 Main Road\n{lines}")["total"] == total


def test_cash_given_is_not_the_total() -> None:
    assert values("SHOP LTD\nTOTAL 8.40\nCASH 50.00\nCHANGE 41.60")["total"] == "8.40"


def test_sums_that_close_make_the_total_surer() -> None:
    closing = read("SHOP LTD\nSUBTOTAL 10.00\nTAX 0.80\nTOTAL 10.80").fields["total"].confidence
    lonely = read("SHOP LTD\nTOTAL 10.80").fields["total"].confidence
    assert closing > lonely


def test_where_nothing_names_a_total_the_largest_amount_is_a_weak_guess() -> None:
    field = read("SHOP LTD\nTea 2.00\nCake 4.50").fields["total"]
    assert (field.value, field.why) == ("4.50", "The largest amount on the receipt")
    assert field.confidence < 0.5


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("POPULAR BOOK\nCO. (M) SDN BHD\n(113825-W)\nTOTAL 5.00", "POPULAR BOOK CO. (M) SDN BHD"),
        ("mara was here\nTHE ROTI MAN BAKERY\n117, Jalan Radin\nTOTAL 5.00", "THE ROTI MAN BAKERY"),
        (
            "SANYU STATIONERY SHOP\nNO. 31, JALAN SETIA\n40170 SETIA ALAM\nOwned By :\nSANYU SUPPLY SDN BHD\nTOTAL 5.00",
            "SANYU STATIONERY SHOP",
        ),
        ("TAX INVOICE\nCaffe Nero\n1 High Street\nTOTAL 5.00", "Caffe Nero"),
        ("99 SPEED MART S/B (519537-X)\nLOT P.T. 2811\nTOTAL 5.00", "99 SPEED MART S/B"),
        ("THREE STOOGES\nBISTRO & CAFE\n109, SS21/1A\nTOTAL 5.00", "THREE STOOGES"),
        ("Big\nBoy\nWelcome to Our Restaurant!\nTOTAL 5.00", "Big Boy"),
        ("OLD NAVY - 03788\n705 Sainte Catherine West\nMontreal QC H3B 4G5\nSALE\nTOTAL 5.00", "OLD NAVY"),
        ("99 SPEED MART S/B (519537-X)\nLOT P.T. 2811\n41150 KLANG\n1313-SUBANG BESTARI\nTOTAL 5.00", "99 SPEED MART S/B"),
        ("AIK HUAT HARDWARE\nENTERPRISE (SETIA\nALAM) SDN BHD\nTOTAL 5.00", "AIK HUAT HARDWARE ENTERPRISE (SETIA ALAM) SDN BHD"),
        ("ELKEN\nELKEN SERVICE SDN BHD (310184-X)\nTOTAL 5.00", "ELKEN SERVICE SDN BHD"),
        ('SIA "LUMAHS" PVN LV43603010307\nTOTAL 5.00', 'SIA "LUMAHS"'),
        ("ALDI\nPohlweg 110\n33100 Paderborn\nUNSERE ÖFFNUNGSZEITEN\nTOTAL 5.00", "ALDI"),
        ("Sliders Diner\n1202 Sutter Street\nCheddar\nTOTAL 5.00", "Sliders Diner"),
        ("THE COFFEE BEAN\n& TEA LEAF (M) SDN. BHD.\nCompany No.:441970-H\nTOTAL 5.00", "THE COFFEE BEAN & TEA LEAF (M) SDN. BHD."),
    ],
)
def test_the_shops_name(lines: str, name: str) -> None:
    assert values(lines)["merchant"] == name


@pytest.mark.parametrize(
    ("lines", "base", "currency"),
    [
        ("TOTAL RM 5.00", "EUR", "MYR"),
        ("SUMME 5,00 €", "USD", "EUR"),
        ("TOTAL £5.00", "EUR", "GBP"),
        ("TOTAL $5.00\nLas Vegas, NV 89109", "EUR", "USD"),
        ("TOTAL $5.00\nTPS 0.20 TVQ 0.40\nMontreal QC", "EUR", "CAD"),
        ("TOTAL $5.00", "AUD", "AUD"),
        ("CELKEM 554,00\nDPH 21% 96,00\nPraha", "EUR", "CZK"),
        ("TOTAL 5.00", "CHF", "CHF"),
    ],
)
def test_the_currency_and_its_evidence(lines: str, base: str, currency: str) -> None:
    field = read(f"SHOP\n{lines}", base).fields["currency"]
    assert field.value == currency
    assert field.why


def test_a_currency_that_nothing_names_is_a_weak_guess() -> None:
    assert read("SHOP\nTOTAL 5.00", "CHF").fields["currency"].confidence < 0.5


def test_yen_have_no_decimals() -> None:
    assert values("東京カフェ\n2024年3月5日\n合計 1,280円", "JPY")["total"] == "1280"


def test_an_empty_page_says_nothing() -> None:
    assert read("").fields == {}


def test_every_field_says_why_and_how_sure() -> None:
    for field in read(MALAYSIA).fields.values():
        assert field.why
        assert 0 < field.confidence < 1


def test_a_field_is_kept_with_its_place() -> None:
    kept = read(MALAYSIA).fields["total"].as_json()
    assert set(kept) == {"value", "confidence", "box", "why", "checks"}
    assert set(read(MALAYSIA).fields["date"].as_json()) == {"value", "confidence", "box", "why"}
    assert kept["box"][0] == 1 and all(0 <= part <= 1 for part in kept["box"][1:])


@pytest.mark.parametrize(
    "noise",
    ["(1234" * 4000, "{" * 20000, "1.00 " * 4000, "CO NO " * 4000, "A" + " " * 20000 + "B", "1" * 20000, "XXXX " * 4000, "INV-A" * 4000],
)
def test_a_line_that_no_till_prints_does_not_hold_up_the_reader(noise: str) -> None:
    long = page(f"SHOP LTD\n{noise}\nTOTAL 9.00")
    assert len(long.lines) == 3
    reading = understand([long], Context(TODAY))
    assert reading.fields["total"].value == "9.00"
    assert noise.strip()[:1000] in reading.text


def test_a_document_is_understood_up_to_the_letters_that_a_receipt_has_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    long = page("SHOP LTD\nTOTAL 9.00\n" + "tea and cake\n" * 30 + "GRAND TOTAL 7.00")
    assert understand([long], Context(TODAY)).fields["total"].value == "7.00"
    monkeypatch.setattr(understanding, "_MOST_LETTERS", 200)
    assert understand([long], Context(TODAY)).fields["total"].value == "9.00"
