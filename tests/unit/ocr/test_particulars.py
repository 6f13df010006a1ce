"""What a receipt says besides shop, day and total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ocr.paper import read, values


def found(lines: str) -> dict[str, str]:
    return values(f"THE SHOP LTD\n1 Main Road\n{lines}")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("GST ID No :000306020352", "000306020352"),
        ("VAT Number: 100 6829 45", "100682945"),
        ("UST-ID-NR: DE814689550", "DE814689550"),
        ("P.IVA IT 12345678901", "IT12345678901"),
        ('SIA "LUMAHS" PVN LV43603012558', "LV43603012558"),
        ("UID ATU16118305", "ATU16118305"),
        ("VAT CHE-123.456.789", "CHE123456789"),
    ],
)
def test_the_shops_tax_number(line: str, number: str) -> None:
    assert found(f"{line}\nTOTAL 5.00")["vat_id"] == number


@pytest.mark.parametrize("line", ["VAT 20% 6.35", "TAX INVOICE", "MwSt 19% 1,71", "GST 0.07", "Tax Date 25/02/2026"])
def test_a_tax_is_no_tax_number(line: str) -> None:
    assert "vat_id" not in found(f"{line}\nTOTAL 50.00")


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("TEL:03-61855688", "03-61855688"),
        ("Te1. +49 5251 873060", "+49 5251 873060"),
        ("(702) 474-4417", "(702) 474-4417"),
        ("Tel: 03-55423228 Fax:03-55423213", "03-55423228"),
    ],
)
def test_the_shops_telephone(line: str, phone: str) -> None:
    assert found(f"{line}\nTOTAL 5.00")["phone"] == phone


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Receipt No.: CS1802/27714 Date: 12/02/2018", "CS1802/27714"),
        ("DOK.#00024792", "00024792"),
        ("Beleg-Nr: 7609", "7609"),
        ("Invoice No: 216_01/21047", "216_01/21047"),
    ],
)
def test_the_number_of_the_receipt(line: str, number: str) -> None:
    assert found(f"{line}\nTOTAL 5.00")["receipt_number"] == number


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("25/02/2026 8:13:39 PM", "20:13"),
        ("16-03-202612:07:10", "12:07"),
        ("02.03.26 15:59", "15:59"),
        ("12/25/2025 12:05 AM", "00:05"),
        ("DATE: 02/02/2026\nTIME: 08:31:00", "08:31"),
    ],
)
def test_the_time_of_the_purchase(line: str, time: str) -> None:
    assert found(f"Open 9:00 - 22:00 daily\n{line}\nTOTAL 5.00")["time"] == time


def test_the_card_is_told_by_its_last_digits() -> None:
    assert found("TOTAL 17.24\nCOMPTE: MASTERCARD $ 17.24\nNUMERO CARTE: ************2825")["payment_method"] == "Mastercard ••2825"


def test_the_masked_number_of_a_terminal_is_no_card() -> None:
    slip = "MID:****41184 TID:****4671\ndebit mastercard CONTACTLESS\n**** **** **** 4528\nTOTAL EUR5.60"
    assert found(slip)["payment_method"] == "Mastercard ••4528"
    assert found("TOTAL 17.24\nXXXXXXXXXXXX1234")["payment_method"] == "Card ••1234"
    assert found("TOTAL 17.24\nCASH 20.00\nCHANGE 2.76")["payment_method"] == "Cash"


def test_sums_beside_the_total_are_named() -> None:
    said = found("Tea 10.00\nSUBTOTAL 10.00\nDISCOUNT -1.00\nGST 6% 0.54\nROUNDING 0.01\nTOTAL 9.55")
    assert {name: said[name] for name in ("subtotal", "discount", "rounding")} == {
        "subtotal": "10.00",
        "discount": "1.00",
        "rounding": "0.01",
    }


def test_each_rate_has_its_tax() -> None:
    said = found("zu zahlen 8,83\nMWST Netto MWST-BETRAG BRUTTO\nC 7,00% 6,59 0,46 7,05\nD 19,00% 1,50 0,28 1,78")
    assert (said["tax"], said["tax_7"], said["tax_19"]) == ("0.74", "0.46", "0.28")


@given(st.text(max_size=80))
def test_any_line_is_survived(text: str) -> None:
    assert all(field.value for field in read(f"{text}\nTOTAL 5.00").fields.values())


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (
            "BOOK SHOP SDN BHD\nNO.53 55, JALAN SAGU 18, TAMAN DAYA,\n81100 JOHOR BAHRU, JOHOR.\nTEL 07-123456\nTOTAL 9.00",
            "NO.53 55, JALAN SAGU 18, TAMAN DAYA, 81100 JOHOR BAHRU, JOHOR",
        ),
        ("BILLA\nMariahilfer Straße 120\n1070 Wien\nSUMME 9,00", "Mariahilfer Straße 120"),
        ("Sliders Diner\n1202 Sutter Street\nSan Francisco, CA 94109\nTOTAL $9.00", "1202 Sutter Street, San Francisco, CA 94109"),
    ],
)
def test_the_shops_address(lines: str, address: str) -> None:
    assert values(lines)["address"].startswith(address)


def test_the_shops_place_in_the_web_and_the_company_behind_the_brand() -> None:
    said = values("Denny's\n3397 S. Las Vegas Blvd\nwww.dennys.com\nguest@gmail.com\nTOTAL $9.00\nDFO Holding Inc.")
    assert (said["web"], said["legal_name"], said["merchant"]) == ("www.dennys.com", "DFO Holding Inc.", "Denny's")


def test_the_payment_has_its_card_and_the_tip_its_amount() -> None:
    said = values("BAR LTD\nSUBTOTAL 20.00\nTAX 1.60\nTOTAL 21.60\nTIP 4.00\nTOTAL 25.60\nVISA ************4471 25.60")
    assert (said["payment_method"], said["tip"], said["total"]) == ("Visa ••4471", "4.00", "25.60")
