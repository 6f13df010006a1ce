"""What else on a receipt speaks for its day or against it."""

from dataclasses import replace
from datetime import date

import pytest

from backend.expenses.readings import is_certain
from backend.ocr.reading import ENOUGH, Context, FieldReading, Line
from backend.ocr.rules import understand
from tests.unit.ocr.paper import TODAY, page, read

CLOSES = "TOTAL RM 9.00\nCASH 10.00\nCHANGE 1.00"


def day(text: str) -> FieldReading:
    return read(text, "MYR").fields["date"]


@pytest.mark.parametrize(("printed", "meant"), [("12/03/2013", "2018-03-12"), ("12/03/2010", "2018-03-12"), ("12/03/2016", "2016-03-12")])
def test_a_year_in_which_the_tax_was_not_in_force_was_misread_and_is_never_sure(printed: str, meant: str) -> None:
    found = day(f"KEDAI MAJU SDN BHD\nJALAN BESAR\nTAX INVOICE GST 6%\nDate {printed} 12:01\n{CLOSES}")
    assert found.value == meant
    assert (found.confidence >= ENOUGH["date"]) == (printed[-4:] == meant[:4])


def test_of_two_days_the_one_counts_whose_tax_was_in_force() -> None:
    assert day(f"KEDAI MAJU SDN BHD\nGST 6%\nDate 12/03/2021 12:01\n12/03/2017\n{CLOSES}").value == "2017-03-12"


def test_another_weekday_beside_the_day_makes_it_unsure() -> None:
    right, wrong = (day(f"KEDAI MAJU SDN BHD\n{name} 13/03/2017 12:01\n{CLOSES}").confidence for name in ("Mon", "Tue"))
    assert right >= ENOUGH["date"] > wrong


def test_a_long_number_that_holds_the_day_is_a_second_print_of_it() -> None:
    once, twice = (day(f"KEDAI MAJU SDN BHD\n{number}\n13/03/2017 12:01\n{CLOSES}") for number in ("No 20170413-0031", "No 20170313-0031"))
    assert twice.confidence > once.confidence


@pytest.mark.parametrize(("clear", "number", "uploaded", "sure"), [
    (0.98, "", TODAY, True),
    (0.85, "", TODAY, False),
    (0.85, "20170313-0031", TODAY, True),
    (0.85, "", date(2017, 3, 20), True),
])  # fmt: skip
def test_a_day_read_poorly_is_sure_only_if_it_is_printed_again_or_just_past(clear: float, number: str, uploaded: date, sure: bool) -> None:
    paper = page(f"KEDAI MAJU SDN BHD\n{number}\nDate 13/03/2017 12:01\n{CLOSES}")
    lines = [Line(tuple(replace(word, confidence=clear if "13/03" in word.text else 0.98) for word in line.words)) for line in paper.lines]
    fields = understand([replace(paper, lines=tuple(lines))], Context(uploaded, "MYR")).fields
    assert (fields["date"].confidence >= ENOUGH["date"]) == sure


@pytest.mark.parametrize(("place", "sure"), [("TORONTO ON M4W 2H2", False), ("GREENTOWN", False), ("JALAN BESAR KUALA LUMPUR", True)])
def test_a_day_whose_month_could_be_its_day_is_sure_only_where_the_country_has_one_habit(place: str, sure: bool) -> None:
    found = read(f"THE SHOP\n{place}\n05/04/2023 12:01\nTOTAL 9.00\nCASH 10.00\nCHANGE 1.00").fields["date"]
    assert (found.confidence >= ENOUGH["date"]) == sure


def test_a_total_that_what_was_paid_rounds_to_another_sum_is_not_sure() -> None:
    fields = read("KEDAI MAJU SDN BHD\n13/03/2017\nTea 4.44\nCake 6.00\nTOTAL RM 10.44\nCASH 20.00\nCHANGE 9.55", "MYR").fields
    assert not is_certain({name: field.as_json() for name, field in fields.items()})
    assert fields["total"].confidence < ENOUGH["total"]


def test_a_sign_that_several_currencies_share_is_not_sure_of_one() -> None:
    text = "THE SHOP\n05 Apr 2023\nTea $4.00\nCake $6.00\nTOTAL $10.00"
    assert read(text, "EUR").fields["currency"].confidence < ENOUGH["currency"]
    assert read(text, "USD").fields["currency"].confidence >= ENOUGH["currency"]
    assert read(f"{text}\nDallas, TX 75001", "EUR").fields["currency"].confidence >= ENOUGH["currency"]
