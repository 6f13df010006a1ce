"""The tax of a receipt: tables of rates first, then the lines that name it."""

import pytest

from tests.unit.ocr.paper import read, values


@pytest.mark.parametrize(
    ("lines", "tax"),
    [
        ("TOTAL 40,00\nMwSt% Netto MwSt. Brutto\n10% 36,36 3,64 40,00", "3.64"),
        ("TOTAL 7,90\nNetto MwSt Brutto\n19.0% 6.64 1.26 7.90", "1.26"),
        ("TOTAL 554,00\nSouhrn DPH\n1 21.00% 20.13 95.87 116.00\n2 12.00% 46.93 391.07 438.00", "67.06"),
        ("TOTAL 6.70\nA: TVA 5.5% sur 1.80: 0.10 (1.90)\nB: TVA 10% sur 4.36: 0.44 (4.80)", "0.54"),
        ("TOTAL 63,50\nUmsatz 7% 46,00\nMwSt 7% 3,01\nUmsatz 19% 17,50\nMwSt 19% 2,79", "5.80"),
        ("TOTAL 21,95\nExclusive BTW\n9,00% 20,14 1,81", "1.81"),
        ("TOTAL 6.00\nKM% KM NETO SUMMA\n20.00 1.00 5.00 6.00", "1.00"),
        ("SUBTOTAL 99.98\nT1 (10.25%) Tax 10.25\nTOTAL 110.23", "10.25"),
        ("SUBTOTAL 9.07\nGST 0.53\nTOTAL 9.60", "0.53"),
        ("TOTAL 644,00\nDPH 12% 43,71\nDPH 21% 40,96", "84.67"),
        ("TOTAL 3,71\nSteuer % Netto Steuer Brutto\nA= 19,0% 0,03 0,01 0,04\nB= 7,0% 3,43 0,24 3,67", "0.25"),
        ("TOTAL 13.64\nSatz Total MWST\n2.60% 13.64 0.35", "0.35"),
        ("TOTAL 82,70\nMVA% Grunnlag MVA Sum\n15% 69,30 10,40 79,70\n0% 3,00 0,00 3,00", "10.40"),
        ("TOTAL 7,52\nBTW% Grondslag Btw Totaal\n9% 6,62 0,60 7,22\nStatiegeld 0,30", "0.60"),
        ("Oresavrundning -0,41 ATT BETALA 126,00\nMoms% Moms Netto Brutto\n12% 6,43 53,57 60,00\n25% 13,28 53,13 66,41", "19.71"),
        ("Betrag MwSt 7%\nSumme 95,10 EUR 6,22 EUR\nGesamtpreis 95,10 EUR", "6.22"),
    ],
    ids=[
        "one rate",
        "net, tax, gross",
        "two rates",
        "rates with their amounts in a sentence",
        "rates on lines of their own",
        "net and tax without gross",
        "no sign for per cent",
        "tax on top",
        "no rate at all",
        "rates that give the total",
        "a rate for nearly all",
        "a low rate",
        "a rate of nought",
        "a deposit without tax",
        "the total on the line that says what was rounded",
        "the rate in the heading",
    ],
)
def test_the_tax(lines: str, tax: str) -> None:
    assert values(f"THE SHOP LTD\n1 Main Road\n{lines}")["tax"] == tax


def test_a_discount_in_per_cent_is_no_tax() -> None:
    assert "tax" not in values("THE SHOP LTD\nCoat 50.00\n10% off 50.00 5.00 45.00\nTOTAL 45.00")


def test_a_tax_number_is_no_tax() -> None:
    assert "tax" not in values("THE SHOP LTD\nVAT No 100 6829 45\nTea 9.00\nTOTAL 9.00")


def test_more_tax_than_a_third_of_the_total_is_not_believed() -> None:
    assert "tax" not in values("THE SHOP LTD\nVAT 8.00\nTOTAL 9.00")


def test_a_rate_that_gives_its_tax_makes_it_surer_than_a_word_beside_it() -> None:
    closing = read("SHOP LTD\nTOTAL 7,90\nMwSt 19.0% 6.64 1.26 7.90").fields["tax"]
    named = read("SHOP LTD\nGST 0.53\nTOTAL 9.60").fields["tax"]
    assert closing.confidence > named.confidence
    assert (closing.why, named.why) == ("19 % of what was bought", "Printed beside the word for tax")
