"""The currency of a receipt, and what it is taken from."""

import pytest

from tests.unit.ocr.paper import read


@pytest.mark.parametrize(
    ("lines", "currency"),
    [
        ("Tel +44 20 7946 0958", "GBP"),
        ("Tel. 0049 5251 123456", "EUR"),
        ("VAT CHE-123.456.789", "CHF"),
        ("www.shop.co.uk", "GBP"),
        ("CUIT 30-68584975-1\nIVA 21% 4.00", "ARS"),
        ("VAT No 300056789000003\nVAT 15% 4.04", "SAR"),
        ("( 972 ) 555 - 0143\nTP 12PK 003700086221 9.97", "USD"),
        ("01 APPROVED - THANK YOU 027", "CAD"),
        ("UID ATU12345678", "EUR"),
        ("20.00% Gross 20.83 VAT: 4.17", "GBP"),
        ("VAT 23% 1.20", "EUR"),
        ("GST 9% 0.83\n#ilovefoodsg", "SGD"),
        ("#fiveguyshk\nCredit $180.00", "HKD"),
        ("NO.15,JLN TSJ2, TMN SUBANG JASA\nTEL: 03-77343662", "MYR"),
        ("Suggested Gratuity:\n22%TIP 13.94", "USD"),
        ("MOMS 25% 20,00\nAtt betala 100:-", "SEK"),
        ("Montreal QC H3B 3Y1\nTPS 5% 0,75\nTVQ 9,975% 1,50", "CAD"),
    ],
)
def test_a_receipt_without_a_sign_tells_its_currency_by_its_country(lines: str, currency: str) -> None:
    field = read(f"SHOP\n{lines}\nTOTAL 5.00", "BRL").fields["currency"]
    assert field.value == currency
    assert any(words in field.why for words in (" of ", " in ", "names", "A dollar sign"))
    assert field.box is not None


@pytest.mark.parametrize(("day", "currency"), [("31/12/2022", "HRK"), ("02/01/2023", "EUR")])
def test_kuna_are_euro_since_they_changed(day: str, currency: str) -> None:
    assert read(f"KONZUM d.o.o.\nOIB: 29955634590\nZagreb\n{day} 12:00\nUKUPNO 5,00 kn").fields["currency"].value == currency


def test_the_books_own_currency_is_the_last_resort_and_says_so() -> None:
    field = read("SHOP\nTOTAL 5.00", "CAD").fields["currency"]
    assert (field.value, field.box) == ("CAD", None)
    assert field.why == "Your own currency, since the receipt names none"
    assert field.confidence < 0.5


def test_letters_that_only_look_like_ringgit_are_none() -> None:
    assert read("Diner\nLas Vegas\nBanana:rm Bfst\nTOTAL 5.00").fields["currency"].value == "USD"
