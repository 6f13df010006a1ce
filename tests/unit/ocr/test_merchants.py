"""Who was paid, where the head alone does not tell."""

import pytest

from backend.ocr.reading import Box, Context, Word, lines_of
from backend.ocr.rules import understand
from backend.ocr.rules.names import clean_name
from tests.unit.ocr.paper import TODAY, values

ADDRESS = "12 High Street\nLondon SW1A 2NH"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RSSMANN\nMein Drogeriemarkt\n" + "Seife 1,95\n" * 12 + "Total 23,40\nDirk Rossmann GmbH\nWesternstr. 29", "Rossmann"),
        (
            "DINE IN : Sam P\nTOTAL DUE 93.87\nGiordano's Las Vegas Strip\n(702) 850-2420\ngiordanos.com/talk-to-us",
            "Giordano's Las Vegas Strip",
        ),
        ("ThomasLehe\nMarktkauf Lehr\nDetmolder Str. 4\nwww.marktkauf.de\nSumme 9,99", "Marktkauf Lehr"),
        ("Edinburgh\nNoodle Palace\nPrinces Street\nEdinburgh\nTotal 9.00", "Noodle Palace"),
        ("PLAZA DAMANSARA\nUNIT 105, BLOCK A, PLAZA DAMANSARA\nCORNER RETAIL SB (306295-X)\nTOTAL 6.00", "CORNER RETAIL SB"),
        ("スターバックス\n渋谷店\n合計 ¥385", "スターバックス"),
        ("Max Beispiel\n10115 Berlin\nRechnung Nr. 5\nGesamt 9,00\nKontoinhaber: Netz Presse\nIBAN DE89 3704", "Netz Presse"),
        ("VAPIANO\nPASTA PIZZA BAR\nPotsdamer Platz 5\nSumme 9,90", "VAPIANO"),
        ("TESCO\nExpress\nLondon Bridge Express\nTOTAL 4.00", "TESCO Express"),
        ("coop\nSupermarkt\nZurich Bahnhofbrucke\nTotal 7.90", "coop"),
        ("NARVESEN GARDERMOEN\nReitan Convenience Norway AS\nTOTAL 39,00", "NARVESEN GARDERMOEN"),
        ("BURGER KING #12114\nLISBOA ROSSIO\nIBERKING RESTAURACAO SA\nTOTAL 7,90", "BURGER KING"),
        ("OLD NAUY\n1 Market Street\nTotal 7.90", "OLD NAVY"),
        ("Chopstlx\n1 Market Street\nTotal 7.90", "Chopstix"),
        ('BIEDRONKA "CODZIENNIE NISKIE CENY"\nJERONIMO MARTINS POLSKA S.A.\nSUMA PLN 7,90', "BIEDRONKA"),
        ("Chili's\nTAS LEISURE SDN BHD\nTotal 7.90", "TAS LEISURE SDN BHD"),
        ("R@SSMANN\nMein Drogeriemarkt\nSumme 2,95", "ROSSMANN"),
        ("McDonald's\nFranchisenehmer Max Muller e.K.\nLeopoldstr. 26\nSumme 7,90", "McDonald's"),
        ("Sehr geehrter Kunde\nBastian Optik\nHauptstrasse 5\nSumme 50,00", "Bastian Optik"),
        ("CARTE BANCAIRE\nSANS CONTACT\nBOULANGERIE PAUL\n75009 PARIS\nMONTANT 4,80 EUR", "BOULANGERIE PAUL"),
        ("fotex\nVesterbrogade 74-76\n1620 Kobenhavn V\nTOTAL 48,40", "fotex"),
        ("Alza.cz a.s.\nJankovcova 1522/53\nCelkem 99,00", "Alza.cz a.s."),
        ("MAXIMA XX\nMAXIMA Latvija SIA\nTukuma iela 2, Riga\nKOPA 4,88", "MAXIMA Latvija SIA"),
    ],
)
def test_the_name_is_found(text: str, name: str) -> None:
    assert values(text)["merchant"] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("99 SPEED MART 5/8 (519537-X)", "99 SPEED MART S/B"),
        ("YONG CEN ENTERPRISE POSTED", "YONG CEN ENTERPRISE"),
        ('SIA"ZIEDS 2001"PVN LV43603015785', 'SIA"ZIEDS 2001"'),
        ("MERCADONA S.A. A-46103834", "MERCADONA S.A."),
        ("(TONYMOLY SHOP )", "TONYMOLY SHOP"),
    ],
)
def test_a_name_is_freed_of_stamps_and_numbers(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_the_customer_beside_or_below_is_not_the_shop() -> None:
    rows = (("Bright Tools", "Bill to"), ("1 Main St", "Jane Roe Holdings Ltd"), ("Austin, TX 78701", "5 Oak Ave"), ("Total", "$49.00"))
    words = [
        Word(text, 0.98, Box(1, x, 0.1 + 0.04 * row, 0.2, 0.02))
        for row, line in enumerate(rows)
        for x, text in zip((0.05, 0.6), line, strict=True)
    ]
    assert understand([lines_of(words, 1)], Context(TODAY)).fields["merchant"].value == "Bright Tools"


def test_a_brand_that_the_foot_prints_again_begins_the_companys_name() -> None:
    text = "MEBEL WELT\nTV-Hifi-Elektro GmbH Paderborn\nPohlweg 110\n" + "Kabel 1,00\n" * 12 + "Total EUR 12,00\nMEBEL WELT"
    assert values(text)["merchant"] == "MEBEL WELT TV-Hifi-Elektro GmbH Paderborn"


def test_a_host_that_many_share_names_no_shop() -> None:
    assert "Gmail" not in values("+\n12.00\nQuestions? shop@gmail.com\nTOTAL 9.00").get("merchant", "")


def test_of_several_web_addresses_the_first_one_names_the_shop() -> None:
    hosts = ["alba", "borea", "cinta", "dorna", "elva", "fiora"]
    found = values("\n".join(["12/03/2026", *(f"www.{host}.de" for host in hosts), "9.99"]))
    assert found["merchant"] == "Alba"
    named = values("\n".join(["12/03/2026", "9.99", *(f"www.{host}.de" for host in hosts), *["."] * 14, *reversed(hosts)]))
    assert named["merchant"] == "alba"
